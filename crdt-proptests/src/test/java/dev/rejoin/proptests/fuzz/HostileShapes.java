package dev.rejoin.proptests.fuzz;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.proptests.Forgery;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Changes that say one thing as often as fits into a length: what costs more than its share shows when they grow. Written
 * by hand, because no honest writer makes most of them.
 */
final class HostileShapes {
    private static final int OVERHEAD = 40;

    /** Where operations are made: they go behind what the container or text at their beginning takes. */
    private record Shape(Consumer<ByteWriter> beginning, int seqs, BiConsumer<ByteWriter, Integer> operation) {}

    private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

    static {
        shape("keys", out -> {}, 0, (out, seq) -> {
            kind(out, 0x20);
            out.string(Integer.toString(seq, Character.MAX_RADIX));
            out.bytes(new byte[2]);
        });
        shape("writes of one key", out -> {}, 0, (out, seq) -> {
            kind(out, 0x20);
            out.string("k");
            out.bytes(new byte[2]);
        });
        shape("containers", out -> {}, 0, (out, seq) -> created(out, 1, Integer.toString(seq, Character.MAX_RADIX)));
        shape("paths", out -> {}, 0, (out, seq) -> {
            String[] path = new String[1 + seq % 63];
            Arrays.fill(path, "k");
            created(out, 1, path);
        });
        shape("siblings", HostileShapes::text, 2, (out, seq) -> beside(out, 0x31, seq - 1));
        shape("left siblings", HostileShapes::text, 2, (out, seq) -> beside(out, 0x32, seq - 1));
        shape("chain", HostileShapes::text, 2, (out, seq) -> beside(out, 0x31 + seq % 2, 1));
        shape("increments", out -> created(out, 4, "c"), 1, (out, seq) -> {
            kind(out, 0x04);
            out.zigzag(1);
        });
        shape("elements of a set", out -> created(out, 5, "s"), 1, (out, seq) -> added(out, seq));
        shape("additions of one element", out -> created(out, 5, "s"), 1, (out, seq) -> added(out, 1));
        shape("resets", out -> created(out, 1, "m"), 1, (out, seq) -> {
            kind(out, 0x25);
            out.varint(0);
        });
        shape("deletes", out -> created(out, 1, "m"), 1, (out, seq) -> {
            kind(out, 0x24);
            out.bytes(new byte[] {1, 0, 1});
        });
        shape("entries of a log", out -> created(out, 7, "l"), 1, (out, seq) -> {
            kind(out, 0x2b);
            out.u8(0);
        });
        shape("decimals", out -> {}, 0, (out, seq) -> {
            kind(out, 0x20);
            out.string("k");
            out.bytes(new byte[] {0, 5, 0});
            byte[] digits = new byte[1024];
            Arrays.fill(digits, (byte) 0x55);
            out.varint(digits.length);
            out.bytes(digits);
        });
        shape("unknown operations", out -> {}, 0, (out, seq) -> {
            kind(out, 0x3000);
            out.varint(0);
        });
    }

    private HostileShapes() {}

    private static void shape(
            String name, Consumer<ByteWriter> beginning, int seqs, BiConsumer<ByteWriter, Integer> operation) {
        SHAPES.put(name, new Shape(beginning, seqs, operation));
    }

    /** A kind, and the container of the operation before. */
    private static void kind(ByteWriter out, int kind) {
        out.varint(kind);
        out.u8(0);
    }

    private static void created(ByteWriter out, int type, String... path) {
        out.varint(0x23);
        out.u8(1);
        out.varint(path.length);
        for (int i = 0; i < path.length; i++) {
            out.u8(i < path.length - 1 ? 1 : type);
            out.string(path[i]);
        }
        out.varint(0);
    }

    private static void text(ByteWriter out) {
        created(out, 3, "t");
        kind(out, 0x33);
        out.string("a");
    }

    private static void beside(ByteWriter out, int kind, int distance) {
        out.varint(kind);
        out.varint(0);
        out.varint(distance);
        out.string("b");
    }

    private static void added(ByteWriter out, int element) {
        kind(out, 0x08);
        out.u8(3);
        out.zigzag(element);
        out.varint(0);
    }

    static Iterable<String> names() {
        return SHAPES.keySet();
    }

    /** A change of about a length. */
    static byte[] change(String name, int length) {
        Shape shape = Objects.requireNonNull(SHAPES.get(name), name);
        ByteWriter operations = new ByteWriter(length);
        shape.beginning().accept(operations);
        int seq = shape.seqs();
        while (operations.position() < length - OVERHEAD) {
            shape.operation().accept(operations, seq++);
        }
        ByteWriter out = new ByteWriter(length);
        out.u8(0x11);
        out.u8(8);
        out.u64(0x11);
        out.varint(0);
        out.varint(seq);
        out.u48(ManualPhysicalClock.START);
        out.bytes(operations.toByteArray());
        out.u32(0);
        return Forgery.sealChange(out.toByteArray(), World.ID);
    }
}
