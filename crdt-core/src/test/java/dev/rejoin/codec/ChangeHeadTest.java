package dev.rejoin.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.LimitExceededException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the head of a change may say, and every rule by which another one is refused. */
class ChangeHeadTest {
    private static final String AUTHOR = "0000000000000011";
    private static final String ONE = "0000000000000001";
    private static final String TWO = "0000000000000002";
    private static final String TIME = "019b796dd600";

    private static ChangeHead read(String hex, DecodeLimits limits) {
        ChangeHead head = new ChangeHead();
        ByteReader in = new ByteReader(HexFormat.of().parseHex(hex));
        head.read(in, limits);
        in.expectEnd();
        return head;
    }

    @Test
    void read_everythingThatAHeadCanSay_isWrittenAgain() {
        String hex = "111f" + AUTHOR + "05" + "03" + TIME + "ffff03" + "02" + TWO + "09" + ONE + "04" + "cafe0123"
                + "0141" + "00";
        ChangeHead head = read(hex, DecodeLimits.DEFAULT);
        assertThat(head.replica).isEqualTo(0x11);
        assertThat(head.firstSeq).isEqualTo(5);
        assertThat(head.endSeq()).isEqualTo(8);
        assertThat(head.time).isEqualTo(0x019b_796d_d600_ffffL);
        assertThat(head.referenceCount).isEqualTo(2);
        assertThat(head.referenceIds).startsWith(2, 1);
        assertThat(head.referenceSeqs).startsWith(4, 2);
        assertThat(head.referenceIsDependency).startsWith(true, false);
        assertThat(head.digest).isEqualTo(0xcafe0123);
        assertThat(head.note).isNotNull();
        ByteWriter out = new ByteWriter(8);
        head.write(out);
        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(hex);
    }

    @Test
    void read_moreReferencesThanBefore_makesRoom() {
        StringBuilder many = new StringBuilder("1101" + AUTHOR + "00" + TIME + "14");
        for (int i = 0; i < 20; i++) {
            many.append(HexFormat.of().toHexDigits(i + 100L)).append("02");
        }
        ChangeHead head = read(many.toString(), DecodeLimits.DEFAULT);
        assertThat(head.referenceCount).isEqualTo(20);
        assertThat(head.referenceIds[19]).isEqualTo(119);
    }

    @Test
    void read_largestNumbers_areTaken() {
        assertThat(read("1100" + AUTHOR + "ffffffffff1f" + TIME, DecodeLimits.DEFAULT).firstSeq)
                .isEqualTo((1L << 40) - 1);
        assertThat(read("1108" + AUTHOR + "00" + "ffffffffff1f" + TIME, DecodeLimits.DEFAULT)
                        .endSeq())
                .isEqualTo((1L << 40) - 1);
        assertThat(read("1101" + AUTHOR + "00" + TIME + "01" + ONE + "ffffffffff3f", DecodeLimits.DEFAULT)
                        .referenceSeqs)
                .startsWith((1L << 40) - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "seq of more than 40 bits, 1100, 808080808020, '', BAD_VALUE",
        "seq of 64 bits, 1100, ffffffffffffffffff01, '', BAD_VALUE",
        "count of one, 1108, 0001, '', BAD_VALUE",
        "count of none, 1108, 0000, '', BAD_VALUE",
        "count of 64 bits, 1108, 00ffffffffffffffffff01, '', BAD_VALUE",
        "seqs that leave 40 bits, 1108, 01ffffffffff1f, '', BAD_VALUE",
        "counter of none, 1104, 00, 00, BAD_VALUE",
        "counter of 17 bits, 1104, 00, 808004, LIMIT",
        "no references, 1101, 00, 00, BAD_VALUE",
        "the author as a reference, 1101, 00, 01000000000000001101, BAD_VALUE",
        "reference of more than 40 bits, 1101, 00, 010000000000000001808080808040, BAD_VALUE",
        "one replica twice, 1101, 00, 02000000000000000101000000000000000102, DUPLICATE",
        "more references than bytes, 1101, 00, 020000000000000001, TRUNCATED",
        "a note that says nothing, 1102, 00, 0000, BAD_VALUE",
        "a digest that is cut off, 1110, 00, 010203, TRUNCATED",
    })
    void read_whatNoHeadSays_isRefused(String why, String flags, String seqs, String rest, Kind kind) {
        CorruptDataException error = catchThrowableOfType(
                CorruptDataException.class, () -> read(flags + AUTHOR + seqs + TIME + rest, DecodeLimits.DEFAULT));
        assertThat(error).as(why).isNotNull();
        assertThat(error.kind()).as(why).isEqualTo(kind);
    }

    @Test
    void read_timeBeyondItsBounds_isRefused() {
        for (String time : new String[] {"000000000000", "800000000000"}) {
            CorruptDataException error = catchThrowableOfType(
                    CorruptDataException.class, () -> read("1100" + AUTHOR + "00" + time, DecodeLimits.DEFAULT));
            assertThat(error.kind()).isEqualTo(Kind.BAD_VALUE);
        }
    }

    @Test
    void read_moreReplicasThanTheDeviceTakes_isRefusedForNow() {
        DecodeLimits one = DecodeLimits.builder().maxReplicas(1).build();
        read("1101" + AUTHOR + "00" + TIME + "01" + ONE + "02", one);
        assertThat(catchThrowableOfType(
                        LimitExceededException.class,
                        () -> read("1101" + AUTHOR + "00" + TIME + "02" + ONE + "02" + TWO + "02", one)))
                .isNotNull();
    }
}
