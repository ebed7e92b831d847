package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

/**
 * A document that was saved before anything was written could not be loaded, nor resumed: its newest timestamp is none,
 * and the clock refused to observe that. Seed 0, script {@code r1}.
 */
class NewDocumentCannotBeLoadedTest {
    @Test
    void load_documentWithoutChanges_isEmpty() {
        Document document = Document.create(DocumentId.named("new"));
        assertThat(Document.load(document.save()).stateHash()).isEqualTo(document.stateHash());
        assertThat(Document.resume(document.checkpoint()).replica()).isEqualTo(document.replica());
        Schedules.replay(0, "r1");
    }
}
