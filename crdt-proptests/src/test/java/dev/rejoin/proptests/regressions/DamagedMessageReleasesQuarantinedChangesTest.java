package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.CrdtException;
import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

/**
 * A message that was refused as damaged still changed the document: {@code receive} applied the quarantined changes whose
 * time had come before it looked at the bytes, and then threw, so that nobody heard of them. Seed 36, script
 * {@code r2_j1.6_e1:0.0.0.0_d0.0_e1:0.0.0.0_j0.6_m0.0.0}.
 */
class DamagedMessageReleasesQuarantinedChangesTest {
    private final ManualPhysicalClock clock = new ManualPhysicalClock();
    private final Document document = document(clock);
    private final Document author = document(new ManualPhysicalClock(ManualPhysicalClock.START + 600_000));

    @Test
    void receive_damagedBytes_leavesQuarantinedChangesWhereTheyAre() {
        document.receive(
                author.edit(transaction -> transaction.root().put("k", 1)).toBytes());
        clock.advance(600_000);
        assertThatThrownBy(() -> document.receive(new byte[] {1, 2, 3})).isInstanceOf(CrdtException.class);
        assertThat(document.version().isEmpty()).isTrue();
        assertThat(document.backlog().quarantined()).hasSize(1);
        Schedules.replay(36, "r2_j1.6_e1:0.0.0.0_d0.0_e1:0.0.0.0_j0.6_m0.0.0");
    }

    @Test
    void receive_changeThatWaitedForAReleasedOne_isToldAsAppliedOnly() {
        Change first = author.edit(transaction -> transaction.root().put("k", 1));
        Change second = author.edit(transaction -> transaction.root().put("k", 2));
        document.receive(first.toBytes());
        clock.advance(600_000);
        ReceiveResult result = document.receive(second.toBytes());
        assertThat(result.isComplete()).isTrue();
        assertThat(result.applied()).containsExactly(first.span(), second.span());
    }

    private static Document document(ManualPhysicalClock clock) {
        return Document.create(
                DocumentId.named("quarantine"), DocumentOptions.defaults().withClock(clock));
    }
}
