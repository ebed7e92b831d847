package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.PrunedContentException;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.SlotKind;
import dev.rejoin.undo.Skipped;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.version.ReplicaId;
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

    /** The text that was there before a key was emptied and filled again stands in no text any more, but is still to be sent. */
    @Test
    void prune_textThatARecreationTookAway_isStillInTheHistoryThatIsKept() {
        a.edit(tx -> tx.root().text("t").insert(0, "Hello"));
        VersionVector typed = a.version();
        a.edit(tx -> tx.root().remove("t"));
        a.edit(tx -> tx.root().text("t").insert(0, "x"));
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

    /** Of the places where an element stood the last one stays. */
    @Test
    void prune_listWithMovedElements_keepsOnePlaceOfEach() {
        a.edit(tx -> tx.root().list("l").append("x").append("y").append("z"));
        int before = savedWhenPruned();
        for (int i = 0; i < 50; i++) {
            a.edit(tx -> tx.root().list("l").move(0, 2));
        }
        a.edit(tx -> tx.root().list("l").move(0, 2));
        assertThat(a.toJson()).isEqualTo("{\"c\":1,\"l\":[\"x\",\"y\",\"z\"]}");
        assertThat(savedWhenPruned()).isLessThan(before + 40);
        Document again = Document.load(a.save(), Replicas.options().withReplica(new ReplicaId(9)));
        assertThat(again.toJson()).isEqualTo(a.toJson());
        assertThat(again.save()).isEqualTo(a.save());
        byte[] moved = b.edit(tx -> tx.root().list("l").move(2, 0)).toBytes();
        a.receive(moved);
        again.receive(moved);
        assertThat(a.toJson()).isEqualTo(b.toJson()).isEqualTo(again.toJson());
    }

    /** A move that lost against one below the base goes with those that are below it. */
    @Test
    void prune_moveThatLost_doesNotWinAfterwards() {
        a.edit(tx -> tx.root().list("l").append("x").append("y").append("z"));
        agree();
        b.edit(tx -> tx.root().list("l").move(0, 1));
        c.edit(tx -> tx.root().list("l").move(0, 2));
        agree();
        savedWhenPruned();
        Document again = Document.load(a.save(), Replicas.options().withReplica(new ReplicaId(9)));
        DocumentInvariants.check(again);
        assertThat(again.toJson()).isEqualTo(b.toJson());
        assertThat(a.countSpans()).isLessThan(b.countSpans());
    }

    /** What was deleted with its container leaves the key, and how far it was written and deleted. */
    @Test
    void prune_deletedContainer_dropsWhatStoodInIt() {
        a.edit(tx -> tx.root().map("m").put("k", "v").text("t").insert(0, "x"));
        a.edit(tx -> tx.root().remove("m"));
        int before = savedWhenPruned();
        a.edit(tx -> {
            tx.root().map("m").text("t").insert(0, "y".repeat(5_000));
            tx.root().map("m").list("l").append("z".repeat(5_000));
            tx.root().map("m").counter("c").increment(7);
            tx.root().map("m").put("k", "w".repeat(5_000));
        });
        a.edit(tx -> tx.root().remove("m"));
        assertThat(savedWhenPruned()).isLessThan(before + 80);
        byte[] anew = a.edit(tx -> tx.root().map("m").put("n", 1)).toBytes();
        b.receive(anew);
        assertThat(b.toJson()).isEqualTo(a.toJson()).isEqualTo("{\"c\":1,\"m\":{\"n\":1}}");
    }

    /** Entries of a list that are maps, as of a list of tasks, come and go without a trace. */
    @Test
    void prune_removedElementsWithContainers_leavesNothingOfThem() {
        a.edit(tx -> tx.root().list("l").insertMap(0).put("k", "v"));
        int before = savedWhenPruned();
        for (int i = 0; i < 40; i++) {
            a.edit(tx -> tx.root().list("l").insertMap(1).text("t").insert(0, "task"));
            a.edit(tx -> tx.root().list("l").move(1, 0));
            a.edit(tx -> tx.root().list("l").remove(0));
        }
        assertThat(savedWhenPruned()).isLessThan(before + 16);
        assertThat(a.countSpans()).isEqualTo(1);
        DocumentInvariants.check(a);
    }

    /** An edit that did not know of the delete shows the container with all that stood in it. */
    @Test
    void prune_deletedContainerThatIsEditedMeanwhile_keepsWhatStandsInIt() {
        a.edit(tx -> tx.root().map("m").put("k", "v"));
        agree();
        b.edit(tx -> tx.root().remove("m"));
        a.edit(tx -> tx.root().map("m").put("n", 1));
        a.receive(b.changesSince(a.version()));
        byte[] ofB = b.acknowledgement();
        prune(a);
        a.receiveAcknowledgement(ofB);
        a.prune(Long.MAX_VALUE);
        agree();
        savedWhenPruned();
        assertThat(a.toJson()).isEqualTo(b.toJson()).isEqualTo("{\"c\":1,\"m\":{\"k\":\"v\",\"n\":1}}");
    }

    /** An insert into a text inside a map was refused by those who had pruned, and knew that the map was made anew. */
    @Test
    void prune_containerThatIsEmptiedAboveTheBase_keepsWhatOthersMayStillName() {
        a.edit(tx -> tx.root().map("m").text("t").insert(0, "x"));
        agree();
        b.edit(tx -> tx.root().remove("m"));
        b.edit(tx -> tx.root().map("m").put("k", 1));
        prune(b);
        byte[] beside =
                a.edit(tx -> tx.root().map("m").text("t").insert(1, "y")).toBytes();
        assertThat(b.receive(beside).applied()).hasSize(1);
        a.receive(b.changesSince(a.version()));
        assertThat(b.toJson()).isEqualTo(a.toJson());
        assertThat(b.stateHash()).isEqualTo(a.stateHash());
    }

    /** Others may have dropped it by now. */
    @Test
    void restore_whatAllKnowToBeDeleted_isRefused() {
        a.edit(tx -> tx.root().map("m").put("k", "v"));
        a.edit(tx -> tx.root().remove("m"));
        UndoManager undo = a.undoManager(UndoOptions.defaults());
        a.edit(tx -> tx.root().text("t").insert(0, "x"));
        a.edit(tx -> tx.root().remove("t"));
        agree();
        assertThatThrownBy(() -> a.edit(tx -> tx.root().restore("m", SlotKind.MAP)))
                .isInstanceOfSatisfying(
                        PrunedContentException.class,
                        refused -> assertThat(refused.floor()).isEqualTo(a.version()));
        assertThat(undo.undo().skipped())
                .extracting(Skipped::reason)
                .containsExactly(Skipped.Reason.PRUNED, Skipped.Reason.DELETED);
        Change again = a.edit(tx -> tx.root().map("m").put("k", "w"));
        assertThat(again.isEmpty()).isFalse();
    }

    /** A delete that some do not know yet makes the one that all know no younger. */
    @Test
    void restore_whatAllKnowToBeDeletedAndWasDeletedOnceMore_isRefused() {
        a.edit(tx -> tx.root().map("m").put("k", "v"));
        agree();
        byte[] known = a.edit(tx -> tx.root().remove("m")).toBytes();
        byte[] second = b.edit(tx -> tx.root().remove("m")).toBytes();
        b.receive(known);
        c.receive(known);
        a.receive(second);
        for (Document from : new Document[] {b, c, a}) {
            a.receiveAcknowledgement(from.acknowledgement());
        }
        assertThatThrownBy(() -> a.edit(tx -> tx.root().restore("m", SlotKind.MAP)))
                .isInstanceOfSatisfying(
                        PrunedContentException.class,
                        refused -> assertThat(refused.floor()).isNotEqualTo(a.version()));
    }

    /** PR4: what was pruned is known all the same. */
    @Test
    void receive_whatWasPruned_isADuplicate() {
        byte[] counted = a.edit(tx -> tx.root().counter("c").increment(5)).toBytes();
        savedWhenPruned();
        String before = a.toJson();
        assertThat(a.receive(counted).duplicates()).hasSize(1);
        assertThat(a.toJson()).isEqualTo(before).isEqualTo("{\"c\":6}");
        Document newcomer = Document.load(a.save(), Replicas.options().withReplica(new ReplicaId(9)));
        assertThat(newcomer.receive(counted).duplicates()).hasSize(1);
    }

    /** PR7: pruning again drops nothing more, and in steps no more than at once. */
    @Test
    void prune_againOrInSteps_givesTheSameBytes() {
        a.edit(tx -> tx.root().text("t").insert(0, "abcdef").delete(1, 4));
        a.edit(tx -> tx.root().list("l").append("x").append("y").move(0, 1));
        agree();
        prune(a);
        byte[] once = a.save();
        a.prune(Long.MAX_VALUE);
        assertThat(a.save()).isEqualTo(once);
        int steps = 1;
        while (!b.prune(1)) {
            steps++;
        }
        assertThat(steps).isGreaterThan(2);
        assertThat(b.save()).isEqualTo(once);
    }

    /** PR9: who crashes between the steps of a prune has what was there before, and comes to the same end. */
    @Test
    void prune_endedByACrash_isDoneAgain() {
        a.edit(tx -> tx.root().text("t").insert(0, "abcdef").delete(1, 4));
        a.edit(tx -> tx.root().list("l").append("x").append("y").move(0, 1));
        agree();
        byte[] before = a.checkpoint();
        assertThat(a.prune(1)).isFalse();
        Document again = Document.resume(before, Replicas.options());
        assertThat(again.toJson()).isEqualTo(a.toJson());
        prune(again);
        a.prune(Long.MAX_VALUE);
        assertThat(again.save()).isEqualTo(a.save());
    }

    /** PR10: what waits or is set aside is acknowledged by nobody, and so pins the base. */
    @Test
    void prune_changeThatWaitsAtAMember_isAboveTheBase() {
        byte[] withheld = a.edit(tx -> tx.root().put("k", 1)).toBytes();
        byte[] late = a.edit(tx -> tx.root().put("k", 2)).toBytes();
        b.receive(withheld);
        b.receive(late);
        c.receive(late);
        assertThat(c.backlog().waiting()).hasSize(1);
        VersionVector without = c.version();
        for (int round = 0; round < 3; round++) {
            byte[] ofB = b.acknowledgement();
            byte[] ofC = c.acknowledgement();
            a.receiveAcknowledgement(ofB);
            a.receiveAcknowledgement(ofC);
            byte[] ofA = a.acknowledgement();
            b.receiveAcknowledgement(ofA);
            c.receiveAcknowledgement(ofA);
            b.receiveAcknowledgement(ofC);
            c.receiveAcknowledgement(ofB);
        }
        a.prune(Long.MAX_VALUE);
        assertThat(without.covers(a.base())).isTrue();
        assertThat(c.receive(withheld).rejected()).isEmpty();
        assertThat(c.toJson()).isEqualTo(a.toJson());
    }

    /** PR3, PR12: a member of which nobody hears holds the base, until it is retired; what it still writes is refused. */
    @Test
    void prune_pastASilentMember_takesItsRetirement() {
        VersionVector agreed = a.version();
        a.edit(tx -> tx.root().put("k", 1));
        exchangeWithoutC();
        a.prune(Long.MAX_VALUE);
        assertThat(agreed.covers(a.base())).isTrue();
        a.membership().retire(c.replica());
        exchangeWithoutC();
        a.prune(Long.MAX_VALUE);
        assertThat(a.base()).isEqualTo(a.version());
        byte[] late = c.edit(tx -> tx.root().put("k", 2)).toBytes();
        assertThat(a.receive(late).retired()).hasSize(1);
        assertThat(a.backlog().waiting()).isEmpty();
    }

    private void exchangeWithoutC() {
        for (int round = 0; round < 3; round++) {
            Replicas.exchange(a, b);
            byte[] ofB = b.acknowledgement();
            a.receiveAcknowledgement(ofB);
            b.receiveAcknowledgement(a.acknowledgement());
        }
    }

    /** Chain digests are kept: a copied device is found out when its history is gone. */
    @Test
    void receive_otherBranchOfAPrunedReplica_isForked() {
        byte[] copy = c.checkpoint();
        c.edit(tx -> tx.root().put("k", 1));
        savedWhenPruned();
        Document clone = Document.resume(copy, Replicas.options());
        clone.edit(tx -> tx.root().put("k", 2));
        clone.receive(a.edit(tx -> tx.root().put("n", 1)).toBytes());
        byte[] behind = clone.edit(tx -> tx.root().put("k", 3)).toBytes();
        assertThat(a.receive(behind).quarantined())
                .singleElement()
                .satisfies(held -> assertThat(held.reason()).isEqualTo(QuarantineReason.FORKED));
    }

    private int savedWhenPruned() {
        agree();
        prune(a);
        assertThat(a.base()).isEqualTo(a.version());
        return a.save().length;
    }
}
