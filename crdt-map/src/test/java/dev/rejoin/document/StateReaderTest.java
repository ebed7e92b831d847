package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.CrdtException;
import dev.rejoin.codec.Frames;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.DecodeLimits;
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
        ByteWriter[] columns = Frames.columns(device.state.stateColumns());
        long[] ends = new long[device.context.replicas().size()];
        Arrays.fill(ends, Long.MAX_VALUE);
        device.state.writeState(columns, ends);
        ByteWriter out = new ByteWriter();
        Frames.writeColumns(columns, false, out);
        return out.toByteArray();
    }

    private Device decode(byte[] bytes, Device like) {
        Device device = new Device(77, () -> now);
        long[] ends = new long[like.context.replicas().size() + 1];
        Arrays.fill(ends, Long.MAX_VALUE);
        for (int i = 0; i < like.context.replicas().size(); i++) {
            device.context.replicas().intern(like.context.replicas().id(i));
        }
        ByteReader in = new ByteReader(bytes);
        device.state.readState(Frames.readColumns(in, device.state.stateColumns(), false, DecodeLimits.DEFAULT), ends);
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
