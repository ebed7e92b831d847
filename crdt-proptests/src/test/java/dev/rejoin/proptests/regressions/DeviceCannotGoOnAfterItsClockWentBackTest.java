package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ClockAheadException;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

/**
 * A device whose clock battery ran empty could not resume its own checkpoint: the drift bound, which guards against
 * other devices, was applied to changes that it had made or accepted itself. A saved document that comes from elsewhere
 * is still judged. Seed 9, script {@code r1_e0:0.0.0.0_j0.9}.
 */
class DeviceCannotGoOnAfterItsClockWentBackTest {
    @Test
    void resume_clockWentBackAYear_goesOn() {
        ManualPhysicalClock clock = new ManualPhysicalClock();
        DocumentOptions options = DocumentOptions.defaults().withClock(clock);
        Document document = Document.create(DocumentId.named("device"), options);
        Change before = document.edit(transaction -> transaction.root().put("k", 1));
        clock.advance(-365L * 24 * 3_600 * 1_000);
        Document resumed = Document.resume(document.checkpoint(), options);
        assertThat(resumed.stateHash()).isEqualTo(document.stateHash());
        Change after = resumed.edit(transaction -> transaction.root().put("k", 2));
        assertThat(after.timestamp()).isGreaterThan(before.timestamp());
        assertThatThrownBy(() -> Document.load(document.save(), options)).isInstanceOf(ClockAheadException.class);
        Schedules.replay(9, "r1_e0:0.0.0.0_j0.9");
    }
}
