package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.clock.PhysicalClock;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.Random;

/**
 * Opens the documents of one trace. All of them hold the trace's start text, as the change of a replica that does
 * nothing else. Replica ids are drawn once per trace, so every run of every row is the same to the byte.
 */
final class Replicas {
    /** Where in the document the replayed text stands. */
    static final String TEXT = "text";

    private static final long SEED = 42;

    private final DocumentId id;
    private final ReplicaId[] writers;
    private final ReplicaId reader;
    private final long startMillis;
    private final byte[] startMessage;

    /**
     * The documents of a trace.
     *
     * @param trace the trace
     * @param writers how many replicas write
     * @param startMillis the time before the first transaction
     */
    Replicas(EditingTrace trace, int writers, long startMillis) {
        id = DocumentId.named(trace.name());
        Random random = new Random(SEED);
        ReplicaId starter = new ReplicaId(random.nextLong());
        reader = new ReplicaId(random.nextLong());
        this.writers = new ReplicaId[writers];
        for (int i = 0; i < writers; i++) {
            this.writers[i] = new ReplicaId(random.nextLong());
        }
        this.startMillis = startMillis;
        startMessage = startMessage(starter, trace.startContent());
    }

    /** Nothing is opened where nothing is needed: the first document of a process is what a cold run measures. */
    private byte[] startMessage(ReplicaId starter, String content) {
        if (content.isEmpty()) {
            return new byte[0];
        }
        return empty(starter, clockAtStart())
                .edit(tx -> tx.root().text(TEXT).append(content))
                .toBytes();
    }

    /** A clock that stands at the first transaction; earlier, it would quarantine the start text as from the future. */
    ReplayClock clockAtStart() {
        return new ReplayClock(startMillis);
    }

    /** The document of a writing replica, with the start text. */
    Document writer(int writer, PhysicalClock clock) {
        return started(empty(writers[writer], clock));
    }

    /** The document of a replica that only receives, with the start text. */
    Document reader(PhysicalClock clock) {
        return started(empty(reader, clock));
    }

    /** The document of a replica that only receives, without anything. */
    Document emptyReader(PhysicalClock clock) {
        return empty(reader, clock);
    }

    /** The options of a replica that only receives. */
    DocumentOptions readerOptions(PhysicalClock clock) {
        return DocumentOptions.defaults().withReplica(reader).withClock(clock);
    }

    private Document started(Document document) {
        if (startMessage.length > 0) {
            document.receive(startMessage);
        }
        return document;
    }

    private Document empty(ReplicaId replica, PhysicalClock clock) {
        return Document.create(
                id, DocumentOptions.defaults().withReplica(replica).withClock(clock));
    }

    /** The replayed text as a document has it now. */
    static String text(Document document) {
        return document.root().text(TEXT).toString();
    }
}
