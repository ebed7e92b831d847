package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.version.DocumentId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A device received changes and made them durable; then its clock went back, it crashed, and the changes of others in its
 * journal were quarantined as coming from the future: what users had seen was gone. Seed 72, script
 * {@code r2_e1:0.0.0.0_d0.0_j0.9_k0}.
 */
class CrashWithTheClockSetBackLosesWhatWasReceivedTest {
    @Test
    void resume_journalWithChangesOfOthersAfterTheClockWentBack_hasThemAll() {
        ManualPhysicalClock clock = new ManualPhysicalClock();
        List<byte[]> journal = new ArrayList<>();
        DocumentOptions options = DocumentOptions.defaults().withClock(clock);
        DocumentId id = DocumentId.named("journal");
        Document author = Document.create(id, options);
        Document document = Document.create(id, options.withSink(journal::add));
        byte[] checkpoint = document.checkpoint();
        document.receive(
                author.edit(transaction -> transaction.root().put("k", 1)).toBytes());
        clock.advance(-365L * 24 * 3_600 * 1_000);
        Document resumed = Document.resume(checkpoint, journal, options);
        assertThat(resumed.stateHash()).isEqualTo(document.stateHash());
        assertThat(resumed.save()).isEqualTo(document.save());
    }
}
