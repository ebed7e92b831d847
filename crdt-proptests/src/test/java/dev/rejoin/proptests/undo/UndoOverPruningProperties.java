package dev.rejoin.proptests.undo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.Transaction;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Undo and redo go on over pruning: what they name may be gone by then. */
class UndoOverPruningProperties {
    private static final int STEPS = 30;

    @Property(tries = 150)
    void undoAndRedo_withPruningInBetween_leaveASoundDocument(@ForAll long seed) {
        Random random = new Random(seed);
        long[] now = {1_700_000_000_000L};
        Document document = Document.create(
                DocumentId.named("undo over pruning"),
                DocumentOptions.defaults()
                        .withClock(() -> now[0])
                        .withReplica(new ReplicaId(1))
                        .withRandom(new SplittableRandom(seed)));
        document.membership().join();
        UndoManager undo = document.undoManager(UndoOptions.defaults());
        for (int step = 0; step < STEPS; step++) {
            now[0] += 5_000; // each edit is a group of its own
            switch (random.nextInt(6)) {
                case 0, 1 -> document.edit(tx -> insert(tx, random));
                case 2 -> document.edit(tx -> delete(tx, random));
                case 3 -> undo.undo();
                case 4 -> undo.redo();
                default -> {
                    document.acknowledgement();
                    document.prune(Long.MAX_VALUE);
                }
            }
            DocumentInvariants.check(document);
        }
        Document loaded =
                Document.load(document.save(), DocumentOptions.defaults().withoutMaxDrift());
        assertThat(loaded.toJson()).isEqualTo(document.toJson());
        assertThat(loaded.stateHash()).isEqualTo(document.stateHash());
    }

    private static void insert(Transaction tx, Random random) {
        TextEditor text = tx.root().text("text");
        text.insert(random.nextInt(text.length() + 1), "abc");
        ListEditor list = tx.root().list("list");
        list.insert(random.nextInt(list.size() + 1), random.nextInt());
        tx.root().put("key", random.nextInt());
    }

    private static void delete(Transaction tx, Random random) {
        TextEditor text = tx.root().text("text");
        if (text.length() > 0) {
            int start = random.nextInt(text.length());
            text.delete(start, start + 1 + random.nextInt(Math.min(4, text.length() - start)));
        }
        ListEditor list = tx.root().list("list");
        if (list.size() > 0) {
            list.remove(random.nextInt(list.size()));
        }
    }
}
