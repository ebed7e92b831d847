package dev.rejoin.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rejoin.io.ByteWriter;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a byte from outside may cost in memory, at worst. */
class ValueAllocationTest {
    private static final int ELEMENTS = 100_000;
    private static final int BYTES_PER_BYTE = 30;

    /** The smallest forms of each type, as elements of a list. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "01",
                "0302",
                "048000000000000000",
                "05000105",
                "0600",
                "060161",
                "0602c3a9",
                "0700",
                "070101",
                "080000",
                "0a00",
                "0a0100",
                "0a020000",
                "0b00",
                "0b010000",
                "0b01016100",
                "0c0000",
                "0c016100"
            })
    void decode_manySmallElements_allocatesInProportionToTheBytes(String hex) {
        byte[] element = HexFormat.of().parseHex(hex);
        ByteWriter writer = new ByteWriter();
        writer.u8(0x0A);
        writer.varint(ELEMENTS);
        for (int i = 0; i < ELEMENTS; i++) {
            writer.bytes(element);
        }
        byte[] bytes = writer.toByteArray();
        ValueCodec.decode(bytes);

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ValueCodec.decode(bytes);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated / (double) bytes.length).isLessThan(BYTES_PER_BYTE);
    }
}
