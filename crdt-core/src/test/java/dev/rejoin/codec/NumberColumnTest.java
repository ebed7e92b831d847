package dev.rejoin.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberColumnTest {
    private static byte[][] write(long... numbers) {
        NumberColumn column = new NumberColumn();
        for (long number : numbers) {
            column.add(number);
        }
        ByteWriter bits = new ByteWriter();
        column.writeBits(bits);
        return new byte[][] {column.classes().toByteArray(), bits.toByteArray()};
    }

    private static long[] read(byte[] classes, byte[] bits) {
        ByteReader rest = new ByteReader(bits);
        long[] numbers = NumberColumn.read(new ByteReader(classes), rest);
        rest.expectEnd();
        return numbers;
    }

    private static void assertRoundTrip(long... numbers) {
        byte[][] written = write(numbers);
        assertThat(read(written[0], written[1])).containsExactly(numbers);
    }

    @Test
    void read_numbersAroundEachPowerOfTwo_areAsWritten() {
        for (int log = 0; log < Long.SIZE; log++) {
            long power = 1L << log;
            assertRoundTrip(power - 1, power, power + 1, power + (power >>> 1), power | power >>> 2);
        }
        assertRoundTrip(0, -1, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Test
    void read_anyNumbers_areAsWritten() {
        Random random = new Random(1);
        for (int run = 0; run < 200; run++) {
            long[] numbers = random.longs(random.nextInt(50))
                    .map(number -> number >>> random.nextInt(Long.SIZE))
                    .toArray();
            assertRoundTrip(numbers);
        }
    }

    @Test
    void write_numbersBelow16_takeOneByteAndNoBits() {
        byte[][] written = write(0, 7, 15);
        assertThat(written[0]).containsExactly(0, 7, 15);
        assertThat(written[1]).isEmpty();
    }

    @Test
    void signed_ofAnySign_isAsAdded() {
        NumberColumn column = new NumberColumn();
        long[] numbers = {0, -1, 1, -200, Long.MIN_VALUE, Long.MAX_VALUE};
        for (long number : numbers) {
            column.addSigned(number);
        }
        ByteWriter bits = new ByteWriter();
        column.writeBits(bits);
        long[] read = read(column.classes().toByteArray(), bits.toByteArray());
        for (int i = 0; i < numbers.length; i++) {
            assertThat(NumberColumn.signed(read[i])).isEqualTo(numbers[i]);
        }
    }

    @Test
    void read_bitsThatAreMissing_isRefused() {
        byte[] classes = write(1 << 20)[0];
        CorruptDataException thrown =
                catchThrowableOfType(CorruptDataException.class, () -> read(classes, new byte[] {1, 2}));
        assertThat(thrown.kind()).isEqualTo(Kind.TRUNCATED);
    }

    @Test
    void read_paddingThatIsNotZero_isRefused() {
        byte[][] written = write(100);
        written[1][written[1].length - 1] |= (byte) 0x80;
        CorruptDataException thrown =
                catchThrowableOfType(CorruptDataException.class, () -> read(written[0], written[1]));
        assertThat(thrown.kind()).isEqualTo(Kind.NOT_CANONICAL);
    }
}
