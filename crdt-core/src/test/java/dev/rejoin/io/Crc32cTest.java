package dev.rejoin.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class Crc32cTest {
    /** The check value of the CRC catalogue. */
    private static final int CHECK = 0xE3069283;

    private final byte[] digits = "x123456789x".getBytes(US_ASCII);

    @Test
    void of_checkString_isCheckValue() {
        assertThat(Crc32c.of(digits, 1, 10)).isEqualTo(CHECK);
        assertThat(Crc32c.of(digits, 0, 0)).isZero();
    }

    @Test
    void update_inPieces_isTheSame() {
        Crc32c checksum = new Crc32c();
        checksum.update(digits, 0, 3).reset();
        checksum.update(digits, 1, 4).update(ByteBuffer.wrap(digits, 4, 6));
        assertThat(checksum.value()).isEqualTo(CHECK);
    }

    @Test
    void updateU64_number_isItsBytesBigEndian() {
        byte[] bytes = ByteBuffer.allocate(8).putLong(0x0123456789ABCDEFL).array();
        assertThat(new Crc32c().updateU64(0x0123456789ABCDEFL).value()).isEqualTo(Crc32c.of(bytes, 0, 8));
    }
}
