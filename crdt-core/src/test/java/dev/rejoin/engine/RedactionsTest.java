package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a snapshot keeps of redactions. */
class RedactionsTest {
    private static final String ONE = "0000000000000001";
    private static final String LARGE = "ffffffffffffffff";
    private static final String LAST_SEQ = "ffffffffff1f";
    /** One span, and a reason. */
    private static final String REST = "01" + ONE + "0203" + "0178";

    private static Redactions read(String hex) {
        Redactions redactions = new Redactions();
        redactions.read(HexFormat.of().parseHex(hex));
        return redactions;
    }

    @Test
    void read_whatWasWritten_isTheSame() {
        Redactions redactions = new Redactions();
        assertThat(redactions.isEmpty()).isTrue();
        assertThat(redactions.toBytes()).isEmpty();
        OpIdSpan span = new OpIdSpan(new ReplicaId(1), 2, 5);
        redactions.add(OpId.of(-1, 300), new RedactOp(List.of(span), "why"));
        redactions.add(OpId.of(1, 9), new RedactOp(List.of(span, new OpIdSpan(new ReplicaId(-1), 0, 1)), "x"));
        redactions.add(OpId.of(1, 7), new RedactOp(List.of(span), "x"));
        assertThat(redactions.isEmpty()).isFalse();
        String hex = HexFormat.of().formatHex(redactions.toBytes());
        assertThat(hex)
                .isEqualTo("03" + ONE + "07" + REST + ONE + "0902" + ONE + "0203" + LARGE + "00010178" + LARGE
                        + "ac0201" + ONE + "020303776879");
        Redactions read = read(hex);
        assertThat(read.isEmpty()).isFalse();
        assertThat(read.all()).isEqualTo(redactions.all());
        assertThat(read("").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "the largest seq, 01" + ONE + LAST_SEQ + REST + ", 1099511627775",
        "a span to the largest seq, 01" + ONE + "0901" + ONE + "00" + LAST_SEQ + "0178, 9",
        "a span of the last, 01" + ONE + "0901" + ONE + "feffffffff1f010178, 9",
    })
    void read_theLargestThatIsPossible_isRead(String what, String hex, long seq) {
        assertThat(read(hex).all()).as(what).containsOnlyKeys(OpId.of(1, seq));
        assertThat(HexFormat.of().formatHex(read(hex).toBytes())).as(what).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "one redaction twice, 02" + ONE + "09" + REST + ONE + "09" + REST + ", UNSORTED",
        "not ascending by seq, 02" + ONE + "09" + REST + ONE + "08" + REST + ", UNSORTED",
        "not ascending by replica, 02" + LARGE + "01" + REST + ONE + "08" + REST + ", UNSORTED",
        "a seq of more than 40 bits, 01" + ONE + "808080808020" + REST + ", BAD_VALUE",
        "a seq of 64 bits, 01" + ONE + "ffffffffffffffffff01" + REST + ", BAD_VALUE",
        "a span of nothing, 01" + ONE + "0901" + ONE + "02000178, BAD_VALUE",
        "a span beyond the largest seq, 01" + ONE + "0901" + ONE + "01" + LAST_SEQ + "0178, BAD_VALUE",
        "spans that touch, 01" + ONE + "0902" + ONE + "0203" + ONE + "05010178, UNSORTED",
        "spans that go down, 01" + ONE + "0902" + ONE + "0503" + ONE + "02010178, UNSORTED",
        "fewer than announced, 02" + ONE + "09" + REST + ", TRUNCATED",
        "bytes behind the last, 01" + ONE + "09" + REST + "00, TRAILING_BYTES",
    })
    void read_malformed_isRefused(String what, String hex, Kind kind) {
        CorruptDataException refused = catchThrowableOfType(CorruptDataException.class, () -> read(hex));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.kind()).as(what).isEqualTo(kind);
    }
}
