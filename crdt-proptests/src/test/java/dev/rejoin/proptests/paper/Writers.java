package dev.rejoin.proptests.paper;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A few people with a document each, whose clocks run as a figure needs them. */
final class Writers {
    static final String TEXT = "text";

    private final List<Document> documents = new ArrayList<>();
    private final List<ManualPhysicalClock> clocks = new ArrayList<>();

    /** Writers with these replica ids, who all start from the same text. */
    Writers(String start, long... replicas) {
        for (long replica : replicas) {
            ManualPhysicalClock clock = new ManualPhysicalClock();
            clocks.add(clock);
            documents.add(Document.create(
                    DocumentId.named("figure"),
                    DocumentOptions.defaults()
                            .withReplica(new ReplicaId(replica))
                            .withClock(clock)
                            .withRandom(new SplittableRandom(1))));
        }
        insert(0, 0, start);
        exchange();
        clocks.forEach(clock -> clock.advance(1_000));
    }

    Document document(int writer) {
        return documents.get(writer);
    }

    void advance(int writer, long millis) {
        clocks.get(writer).advance(millis);
    }

    String text(int writer) {
        return document(writer).root().text(TEXT).toString();
    }

    /** One transaction; the bytes of its change. */
    byte[] insert(int writer, int index, String text) {
        return document(writer)
                .edit(transaction -> transaction.root().text(TEXT).insert(index, text))
                .toBytes();
    }

    byte[] delete(int writer, int start, int end) {
        return document(writer)
                .edit(transaction -> transaction.root().text(TEXT).delete(start, end))
                .toBytes();
    }

    /** One transaction for each character, as somebody types. */
    void type(int writer, int index, String text) {
        for (int i = 0; i < text.length(); i++) {
            insert(writer, index + i, text.substring(i, i + 1));
            advance(writer, 100);
        }
    }

    /** The same text, written from its end, each character before the one before. */
    void typeBackward(int writer, int index, String text) {
        for (int i = text.length() - 1; i >= 0; i--) {
            insert(writer, index, text.substring(i, i + 1));
            advance(writer, 100);
        }
    }

    void exchange() {
        for (int round = 0; round < 2; round++) {
            for (Document from : documents) {
                for (Document to : documents) {
                    if (from != to) {
                        to.receive(from.changesSince(to.version()));
                    }
                }
            }
        }
    }

    /** The text that all have now. */
    String merged() {
        exchange();
        for (Document document : documents) {
            if (!document.stateHash().equals(documents.get(0).stateHash())) {
                throw new AssertionError(
                        document.toJson() + " is not " + documents.get(0).toJson());
            }
        }
        return text(0);
    }
}
