package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.io.ByteWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final ReplicaId A = new ReplicaId(0xA);
    private static final ReplicaId TOP = new ReplicaId(-1);

    @Test
    void replicaId_text_isSixteenDigitsAndReadBack() {
        assertThat(A).hasToString("000000000000000a");
        assertThat(ReplicaId.parse("000000000000000A")).isEqualTo(A);
        assertThat(ReplicaId.parse(TOP.toString())).isEqualTo(TOP);
        assertThatIllegalArgumentException().isThrownBy(() -> ReplicaId.parse("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> ReplicaId.parse("00000000000000g0"));
        assertThatIllegalArgumentException().isThrownBy(() -> ReplicaId.parse("000000000000000٣"));
    }

    @Test
    void replicaId_order_isUnsigned() {
        assertThat(A).isLessThan(TOP);
    }

    @Test
    void random_seededSource_isRepeatable() {
        assertThat(ReplicaId.random(new Random(1))).isEqualTo(ReplicaId.random(new Random(1)));
        assertThat(DocumentId.random(new Random(1))).isEqualTo(DocumentId.random(new Random(1)));
        assertThat(ReplicaId.random()).isNotEqualTo(ReplicaId.random());
        assertThat(DocumentId.random()).isNotEqualTo(DocumentId.random());
    }

    @Test
    void documentId_named_isTruncatedSha256() {
        // printf abc | sha256sum
        assertThat(DocumentId.named("abc")).hasToString("ba7816bf8f01cfea414140de5dae2223");
        assertThat(DocumentId.named("order-42")).isEqualTo(DocumentId.named("order-42"));
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentId.named("\uD800"));
    }

    @Test
    void documentId_forms_areReadBack() {
        DocumentId id = new DocumentId(-2, 1);
        assertThat(id).hasToString("fffffffffffffffe0000000000000001");
        assertThat(DocumentId.parse(id.toString())).isEqualTo(id);
        assertThat(DocumentId.fromBytes(id.toBytes())).isEqualTo(id);
        ByteWriter writer = new ByteWriter();
        id.write(writer);
        assertThat(writer.toByteArray()).isEqualTo(id.toBytes()).hasSize(DocumentId.BYTES);
        assertThat(new DocumentId(1, -1)).isLessThan(id).isLessThan(new DocumentId(2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentId.fromBytes(new byte[15]));
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentId.parse("00"));
    }

    @Test
    void opId_order_isByReplicaThenNumber() {
        assertThat(new OpId(A, 7)).isLessThan(new OpId(A, 8)).isLessThan(new OpId(TOP, 0));
        assertThat(OpId.of(0xA, 7)).isEqualTo(new OpId(A, 7)).hasToString("000000000000000a:7");
        assertThatIllegalArgumentException().isThrownBy(() -> new OpId(A, -1));
    }

    @Test
    void span_membership_isHalfOpen() {
        OpIdSpan span = new OpIdSpan(A, 2, 5);
        assertThat(span.length()).isEqualTo(3);
        assertThat(span.contains(new OpId(A, 1))).isFalse();
        assertThat(span.contains(new OpId(A, 2))).isTrue();
        assertThat(span.contains(new OpId(A, 4))).isTrue();
        assertThat(span.contains(new OpId(A, 5))).isFalse();
        assertThat(span.contains(new OpId(TOP, 3))).isFalse();
        assertThat(span).hasToString("000000000000000a:2..5");
        assertThat(span).isLessThan(new OpIdSpan(A, 2, 6)).isLessThan(new OpIdSpan(A, 3, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new OpIdSpan(A, 2, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new OpIdSpan(A, -1, 2));
    }

    @Test
    void span_splitAtEveryPlace_joinsAgain() {
        OpIdSpan span = new OpIdSpan(A, 2, 5);
        for (long at = 1; at < span.length(); at++) {
            OpIdSpan.Split split = span.splitAt(at);
            assertThat(split.head().length()).isEqualTo(at);
            assertThat(split.head().tryAppend(split.tail())).contains(span);
            assertThat(split.tail().tryAppend(split.head())).isEmpty();
        }
        assertThat(span.tryAppend(new OpIdSpan(TOP, 5, 6))).isEmpty();
        assertThatThrownBy(() -> span.splitAt(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> span.splitAt(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
