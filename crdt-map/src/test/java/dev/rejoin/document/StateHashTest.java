package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a hash tells apart. */
class StateHashTest {
    private static final DocumentId ID = new DocumentId(1, 2);

    private static StateHash hash(DocumentId id, long replica, Consumer<MapEditor> edit) {
        Document document = Document.create(
                id,
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> 1_767_268_800_000L));
        document.edit(tx -> edit.accept(tx.root()));
        StateHash hash = document.stateHash();
        assertThat(document.view().stateHash()).isEqualTo(hash);
        assertThat(document.view().id()).isEqualTo(id);
        assertThat(Document.load(document.save()).stateHash()).isEqualTo(hash);
        return hash;
    }

    @Test
    void ofEqualDocuments_isEqual() {
        StateHash hash = hash(ID, 1, root -> root.put("k", 1));
        assertThat(hash).isEqualTo(hash(ID, 1, root -> root.put("k", 1))).isNotEqualTo(null);
        assertThat(hash.toBytes()).hasSize(32);
        assertThat(hash).hasToString(HexFormat.of().formatHex(hash.toBytes()));
        hash.toBytes()[0]++;
        assertThat(hash).as("gives copies").isEqualTo(hash(ID, 1, root -> root.put("k", 1)));
    }

    @Test
    void ofAnotherDocumentVersionOrContent_isAnotherOne() {
        StateHash hash = hash(ID, 1, root -> root.put("k", 1));
        assertThat(hash(new DocumentId(1, 3), 1, root -> root.put("k", 1))).isNotEqualTo(hash);
        assertThat(hash(new DocumentId(3, 2), 1, root -> root.put("k", 1))).isNotEqualTo(hash);
        assertThat(hash(ID, 2, root -> root.put("k", 1))).as("version").isNotEqualTo(hash);
        assertThat(hash(ID, 1, root -> root.put("k", 2))).as("as of a clone").isNotEqualTo(hash);
        assertThat(hash(ID, 1, root -> root.put("l", 1))).as("as of a clone").isNotEqualTo(hash);
    }
}
