package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

class EmptyDocumentTest {
    private final Document empty = Document.create(DocumentId.named("empty"));

    @Test
    void load_savedWithoutChanges_isEqual() {
        Document loaded = Document.load(empty.save());

        assertThat(loaded.stateHash()).isEqualTo(empty.stateHash());
        assertThat(loaded.save()).isEqualTo(empty.save());
    }

    @Test
    void resume_checkpointWithoutChanges_isEqual() {
        Document resumed = Document.resume(empty.checkpoint());

        assertThat(resumed.replica()).isEqualTo(empty.replica());
        assertThat(resumed.stateHash()).isEqualTo(empty.stateHash());
    }
}
