package dev.rejoin.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.UnsupportedFormatException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of a frame by number; this reader knows 7 of the odd ones. */
class ExtensionsTest {
    private static Extensions read(String hex, int flags) {
        ByteReader in = new ByteReader(HexFormat.of().parseHex(hex.replace(" ", "")));
        return Extensions.read(in, flags, id -> id == 7);
    }

    private static String written(Extensions extensions) {
        ByteWriter out = new ByteWriter(16);
        extensions.write(out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @Test
    void read_knownAndOptionalParts_areWrittenAgain() {
        Extensions read = read("03 00020102 040103 0700", WireFormat.EXTENDED);
        assertThat(read.get(0)).containsExactly(1, 2);
        assertThat(read.get(4)).containsExactly(3);
        assertThat(read.get(7)).isEmpty();
        assertThat(read.get(9)).isEmpty();
        assertThat(read.flag()).isEqualTo(WireFormat.EXTENDED);
        assertThat(written(read)).isEqualTo("030002010204" + "0103" + "0700");
    }

    @Test
    void with_andWithoutAPart_areOthers() {
        Extensions none = Extensions.NONE;
        assertThat(none.flag()).isZero();
        assertThat(written(none)).isEmpty();
        Extensions one = none.with(4, new byte[] {5});
        assertThat(one.get(4)).containsExactly(5);
        assertThat(none.get(4)).isEmpty();
        assertThat(written(one)).isEqualTo("01040105");
        assertThat(written(one.with(4, new byte[] {6}))).isEqualTo("01040106");
        assertThat(one.with(4, new byte[0]).flag()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "none where there must be some, 00, BAD_VALUE",
        "one twice, 02 0400 0400, DUPLICATE",
        "not ascending, 02 0400 0200, UNSORTED",
        "fewer than announced, 02 0400, TRUNCATED",
        "shorter than it says, 01 0402ff, TRUNCATED",
        "bytes behind the last, 01 0400 00, TRAILING_BYTES",
    })
    void read_malformed_isRefused(String what, String hex, Kind kind) {
        CorruptDataException refused =
                catchThrowableOfType(CorruptDataException.class, () -> read(hex, WireFormat.EXTENDED));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.kind()).as(what).isEqualTo(kind);
    }

    @Test
    void read_withoutTheFlag_expectsTheEnd() {
        assertThat(read("", 0).flag()).isZero();
        assertThat(catchThrowableOfType(CorruptDataException.class, () -> read("010400", 0))
                        .kind())
                .isEqualTo(Kind.TRAILING_BYTES);
    }

    @Test
    void read_requiredPartOfALaterVersion_isUnsupported() {
        assertThatThrownBy(() -> read("01 0900", WireFormat.EXTENDED)).isInstanceOf(UnsupportedFormatException.class);
    }
}
