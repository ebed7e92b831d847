package dev.rejoin.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.op.ByteOpReader;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PnCounterTest {
    private static final long A = 1;
    private static final long B = 2;
    private static final long Z = -1;

    private final PnCounter counter = new PnCounter();

    @AfterEach
    void invariants() {
        counter.checkInvariants();
    }

    private static byte[] bytes(PnCounter counter) {
        ByteWriter writer = new ByteWriter();
        counter.writeState(writer);
        return writer.toByteArray();
    }

    private static PnCounter read(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        PnCounter counter = PnCounter.readState(new ByteOpReader(reader));
        reader.expectEnd();
        counter.checkInvariants();
        return counter;
    }

    private static OpMeta meta(long replica, long seq, long time) {
        return new OpMeta(replica, seq, time);
    }

    @Test
    void apply_incrementsOfManyReplicas_areSummed() {
        assertThat(counter.longValueExact()).isZero();
        assertThat(counter.apply(counter.prepareIncrement(A, 5), meta(A, 0, 1)))
                .isEqualTo(new CounterEvent.Incremented(5));
        counter.apply(counter.prepareIncrement(B, -7), meta(B, 0, 1));
        counter.apply(counter.prepareIncrement(A, 1), meta(A, 3, 2));
        assertThat(counter.longValueExact()).isEqualTo(-1);
        assertThat(counter.value()).isEqualTo(BigInteger.valueOf(-1));
        assertThat(counter.stepCount()).isEqualTo(3);
    }

    @Test
    void revertIncrements_theLatest_leavesThoseBefore() {
        counter.increment(A, 0, 5);
        counter.increment(A, 1, 7);
        counter.increment(A, 4, 9);
        counter.increment(B, 0, -1);
        counter.revertIncrements(A, 1);
        assertThat(counter.longValueExact()).isEqualTo(4);
        counter.revertIncrements(Z, 0);
        assertThat(counter.longValueExact()).isEqualTo(4);
        counter.increment(A, 1, 2);
        assertThat(counter.longValueExact()).isEqualTo(6);
    }

    @Test
    void isWithin_versionsAroundItsOperations_asksForAll() {
        counter.increment(A, 4, 5);
        counter.reset(counter.prepareSet(3), 2, B, 7);
        assertThat(counter.isWithin(replica -> replica == A ? 5 : 8)).isTrue();
        assertThat(counter.isWithin(replica -> replica == A ? 4 : 8)).isFalse();
        assertThat(counter.isWithin(replica -> replica == A ? 5 : 7)).isFalse();
    }

    @Test
    void set_seenIncrements_areReplacedAndUnseenSurvive() {
        counter.increment(A, 0, 10);
        CounterOp.Reset set = counter.prepareSet(100);
        counter.increment(B, 0, 3);
        assertThat(counter.apply(set, meta(A, 1, 5)))
                .isEqualTo(new CounterEvent.Reset(BigInteger.valueOf(13), BigInteger.valueOf(103)));
        counter.increment(A, 2, 1);
        assertThat(counter.longValueExact()).isEqualTo(104);
        counter.reset(counter.prepareReset(), 6, A, 3);
        assertThat(counter.longValueExact()).isZero();
    }

    @Test
    void set_concurrentSettings_largestGivesTheNumber() {
        CounterOp.Reset five = counter.prepareSet(5);
        CounterOp.Reset seven = counter.prepareSet(7);
        counter.reset(seven, 20, A, 0);
        counter.reset(five, 10, B, 0);
        assertThat(counter.longValueExact()).isEqualTo(7);
    }

    @Test
    void prepareReset_knownFloors_areNotNamedAgain() {
        counter.increment(A, 0, 1);
        counter.increment(B, 0, 2);
        counter.reset(counter.prepareReset(), 1, A, 1);
        counter.increment(B, 1, 4);
        assertThat(counter.prepareReset().floors())
                .isEqualTo(CounterFloors.builder().set(B, 2, 6).build());
    }

    @Test
    void clear_coveredIncrementsAndSettings_noLongerCount() {
        counter.increment(A, 0, 1);
        counter.increment(A, 1, 2);
        counter.increment(A, 5, 4);
        counter.increment(B, 0, 8);
        counter.clear(VersionVector.of(new ReplicaId(A), 2));
        assertThat(counter.longValueExact()).isEqualTo(12);
        counter.clear(VersionVector.of(new ReplicaId(A), 2));
        assertThat(counter.longValueExact()).isEqualTo(12);
        counter.clear(replica -> 100);
        assertThat(counter.longValueExact()).isZero();
        counter.increment(B, 100, 3);
        assertThat(counter.longValueExact()).isEqualTo(3);
    }

    @Test
    void clear_winningSettingCovered_smallerConcurrentOneCounts() {
        PnCounter other = new PnCounter();
        CounterOp.Reset large = new CounterOp.Reset(5, CounterFloors.EMPTY);
        CounterOp.Reset small = new CounterOp.Reset(7, CounterFloors.EMPTY);
        VersionVector covered = VersionVector.of(new ReplicaId(A), 1);

        counter.reset(large, 20, A, 0);
        counter.reset(small, 10, B, 0);
        counter.clear(covered);

        other.reset(large, 20, A, 0);
        other.clear(covered);
        other.reset(small, 10, B, 0);

        assertThat(counter.longValueExact()).isEqualTo(7);
        assertThat(bytes(counter)).isEqualTo(bytes(other));
    }

    @Test
    void prepareIncrement_totalWouldOverflow_throws() {
        counter.increment(A, 0, Long.MAX_VALUE);
        assertThatThrownBy(() -> counter.prepareIncrement(A, 1)).isInstanceOf(ArithmeticException.class);
        assertThat(counter.prepareIncrement(B, Long.MAX_VALUE).delta()).isEqualTo(Long.MAX_VALUE);
        assertThat(counter.validate(new CounterOp.Increment(1), meta(A, 1, 1))).isFalse();
        assertThat(counter.validate(new CounterOp.Increment(-1), meta(A, 1, 1))).isTrue();
        assertThat(counter.validate(new CounterOp.Increment(1), meta(B, 1, 1))).isTrue();
        assertThat(counter.validate(counter.prepareReset(), meta(A, 1, 1))).isTrue();
        assertThatThrownBy(() -> counter.increment(A, 1, 1)).isInstanceOf(ArithmeticException.class);
        assertThat(counter.longValueExact()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void value_beyond64Bits_isExact() {
        counter.increment(A, 0, Long.MAX_VALUE);
        counter.increment(B, 0, Long.MAX_VALUE);
        counter.increment(Z, 0, 5);
        BigInteger expected = BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(1).add(BigInteger.valueOf(5));
        assertThat(counter.value()).isEqualTo(expected);
        assertThat(counter.isLong()).isFalse();
        assertThatThrownBy(counter::longValueExact)
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining(expected.toString());
        counter.reset(new CounterOp.Reset(Long.MIN_VALUE, CounterFloors.EMPTY), 1, A, 1);
        assertThat(counter.value()).isEqualTo(expected.add(BigInteger.valueOf(Long.MIN_VALUE)));
        counter.clear(replica -> 2);
        assertThat(counter.value()).isZero();
        counter.increment(A, 2, Long.MIN_VALUE);
        counter.increment(B, 2, Long.MIN_VALUE);
        assertThat(counter.value()).isEqualTo(BigInteger.valueOf(Long.MIN_VALUE).shiftLeft(1));
    }

    @Test
    void value_baseAndSumTogetherOverflow_isNoLong() {
        counter.reset(new CounterOp.Reset(Long.MAX_VALUE, CounterFloors.EMPTY), 1, A, 0);
        counter.increment(B, 0, 1);
        assertThat(counter.isLong()).isFalse();
        assertThat(counter.value()).isEqualTo(BigInteger.ONE.shiftLeft(63));
        counter.increment(B, 1, -1);
        assertThat(counter.longValueExact()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void fold_belowTheBase_keepsValueAndLaterResets() {
        PnCounter twin = new PnCounter();
        for (PnCounter c : List.of(counter, twin)) {
            c.increment(A, 0, 1);
            c.increment(A, 2, 2);
            c.increment(B, 0, 4);
            c.reset(new CounterOp.Reset(50, CounterFloors.EMPTY), 5, B, 1);
            c.reset(new CounterOp.Reset(60, CounterFloors.EMPTY), 6, A, 3);
            c.increment(A, 4, 8);
        }
        VersionVector base = VersionVector.builder()
                .set(new ReplicaId(A), 4)
                .set(new ReplicaId(B), 2)
                .build();
        counter.fold(base);
        assertThat(counter.stepCount()).isEqualTo(1);
        assertThat(counter.value()).isEqualTo(twin.value());
        for (PnCounter c : List.of(counter, twin)) {
            c.clear(base.with(new ReplicaId(A), 5));
            c.increment(B, 9, 1);
        }
        assertThat(counter.value()).isEqualTo(twin.value()).isEqualTo(BigInteger.ONE);
        twin.fold(base);
        assertThat(bytes(counter)).isEqualTo(bytes(twin));
    }

    @Test
    void raiseFloor_forgedEqualEnds_doesNotDependOnOrder() {
        CounterOp.Reset forged1 =
                new CounterOp.Reset(0, CounterFloors.builder().set(A, 1, 7).build());
        CounterOp.Reset forged2 =
                new CounterOp.Reset(0, CounterFloors.builder().set(A, 1, 9).build());
        PnCounter other = new PnCounter();
        counter.increment(A, 0, 7);
        counter.reset(forged1, 1, B, 0);
        counter.reset(forged2, 2, Z, 0);
        other.increment(A, 0, 7);
        other.reset(forged2, 2, Z, 0);
        other.reset(forged1, 1, B, 0);
        assertThat(bytes(counter)).isEqualTo(bytes(other));
    }

    @Test
    void manyReplicas_anyOrder_giveEqualBytesAndAreFound() {
        PnCounter other = new PnCounter();
        SplittableRandom random = new SplittableRandom(1);
        long[] replicas = random.longs(300).toArray();
        for (int i = 0; i < replicas.length; i++) {
            counter.increment(replicas[i], 0, i);
            other.increment(replicas[replicas.length - 1 - i], 0, replicas.length - 1L - i);
        }
        for (long replica : replicas) {
            counter.increment(replica, 1, 1);
            other.increment(replica, 1, 1);
        }
        assertThat(counter.longValueExact()).isEqualTo(299 * 300 / 2 + 300);
        assertThat(bytes(counter)).isEqualTo(bytes(other)).isEqualTo(bytes(read(bytes(counter))));
        assertThat(bytes(counter.copy())).isEqualTo(bytes(counter));
    }

    @Test
    void copy_thenApply_isIndependent() {
        counter.increment(A, 0, 1);
        counter.reset(counter.prepareSet(9), 1, A, 1);
        PnCounter copy = counter.copy();
        counter.increment(A, 2, 5);
        counter.clear(replica -> 3);
        assertThat(copy.longValueExact()).isEqualTo(9);
        copy.checkInvariants();
    }

    @Test
    void writeState_smallCounter_isTheDocumentedForm() {
        counter.increment(A, 2, 5);
        counter.increment(A, 3, -1);
        counter.reset(
                new CounterOp.Reset(3, CounterFloors.builder().set(A, 3, 5).build()), 9, A, 4);
        assertThat(HexFormat.of().formatHex(bytes(counter)))
                .isEqualTo("01" + "000000000000000100" + "00" + "02" + "020a" + "0001" + "030a" + "01"
                        + "0000000000000009" + "04" + "06");
        assertThat(read(bytes(counter)).longValueExact()).isEqualTo(2);
    }

    @Test
    void writeState_clearedToNothing_isEmpty() {
        counter.reset(counter.prepareSet(5), 1, A, 0);
        counter.clear(replica -> 1);
        assertThat(bytes(counter)).isEqualTo(bytes(new PnCounter()));
    }

    @Test
    void readState_otherThanCanonical_isRefused() {
        String id1 = "0000000000000001";
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("01" + id1 + "00" + "00" + "00" + "0000" + "00")))
                .hasMessageContaining("NOT_CANONICAL");
        assertThatThrownBy(
                        () -> read(HexFormat.of().parseHex("01" + id1 + "00" + "02" + "01" + "0002" + "0000" + "00")))
                .hasMessageContaining("NOT_CANONICAL");
        assertThatThrownBy(
                        () -> read(HexFormat.of().parseHex("01" + id1 + "00" + "00" + "01" + "0002" + "0000" + "02")))
                .hasMessageContaining("BAD_VALUE");
        String tally = id1 + "00" + "00" + "01" + "0002" + "0000" + "00";
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("02" + tally + tally)))
                .hasMessageContaining("DUPLICATE");
        String other = "0000000000000000" + tally.substring(16);
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("02" + tally + other)))
                .hasMessageContaining("UNSORTED");
        String huge = id1 + "00" + "00" + "02" + "00feffffffffffffffff01" + "0002" + "0000" + "00";
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("01" + huge))).hasMessageContaining("LIMIT");
        String farSeq = id1 + "00" + "00" + "01" + "ffffffffffffffff7f" + "02" + "0000" + "00";
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("01" + farSeq))).hasMessageContaining("LIMIT");
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("ffffffff0f"))).hasMessageContaining("TRUNCATED");
    }

    @Test
    void codec_operations_areReadBack() {
        OpRegistry registry = OpRegistry.of(new CounterOpCodec());
        for (CounterOp op : List.of(
                new CounterOp.Increment(Long.MIN_VALUE),
                new CounterOp.Increment(1),
                new CounterOp.Reset(7, CounterFloors.EMPTY),
                new CounterOp.Reset(
                        -7,
                        CounterFloors.builder()
                                .set(Z, 1, -5)
                                .set(A, Long.MAX_VALUE, 3)
                                .build()))) {
            ByteWriter writer = new ByteWriter();
            registry.write(op, new ByteOpWriter(writer));
            ByteReader reader = new ByteReader(writer.toByteArray());
            assertThat(registry.read(op.tag(), new ByteOpReader(reader))).isEqualTo(op);
            reader.expectEnd();
        }
        byte[] largestSeq = HexFormat.of().parseHex("00" + "01" + "0000000000000001" + "ffffffffffffffff7f" + "00");
        assertThatThrownBy(() -> registry.read(CounterOp.RESET_TAG, new ByteOpReader(new ByteReader(largestSeq))))
                .hasMessageContaining("LIMIT");
    }

    @Test
    void floors_builder_sortsAndRefusesEmptyOnes() {
        CounterFloors floors = CounterFloors.builder().set(Z, 1, 2).set(A, 3, 4).build();
        assertThat(floors).hasToString("[0000000000000001:<3=4, ffffffffffffffff:<1=2]");
        assertThat(floors)
                .hasSameHashCodeAs(
                        CounterFloors.builder().set(A, 3, 4).set(Z, 1, 2).build());
        assertThat(CounterFloors.builder().build()).isSameAs(CounterFloors.EMPTY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CounterFloors.builder().set(A, 0, 0));
    }
}
