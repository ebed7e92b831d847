package dev.rejoin.proptests.undo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.undo.Skipped;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.undo.UndoResult;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Undo when somebody else has edited, knowingly or not, what is to be taken back: what they did stays. */
class UndoAmongOthersTest {
    private final long[] now = {1_767_268_800_000L};
    private final Document me = open(1);
    private final Document other = open(2);
    private final UndoManager undo = me.undoManager(UndoOptions.defaults().withGroupWithin(Duration.ZERO));

    private Document open(long replica) {
        return Document.create(
                DocumentId.named("among others"),
                DocumentOptions.defaults().withClock(() -> now[0]++).withReplica(new ReplicaId(replica)));
    }

    @BeforeEach
    void begin() {
        other.edit(tx -> {
            tx.root().map("address").put("city", "Graz");
            tx.root().list("list").insert(0, "a").insert(1, "b").insert(2, "c").insert(3, "d");
        });
        exchange();
    }

    private void exchange() {
        other.receive(me.changesSince(other.version()));
        me.receive(other.changesSince(me.version()));
    }

    @Test
    void undo_insertedElementThatSomebodyElseHasSet_staysWithTheirValue() {
        me.edit(tx -> tx.root().list("list").insert(0, "mine"));
        exchange();
        other.edit(tx -> tx.root().list("list").set(0, "theirs"));
        exchange();
        undo.undo();
        assertThat(me.toJson()).contains("\"list\":[\"theirs\",\"a\",\"b\",\"c\",\"d\"]");
    }

    @Test
    void undo_deletionThatSomebodyElseMadeToo_leavesItDeleted() {
        me.edit(tx -> tx.root().remove("address"));
        other.edit(tx -> tx.root().remove("address"));
        exchange();
        UndoResult nothing = undo.undo();
        assertThat(me.root().keys()).containsExactly("list");
        assertThat(nothing.change().isEmpty()).isTrue(); // not brought back first, and then deleted again
        assertThat(nothing.skipped()).extracting(Skipped::reason).containsExactly(Skipped.Reason.OVERWRITTEN);
    }

    @Test
    void undo_moveOfWhatSomebodyElseMovedToo_leavesItWhereTheyPutIt() {
        other.edit(tx -> tx.root().list("list").move(0, 1));
        me.edit(tx -> tx.root().list("list").move(0, 3));
        exchange();
        assertThat(me.toJson()).contains("\"list\":[\"b\",\"c\",\"d\",\"a\"]");
        undo.undo();
        assertThat(me.toJson()).contains("\"list\":[\"b\",\"a\",\"c\",\"d\"]");
    }

    @Test
    void undo_incrementThatSomebodyElseSaw_whenTheySetTheCounter_leavesTheirNumber() {
        me.edit(tx -> tx.root().counter("count").increment(5));
        exchange();
        other.edit(tx -> tx.root().counter("count").set(100));
        exchange();
        undo.undo();
        assertThat(me.root().counter("count").value()).isEqualTo(100);
    }

    /** What comes back comes back for each of those who added it, also if one of them takes their own back. */
    @ParameterizedTest
    @ValueSource(longs = {5, 15})
    void undo_removalAndThenAdditionOfWhatSomebodyElseAddedToo_leavesTheirs(long theirs) {
        Document mine = open(10);
        Document third = open(theirs);
        UndoManager steps = mine.undoManager(UndoOptions.defaults().withGroupWithin(Duration.ZERO));
        mine.edit(tx -> tx.root().set("tags").add("urgent"));
        third.edit(tx -> tx.root().set("tags").add("urgent"));
        third.receive(mine.changesSince(third.version()));
        mine.receive(third.changesSince(mine.version()));
        mine.edit(tx -> tx.root().set("tags").remove("urgent"));
        steps.undo();
        assertThat(mine.toJson()).isEqualTo("{\"tags\":[\"urgent\"]}");
        steps.undo();
        assertThat(mine.toJson()).isEqualTo("{\"tags\":[\"urgent\"]}");
    }
}
