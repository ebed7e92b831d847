package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.version.DocumentId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A device with a floor names visible elements only, and hangs what it inserts at the start of a list on nothing. A move
 * names what it hangs on, and failed there: {@code IndexOutOfBoundsException: replica index 16777215}. Seed 3000455,
 * script {@code r1_o_e0:0.1.0.0_a0_g0.0_e0:0.1.1.0_e0:9.1.1.0}.
 */
class MoveToTheStartOfAPrunedListFailsTest {
    private final Document document = Document.create(DocumentId.named("pruned list"));

    @Test
    void move_toTheStartAboveAFloor_andItsUndo() {
        document.membership().join();
        document.edit(tx -> tx.root().list("l").insert(0, "a"));
        document.acknowledgement();
        document.prune(Long.MAX_VALUE);
        document.edit(tx -> tx.root().list("l").insert(1, "b"));
        UndoManager undo = document.undoManager(UndoOptions.defaults().withGroupWithin(Duration.ZERO));
        document.edit(tx -> tx.root().list("l").move(1, 0));
        assertThat(document.toJson()).isEqualTo("{\"l\":[\"b\",\"a\"]}");
        undo.undo();
        assertThat(document.toJson()).isEqualTo("{\"l\":[\"a\",\"b\"]}");
        document.edit(tx -> tx.root().list("l").move(0, 1));
        undo.undo();
        assertThat(document.toJson()).isEqualTo("{\"l\":[\"a\",\"b\"]}");
        Schedules.replay(3_000_455, "r1_o_e0:0.1.0.0_a0_g0.0_e0:0.1.1.0_e0:9.1.1.0");
    }
}
