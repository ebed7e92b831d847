package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two members each retired the other's correspondent, after they had received a change of their own one. Each retirement
 * depended on a change that the other one shut out, so neither was ever applied at the other side, and no acknowledgement
 * could tell of those changes. Seed 209246.
 */
class RetirementsThatNeedEachOtherWaitForEverTest {
    @Test
    void receive_retirementsThatDependOnChangesOfEachOthersRetired_areAppliedEverywhere() {
        Document one = open(1);
        Document two = open(2);
        Document ofOne = open(3);
        Document ofTwo = open(4);
        List<Document> all = List.of(one, two, ofOne, ofTwo);
        byte[] founding = one.membership()
                .join(two.replica(), ofOne.replica(), ofTwo.replica())
                .toBytes();
        all.subList(1, 4).forEach(member -> member.receive(founding));
        byte[] toOne = ofOne.edit(tx -> tx.root().put("a", 1)).toBytes();
        byte[] toTwo = ofTwo.edit(tx -> tx.root().put("b", 2)).toBytes();
        one.receive(toOne);
        two.receive(toTwo);
        byte[] outByOne = one.membership().retire(ofTwo.replica()).toBytes();
        byte[] outByTwo = two.membership().retire(ofOne.replica()).toBytes();

        one.receive(toTwo);
        one.receive(outByTwo);
        two.receive(outByOne); // the change that it needs comes later
        two.receive(toOne);

        assertThat(one.toJson()).isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(two.version()).isEqualTo(one.version());
        assertThat(two.stateHash()).isEqualTo(one.stateHash());
        assertThat(one.backlog().waiting()).isEmpty();
        assertThat(two.backlog().quarantined()).isEmpty();
    }

    /** A waiting change tells of one lack at a time. */
    @Test
    void receive_changeOfAMemberThatNeedsTwoOfWhoIsOut_bringsBothInAtOnce() {
        Document writer = open(1);
        Document reader = open(2);
        Document first = open(3);
        Document second = open(4);
        byte[] founding = writer.membership()
                .join(reader.replica(), first.replica(), second.replica())
                .toBytes();
        List.of(reader, first, second).forEach(member -> member.receive(founding));
        byte[] one = first.edit(tx -> tx.root().put("a", 1)).toBytes();
        byte[] two = second.edit(tx -> tx.root().put("b", 2)).toBytes();
        writer.receive(one);
        writer.receive(two);
        byte[] after = writer.edit(tx -> tx.root().put("c", 3)).toBytes();
        reader.membership().retire(first.replica());
        reader.membership().retire(second.replica());

        reader.receive(one);
        reader.receive(two);
        assertThat(reader.backlog().quarantined()).hasSize(2);
        reader.receive(after);

        assertThat(reader.toJson()).isEqualTo("{\"a\":1,\"b\":2,\"c\":3}");
        assertThat(reader.backlog().quarantined()).isEmpty();
        assertThat(reader.backlog().waiting()).isEmpty();
    }

    @Test
    void simulate_asFound_allKnowTheSame() {
        assertThat(Schedules.replay(
                                209_246,
                                "r7_o_d2.0_p196_v0_d0.0_e0_e2:0.0.0.0_e0:0.0.0.0_e0_n2_e0:0.0.0.0_n0_d0.0"
                                        + "_e1:0.0.0.0_d0.0_t6.1_d0.0_t0.2")
                        .peers())
                .isNotEmpty();
    }

    private static Document open(long replica) {
        return Document.create(
                DocumentId.named("retirements"),
                DocumentOptions.defaults().withClock(() -> 1_767_268_800_000L).withReplica(new ReplicaId(replica)));
    }
}
