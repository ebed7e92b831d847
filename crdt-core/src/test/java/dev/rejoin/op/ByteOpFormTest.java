package dev.rejoin.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import org.junit.jupiter.api.Test;

class ByteOpFormTest {
    private final ByteWriter bytes = new ByteWriter();
    private final OpWriter writer = new ByteOpWriter(bytes);

    private OpReader reader() {
        return new ByteOpReader(new ByteReader(bytes.toByteArray()));
    }

    @Test
    void everyPart_written_isReadBack() {
        Dots dots = Dots.builder().add(1, 2).add(-1, 0).add(1, 3).build();
        writer.number(Long.MIN_VALUE);
        writer.count(Long.MAX_VALUE);
        writer.key("clé");
        writer.value(Value.of(1.5));
        writer.dot(-1, 5);
        writer.bytes(new byte[] {1, 2});
        writer.time(-1);
        writer.dots(dots);
        writer.dots(Dots.of(3, 4));
        writer.dots(Dots.EMPTY);

        OpReader reader = reader();
        assertThat(reader.number()).isEqualTo(Long.MIN_VALUE);
        assertThat(reader.count()).isEqualTo(Long.MAX_VALUE);
        assertThat(reader.key()).isEqualTo("clé");
        assertThat(reader.value()).isEqualTo(Value.of(1.5));
        reader.nextDot();
        assertThat(reader.dotReplica()).isEqualTo(-1);
        assertThat(reader.dotSeq()).isEqualTo(5);
        assertThat(reader.bytes()).containsExactly(1, 2);
        assertThat(reader.time()).isEqualTo(-1);
        assertThat(reader.dots()).isEqualTo(dots);
        assertThat(reader.dots()).isEqualTo(Dots.of(3, 4));
        assertThat(reader.dots()).isSameAs(Dots.EMPTY);
        assertThat(reader.offset()).isEqualTo(bytes.position());
    }

    @Test
    void count_negative_isRefusedInBothDirections() {
        assertThatIllegalArgumentException().isThrownBy(() -> writer.count(-1));
        bytes.varint(-1);
        assertThatThrownBy(() -> reader().count()).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void key_tooLong_isLimit() {
        bytes.string("x".repeat(FormatLimits.MAX_KEY_BYTES + 1));
        assertThatThrownBy(() -> reader().key()).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void dots_unsortedOrTwice_areRefused() {
        writer.count(2);
        writer.dot(2, 0);
        writer.dot(1, 0);
        assertThatThrownBy(() -> reader().dots()).hasMessageContaining("UNSORTED");
        bytes.reset();
        writer.count(2);
        writer.dot(2, 0);
        writer.dot(2, 0);
        assertThatThrownBy(() -> reader().dots()).hasMessageContaining("DUPLICATE");
    }

    @Test
    void dots_absurdCount_isLimitBeforeAllocation() {
        writer.count(FormatLimits.MAX_OPERATION_DOTS + 1);
        assertThatThrownBy(() -> reader().dots()).isInstanceOf(LimitExceededException.class);
        bytes.reset();
        writer.count(FormatLimits.MAX_OPERATION_DOTS);
        assertThatThrownBy(() -> reader().dots()).hasMessageContaining("TRUNCATED");
    }

    @Test
    void meta_conveniences_wrapThePrimitives() {
        OpMeta meta = new OpMeta(7, 3, 99);
        assertThat(meta.id()).isEqualTo(OpId.of(7, 3));
        assertThat(meta.replicaId()).isEqualTo(new ReplicaId(7));
        assertThat(meta.timestamp()).isEqualTo(new HybridTimestamp(99));
    }

    @Test
    void totalOrder_time_thenReplica_thenNumber() {
        OpMeta[] ascending = {
            new OpMeta(-1, 9, 1), new OpMeta(1, 5, 2), new OpMeta(1, 6, 2), new OpMeta(-1, 0, 2), new OpMeta(1, 0, -1),
        };
        for (int i = 0; i < ascending.length; i++) {
            for (int k = 0; k < ascending.length; k++) {
                assertThat(Integer.signum(ascending[i].compareTo(ascending[k]))).isEqualTo(Integer.compare(i, k));
            }
        }
    }
}
