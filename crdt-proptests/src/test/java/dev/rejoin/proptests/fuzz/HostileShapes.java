package dev.rejoin.proptests.fuzz;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.proptests.Forgery;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Changes that say one thing as often as fits into a length: what costs more than its share shows when they grow. Written
 * by hand, because no honest writer makes most of them.
 */
final class HostileShapes {
    private static final int OVERHEAD = 40;

    /** Writes an operation with a seq, the how many-th of its kind, and says how many seqs it takes. */
    private interface Operation {
        int write(ByteWriter out, int seq, int number);
    }

    /** What a container or text at the beginning takes, and operations that share the rest of the length. */
    private record Shape(Consumer<ByteWriter> beginning, int seqs, List<Operation> operations) {}

    private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

    static {
        shape("keys", out -> {}, 0, (out, seq, number) -> put(out, Integer.toString(seq, Character.MAX_RADIX)));
        shape("writes of one key", out -> {}, 0, (out, seq, number) -> put(out, "k"));
        shape(
                "containers",
                out -> {},
                0,
                (out, seq, number) -> created(out, 1, Integer.toString(seq, Character.MAX_RADIX)));
        shape("paths", out -> {}, 0, (out, seq, number) -> {
            String[] path = new String[1 + seq % 63];
            Arrays.fill(path, "k");
            return created(out, 1, path);
        });
        shape("siblings", HostileShapes::text, 2, (out, seq, number) -> beside(out, 0x31, seq - 1));
        shape("left siblings", HostileShapes::text, 2, (out, seq, number) -> beside(out, 0x32, seq - 1));
        shape("chain", HostileShapes::text, 2, (out, seq, number) -> beside(out, 0x31 + seq % 2, 1));
        shape(
                "deletions of a run that others stand between",
                HostileShapes::text,
                2,
                (out, seq, number) -> beside(out, 0x31, seq - 1),
                (out, seq, number) -> deleted(out, 0x38, seq - 2, seq - 2 - number));
        shape(
                "deletions forward of a run that others stand between",
                HostileShapes::text,
                2,
                (out, seq, number) -> beside(out, 0x31, seq - 1),
                (out, seq, number) -> deleted(out, 0x39, seq - 2, 1000));
        shape(
                "deletions forward through two texts by turns",
                HostileShapes::twoTexts,
                4,
                (out, seq, number) -> beside(out, 0x31, seq == 4 ? 3 : 2),
                (out, seq, number) -> deleted(out, 0x39, seq - 3, 1000));
        shape(
                "deletions backward of other parts of two texts each time",
                HostileShapes::twoTexts,
                4,
                (out, seq, number) -> beside(out, 0x31, seq == 4 ? 3 : 2),
                (out, seq, number) -> deleted(out, 0x3a, seq - 1003 - number % 100, 1000 - number % 50));
        shape(
                "deletions in a list with a move",
                out -> {
                    created(out, 2, "l");
                    kind(out, 0x37);
                    out.bytes(new byte[] {2, 0, 0});
                    kind(out, 0x26);
                    out.bytes(new byte[] {0, 2, 0, 1, 0});
                    out.bytes(new byte[] {0x35, 0, 2, 1, 0});
                },
                5,
                HostileShapes::continued,
                (out, seq, number) -> deleted(out, 0x38, seq - 4, seq - 4 - number));
        shape(
                "deletions in a list that was written to",
                out -> {
                    created(out, 2, "l");
                    kind(out, 0x37);
                    out.bytes(new byte[] {1, 0});
                    kind(out, 0x22);
                    out.bytes(new byte[] {0, 1, 0, 0});
                    out.bytes(new byte[] {0x35, 0, 2, 1, 0});
                },
                4,
                HostileShapes::continued,
                (out, seq, number) -> deleted(out, 0x38, seq - 3, seq - 3 - number));
        shape("increments", out -> created(out, 4, "c"), 1, (out, seq, number) -> {
            kind(out, 0x04);
            out.zigzag(1);
            return 1;
        });
        shape("elements of a set", out -> created(out, 5, "s"), 1, (out, seq, number) -> added(out, 0x08, seq));
        shape("additions of one element", out -> created(out, 5, "s"), 1, (out, seq, number) -> added(out, 0x08, 1));
        shape(
                "additions and removals of one element",
                out -> created(out, 6, "s"),
                1,
                (out, seq, number) -> added(out, 0x29 + seq % 2, 1));
        shape("resets", out -> created(out, 1, "m"), 1, (out, seq, number) -> reset(out, 0));
        shape(
                "resets of many containers",
                out -> created(out, 1, "m"),
                1,
                (out, seq, number) -> created(out, 4, "m", Integer.toString(seq, Character.MAX_RADIX)),
                (out, seq, number) -> {
                    out.varint(0x25);
                    container(out, 1, "m");
                    covering(out, seq, seq - 1);
                    return 1;
                });
        shape(
                "resets of one container more each, and writes between them",
                out -> created(out, 1, "m"),
                1,
                (out, seq, number) -> created(out, 4, "m", Integer.toString(seq, Character.MAX_RADIX)),
                (out, seq, number) -> {
                    out.varint(0x25);
                    container(out, 1, "m");
                    covering(out, seq, 2 + number);
                    return 1 + put(out, "k");
                });
        shape(
                "resets of one key more each",
                out -> created(out, 1, "m"),
                1,
                (out, seq, number) -> put(out, Integer.toString(seq, Character.MAX_RADIX)),
                HostileShapes::resetOfOneMore);
        shape(
                "resets of one element of a set more each",
                out -> created(out, 5, "m"),
                1,
                (out, seq, number) -> added(out, 0x08, seq),
                HostileShapes::resetOfOneMore);
        shape(
                "resets of one character more each",
                HostileShapes::text,
                2,
                (out, seq, number) -> beside(out, 0x31, seq - 1),
                (out, seq, number) -> {
                    out.varint(0x25);
                    container(out, 3, "t");
                    covering(out, seq, 2 + number);
                    return 1;
                });
        shape("deletes", out -> created(out, 1, "m"), 1, (out, seq, number) -> {
            kind(out, 0x24);
            out.bytes(new byte[] {1, 0, 1});
            return 1;
        });
        shape("entries of a log", out -> created(out, 7, "l"), 1, (out, seq, number) -> {
            kind(out, 0x2b);
            out.u8(0);
            return 1;
        });
        shape("decimals", out -> {}, 0, (out, seq, number) -> {
            kind(out, 0x20);
            out.string("k");
            out.bytes(new byte[] {0, 5, 0});
            byte[] digits = new byte[1024];
            Arrays.fill(digits, (byte) 0x55);
            out.varint(digits.length);
            out.bytes(digits);
            return 1;
        });
        shape("withdrawals", out -> {}, 0, (out, seq, number) -> extension(out, 0x57, 1, 'k', 0));
        shape("joins", out -> {}, 0, (out, seq, number) -> {
            ByteWriter body = new ByteWriter(16);
            body.u64(seq);
            body.bytes(new byte[] {0, 1, 0});
            return extension(out, 0x50, body.toByteArray());
        });
        shape("schemas", out -> {}, 0, (out, seq, number) -> {
            kind(out, 0x3c);
            out.varint(1 + seq);
            out.bytes(new byte[] {0x0b, 0});
            return 1;
        });
        shape("unknown operations", out -> {}, 0, (out, seq, number) -> extension(out, 0x3000));
    }

    private HostileShapes() {}

    private static void shape(String name, Consumer<ByteWriter> beginning, int seqs, Operation... operations) {
        SHAPES.put(name, new Shape(beginning, seqs, List.of(operations)));
    }

    /** A kind, and the container of the operation before. */
    private static void kind(ByteWriter out, int kind) {
        out.varint(kind);
        out.u8(0);
    }

    private static int put(ByteWriter out, String key) {
        kind(out, 0x20);
        out.string(key);
        out.bytes(new byte[2]);
        return 1;
    }

    private static int created(ByteWriter out, int type, String... path) {
        out.varint(0x23);
        container(out, type, path);
        out.varint(0);
        return 1;
    }

    private static void container(ByteWriter out, int type, String... path) {
        out.u8(1);
        out.varint(path.length);
        for (int i = 0; i < path.length; i++) {
            out.u8(i < path.length - 1 ? 1 : type);
            out.string(path[i]);
        }
    }

    private static void text(ByteWriter out) {
        created(out, 3, "t");
        kind(out, 0x33);
        out.string("a");
    }

    private static void twoTexts(ByteWriter out) {
        text(out);
        created(out, 3, "u");
        kind(out, 0x33);
        out.string("a");
    }

    private static int beside(ByteWriter out, int kind, int distance) {
        out.varint(kind);
        out.varint(0);
        out.varint(distance);
        out.string("b");
        return 1;
    }

    private static int continued(ByteWriter out, int seq, int number) {
        out.bytes(new byte[] {0x34, 1, 0});
        return 1;
    }

    private static int deleted(ByteWriter out, int kind, int distance, int count) {
        out.varint(kind);
        out.varint(0);
        out.varint(distance);
        out.varint(count);
        return kind == 0x38 ? 1 : count;
    }

    private static int added(ByteWriter out, int kind, int element) {
        kind(out, kind);
        out.u8(3);
        out.zigzag(element);
        out.varint(0);
        return 1;
    }

    private static int reset(ByteWriter out, int covered) {
        kind(out, 0x25);
        out.varint(covered);
        return 1;
    }

    /** Of a container that holds something of each seq from 1 on. */
    private static int resetOfOneMore(ByteWriter out, int seq, int number) {
        kind(out, 0x25);
        covering(out, seq, 2 + number);
        return 1;
    }

    /** A vector of the author's ids up to one, in an operation with a seq. */
    private static void covering(ByteWriter out, int seq, int last) {
        out.bytes(new byte[] {1, 0});
        out.varint(seq - last);
    }

    private static int extension(ByteWriter out, int kind, int... body) {
        kind(out, kind);
        out.varint(body.length);
        for (int part : body) {
            out.u8(part);
        }
        return 1;
    }

    private static int extension(ByteWriter out, int kind, byte[] body) {
        kind(out, kind);
        out.varint(body.length);
        out.bytes(body);
        return 1;
    }

    static Iterable<String> names() {
        return SHAPES.keySet();
    }

    /** A change with one operation of a kind, a write, delete or reset, on a map that it does not create. */
    static byte[] onlyAt(int kind, String key) {
        ByteWriter operation = new ByteWriter(16);
        operation.varint(kind);
        container(operation, 1, key);
        operation.bytes(kind == 0x20 ? new byte[] {1, 'k', 0, 0} : new byte[] {0});
        return change(operation, 1);
    }

    /** A change of about a length. */
    static byte[] change(String name, int length) {
        Shape shape = Objects.requireNonNull(SHAPES.get(name), name);
        ByteWriter operations = new ByteWriter(length);
        shape.beginning().accept(operations);
        int seq = shape.seqs();
        int parts = shape.operations().size();
        for (int part = 0; part < parts; part++) {
            int end = (length - OVERHEAD) * (part + 1) / parts;
            for (int number = 0; operations.position() < end; number++) {
                seq += shape.operations().get(part).write(operations, seq, number);
            }
        }
        return change(operations, seq);
    }

    private static byte[] change(ByteWriter operations, int seqs) {
        ByteWriter out = new ByteWriter(operations.position() + OVERHEAD);
        out.u8(0x11);
        out.u8(seqs > 1 ? 8 : 0);
        out.u64(0x11);
        out.varint(0);
        if (seqs > 1) {
            out.varint(seqs);
        }
        out.u48(ManualPhysicalClock.START);
        out.bytes(operations.toByteArray());
        out.u32(0);
        return Forgery.sealChange(out.toByteArray(), World.ID);
    }
}
