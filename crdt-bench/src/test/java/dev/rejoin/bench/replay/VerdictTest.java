package dev.rejoin.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private final Verdict verdict = new Verdict("text");
    private final Verdict.Group group = verdict.new Group();

    @Test
    void check_sameChanges_isConverged() {
        Document writer = document(1);
        byte[] change = type(writer, "text");
        Document reader = document(2);
        reader.receive(change);

        group.check("writer", writer);
        group.check("reader", reader);

        assertThat(verdict.endTextMatches()).isTrue();
        assertThat(verdict.converged()).isTrue();
        assertThat(verdict.findings()).isEmpty();
    }

    @Test
    void check_sameTextOfOtherChanges_isNotConverged() {
        Document one = document(1);
        Document other = document(2);
        type(one, "text");
        type(other, "text");

        group.check("one", one);
        group.check("other", other);

        assertThat(verdict.endTextMatches()).isTrue();
        assertThat(verdict.converged()).isFalse();
        assertThat(verdict.findings())
                .containsExactly("other has another state hash than one", "other has another saved form than one");
    }

    @Test
    void check_otherText_doesNotMatchTheFile() {
        Document document = document(1);
        type(document, "tent");

        group.check("writer", document);

        assertThat(verdict.endTextMatches()).isFalse();
        assertThat(verdict.converged()).isTrue();
        assertThat(verdict.findings())
                .containsExactly("writer ends with another text than the file, from UTF-16 index 2 on");
    }

    @Test
    void checkState_otherSnapshot_isNotConverged() {
        Document document = document(1);
        type(document, "text");
        byte[] snapshot = document.save(SaveOptions.withoutHistory());
        Document loaded = Document.load(snapshot);
        group.check("writer", document);
        group.checkState("loaded", loaded, snapshot);
        assertThat(verdict.converged()).isTrue();

        type(loaded, "more ");
        group.checkState("loaded and edited", loaded, snapshot);

        assertThat(verdict.converged()).isFalse();
        assertThat(verdict.findings()).hasSize(2);
    }

    @Test
    void checkState_otherGroupOfOtherOperations_isNotConverged() {
        Verdict.Group others = verdict.new Group();
        Document one = document(1);
        Document other = document(2);
        type(one, "text");
        type(other, "text");
        group.check("one", one);
        others.check("other", other);
        assertThat(verdict.converged()).isTrue();

        group.checkState(others);

        assertThat(verdict.converged()).isFalse();
    }

    private static Document document(long replica) {
        return Document.create(
                DocumentId.named("verdict"), DocumentOptions.defaults().withReplica(new ReplicaId(replica)));
    }

    private static byte[] type(Document document, String text) {
        return document.edit(tx -> tx.root().text(Replicas.TEXT).insert(0, text))
                .toBytes();
    }
}
