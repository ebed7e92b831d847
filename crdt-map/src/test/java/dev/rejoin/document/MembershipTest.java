package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ChangeSink;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.member.Member;
import dev.rejoin.member.ReturnOp;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final DocumentId ID = DocumentId.named("members");

    private Document a;
    private Document b;
    private Document c;

    @BeforeEach
    void threeMembers() {
        a = create(1);
        b = create(2);
        c = create(3);
        byte[] founding = a.membership().join(b.replica(), c.replica()).toBytes();
        b.receive(founding);
        c.receive(founding);
    }

    private static Document create(long replica) {
        return Document.create(ID, options(replica));
    }

    private static DocumentOptions options(long replica) {
        return DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> 1_000_000);
    }

    private static Change put(Document document, String key) {
        return document.edit(transaction -> transaction.root().put(key, 1));
    }

    private void acknowledgeAll() {
        byte[][] all = {a.acknowledgement(), b.acknowledgement(), c.acknowledgement()};
        for (byte[] each : all) {
            a.receiveAcknowledgement(each);
            b.receiveAcknowledgement(each);
            c.receiveAcknowledgement(each);
        }
    }

    private static Member member(Document document, Document other) {
        return document.membership().members().stream()
                .filter(member -> member.id().equals(other.replica()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void stable_isWhatAllHaveAcknowledged() {
        assertThat(a.membership().stable()).isEqualTo(VersionVector.EMPTY);
        acknowledgeAll();
        assertThat(a.membership().stable()).isEqualTo(a.version());
        VersionVector before = a.version();
        byte[] change = put(a, "k").toBytes();
        b.receive(change);
        acknowledgeAll();
        assertThat(a.membership().stable()).isEqualTo(before);
        c.receive(change);
        acknowledgeAll();
        assertThat(b.membership().stable()).isEqualTo(a.version());
    }

    @Test
    void acknowledgement_countsWhenAllOfItIsAppliedHere() {
        acknowledgeAll();
        VersionVector before = a.version();
        byte[] ofB = put(b, "b").toBytes();
        byte[] told = b.acknowledgement();
        assertThat(member(a, b).acknowledged()).isEqualTo(before);
        a.receiveAcknowledgement(told);
        assertThat(member(a, b).acknowledged()).isEqualTo(before);
        a.receive(ofB);
        assertThat(member(a, b).acknowledged()).isEqualTo(b.version());
    }

    @Test
    void acknowledgement_raisesTheFloorToWhatIsStable_andNeverLowersIt() {
        acknowledgeAll();
        assertThat(a.membership().floor()).isEqualTo(VersionVector.EMPTY);
        a.acknowledgement();
        VersionVector floor = a.version();
        assertThat(a.membership().floor()).isEqualTo(floor);
        Change join = a.membership().join(new ReplicaId(4));
        assertThat(a.membership().stable()).isEqualTo(VersionVector.EMPTY);
        a.acknowledgement();
        assertThat(a.membership().floor()).isEqualTo(floor);
        // Who joins starts with the floor of whoever joined it.
        Document d = Document.load(b.save(), options(4));
        assertThatThrownBy(() -> put(d, "early")).isInstanceOf(NotAMemberException.class);
        d.receive(join.toBytes());
        assertThat(d.membership().floor()).isEqualTo(floor);
        put(d, "now");
    }

    @Test
    void acknowledgement_isStoredBeforeItIsAnnounced() {
        List<byte[]> journal = new ArrayList<>();
        boolean[] broken = {false};
        ChangeSink sink = bytes -> {
            if (broken[0]) {
                throw new IllegalStateException("disk full");
            }
            journal.add(bytes);
        };
        Document kept = Document.create(DocumentId.named("kept"), options(1).withSink(sink));
        byte[] start = kept.checkpoint();
        kept.membership().join();
        broken[0] = true;
        assertThatThrownBy(kept::acknowledgement).hasMessage("disk full");
        assertThat(kept.membership().floor()).isEqualTo(VersionVector.EMPTY);
        broken[0] = false;
        kept.acknowledgement();
        assertThat(kept.membership().floor()).isEqualTo(kept.version());

        Document resumed = Document.resume(start, journal, options(1));
        assertThat(resumed.membership().floor()).isEqualTo(kept.version());
        assertThat(Document.resume(kept.checkpoint(), options(1)).membership().floor())
                .isEqualTo(kept.version());
    }

    @Test
    void acknowledgement_thousandsOfTimes_takesNoMoreRoom() {
        acknowledgeAll();
        acknowledgeAll();
        int checkpoint = a.checkpoint().length;
        int saved = a.save().length;
        for (int i = 0; i < 10_000; i++) {
            a.receiveAcknowledgement(b.acknowledgement());
            b.receiveAcknowledgement(a.acknowledgement());
        }
        assertThat(a.checkpoint()).hasSize(checkpoint);
        assertThat(a.save()).hasSize(saved);
        assertThat(a.statistics().changes()).isEqualTo(1);
    }

    @Test
    void checkpoint_keepsWhatMembersTold() {
        acknowledgeAll();
        put(b, "unseen");
        a.receiveAcknowledgement(b.acknowledgement());
        Document resumed = Document.resume(a.checkpoint(), options(1));
        assertThat(resumed.membership().members()).isEqualTo(a.membership().members());
        assertThat(resumed.checkpoint()).isEqualTo(a.checkpoint());
        resumed.checkInvariants();
    }

    @Test
    void save_holdsTheMembers_andNothingThatWasTold() {
        byte[] before = a.save();
        acknowledgeAll();
        assertThat(a.save()).isEqualTo(before);
        assertThat(b.save()).isEqualTo(before);
        assertThat(Document.load(before, options(9)).membership().members()).hasSize(3);
    }

    @Test
    void rolledBackEdit_joinsNobody() {
        Document alone = create(7);
        assertThatThrownBy(() -> alone.edit(transaction -> {
                    ((ChangeEditor) transaction)
                            .operation(new dev.rejoin.member.MemberOp.Join(alone.replica(), VersionVector.EMPTY));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(alone.membership().members()).isEmpty();
        put(alone, "free");
    }

    @Test
    void changeOfARetiredMember_waitsUntilAMemberVouchesForIt() {
        acknowledgeAll();
        Change late = put(c, "late");
        b.receive(late.toBytes());
        Change retire = a.membership().retire(c.replica());
        ReceiveResult held = a.receive(late.toBytes());
        assertThat(held.quarantined())
                .extracting(Delivery.Quarantined::reason)
                .containsExactly(QuarantineReason.RETIRED);
        // As long as it is not settled, everybody waits for what the retired member acknowledged.
        assertThat(a.membership().stable().get(c.replica())).isEqualTo(0);
        assertThat(a.membership().stable().get(a.replica())).isEqualTo(3);
        // Vouched for before b knew that c is out: that does not count, b could take more.
        assertThat(a.receiveAcknowledgement(b.acknowledgement()).applied()).isEmpty();
        b.receive(retire.toBytes());
        assertThat(a.receiveAcknowledgement(b.acknowledgement()).applied()).containsExactly(late.span());
        assertThat(member(a, c).closed()).hasValue(late.span().end());
        assertThat(a.membership().stable()).isEqualTo(a.version());
    }

    @Test
    void changeOfARetiredMember_behindItsEnd_isRefusedOnEveryPath() {
        acknowledgeAll();
        Change late = put(c, "late");
        Change later = put(c, "later");
        Change retire = a.membership().retire(c.replica());
        b.receive(retire.toBytes());
        a.receive(later.toBytes());
        assertThat(a.receive(late.toBytes()).quarantined()).hasSize(1);
        // What waited is answered when it is settled, too.
        ReceiveResult settled = a.receiveAcknowledgement(b.acknowledgement());
        assertThat(settled.retired())
                .extracting(Delivery.Retired::change)
                .containsExactlyInAnyOrder(late.span(), later.span());
        assertThat(settled.retired()).allMatch(refused -> refused.closed() == 0);
        assertThat(a.receive(later.toBytes()).retired()).hasSize(1);
        assertThat(a.preview(late.toBytes()).result().retired()).hasSize(1);
        assertThat(a.receive(c.changesSince(a.version())).retired()).isNotEmpty();
        assertThat(a.backlog().waiting()).isEmpty();
        assertThat(a.backlog().quarantined()).isEmpty();
        a.checkInvariants();
    }

    @Test
    void changeThatDependsOnWhatIsRefused_isRefused() {
        acknowledgeAll();
        put(c, "late");
        Change retire = a.membership().retire(c.replica());
        b.receive(retire.toBytes());
        a.receiveAcknowledgement(b.acknowledgement());
        Document stranger = Document.load(c.save(), options(8));
        Change join = c.membership().join(stranger.replica());
        stranger.receive(join.toBytes());
        Change first = put(stranger, "x");
        Change second = put(stranger, "y");
        assertThat(a.receive(second.toBytes()).waiting()).hasSize(1);
        assertThat(a.receive(first.toBytes()).retired())
                .extracting(Delivery.Retired::change)
                .containsExactlyInAnyOrder(first.span(), second.span());
        assertThat(a.receive(second.toBytes()).retired()).hasSize(1);
        assertThat(a.backlog().waiting()).isEmpty();
    }

    @Test
    void changeOfAWriterThatNobodyDeclared_isTakenIfAMemberHadIt() {
        Document founder = Document.create(DocumentId.named("late"), options(1));
        Document other = Document.create(founder.id(), options(2));
        Document stranger = Document.create(founder.id(), options(3));
        Change early = put(stranger, "early");
        Change unknown = put(stranger, "unknown");
        other.receive(early.toBytes());
        Change founding = founder.membership().join(other.replica());
        other.receive(founding.toBytes());
        assertThat(founder.receive(early.toBytes()).quarantined()).hasSize(1);
        assertThat(founder.receive(unknown.toBytes()).waiting()).hasSize(1);
        ReceiveResult settled = founder.receiveAcknowledgement(other.acknowledgement());
        assertThat(settled.applied()).containsExactly(early.span());
        assertThat(settled.retired()).extracting(Delivery.Retired::change).containsExactly(unknown.span());
        assertThat(founder.receive(unknown.toBytes()).retired()).hasSize(1);
    }

    @Test
    void join_ofSomebodyWhoIsOrWas_isRefused() {
        assertThatThrownBy(() -> a.membership().join(b.replica())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> a.membership().retire(new ReplicaId(77))).isInstanceOf(IllegalArgumentException.class);
        a.membership().retire(c.replica());
        assertThatThrownBy(() -> a.membership().join(c.replica())).isInstanceOf(IllegalArgumentException.class);
        assertThat(a.membership().members()).hasSize(3);
    }

    @Test
    void damagedAcknowledgement_changesNothing() {
        acknowledgeAll();
        List<Member> before = a.membership().members();
        byte[] bytes = b.acknowledgement();
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 4;
            assertThatThrownBy(() -> a.receiveAcknowledgement(damaged)).isInstanceOf(dev.rejoin.CrdtException.class);
        }
        Document foreign = Document.create(DocumentId.named("other"), options(2));
        assertThatThrownBy(() -> a.receiveAcknowledgement(foreign.acknowledgement()))
                .isInstanceOf(CorruptDataException.class);
        assertThat(a.membership().members()).isEqualTo(before);
    }

    @Test
    void membership_keptWhileTheDocumentIsBuiltAnew_answersForThePresentOne() {
        Membership kept = b.membership();
        put(b, "unsent");
        assertThat(b.restampUnsent()).hasSize(1);
        b.receive(a.membership().retire(c.replica()).toBytes());
        assertThat(kept.members()).isEqualTo(b.membership().members()).anyMatch(Member::retired);
        ReplicaId former = c.replica();
        assertThatThrownBy(() -> kept.retire(former)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timeline_ofADocumentWithMembers_leavesTheirTableAlone() {
        VersionVector founded = a.version();
        put(a, "k");
        VersionVector written = a.version();
        put(a, "l");
        byte[] before = a.save();
        Timeline timeline = a.timeline(1); // so that states of the past are kept
        timeline.at(written);
        timeline.at(founded);
        timeline.at(written);
        assertThat(a.save()).isEqualTo(before);
    }

    @Test
    void receive_returnThatNamesIdsBehindItself_isRefused() {
        ReturnOp.Run behind = new ReturnOp.Run(0, 7, 1);
        Change forged = b.edit(
                tx -> ((ChangeEditor) tx).operation(new ReturnOp(c.replica(), 0, 1, List.of(behind), List.of())));
        assertThat(a.receive(forged.toBytes()).rejected()).hasSize(1);
        assertThat(a.membership().returned()).isEmpty();
    }
}
