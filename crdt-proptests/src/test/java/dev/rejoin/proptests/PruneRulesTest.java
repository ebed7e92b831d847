package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.document.Document;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.version.VersionVector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pruned member still needs of what is above its base, by example. */
class PruneRulesTest {
    private final Document a = Replicas.create(1);
    private final Document b = Replicas.create(2);
    private final Document c = Replicas.create(3);

    @BeforeEach
    void begin() {
        a.membership().join(b.replica(), c.replica());
        a.edit(tx -> tx.root().counter("c").increment(1));
        agree();
    }

    /** Everybody has everything, and knows that of everybody. */
    private void agree() {
        Replicas.exchange(a, b, c);
        for (int round = 0; round < 2; round++) {
            for (Document from : new Document[] {a, b, c}) {
                byte[] acknowledgement = from.acknowledgement();
                a.receiveAcknowledgement(acknowledgement);
                b.receiveAcknowledgement(acknowledgement);
                c.receiveAcknowledgement(acknowledgement);
            }
        }
    }

    private static void prune(Document document) {
        VersionVector before = document.base();
        assertThat(document.prune(Long.MAX_VALUE)).isTrue();
        assertThat(document.base()).isNotEqualTo(before);
    }

    /** Steps of a counter above the base stay steps: whoever empties it takes some of them and not the others. */
    @Test
    void prune_counterWithNewSteps_leavesThemToThoseWhoHaveNotSeenThem() {
        a.edit(tx -> tx.root().counter("c").increment(5));
        b.edit(tx -> tx.root().remove("c"));
        b.edit(tx -> tx.root().counter("c").increment(10));
        prune(a);
        Replicas.exchange(a, b);
        assertThat(b.root().counter("c").value()).isEqualTo(15);
        assertThat(a.root().counter("c").value()).isEqualTo(15);
        assertThat(a.stateHash()).isEqualTo(b.stateHash());
    }

    /** What was written and deleted above the base is still to be sent. */
    @Test
    void prune_textDeletedAboveTheBase_isStillInTheHistoryThatIsKept() {
        a.edit(tx -> tx.root().text("t").insert(0, "Hello"));
        VersionVector typed = a.version();
        a.edit(tx -> tx.root().text("t").delete(1, 5));
        prune(a);
        b.receive(a.changesSince(b.version()));
        assertThat(b.stateHash()).isEqualTo(a.stateHash());
        assertThat(b.timeline().at(typed).toJson()).isEqualTo("{\"c\":1,\"t\":\"Hello\"}");
    }

    /** That all have a deletion is not enough: those who do not know it yet still name what was deleted. */
    @Test
    void prune_floorsThatAreNotAnnounced_keepsWhatMayStillBeNamed() {
        a.edit(tx -> tx.root().text("t").insert(0, "xy"));
        agree();
        VersionVector agreed = a.membership().stable();
        b.edit(tx -> tx.root().text("t").delete(1, 2));
        Replicas.exchange(a, b, c);
        a.receiveAcknowledgement(b.acknowledgement());
        a.receiveAcknowledgement(c.acknowledgement());
        a.acknowledgement();
        prune(a);
        assertThat(a.membership().stable()).isEqualTo(a.version());
        assertThat(a.base()).isEqualTo(agreed);
        a.receive(c.edit(tx -> tx.root().text("t").insert(1, "z")).toBytes());
        assertThat(a.root().text("t")).hasToString("xz");
    }

    /** P1: what undo puts right behind a tombstone stays behind what others put before that. */
    @Test
    void prune_tombstoneBeforeANewElement_staysAsAWall() {
        FirstPruning first = new FirstPruning();
        UndoManager undo = first.c.undoManager(UndoOptions.defaults());
        first.c.edit(tx -> tx.root().text("t").delete(1, 2));
        first.insertBesideWhatAllHaveDeleted(undo::undo, "lyd");
    }

    /** P3: the place before a tombstone stays, as long as something new is there. */
    @Test
    void prune_markerOfATombstoneBeforeANewElement_staysAsAWall() {
        FirstPruning first = new FirstPruning();
        first.c.edit(tx -> tx.root().text("t").delete(1, 2));
        first.insertBesideWhatAllHaveDeleted(
                () -> first.c.edit(tx -> tx.root().text("t").insert(1, "x")), "lyx");
    }

    /** Members without floors: who has none yet names what is deleted. */
    private static final class FirstPruning {
        private final Document a = Replicas.create(1);
        private final Document b = Replicas.create(2);
        private final Document c = Replicas.create(3);

        FirstPruning() {
            a.membership().join(b.replica(), c.replica());
            Replicas.exchange(a, b, c);
            c.edit(tx -> tx.root().text("t").insert(0, "ld"));
        }

        /** The author of c does not know yet that all know of the deletion; a does, and nothing of what c writes. */
        void insertBesideWhatAllHaveDeleted(Runnable byC, String expected) {
            Replicas.exchange(a, b, c);
            VersionVector agreed = b.version();
            byte[] ofA = a.acknowledgement();
            byte[] ofB = b.acknowledgement();
            a.receiveAcknowledgement(ofB);
            a.receiveAcknowledgement(c.acknowledgement());
            byC.run();
            b.receive(c.changesSince(b.version()));
            c.receiveAcknowledgement(ofA);
            c.receiveAcknowledgement(ofB);
            b.receiveAcknowledgement(a.acknowledgement());
            b.receiveAcknowledgement(c.acknowledgement());
            b.acknowledgement();
            prune(b);
            assertThat(b.base()).isEqualTo(agreed);
            byte[] between = a.edit(tx -> tx.root().text("t").insert(1, "y")).toBytes();
            b.receive(between);
            c.receive(between);
            assertThat(c.root().text("t")).hasToString(expected);
            assertThat(b.root().text("t")).hasToString(expected);
        }
    }

    /** A change that has seen one of two newest operations of the base was not made after all of it. */
    @Test
    void receive_changeThatSawHalfOfTheBase_isBelowIt() {
        byte[] ofA = a.edit(tx -> tx.root().put("a", 1)).toBytes();
        c.receive(ofA);
        byte[] backup = c.checkpoint();
        b.edit(tx -> tx.root().put("b", 1));
        agree();
        prune(a);
        Document restored = Document.resume(backup, Replicas.options());
        byte[] change = restored.edit(tx -> tx.root().put("c", 1)).toBytes();
        assertThat(a.receive(change).deliveries()).singleElement().isInstanceOf(Delivery.BelowBase.class);
    }
}
