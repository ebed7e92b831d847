package dev.rejoin.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gaps of a part that has seqs 0 to 9 of author 0 and seqs 5 to 7 of author 1. */
class GapsTest {
    private static final long[] STARTS = {ElementId.of(0, 0), ElementId.of(1, 5)};
    private static final long[] ENDS = {ElementId.of(0, 10), ElementId.of(1, 8)};

    private static IdRanges read(String hex) {
        ByteReader in = new ByteReader(HexFormat.of().parseHex(hex.replace(" ", "")));
        IdRanges gaps = Gaps.read(in, STARTS, ENDS);
        in.expectEnd();
        return gaps;
    }

    @ParameterizedTest
    @CsvSource({
        "00, ''",
        "01 00000a, 0:0+10",
        "01 000901, 0:9+1",
        "02 000203 000104, '0:2+3 0:6+4'",
        "02 000001 010003, '0:0+1 1:5+3'",
        "01 010201, 1:7+1",
    })
    void read_whatIsAmongTheOperations_isTaken(String hex, String runs) {
        List<String> found = new ArrayList<>();
        read(hex)
                .forEach((first, count) ->
                        found.add(ElementId.replica(first) + ":" + ElementId.seq(first) + "+" + count));
        assertThat(String.join(" ", found)).isEqualTo(runs);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, 01 000000, BAD_VALUE",
        "beyond the end, 01 000902, BAD_VALUE",
        "behind the end, 01 000a01, BAD_VALUE",
        "beyond the end of the other author, 01 010004, BAD_VALUE",
        "beyond the end behind another gap, 02 000203 000105, BAD_VALUE",
        "touching the one before, 02 000203 000001, BAD_VALUE",
        "skipped beyond 64 bits, 01 00ffffffffffffffffff0101, BAD_VALUE",
        "count beyond 64 bits, 01 0000ffffffffffffffffff01, BAD_VALUE",
        "authors that go back, 02 010001 000001, UNSORTED",
        "fewer than announced, 02 000203, TRUNCATED",
    })
    void read_whatIsNotAmongTheOperations_isRefused(String what, String hex, Kind kind) {
        CorruptDataException refused = catchThrowableOfType(CorruptDataException.class, () -> read(hex));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.kind()).as(what).isEqualTo(kind);
    }

    @Test
    void read_gapOfAPartWithoutOperations_isRefused() {
        ByteReader in = new ByteReader(new byte[] {1, 0, 0, 1});
        CorruptDataException refused =
                catchThrowableOfType(CorruptDataException.class, () -> Gaps.read(in, new long[0], new long[0]));
        assertThat(refused.kind()).isEqualTo(Kind.UNSORTED);
    }
}
