package dev.rejoin.value.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.CrdtException;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.value.Value;
import dev.rejoin.value.Value.Bytes;
import dev.rejoin.value.Value.ObjectValue;
import dev.rejoin.value.ValueCodec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ObjectCodecsTest {
    private record Point(int x, int y) {}

    private record Line(String name, List<Point> points, boolean closed, Bytes icon, Value note) {}

    private record Chain(@Nullable Chain next) {}

    private static final ObjectSerializer<Point> POINTS = new ObjectSerializer<>() {
        @Override
        public void write(Point point, ObjectOutput out) {
            out.number(point.x());
            out.number(point.y());
        }

        @Override
        public Point read(ObjectInput in) {
            return new Point((int) in.number(Integer.MIN_VALUE, Integer.MAX_VALUE), (int)
                    in.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
    };

    private static final ObjectSerializer<Line> LINES = new ObjectSerializer<>() {
        @Override
        public void write(Line line, ObjectOutput out) {
            out.text(line.name());
            out.count(line.points().size());
            line.points().forEach(out::object);
            out.flag(line.closed());
            out.bytes(line.icon().toByteArray());
            out.value(line.note());
        }

        @Override
        public Line read(ObjectInput in) {
            String name = in.text();
            List<Point> points = new ArrayList<>();
            for (int left = in.count(); left > 0; left--) {
                points.add(in.object(Point.class));
            }
            return new Line(name, points, in.flag(), Bytes.copyOf(in.bytes()), in.value());
        }
    };

    private static final ObjectSerializer<Chain> CHAINS = new ObjectSerializer<>() {
        @Override
        public void write(Chain chain, ObjectOutput out) {
            Chain next = chain.next();
            out.flag(next != null);
            if (next != null) {
                out.object(next);
            }
        }

        @Override
        public Chain read(ObjectInput in) {
            return new Chain(in.flag() ? in.object(Chain.class) : null);
        }
    };

    private final ObjectCodecs codecs = ObjectCodecs.builder()
            .register("point", Point.class, POINTS)
            .register("line", Line.class, LINES)
            .register("chain", Chain.class, CHAINS)
            .build();

    private static ObjectValue value(String type, String hex) {
        return new ObjectValue(type, Bytes.copyOf(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void encode_object_isItsNameAndItsParts() {
        ObjectValue value = codecs.encode(new Point(1, -1));
        assertThat(value).isEqualTo(value("point", "02 01"));
        assertThat(HexFormat.of().formatHex(ValueCodec.encode(value))).isEqualTo("0c05706f696e74020201");
        assertThat(codecs.decode(value)).contains(new Point(1, -1));
    }

    @Test
    void decode_nestedObject_isEqual() {
        Line line = new Line(
                "a\u00e9", List.of(new Point(1, 2), new Point(3, 4)), true, Bytes.copyOf(new byte[] {7}), Value.of(5));
        Line decoded = codecs.decode(codecs.encode(line), Line.class);
        assertThat(decoded).usingRecursiveComparison().isEqualTo(line);
    }

    @Test
    void decode_unknownName_isEmptyAndTheValueStaysAsItIs() {
        ObjectValue unknown = value("of a later version", "ff 00 ff");
        assertThat(codecs.decode(unknown)).isEmpty();
        assertThat(ValueCodec.decode(ValueCodec.encode(unknown))).isEqualTo(unknown);
    }

    @Test
    void encode_classThatIsNotRegistered_isRefused() {
        assertThatThrownBy(() -> codecs.encode("text")).isInstanceOf(IllegalArgumentException.class);
        ObjectCodecs careless = ObjectCodecs.builder()
                .register("point", Point.class, new ObjectSerializer<>() {
                    @Override
                    public void write(Point point, ObjectOutput out) {
                        out.object("a class that Kryo would know by itself");
                    }

                    @Override
                    public Point read(ObjectInput in) {
                        in.object(String.class);
                        return new Point(0, 0);
                    }
                })
                .build();
        assertThatThrownBy(() -> careless.encode(new Point(0, 0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> careless.decode(value("point", "83 61 62")))
                .isInstanceOf(CorruptDataException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void register_nameOrClassTwice_isRefused() {
        ObjectCodecs.Builder builder = ObjectCodecs.builder().register("point", Point.class, POINTS);
        assertThatThrownBy(() -> builder.register("point", Line.class, LINES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.register("other", Point.class, POINTS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codecs.decode(value("line", "00"), Point.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void encode_deeperThanTheLimit_isRefusedAtBothEnds() {
        Chain chain = new Chain(null);
        for (int i = 1; i < 64; i++) {
            chain = new Chain(chain);
        }
        assertThat(codecs.decode(codecs.encode(chain))).contains(chain);
        Chain deeper = new Chain(chain);
        assertThatThrownBy(() -> codecs.encode(deeper)).isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> codecs.decode(value("chain", "01".repeat(100_000))))
                .isInstanceOf(LimitExceededException.class);
        assertThat(codecs.decode(value("chain", "00"))).contains(new Chain(null));
    }

    @Test
    void decode_whatKryoWouldTake_isRefused() {
        assertKind("point", "80 00 00", Kind.OVERLONG_VARINT);
        assertKind("point", "ff ff ff ff ff ff ff ff ff 7f 00", Kind.OVERLONG_VARINT);
        assertKind("point", "80 80 80 80 80 01 00", Kind.LIMIT);
        assertKind("point", "02 02 00", Kind.TRAILING_BYTES);
        assertKind("point", "02", Kind.TRUNCATED);
        assertKind("line", "02 c3 28", Kind.MALFORMED_UTF8);
        assertKind("line", "02 c0 80", Kind.MALFORMED_UTF8);
        assertKind("line", "03 ed a0 80", Kind.MALFORMED_UTF8);
        assertKind("line", "ff ff ff ff 07 61", Kind.TRUNCATED);
        assertKind("line", "00 ff ff ff ff 07", Kind.TRUNCATED);
        assertKind("line", "00 00 07", Kind.BAD_VALUE);
        assertKind("line", "00 00 01 ff ff ff ff 07", Kind.TRUNCATED);
        assertKind("line", "00 00 01 00 ff", Kind.BAD_VALUE);
    }

    /** Numbers of any size, in a range, and what only the application knows to be wrong. */
    @Test
    void decode_numbers_areInTheirRangeOrATypedError() {
        ObjectCodecs bounded = ObjectCodecs.builder()
                .register("point", Point.class, new ObjectSerializer<>() {
                    @Override
                    public void write(Point point, ObjectOutput out) {
                        POINTS.write(point, out);
                    }

                    @Override
                    public Point read(ObjectInput in) {
                        int x = (int) in.number(-3, 4);
                        long y = in.number();
                        if (y < 0) {
                            throw in.corrupt("a point above the line", "one below it");
                        }
                        return new Point(x, (int) y);
                    }
                })
                .build();
        for (Point good : List.of(new Point(-3, 0), new Point(4, 1_000_000))) {
            assertThat(bounded.decode(bounded.encode(good))).contains(good);
        }
        for (Point outside : List.of(new Point(-4, 0), new Point(5, 0))) {
            assertThat(catchThrowableOfType(CorruptDataException.class, () -> bounded.decode(bounded.encode(outside)))
                            .kind())
                    .isEqualTo(Kind.LIMIT);
        }
        CorruptDataException below = catchThrowableOfType(
                CorruptDataException.class, () -> bounded.decode(bounded.encode(new Point(0, -1))));
        assertThat(below.kind()).isEqualTo(Kind.BAD_VALUE);
        assertThat(below).hasMessageContaining("a point above the line").hasMessageContaining("one below it");
    }

    @Tag("once")
    @Test
    void decode_randomBytes_giveAnObjectOrATypedError() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            for (String type : List.of("point", "line", "chain")) {
                ObjectValue value = new ObjectValue(type, Bytes.copyOf(bytes));
                try {
                    Object object = codecs.decode(value).orElseThrow();
                    assertThat(codecs.encode(object)).isEqualTo(value);
                } catch (CrdtException refused) {
                    assertThat(refused).isNotNull();
                }
            }
        }
    }

    private void assertKind(String type, String hex, Kind kind) {
        assertThat(catchThrowableOfType(CorruptDataException.class, () -> codecs.decode(value(type, hex)))
                        .kind())
                .as(hex)
                .isEqualTo(kind);
    }
}
