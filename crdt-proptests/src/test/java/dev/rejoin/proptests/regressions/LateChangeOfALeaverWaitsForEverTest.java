package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import org.junit.jupiter.api.Test;

/**
 * Of two changes that a retired device had sent, the first was lost. The second waited for it for ever, also after all
 * had agreed that nothing of that device is taken any more. Seed 2000185, script
 * {@code r3_o_d0.0_t0.2_d0.0_d0.0_d0.0_e2:0.0.0.0_l0.0_e2:0.0.0.0_d0.0_d0.0}.
 */
class LateChangeOfALeaverWaitsForEverTest {
    @Test
    void receiveAcknowledgement_allKnowWhoIsOut_refusesWhatWaitedForIt() {
        Document keeper = open(1);
        Document witness = open(2);
        Document leaver = open(3);
        byte[] founding =
                keeper.membership().join(witness.replica(), leaver.replica()).toBytes();
        witness.receive(founding);
        leaver.receive(founding);
        leaver.edit(tx -> tx.root().put("k", "lost"));
        byte[] second = leaver.edit(tx -> tx.root().put("k", "late")).toBytes();
        assertThat(keeper.receive(second).waiting()).hasSize(1);
        witness.receive(keeper.membership().retire(leaver.replica()).toBytes());
        assertThat(keeper.receiveAcknowledgement(witness.acknowledgement()).deliveries())
                .singleElement()
                .isInstanceOf(Delivery.Retired.class);
        assertThat(keeper.backlog().waiting()).isEmpty();
        assertThat(keeper.statistics().waiting()).isZero();
        Schedules.replay(2_000_185, "r3_o_d0.0_t0.2_d0.0_d0.0_d0.0_e2:0.0.0.0_l0.0_e2:0.0.0.0_d0.0_d0.0");
    }

    private static Document open(long replica) {
        return Document.create(
                DocumentId.named("leaver"),
                DocumentOptions.defaults().withClock(() -> 1_767_268_800_000L).withReplica(new ReplicaId(replica)));
    }
}
