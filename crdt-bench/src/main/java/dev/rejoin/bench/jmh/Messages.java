package dev.rejoin.bench.jmh;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Transaction;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Small transactions on one document, each with its self-contained message, and another document that receives them.
 * Ids and times are the same in every run.
 */
final class Messages {
    /** Transactions of one run. */
    static final int COUNT = 100_000;

    private static final DocumentId ID = DocumentId.named("benchmark");
    private static final long START_MILLIS = 1_704_067_200_000L;

    private final List<Consumer<Transaction>> edits;
    private final List<byte[]> messages = new ArrayList<>();
    private final ReplicaId writer;
    private final ReplicaId reader;

    /** Records the messages of the edits, of which there are {@link #COUNT}. */
    Messages(List<Consumer<Transaction>> edits) {
        this.edits = List.copyOf(edits);
        Random random = new Random(1);
        writer = ReplicaId.random(random);
        reader = ReplicaId.random(random);
        Document document = document(writer);
        for (Consumer<Transaction> edit : this.edits) {
            messages.add(document.edit(edit).toBytes());
        }
    }

    /** Makes all edits and encodes each; the sum of the sizes. */
    long live() {
        Document document = document(writer);
        long bytes = 0;
        for (Consumer<Transaction> edit : edits) {
            bytes += document.edit(edit).toBytes().length;
        }
        return bytes;
    }

    /** Receives all messages, one by one. */
    Document merged() {
        Document document = document(reader);
        for (byte[] message : messages) {
            document.receive(message);
        }
        return document;
    }

    private static Document document(ReplicaId replica) {
        return Document.create(
                ID, DocumentOptions.defaults().withReplica(replica).withClock(() -> START_MILLIS));
    }
}
