package dev.rejoin.proptests.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;

class VarintProperties {
    private static final int MORE = 0x80;

    private final ByteReader reader = new ByteReader(new byte[0]);
    private final ByteWriter writer = new ByteWriter();

    @Property
    void write_thenRead_givesTheNumberInTheFewestBytes(@ForAll long value) {
        writer.reset();
        writer.varint(value);
        byte[] bytes = writer.toByteArray();
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(value));
        assertThat(bytes).hasSize((bits + 6) / 7);
        reader.wrap(bytes, 0, bytes.length);
        assertThat(reader.varint()).isEqualTo(value);
        reader.expectEnd();
    }

    @Property
    void zigzag_thenRead_givesTheNumber(@ForAll long value) {
        writer.reset();
        writer.zigzag(value);
        byte[] bytes = writer.toByteArray();
        reader.wrap(bytes, 0, bytes.length);
        assertThat(reader.zigzag()).isEqualTo(value);
        reader.expectEnd();
    }

    @Property
    void read_anyBytes_isTheShortestFormOrRefused(@ForAll @Size(max = 12) byte[] bytes) {
        reader.wrap(bytes, 0, bytes.length);
        try {
            long value = reader.varint();
            writer.reset();
            writer.varint(value);
            assertThat(writer.toByteArray()).isEqualTo(java.util.Arrays.copyOf(bytes, reader.offset()));
        } catch (CorruptDataException e) {
            assertThat(e.kind()).isIn(Kind.TRUNCATED, Kind.OVERLONG_VARINT);
        }
    }

    /**
     * All sequences of one to three bytes of which only the last may end the number; the others decide earlier. Of the
     * longest that go on after their end every sixteenth.
     */
    @Tag("once")
    @Example
    void read_everySequenceUpToThreeBytes_isTheShortestFormOrRefused() {
        byte[] bytes = new byte[3];
        for (int a = 0; a < 256; a++) {
            check(bytes, 1, a);
            for (int b = 0; a >= MORE && b < 256; b++) {
                check(bytes, 2, a, b);
                for (int c = 0; b >= MORE && c < 256; c += c < MORE ? 1 : 16) {
                    check(bytes, 3, a, b, c);
                }
            }
        }
    }

    private void check(byte[] bytes, int length, int... sequence) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) sequence[i];
            value |= (sequence[i] & 0x7FL) << 7 * i;
        }
        int last = sequence[length - 1];
        Kind refusal = last >= MORE ? Kind.TRUNCATED : last == 0 && length > 1 ? Kind.OVERLONG_VARINT : null;
        reader.wrap(bytes, 0, length);
        Kind found = null;
        long read = 0;
        try {
            read = reader.varint();
        } catch (CorruptDataException e) {
            found = e.kind();
        }
        if (found != refusal || (refusal == null && (read != value || reader.remaining() != 0))) {
            throw new AssertionError(java.util.Arrays.toString(sequence) + " gave " + found + " " + read);
        }
    }
}
