package dev.rejoin.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.op.ByteOpReader;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.op.OpWriter;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapOpCodecTest {
    private static final Value.MapValue SCHEMA = Value.of(Map.of("a", Value.of(1)));
    private static final Dots DOTS = Dots.builder().add(1, 2).add(-1, 0).build();

    private final MapOpCodec codec = new MapOpCodec();

    private static byte[] parts(Consumer<OpWriter> writing) {
        ByteWriter out = new ByteWriter();
        writing.accept(new ByteOpWriter(out));
        return out.toByteArray();
    }

    private MapOp read(int tag, byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        MapOp read = codec.read(tag, new ByteOpReader(in));
        in.expectEnd();
        return read;
    }

    /** An operation and the parts that it is written as. */
    private void assertForm(MapOp op, Consumer<OpWriter> form) {
        byte[] bytes = parts(form);
        assertThat(parts(writer -> codec.write(op, writer))).isEqualTo(bytes);
        MapOp read = read(op.tag(), bytes);
        assertThat(read).isEqualTo(op);
        assertThat(read.tag()).isEqualTo(op.tag());
        assertThat(codec.tags()).contains(op.tag());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertRefused(op.tag(), cut, Kind.TRUNCATED);
        }
    }

    private void assertRefused(int tag, byte[] bytes, Kind kind) {
        assertThatExceptionOfType(CorruptDataException.class)
                .isThrownBy(() -> read(tag, bytes))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void put_isKeyReplacedWritesAndValue_unlessItErases() {
        assertForm(new MapOp.Put("k", new RegisterOp.Write(Value.of("v"), DOTS)), writer -> {
            writer.key("k");
            writer.dots(DOTS);
            writer.value(Value.of("v"));
        });
        assertForm(new MapOp.Put("k", new RegisterOp.Write(null, DOTS)), writer -> {
            writer.key("k");
            writer.dots(DOTS);
        });
    }

    @Test
    void setElement_isElementReplacedWritesAndValue() {
        assertForm(new MapOp.SetElement(OpId.of(7, 9), new RegisterOp.Write(Value.NULL, Dots.EMPTY)), writer -> {
            writer.dot(7, 9);
            writer.dots(Dots.EMPTY);
            writer.value(Value.NULL);
        });
    }

    @Test
    void moveElement_isElementParentAndSide() {
        for (boolean left : new boolean[] {false, true}) {
            assertForm(new MapOp.MoveElement(OpId.of(7, 9), OpId.of(8, 3), left), writer -> {
                writer.dot(7, 9);
                writer.dot(8, 3);
                writer.count(left ? 1 : 0);
            });
        }
        byte[] noSide = parts(writer -> {
            writer.dot(7, 9);
            writer.dot(8, 3);
            writer.count(2);
        });
        assertRefused(MapOp.MOVE_ELEMENT_TAG, noSide, Kind.BAD_VALUE);
    }

    @Test
    void create_isWhatItStandsInThePlaceOf() {
        assertForm(new MapOp.Create(DOTS), writer -> writer.dots(DOTS));
        assertForm(MapOp.Create.PLAIN, writer -> writer.dots(Dots.EMPTY));
    }

    @Test
    void withdraw_isKeyAndWrites() {
        assertForm(new MapOp.Withdraw("key", DOTS), writer -> {
            writer.key("key");
            writer.dots(DOTS);
        });
    }

    /** Each entry by the last id that it covers; of many entries too. */
    @Test
    void vectors_areTheLastIdsThatTheyCover() {
        for (int size : new int[] {0, 1, 2, 15, 16, 17, 32, 33, 50}) {
            VersionVector.Builder builder = VersionVector.builder();
            IntStream.range(0, size).forEach(i -> builder.set(new ReplicaId(2L * i), 1 + (i * 5L) % 11));
            VersionVector vector = builder.build();
            Consumer<OpWriter> form = writer -> {
                writer.count(size);
                for (int i = 0; i < size; i++) {
                    writer.dot(2L * i, (i * 5L) % 11);
                }
            };
            List<MapOp> ops = List.of(new MapOp.Hide(vector), new MapOp.Clear(vector), new MapOp.Restore(vector));
            ops.forEach(op -> assertForm(op, form));
        }
    }

    @Test
    void vectors_thatDoNotAscend_areRefused() {
        for (int tag : new int[] {MapOp.HIDE_TAG, MapOp.CLEAR_TAG, MapOp.RESTORE_TAG}) {
            assertRefused(tag, entries(-1, 3), Kind.UNSORTED); // replicas are unsigned
            assertRefused(tag, entries(3, 3), Kind.DUPLICATE);
            assertRefused(tag, entries(1, 2, 3, 2), Kind.UNSORTED);
        }
    }

    @Test
    void vectors_withTheLargestNumber_areRefused_forItHasNoEnd() {
        byte[] last = parts(writer -> {
            writer.count(1);
            writer.dot(1, Long.MAX_VALUE);
        });
        assertRefused(MapOp.HIDE_TAG, last, Kind.LIMIT);
        MapOp.Hide read = (MapOp.Hide) read(MapOp.HIDE_TAG, parts(writer -> {
            writer.count(1);
            writer.dot(1, Long.MAX_VALUE - 1);
        }));
        assertThat(read.touched().get(new ReplicaId(1))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void vectors_thatAnnounceMoreThanTheLimit_areRefused() {
        byte[] many = parts(writer -> writer.count(Long.MAX_VALUE));
        assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> read(MapOp.HIDE_TAG, many));
    }

    private static byte[] entries(long... replicas) {
        return parts(writer -> {
            writer.count(replicas.length);
            for (long replica : replicas) {
                writer.dot(replica, 5);
            }
        });
    }

    @Test
    void defineSchema_isVersionAndMap() {
        for (int version : new int[] {1, 2, Integer.MAX_VALUE}) {
            assertForm(new MapOp.DefineSchema(version, SCHEMA), writer -> {
                writer.count(version);
                writer.value(SCHEMA);
            });
        }
    }

    @Test
    void defineSchema_ofAVersionThatIsNone_orAnotherValue_isRefused() {
        for (long version : new long[] {0, 1L << 31, (1L << 32) + 1, Long.MAX_VALUE}) {
            byte[] wrong = parts(writer -> {
                writer.count(version);
                writer.value(SCHEMA);
            });
            assertRefused(MapOp.DEFINE_SCHEMA_TAG, wrong, Kind.BAD_VALUE);
        }
        byte[] noMap = parts(writer -> {
            writer.count(1);
            writer.value(Value.of("text"));
        });
        assertRefused(MapOp.DEFINE_SCHEMA_TAG, noMap, Kind.BAD_VALUE);
    }

    @Test
    void read_tagOfNoOperation_isRefused() {
        assertRefused(0x27, new byte[8], Kind.BAD_VALUE);
        assertThat(codec.type()).isEqualTo(MapOp.class);
        assertThat(codec.tags()).doesNotHaveDuplicates().hasSize(10);
    }
}
