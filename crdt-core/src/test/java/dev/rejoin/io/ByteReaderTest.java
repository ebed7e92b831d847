package dev.rejoin.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.LimitExceededException.Limit;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteReaderTest {
    private static ByteReader reader(String hex) {
        return new ByteReader(HexFormat.of().parseHex(hex));
    }

    private static CorruptDataException corrupt(String hex, Consumer<ByteReader> read) {
        CorruptDataException error = catchThrowableOfType(CorruptDataException.class, () -> read.accept(reader(hex)));
        assertThat(error).as("reading " + hex).isNotNull();
        return error;
    }

    @Test
    void fixedWidth_whatTheWriterWrites_isReadBack() {
        ByteWriter writer = new ByteWriter();
        writer.u8(0xFE);
        writer.u16(0xFEDC);
        writer.u32(0xFEDCBA98);
        writer.u48(0xFEDCBA987654L);
        writer.u64(0xFEDCBA9876543210L);
        writer.bool(true);
        ByteReader reader = new ByteReader(writer.toByteArray());
        assertThat(reader.peekU8()).isEqualTo(0xFE);
        assertThat(reader.u8()).isEqualTo(0xFE);
        assertThat(reader.u16()).isEqualTo(0xFEDC);
        assertThat(reader.u32()).isEqualTo(0xFEDCBA98);
        assertThat(reader.u48()).isEqualTo(0xFEDCBA987654L);
        assertThat(reader.u64()).isEqualTo(0xFEDCBA9876543210L);
        assertThat(reader.bool()).isTrue();
        reader.expectEnd();
    }

    @Test
    void everyRead_atTheEnd_isTruncated() {
        assertThat(corrupt("", ByteReader::u8).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("", ByteReader::peekU8).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("", ByteReader::bool).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("01", ByteReader::u16).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("010203", ByteReader::u32).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("0102030405", ByteReader::u48).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("01020304050607", ByteReader::u64).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("80", ByteReader::varint).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("", ByteReader::zigzag).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("0261", ByteReader::string).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("01", r -> r.bytes(2)).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("01", r -> r.bytes(-1)).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("01", r -> r.skip(2)).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("01", r -> r.slice(2)).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("01", r -> r.narrow(2)).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("01", r -> r.bytes(new byte[2], 0, 2)).kind()).isEqualTo(Kind.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8000",
                "ff00",
                "80808000",
                "ffffffffffffffffff00",
                "ffffffffffffffffff02",
                "80808080808080808080"
            })
    void varint_notShortestOrTooLarge_isOverlong(String hex) {
        CorruptDataException error = corrupt("00" + hex, r -> {
            r.u8();
            r.varint();
        });
        assertThat(error.kind()).isEqualTo(Kind.OVERLONG_VARINT);
        assertThat(error.offset()).isEqualTo(1);
    }

    @Test
    void varint_largest_isAllOnes() {
        assertThat(reader("ffffffffffffffffff01").varint()).isEqualTo(-1);
        assertThat(reader("ffffffffffffffffff01").zigzag()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void varintUpTo_largerNumber_isLimit() {
        assertThat(reader("7f").varintUpTo(127, "n")).isEqualTo(127);
        assertThat(corrupt("8001", r -> r.varintUpTo(127, "n")).kind()).isEqualTo(Kind.LIMIT);
        assertThat(corrupt("ffffffffffffffffff01", r -> r.varintUpTo(127, "n")).kind())
                .isEqualTo(Kind.LIMIT);
    }

    @Test
    void count_moreThanCanFollow_isTruncatedBeforeAllocation() {
        assertThat(reader("02aabbccdd").count(2)).isEqualTo(2);
        assertThat(corrupt("03aabbccdd", r -> r.count(2)).offset()).isZero();
        assertThat(corrupt("ffffffff0f", r -> r.count(1)).kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(corrupt("ffffffffffffffffff01", ByteReader::string).kind()).isEqualTo(Kind.TRUNCATED);
    }

    @Test
    void bool_anotherByte_isBadValue() {
        CorruptDataException error = corrupt("0007", r -> {
            r.bool();
            r.bool();
        });
        assertThat(error.kind()).isEqualTo(Kind.BAD_VALUE);
        assertThat(error.offset()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0af",
                "c080",
                "c328",
                "c3",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "e28228",
                "f08080af",
                "f09f98",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "fe",
                "6162636465666768c328"
            })
    void utf8_malformed_isRefusedWithOffset(String hex) {
        CorruptDataException error = corrupt(hex, r -> r.utf8(r.remaining()));
        assertThat(error.kind()).isEqualTo(Kind.MALFORMED_UTF8);
        assertThat(error.offset()).isEqualTo(hex.startsWith("61") ? 8 : 0);
    }

    @Test
    void utf8_edgesOfEachLength_areRead() {
        String text = "\u0000\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFD\uFFFF\uD800\uDC00\uDBFF\uDFFF";
        ByteWriter writer = new ByteWriter();
        writer.string(text);
        assertThat(new ByteReader(writer.toByteArray()).string()).isEqualTo(text);
    }

    @Test
    void string_longerThanLimit_throwsLimit() {
        assertThat(reader("0161").string(Limit.KEY_BYTES, 1)).isEqualTo("a");
        LimitExceededException error = catchThrowableOfType(
                LimitExceededException.class, () -> reader("026161").string(Limit.KEY_BYTES, 1));
        assertThat(error.limit()).isEqualTo(Limit.KEY_BYTES);
        assertThat(error.allowed()).isEqualTo(1);
        assertThat(error.found()).isEqualTo(2);
        assertThat(error.offset()).hasValue(0);
    }

    @Test
    void slice_ofRange_keepsOffsetsOfTheWhole() {
        ByteReader outer = new ByteReader(HexFormat.of().parseHex("ff0102030405ff"), 1, 6);
        outer.u8();
        ByteReader inner = outer.slice(2);
        assertThat(inner.offset()).isEqualTo(1);
        assertThat(inner.u16()).isEqualTo(0x0203);
        assertThat(inner.remaining()).isZero();
        assertThat(outer.offset()).isEqualTo(3);
        assertThat(outer.remaining()).isEqualTo(2);
        assertThatThrownBy(inner::u8).hasMessageContaining("at byte 3");
    }

    @Test
    void narrow_thenWiden_requiresThatAllIsRead() {
        ByteReader reader = reader("010203");
        int limit = reader.narrow(2);
        reader.u8();
        assertThatThrownBy(() -> reader.widen(limit)).hasMessageContaining("TRAILING_BYTES");
        reader.u8();
        assertThat(reader.remaining()).isZero();
        reader.widen(limit);
        assertThat(reader.u8()).isEqualTo(3);
    }

    @Test
    void expectEnd_leftovers_areTrailingBytes() {
        assertThat(corrupt("01", ByteReader::expectEnd).kind()).isEqualTo(Kind.TRAILING_BYTES);
    }

    @Test
    void seek_withinRange_goesThere() {
        ByteReader reader = reader("010203");
        reader.seek(2);
        assertThat(reader.u8()).isEqualTo(3);
        assertThatThrownBy(() -> reader.seek(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void wrap_otherBytes_startsAgain() {
        ByteReader reader = reader("010203");
        reader.u16();
        reader.wrap(new byte[] {1, 2, 3, 4}, 1, 3);
        assertThat(reader.offset()).isZero();
        assertThat(reader.limit()).isEqualTo(2);
        assertThat(reader.u16()).isEqualTo(0x0203);
        assertThatThrownBy(() -> reader.wrap(new byte[2], 1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void checksum_ofRange_isThatOfTheBytes() {
        ByteReader reader = new ByteReader("x123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8), 1, 10);
        assertThat(reader.crc32c(0, 9)).isEqualTo(0xE3069283);
        Crc32c checksum = new Crc32c();
        reader.addTo(checksum, 0, 9);
        assertThat(checksum.value()).isEqualTo(0xE3069283);
        assertThatThrownBy(() -> reader.crc32c(0, 10)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void bytes_ofReader_areACopy() {
        byte[] source = {1, 2};
        byte[] read = new ByteReader(source).bytes(2);
        source[0] = 9;
        assertThat(read).containsExactly(1, 2);
    }

    @Test
    void corrupt_message_namesPlaceAndExpectation() {
        CorruptDataException error = reader("00").corrupt(Kind.CHECKSUM, "the checksum", "another");
        assertThat(error).hasMessage("Corrupt data (CHECKSUM) at byte 0: expected the checksum, found another");
        assertThat(error.expected()).isEqualTo("the checksum");
        assertThat(error.found()).isEqualTo("another");
    }
}
