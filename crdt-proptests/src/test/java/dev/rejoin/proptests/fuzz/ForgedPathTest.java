package dev.rejoin.proptests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.Path;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import org.junit.jupiter.api.Test;

/**
 * A change with operations on containers that its author was never told of was taken where somebody had created them by
 * chance, and rejected elsewhere; who had taken it could not pass it on in a batch. A path of keys names no operation, so
 * it is taken everywhere now.
 */
class ForgedPathTest {
    private final byte[] honest = honest();
    private final byte[] forged = HostileShapes.onlyAt(0x24, "m");

    private static byte[] honest() {
        Document author = Document.create(World.ID, World.options().withReplica(new ReplicaId(1)));
        return author.edit(transaction -> transaction.root().map("m").put("k", 1))
                .toBytes();
    }

    @Test
    void receive_operationOnContainerItsAuthorNeverSaw_isTakenInAnyOrder() {
        Document before = taken(honest, forged);
        Document after = taken(forged, honest);
        assertThat(after.save()).isEqualTo(before.save());
        assertThat(after.toJson()).isEqualTo(before.toJson());
    }

    @Test
    void receive_batchOfThem_isTaken() {
        Document source = taken(honest, forged);
        Document other = World.empty();
        assertThat(other.receive(source.changesSince(VersionVector.EMPTY)).isComplete())
                .isTrue();
        assertThat(other.save()).isEqualTo(source.save());
    }

    @Test
    void receive_operationOnContainerNobodyCreated_isReadAndSavedLikeAnyOther() {
        for (int kind : new int[] {0x20, 0x24, 0x25}) {
            Document document = taken(HostileShapes.onlyAt(kind, "m"));
            assertThat(Document.load(document.save(), World.options()).save()).isEqualTo(document.save());
            assertThat(document.explain(Path.root().key("m"))).isNotNull();
            assertThat(document.explain(Path.root().key("m").key("k"))).isNotNull();
            assertThat(document.toJson()).isEqualTo(kind == 0x20 ? "{\"m\":{\"k\":null}}" : "{}");
        }
    }

    private static Document taken(byte[]... changes) {
        Document document = World.empty();
        for (byte[] change : changes) {
            assertThat(document.receive(change).applied()).hasSize(1);
        }
        return document;
    }
}
