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
