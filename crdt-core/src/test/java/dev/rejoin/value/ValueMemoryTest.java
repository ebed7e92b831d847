package dev.rejoin.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rejoin.io.ByteWriter;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that take the most memory for each byte of theirs. Allocated bytes are counted by the JVM, not timed. */
class ValueMemoryTest {
    private static final int CONSTANT = 1 << 20;
    private static final int PER_BYTE = 16;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00", "01", "0300", "039c01", "040000000000000000", "05000109", "0500020100", "0600", "060161",
                        "06026161",
                "0602c3a9", "0700", "070101", "080000", "080201", "0a00", "0a0100", "0a020000", "0a010a010a0100",
                        "0b00",
                "0b010000", "0b01016100", "0b0102616200", "0b02000001610b010000", "0c0000", "0c016100", "0c02616100"
            })
    void decode_listOfManySmallValues_allocatesAtMostSixteenBytesForEach(String hex) {
        byte[] element = HexFormat.of().parseHex(hex);
        for (int size : new int[] {64 << 10, 512 << 10}) {
            byte[] list = list(element, size / element.length);
            long before = allocated();
            Value value = ValueCodec.decode(list);
            long taken = allocated() - before;
            assertThat(taken).isLessThanOrEqualTo(CONSTANT + (long) PER_BYTE * list.length);
            assertThat(((Value.ListValue) value).size()).isEqualTo(size / element.length);
        }
    }

    private static byte[] list(byte[] element, int count) {
        ByteWriter writer = new ByteWriter(element.length * count + 8);
        writer.u8(0x0A);
        writer.varint(count);
        for (int i = 0; i < count; i++) {
            writer.bytes(element);
        }
        return writer.toByteArray();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
