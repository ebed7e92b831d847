package dev.rejoin.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ByteWriterTest {
    private final ByteWriter writer = new ByteWriter(1);

    private String hex() {
        return HexFormat.of().formatHex(writer.toByteArray());
    }

    @Test
    void fixedWidth_anyNumber_isBigEndian() {
        writer.u8(0x1FF);
        writer.u16(0x12345);
        writer.u32(0xCAFEBABE);
        writer.u48(0x123456789ABCL);
        writer.u64(0x0123456789ABCDEFL);
        writer.bool(true);
        writer.bool(false);
        assertThat(hex()).isEqualTo("ff" + "2345" + "cafebabe" + "123456789abc" + "0123456789abcdef" + "0100");
    }

    @Test
    void u48_moreThan48Bits_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> writer.u48(1L << 48));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.u48(-1));
    }

    @Test
    void varint_boundaries_areShortestLeb128() {
        for (long value : new long[] {0, 127, 128, 16383, 16384, Long.MAX_VALUE, -1}) {
            writer.varint(value);
        }
        assertThat(hex())
                .isEqualTo("00" + "7f" + "8001" + "ff7f" + "808001" + "ffffffffffffffff7f" + "ffffffffffffffffff01");
    }

    @Test
    void zigzag_smallNumbers_alternateSigns() {
        for (long value : new long[] {0, -1, 1, -2, 63, -64, 64}) {
            writer.zigzag(value);
        }
        assertThat(hex()).isEqualTo("00" + "01" + "02" + "03" + "7e" + "7f" + "8001");
    }

    @Test
    void string_everyLength_isLengthAndUtf8() {
        for (int length = 0; length < 200; length++) {
            for (String unit : new String[] {"a", "é", "€", "😀"}) {
                String text = unit.repeat(length);
                writer.reset();
                writer.string(text);
                ByteReader reader = new ByteReader(writer.toByteArray());
                assertThat(reader.varint()).isEqualTo(text.getBytes(UTF_8).length);
                assertThat(reader.bytes(reader.remaining())).isEqualTo(text.getBytes(UTF_8));
            }
        }
    }

    @Test
    void utf8_longText_growsOnce() {
        String text = "x€".repeat(10_000);
        writer.utf8(text);
        assertThat(writer.toByteArray()).isEqualTo(text.getBytes(UTF_8));
    }

    @Test
    void string_unpairedSurrogate_throwsAndWritesNothing() {
        writer.u8(7);
        for (String text : new String[] {"ab\uD800", "ab\uDC00c", "ab\uD800\uD800", "ab\uD83D" + "c".repeat(50)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.string(text))
                    .withMessageContaining("index 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.utf8(text))
                    .withMessageContaining("index 2");
        }
        assertThat(hex()).isEqualTo("07");
    }

    @Test
    void reset_thenWrite_startsAgain() {
        writer.u64(1);
        writer.reset();
        assertThat(writer.position()).isZero();
        writer.u8(2);
        assertThat(hex()).isEqualTo("02");
    }

    @Test
    void truncate_beforeEnd_forgetsTheRest() {
        writer.bytes(new byte[] {1, 2, 3});
        writer.truncate(1);
        assertThat(hex()).isEqualTo("01");
        assertThatThrownBy(() -> writer.truncate(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void bytes_rangesAndWriters_areCopied() {
        byte[] source = {1, 2, 3, 4};
        writer.bytes(source, 1, 3);
        ByteWriter other = new ByteWriter();
        other.u16(0x0506);
        writer.bytes(other);
        source[1] = 9;
        assertThat(hex()).isEqualTo("02030506");
        assertThatThrownBy(() -> writer.bytes(source, 2, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void setU32_writtenPlace_overwrites() {
        writer.u64(0);
        writer.setU32(2, 0x01020304);
        assertThat(hex()).isEqualTo("0000010203040000");
        assertThatThrownBy(() -> writer.setU32(5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> writer.setU32(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void outputs_sameBytes_agree() throws IOException {
        writer.bytes("123456789".getBytes(UTF_8));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        writer.writeTo(stream);
        byte[] copy = new byte[5];
        writer.copyTo(2, 6, copy, 1);
        Crc32c checksum = new Crc32c();
        writer.addTo(checksum, 0, 4);
        writer.addTo(checksum, 4, 9);

        assertThat(stream.toByteArray()).isEqualTo(writer.toByteArray());
        assertThat(copy).containsExactly(0, '3', '4', '5', '6');
        assertThat(writer.toByteArray(2, 4)).containsExactly('3', '4');
        assertThat(writer.crc32c(0, 9)).isEqualTo(checksum.value()).isEqualTo(0xE3069283);
        assertThatThrownBy(() -> writer.crc32c(0, 10)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void grow_moreThanAnArrayHolds_throwsLimit() {
        writer.u8(1);
        assertThatThrownBy(() -> writer.grow(Integer.MAX_VALUE)).isInstanceOf(LimitExceededException.class);
        assertThat(hex()).isEqualTo("01");
    }

    @Test
    void constructor_noRoom_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteWriter(0));
    }
}
