package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.CrdtException;
import dev.rejoin.codec.Frames;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.value.Value;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The canonical state, damaged in every way that comes to mind. */
class StateReaderTest {
    private long now = 1_000_000;

    /** A state with everything in it: conflicts, deleted and recreated containers, list elements of all kinds. */
    private Device rich() {
        Device a = new Device(1, () -> now++);
        Device b = new Device(0x9000_0000_0000_0000L, () -> now++);
        for (int i = 0; i < 6; i++) {
            int n = i;
            var left = a.edit(root -> edit(root, n));
            var right = b.edit(root -> edit(root, n + 3));
            a.receive(right);
            b.receive(left);
        }
        assertThat(a.save(false)).isEqualTo(b.save(false));
        return a;
    }

    private static void edit(MapEditor root, int n) {
        root.put("k" + n % 4, "value " + n).put("n", n).put("large", Value.of("x".repeat(60)));
        root.map("m").map("n" + n % 2).put("x", n).text("t").insert(0, "text \uD83D\uDE00 " + n);
        root.counter("c").increment(n);
        root.set("s").add(n % 3).remove(n % 2);
        ListEditor list = root.list("l");
        list.append(n).insertMap(0).put("inside", n);
        list.set(list.size() - 1, "set " + n);
        list.move(0, list.size() - 1).move(list.size() / 2, 0);
        if (n % 3 == 1) {
            root.remove("m");
            list.remove(1);
        }
        if (n % 3 == 2) {
            root.counter("c").set(n);
            root.text("m2").append("abc").delete(1, 2);
        }
    }

    private static byte[] encode(Device device) {
        return joined(columns(device));
    }

    private static ByteWriter[] columns(Device device) {
        ByteWriter[] columns = Frames.columns(device.state.stateColumns());
        long[] ends = new long[device.context.replicas().size()];
        Arrays.fill(ends, Long.MAX_VALUE);
        device.state.writeState(columns, ends, false);
        return columns;
    }

    private static byte[] joined(ByteWriter[] columns) {
        ByteWriter out = new ByteWriter();
        Frames.writeColumns(columns, false, out);
        return out.toByteArray();
    }

    private Device decode(byte[] bytes, Device like) {
        return decode(bytes, like, ElementId.MAX_SEQ);
    }

    private Device decode(byte[] bytes, Device like, long end) {
        Device device = new Device(77, () -> now);
        long[] ends = new long[like.context.replicas().size() + 1];
        Arrays.fill(ends, Long.MAX_VALUE);
        for (int i = 0; i < like.context.replicas().size(); i++) {
            device.context.replicas().intern(like.context.replicas().id(i));
        }
        ByteReader in = new ByteReader(bytes);
        ByteReader[] columns = Frames.readColumns(in, device.state.stateColumns(), false, DecodeLimits.DEFAULT);
        long[] version = new long[ends.length];
        Arrays.fill(version, end);
        device.state.readState(columns, version, ends, DecodeLimits.DEFAULT);
        in.expectEnd();
        return device;
    }

    @Test
    void read_whatWasWritten_writesTheSame() {
        Device device = rich();
        Device copy = decode(encode(device), device);
        copy.state.checkInvariants();
        assertThat(encode(copy)).isEqualTo(encode(device));
        assertThat(copy.json()).isEqualTo(device.json());
    }

    @Test
    void read_truncatedAnywhere_isRefused() {
        Device device = rich();
        byte[] bytes = encode(device);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(outcome(cut, device)).as("length " + length).isEqualTo("refused");
        }
    }

    /** No part of the state is passed over in silence. */
    @Test
    void read_oneMoreByteInAnyColumn_isRefused() {
        Device device = rich();
        int number = columns(device).length;
        for (int column = 0; column < number; column++) {
            for (int more : new int[] {0, 1, 2, 7, 0x7F}) {
                ByteWriter[] columns = columns(device);
                columns[column].u8(more);
                assertThat(outcome(joined(columns), device))
                        .as(more + " behind column " + column)
                        .isEqualTo("refused");
            }
        }
    }

    @Test
    void read_damagedAnywhere_isRefusedOrWritesWhatItRead() {
        Device device = rich();
        byte[] bytes = encode(device);
        Random random = new Random(3);
        int other = 0;
        for (int i = 0; i < 6_000; i++) {
            byte[] damaged = bytes.clone();
            int flips = 1 + random.nextInt(3);
            for (int f = 0; f < flips; f++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            other += outcome(damaged, device).equals("refused") ? 0 : 1;
        }
        assertThat(other).isPositive();
    }

    /** C11: ids that the version does not have would be taken again by later changes. */
    @Test
    void read_idsBeyondTheVersion_areRefused() {
        Device device = rich();
        byte[] bytes = encode(device);
        for (long end = 0; end < 20; end++) {
            long version = end;
            assertThatExceptionOfType(CorruptDataException.class)
                    .isThrownBy(() -> decode(bytes, device, version))
                    .satisfies(refused -> assertThat(refused.kind()).isEqualTo(CorruptDataException.Kind.BAD_VALUE));
        }
    }

    /** C6: tombstones take no bytes but their number. */
    @Test
    void read_fewBytesForManyElements_isLimited() {
        Device device = new Device(1, () -> now++);
        device.edit(root -> root.text("t").append("ab").delete(0, 2));
        ByteWriter[] columns = Frames.columns(device.state.stateColumns());
        device.state.writeState(columns, new long[] {Long.MAX_VALUE}, false);
        int[] counted = {2, 7}; // lengths and fates
        for (int column : counted) {
            assertThat(columns[column].toByteArray()).endsWith((byte) 2);
            columns[column].truncate(columns[column].position() - 1);
            columns[column].varint(1L << 30);
        }
        ByteWriter out = new ByteWriter();
        Frames.writeColumns(columns, false, out);
        assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> decode(out.toByteArray(), device));
    }

    /** Never anything but a typed refusal, or a state that writes the bytes that it was read from. */
    private String outcome(byte[] bytes, Device like) {
        Device read;
        try {
            read = decode(bytes, like);
        } catch (CrdtException refused) {
            return "refused";
        }
        assertThat(encode(read)).isEqualTo(bytes);
        return "read";
    }
}
