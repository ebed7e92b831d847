package dev.rejoin.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.member.ReturnOp.Run;
import dev.rejoin.member.ReturnOp.Skip;
import dev.rejoin.op.ByteOpReader;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.op.OpReader;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturnTableTest {
    private static final ReplicaId FORMER = new ReplicaId(-2);
    private static final ReplicaId AGAIN = new ReplicaId(3);
    private static final ReplicaId OTHER = new ReplicaId(4);
    private static final VersionVector VERSION =
            VersionVector.builder().set(AGAIN, 100).set(OTHER, 100).build();

    private static ReturnOp op(long first, long count, Run... runs) {
        return new ReturnOp(FORMER, first, count, List.of(runs), List.of());
    }

    private static byte[] bytes(ReturnTable table) {
        ByteWriter out = new ByteWriter(64);
        table.write(out);
        return out.toByteArray();
    }

    private static ReturnTable read(byte[] bytes) {
        ReturnTable table = new ReturnTable();
        ByteReader in = new ByteReader(bytes);
        table.read(in, VERSION);
        in.expectEnd();
        return table;
    }

    @Test
    void apply_runsThatGoOn_areOneInTheBytes() {
        ReturnTable parts = new ReturnTable();
        parts.apply(op(5, 3, new Run(5, 10, 3)), AGAIN);
        parts.apply(op(8, 4, new Run(8, 13, 2), new Run(11, 20, 1)), AGAIN);
        ReturnTable whole = new ReturnTable();
        whole.apply(op(5, 7, new Run(5, 10, 5), new Run(11, 20, 1)), AGAIN);
        assertThat(bytes(parts)).isEqualTo(bytes(whole));
        assertThat(parts.find(FORMER, 9)).isEqualTo(new OpId(AGAIN, 14));
        assertThat(parts.find(FORMER, 10)).isNull();
        assertThat(parts.find(OTHER, 9)).isNull();
        assertThat(parts.through(FORMER)).isEqualTo(12);
        assertThat(parts.list()).containsExactly(new Returned(FORMER, AGAIN, 12));
    }

    @Test
    void apply_thenTakeBack_isAsBefore() {
        ReturnTable table = new ReturnTable();
        Runnable first = table.apply(op(0, 3, new Run(0, 1, 3)), AGAIN);
        assertThat(table.isEmpty()).isFalse();
        byte[] before = bytes(table);
        table.apply(op(3, 2, new Run(3, 9, 2)), AGAIN).run();
        table.apply(op(0, 9, new Run(0, 1, 3)), OTHER).run();
        assertThat(bytes(table)).isEqualTo(before);
        first.run();
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void apply_runThatOverlapsAnEarlierOne_isPassedOver() {
        ReturnTable table = new ReturnTable();
        table.apply(op(0, 10, new Run(2, 10, 4)), AGAIN);
        table.apply(op(0, 10, new Run(0, 30, 3), new Run(5, 40, 3), new Run(8, 50, 1)), AGAIN);
        assertThat(table.find(FORMER, 2)).isEqualTo(new OpId(AGAIN, 10));
        assertThat(table.find(FORMER, 5)).isEqualTo(new OpId(AGAIN, 13));
        assertThat(table.find(FORMER, 8)).isEqualTo(new OpId(AGAIN, 50));
        assertThat(table.find(FORMER, 0)).isNull();
        assertThat(bytes(read(bytes(table)))).isEqualTo(bytes(table));
    }

    @Test
    void read_anythingElse_isRefused() {
        ReturnTable table = new ReturnTable();
        table.apply(op(0, 10, new Run(2, 10, 4)), AGAIN);
        table.apply(op(0, 10), OTHER);
        byte[] good = bytes(table);
        assertThat(bytes(read(good))).isEqualTo(good);
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(CorruptDataException.class);
        }
        byte[] none = {0};
        assertThatThrownBy(() -> read(none)).isInstanceOf(CorruptDataException.class);
        byte[] beyond = good.clone();
        beyond[good.length - 12] = 99; // the run ends behind what there is of its replica
        assertThatThrownBy(() -> read(beyond)).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void codec_writesAndReads_andRefusesWhatIsOutside() {
        ReturnOp op = new ReturnOp(
                FORMER,
                7,
                20,
                List.of(new Run(7, 1, 2), new Run(12, 5, 3)),
                List.of(new Skip(9, 1, 2), new Skip(12, 3, 1 << 20)));
        ReturnOpCodec codec = new ReturnOpCodec();
        ByteWriter out = new ByteWriter(64);
        codec.write(op, new ByteOpWriter(out));
        assertThat(codec.read(ReturnOp.TAG, new ByteOpReader(new ByteReader(out.toByteArray()))))
                .isEqualTo(op);
        byte[] outside = out.toByteArray();
        outside[2] = 4; // so many operations are too few for the runs
        OpReader reader = new ByteOpReader(new ByteReader(outside));
        assertThatThrownBy(() -> codec.read(ReturnOp.TAG, reader)).isInstanceOf(CorruptDataException.class);
        assertThat(op.endsBelow(8)).isTrue();
        assertThat(op.endsBelow(7)).isFalse();
        assertThat(op(0, 3, new Run(0, 0, 3)).endsBelow(3)).isTrue();
        assertThat(op(0, 3, new Run(0, 0, 3)).endsBelow(2)).isFalse();
        assertThat(op(0, 3, new Run(0, -1, 3)).endsBelow(3)).isFalse();
        assertThatThrownBy(() -> op(0, 3, new Run(1, 1, 3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runsAndSkips_upToTheirBounds_areTakenAndNotBeyond() {
        assertThat(op(0, 1).through()).isEqualTo(1);
        assertThat(op(4, 6, new Run(4, 0, 2), new Run(6, 9, 4)).through()).isEqualTo(10);
        assertOutside(-1, 3);
        assertOutside(0, 0);
        assertOutside(4, 6, new Run(3, 0, 1));
        assertOutside(4, 6, new Run(4, 0, 0));
        assertOutside(4, 6, new Run(6, 0, 5));
        assertOutside(4, 6, new Run(4, 0, 3), new Run(6, 9, 1));
        List<Skip> touching = List.of(new Skip(4, 2, 1), new Skip(6, 4, 1));
        assertThat(new ReturnOp(FORMER, 4, 6, List.of(), touching).skipped()).isEqualTo(touching);
        List<Skip> overlapping = List.of(new Skip(4, 3, 1), new Skip(6, 1, 1));
        assertThatThrownBy(() -> new ReturnOp(FORMER, 4, 6, List.of(), overlapping))
                .isInstanceOf(IllegalArgumentException.class);
        List<Skip> beyond = List.of(new Skip(6, 5, 1));
        assertThatThrownBy(() -> new ReturnOp(FORMER, 4, 6, List.of(), beyond))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertOutside(long first, long count, Run... runs) {
        assertThatThrownBy(() -> op(first, count, runs)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "as much as can be, 01 fffffffffffffffe 01 0000000000000003 0a 02 00 00 02 05 5f 05, ''",
        "runs that do not go on here, 01 fffffffffffffffe 01 0000000000000003 0a 02 00 00 02 02 03 02, ''",
        "runs that do not go on there, 01 fffffffffffffffe 01 0000000000000003 0a 02 00 00 02 03 02 02, ''",
        "two that came back, 02 0000000000000001 01 0000000000000003 01 00 0000000000000002 01 0000000000000003 01 00,"
                + " ''",
        "nobody, 00, NOT_CANONICAL",
        "one former replica twice, 02 0000000000000001 01 0000000000000003 01 00 0000000000000001 01 0000000000000003"
                + " 01 00, BAD_VALUE",
        "nobody came back as it, 01 fffffffffffffffe 00 00000000000000000000, BAD_VALUE",
        "through nothing, 01 fffffffffffffffe 01 0000000000000003 00 00, BAD_VALUE",
        "a replica that is not here, 01 fffffffffffffffe 01 0000000000000009 0a 00, BAD_VALUE",
        "one replica twice, 01 fffffffffffffffe 02 0000000000000003 0a 00 0000000000000003 0a 00, BAD_VALUE",
        "replicas that go down, 01 fffffffffffffffe 02 0000000000000004 0a 00 0000000000000003 0a 00, BAD_VALUE",
        "a run of nothing, 01 fffffffffffffffe 01 0000000000000003 0a 01 00 00 00, BAD_VALUE",
        "a run beyond what was looked at, 01 fffffffffffffffe 01 0000000000000003 0a 01 06 00 05, BAD_VALUE",
        "a run longer than what was looked at, 01 fffffffffffffffe 01 0000000000000003 0a 01 00 00 0b, BAD_VALUE",
        "a run beyond what there is, 01 fffffffffffffffe 01 0000000000000003 0a 01 00 60 05, BAD_VALUE",
        "a run of 64 bits, 01 fffffffffffffffe 01 0000000000000003 0a 01 ffffffffffffffffff01 00 05, BAD_VALUE",
        "runs that overlap, 01 fffffffffffffffe 01 0000000000000003 0a 02 00 00 03 02 20 02, BAD_VALUE",
        "runs that are one, 01 fffffffffffffffe 01 0000000000000003 0a 02 00 00 02 02 02 02, BAD_VALUE",
    })
    void read_atEachBound_takesTheLastAndRefusesTheFirst(String what, String spaced, String refusal) {
        byte[] bytes = HexFormat.of().parseHex(spaced.replace(" ", ""));
        if (refusal.isEmpty()) {
            assertThat(bytes(read(bytes))).as(what).isEqualTo(bytes);
            return;
        }
        CorruptDataException refused = catchThrowableOfType(CorruptDataException.class, () -> read(bytes));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.kind()).as(what).isEqualTo(Kind.valueOf(refusal));
    }

    @Test
    void codec_saysWhatItReads() {
        ReturnOpCodec codec = new ReturnOpCodec();
        assertThat(codec.type()).isEqualTo(ReturnOp.class);
        assertThat(codec.tags()).containsExactly(ReturnOp.TAG);
        assertThat(op(0, 1).tag()).isEqualTo(ReturnOp.TAG);
    }
}
