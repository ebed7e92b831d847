package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import org.junit.jupiter.api.Test;

/**
 * Two keystrokes came as one run in a batch, and were set aside because the clock was behind. Then the first of them came
 * alone; the run was looked at again, of which only the rest was new, and that was told as applied but was not: a change
 * that is nothing but one run was remembered as a whole by the time its rest was asked for. It was counted, too. Seed
 * 1000026, script {@code r2_e0:0.3.0.0_d1.0_j0.5_e0_e1:0.3.0.0_e1:0.3.1.0_b1.0.0}.
 */
class RestOfAHeldRunIsToldAndNotAppliedTest {
    private final long[] behind = {1_767_268_800_000L - 600_000};

    @Test
    void receive_partOfAHeldRun_appliesTheRestOfItToo() {
        Document author = open(1, new long[] {1_767_268_800_000L});
        Document reader = open(2, behind);
        author.receive(reader.edit(tx -> tx.root().text("t").insert(0, "x")).toBytes());
        byte[] first = author.edit(tx -> tx.root().text("t").insert(0, "a")).toBytes();
        author.edit(tx -> tx.root().text("t").insert(1, "b"));
        byte[] both = author.changesSince(reader.version());
        assertThat(reader.receive(both).quarantined()).hasSize(1);
        behind[0] += 600_000;
        assertThat(reader.receive(first).deliveries())
                .containsExactly(
                        new Delivery.Applied(new OpIdSpan(author.replica(), 0, 1)),
                        new Delivery.Applied(new OpIdSpan(author.replica(), 0, 2)));
        assertThat(reader.toJson()).isEqualTo("{\"t\":\"abx\"}").isEqualTo(author.toJson());
        assertThat(reader.version()).isEqualTo(author.version());
        assertThat(reader.statistics().operations()).isEqualTo(4);
        assertThat(reader.save()).isEqualTo(author.save());
        Schedules.replay(1_000_026, "r2_e0:0.3.0.0_d1.0_j0.5_e0_e1:0.3.0.0_e1:0.3.1.0_b1.0.0");
    }

    private static Document open(long replica, long[] clock) {
        return Document.create(
                DocumentId.named("held"),
                DocumentOptions.defaults()
                        .withClock(() -> clock[0])
                        .withReplica(new ReplicaId(replica))
                        .withWarnings(warning -> {}));
    }
}
