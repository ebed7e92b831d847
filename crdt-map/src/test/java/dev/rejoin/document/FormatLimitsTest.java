package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rejoin.engine.OpenChange;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.Crc32c;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.map.MapOp;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.Dots;
import dev.rejoin.version.ReplicaId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Limits of the format, one a row: what is just within is written here and received there; what is beyond is refused with
 * one error, by the writer before anything is changed, and by the reader of bytes that no writer of ours makes.
 */
class FormatLimitsTest {
    private static final DocumentId ID = DocumentId.named("limits");
    private static final long NOON = 1_767_268_800_000L; // 2026-01-01T12:00:00Z
    private static final int PUT = 0x20;
    private static final int CREATE = 0x23;

    /**
     * A limit.
     *
     * @param within writes what is just allowed
     * @param beyond writes one more
     * @param forged operations of a change that has one more
     * @param seqs how many seqs those take
     */
    private record Row(
            String name,
            Limit limit,
            Consumer<MapEditor> within,
            Consumer<MapEditor> beyond,
            Consumer<ByteWriter> forged,
            int seqs) {}

    private static List<Row> rows() {
        return List.of(
                new Row(
                        "key",
                        Limit.KEY_BYTES,
                        root -> root.put("é".repeat(FormatLimits.MAX_KEY_BYTES / 2), 1),
                        root -> root.put("k".repeat(FormatLimits.MAX_KEY_BYTES + 1), 1),
                        out -> put(out, "k".repeat(FormatLimits.MAX_KEY_BYTES + 1), value -> value.u8(0)),
                        1),
                new Row(
                        "key of a container",
                        Limit.KEY_BYTES,
                        root -> root.log("k".repeat(FormatLimits.MAX_KEY_BYTES)).append("x"),
                        root -> root.log("k".repeat(FormatLimits.MAX_KEY_BYTES + 1))
                                .append("x"),
                        out -> create(out, 1, "k".repeat(FormatLimits.MAX_KEY_BYTES + 1)),
                        1),
                new Row(
                        "depth of containers",
                        Limit.DEPTH,
                        root -> nest(root, FormatLimits.MAX_DEPTH),
                        root -> nest(root, FormatLimits.MAX_DEPTH + 1),
                        out -> create(out, FormatLimits.MAX_DEPTH + 1, "m"),
                        1),
                new Row(
                        "depth of a value",
                        Limit.DEPTH,
                        root -> root.put("v", nested(FormatLimits.MAX_DEPTH)),
                        root -> root.put("v", nested(FormatLimits.MAX_DEPTH + 1)),
                        out -> put(out, "v", value -> {
                            for (int i = 0; i <= FormatLimits.MAX_DEPTH; i++) {
                                value.u16(0x0a01);
                            }
                            value.u8(0);
                        }),
                        1),
                new Row(
                        "scale of a decimal",
                        Limit.DECIMAL,
                        root -> root.put("v", new BigDecimal(BigInteger.ONE, FormatLimits.MAX_DECIMAL_SCALE)),
                        root -> root.put("v", new BigDecimal(BigInteger.ONE, FormatLimits.MAX_DECIMAL_SCALE + 1)),
                        out -> put(out, "v", value -> {
                            value.u8(0x05);
                            value.zigzag(FormatLimits.MAX_DECIMAL_SCALE + 1);
                            value.u16(0x0101);
                        }),
                        1));
    }

    /** Those whose bytes are large. */
    private static List<Row> largeRows() {
        return List.of(
                new Row(
                        "size of a string",
                        Limit.VALUE_BYTES,
                        root -> root.put("v", "a".repeat(FormatLimits.MAX_VALUE_BYTES - 5)),
                        root -> root.put("v", "a".repeat(FormatLimits.MAX_VALUE_BYTES - 4)),
                        out -> put(out, "v", value -> {
                            value.u8(0x06);
                            value.string("a".repeat(FormatLimits.MAX_VALUE_BYTES - 4));
                        }),
                        1),
                new Row(
                        "size of bytes",
                        Limit.VALUE_BYTES,
                        root -> root.put("v", new byte[FormatLimits.MAX_VALUE_BYTES - 5]),
                        root -> root.put("v", new byte[FormatLimits.MAX_VALUE_BYTES - 4]),
                        out -> put(out, "v", value -> {
                            value.u8(0x07);
                            value.varint(FormatLimits.MAX_VALUE_BYTES - 4);
                            value.bytes(new byte[FormatLimits.MAX_VALUE_BYTES - 4]);
                        }),
                        1),
                new Row(
                        "operations of a change",
                        Limit.CHANGE_OPERATIONS,
                        root -> puts(root, FormatLimits.MAX_CHANGE_OPERATIONS),
                        root -> puts(root, FormatLimits.MAX_CHANGE_OPERATIONS + 1),
                        out -> {
                            for (int i = 0; i <= FormatLimits.MAX_CHANGE_OPERATIONS; i++) {
                                put(out, "v", value -> value.u8(0));
                            }
                        },
                        FormatLimits.MAX_CHANGE_OPERATIONS + 1));
    }

    @TestFactory
    Stream<DynamicTest> everyLimit_holdsAtTheWriteAndAtDecoding() {
        return rows().stream().map(row -> dynamicTest(row.name, () -> check(row)));
    }

    @Tag("once")
    @TestFactory
    Stream<DynamicTest> everyLargeLimit_holdsAtTheWriteAndAtDecoding() {
        return largeRows().stream().map(row -> dynamicTest(row.name, () -> check(row)));
    }

    private static void check(Row row) {
        Document writer = document(1);
        Document reader = document(2);
        assertThat(reader.receive(
                                writer.edit(tx -> row.within.accept(tx.root())).toBytes())
                        .isComplete())
                .isTrue();
        assertThat(reader.stateHash()).isEqualTo(writer.stateHash());
        assertRefused(row.limit, writer, () -> writer.edit(tx -> row.beyond.accept(tx.root())));
        byte[] forged = change(row);
        assertRefused(row.limit, reader, () -> reader.receive(forged));
    }

    private static void assertRefused(Limit limit, Document document, Runnable call) {
        StateHash before = document.stateHash();
        LimitExceededException refused = catchThrowableOfType(LimitExceededException.class, call::run);
        assertThat(refused).isNotNull();
        assertThat(refused.limit()).isEqualTo(limit);
        assertThat(document.stateHash()).isEqualTo(before);
    }

    /** No edit of a test can name so many ids: each has to be a concurrent write of its own. */
    @Test
    void idsOfAnOperation_beyondTheLimit_areRefusedAtWritingAndAtDecoding() {
        Dots.Builder dots = Dots.builder();
        for (int i = 0; i <= FormatLimits.MAX_OPERATION_DOTS; i++) {
            dots.add(7, i);
        }
        Document reader = document(2);
        assertRefused(Limit.OPERATION_DOTS, reader, () -> new ByteOpWriter(new ByteWriter()).dots(dots.build()));
        byte[] forged = change(new Row(
                "ids",
                Limit.OPERATION_DOTS,
                root -> {},
                root -> {},
                out -> {
                    out.u8(PUT);
                    out.u8(0);
                    out.string("v");
                    out.varint(FormatLimits.MAX_OPERATION_DOTS + 1);
                    out.bytes(new byte[2 * FormatLimits.MAX_OPERATION_DOTS + 3]);
                },
                1));
        assertRefused(Limit.OPERATION_DOTS, reader, () -> reader.receive(forged));
    }

    @Test
    void note_beyondTheLimit_isRefusedAtWritingAndAtDecoding() {
        String tooLong = "x".repeat(FormatLimits.MAX_NOTE_BYTES + 1);
        Document document = Document.create(Device.DOCUMENT, DocumentOptions.defaults());
        assertRefused(
                Limit.NOTE_BYTES,
                document,
                () -> document.edit(tx -> tx.message(tooLong).root().put("v", 1)));
        Device forger = new Device(1, () -> NOON);
        OpenChange change = forger.replica.begin();
        change.author(tooLong);
        change.operation(0, new MapOp.Put("v", new RegisterOp.Write(Value.of(1), Dots.EMPTY)));
        byte[] forged = forger.replica.commit().toBytes();
        assertRefused(Limit.NOTE_BYTES, document, () -> document.receive(forged));
    }

    private static Document document(long replica) {
        return Document.create(
                ID,
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> NOON));
    }

    private static void nest(MapEditor root, int depth) {
        MapEditor map = root;
        for (int i = 0; i < depth; i++) {
            map = map.map("m");
        }
        map.create();
    }

    private static Value nested(int depth) {
        Value value = Value.NULL;
        for (int i = 0; i < depth; i++) {
            value = Value.of(List.of(value));
        }
        return value;
    }

    private static void puts(MapEditor root, int count) {
        for (int i = 0; i < count; i++) {
            root.put("v", i);
        }
    }

    private static void put(ByteWriter out, String key, Consumer<ByteWriter> value) {
        out.u8(PUT);
        out.u8(0); // the root
        out.string(key);
        out.u8(0); // no dots
        value.accept(out);
    }

    private static void create(ByteWriter out, int steps, String key) {
        out.u8(CREATE);
        out.u8(1); // a container in full
        out.varint(steps);
        for (int i = 0; i < steps; i++) {
            out.u8(1); // a map
            out.string(key);
        }
        out.u8(0); // no dots
    }

    /** A change of another replica with its checksum, as FORMAT.md describes it. */
    private static byte[] change(Row row) {
        ByteWriter out = new ByteWriter();
        out.u8(0x11);
        out.u8(row.seqs > 1 ? 8 : 0);
        out.u64(0x77);
        out.varint(0);
        if (row.seqs > 1) {
            out.varint(row.seqs);
        }
        out.u48(NOON);
        row.forged.accept(out);
        byte[] frame = out.toByteArray();
        int checksum = new Crc32c()
                .updateU64(ID.high())
                .updateU64(ID.low())
                .update(frame, 0, frame.length)
                .value();
        out.u32(checksum);
        return out.toByteArray();
    }
}
