package dev.rejoin.counter;

import dev.rejoin.counter.Tally.Assignment;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.object.CrdtObject;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.op.TotalOrder;
import dev.rejoin.version.Coverage;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number that any replica may add to, subtract from and set.
 *
 * <p>All increments count, concurrent ones too: the value is exact. Setting is observed: it replaces what its author
 * had counted, and increments that the author had not seen are added to it. Of concurrent settings the largest in the
 * {@linkplain TotalOrder total order} gives the number, and what either of them had counted is replaced.
 *
 * <p>Why it converges: the value is the winning setting plus, for each replica, its running total minus the total at
 * its floor. A total is a sum over the replica's own increments, which arrive in their order; the floor is the largest
 * that any setting named; both are functions of the set of operations.
 *
 * <p>A replica's own total has 64 bits. {@link #prepareIncrement} refuses to leave them, so no honest operation can
 * overflow at a receiver, and {@link #validate} finds the others. The value may leave 64 bits and is then read as
 * {@link BigInteger}.
 *
 * <p>One thread at a time. An increment costs O(log n) in the number n of replicas that counted, O(1) if its replica
 * counted last, and two bytes or so until it is {@linkplain #fold folded}; a setting costs O(n).
 *
 * <p>Shapiro, Preguiça, Baquero, Zawirski: A comprehensive study of convergent and commutative replicated data types,
 * 2011 (PN-counter); setting with floors is our addition.
 */
public final class PnCounter implements CrdtObject<CounterOp, CounterEvent> {
    /*
     * The sum of (total - floor total) over all tallies is kept in 128 bits, two's complement: each term has 65 bits,
     * so no number of replicas that fits in memory can overflow it.
     *
     * Settings: of each replica the last one is kept, not only the winner. A reset of the container may cover the
     * winner and not a smaller concurrent one, which then counts. Two of one replica never need that, because whatever
     * covers the later covers the earlier.
     *
     * Invariants
     *   C1  the kept sum is the recomputed one
     *   C2  the kept winner is the largest assignment of all tallies
     *   C3  steps of a tally ascend (StepLog)
     *   C4  tallies ascend by replica, unsigned (TallyTable)
     */
    private final TallyTable tallies;

    private long sumHigh;
    private long sumLow;
    /** The tally with the winning assignment. */
    private @Nullable Tally winner;

    /** A counter at 0. */
    public PnCounter() {
        this(new TallyTable());
    }

    private PnCounter(TallyTable tallies) {
        this.tallies = tallies;
    }

    /**
     * An increment by a replica.
     *
     * @param replica the bits of the id of the replica that will make the operation
     * @param delta what to add, negative to subtract
     * @return the operation, not applied yet
     * @throws ArithmeticException if the replica's own running total would leave 64 bits
     */
    public CounterOp.Increment prepareIncrement(long replica, long delta) {
        Tally tally = tallies.find(replica);
        if (tally != null) {
            Math.addExact(tally.steps.total(), delta);
        }
        return new CounterOp.Increment(delta);
    }

    /**
     * What a replica counted here.
     *
     * @param replica the bits of its id
     * @return its running total after all its increments; empty if there is none
     */
    public CounterFloors counted(long replica) {
        Tally tally = tallies.find(replica);
        return tally == null || tally.steps.end() == 0
                ? CounterFloors.EMPTY
                : CounterFloors.builder()
                        .set(replica, tally.steps.end(), tally.steps.total())
                        .build();
    }

    /**
     * A setting to 0, which leaves increments that are not seen here.
     *
     * @return the operation, not applied yet
     */
    public CounterOp.Reset prepareReset() {
        return prepareSet(0);
    }

    /**
     * A setting to a number, to which increments that are not seen here will be added.
     *
     * @param value the number
     * @return the operation, not applied yet
     */
    public CounterOp.Reset prepareSet(long value) {
        CounterFloors.Builder floors = CounterFloors.builder();
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.get(i);
            // Who knows this setting knows the present floors as well, so only what rose above them is named.
            if (tally.steps.end() > tally.floorEnd) {
                floors.set(tally.replica, tally.steps.end(), tally.steps.total());
            }
        }
        return new CounterOp.Reset(value, floors.build());
    }

    /**
     * Whether an operation from outside can be applied. The answer depends on the operation and its causal past only.
     *
     * @param op the operation
     * @param meta its identity and time
     * @return {@code false} if its replica's running total would leave 64 bits
     */
    public boolean validate(CounterOp op, OpMeta meta) {
        if (!(op instanceof CounterOp.Increment increment)) {
            return true;
        }
        Tally tally = tallies.find(meta.replica());
        if (tally == null) {
            return true;
        }
        long total = tally.steps.total();
        long sum = total + increment.delta();
        return ((total ^ sum) & (increment.delta() ^ sum)) >= 0;
    }

    @Override
    public CounterEvent apply(CounterOp op, OpMeta meta) {
        if (op instanceof CounterOp.Increment increment) {
            increment(meta.replica(), meta.seq(), increment.delta());
            return new CounterEvent.Incremented(increment.delta());
        }
        BigInteger before = value();
        reset((CounterOp.Reset) op, meta.time(), meta.replica(), meta.seq());
        return new CounterEvent.Reset(before, value());
    }

    /**
     * Applies an increment that is given by its parts.
     *
     * @param replica the bits of the id of the replica that made it
     * @param seq its number
     * @param delta what it adds
     * @throws ArithmeticException if {@link #validate} would have refused it; nothing has changed then
     */
    public void increment(long replica, long seq, long delta) {
        tallies.findOrAdd(replica).steps.append(seq, delta);
        add(delta);
    }

    /**
     * Takes the latest increments of a replica back, for the rollback of a change that never was.
     *
     * @param replica the bits of the replica's id
     * @param firstSeq its increments from this number on are taken back
     */
    public void revertIncrements(long replica, long firstSeq) {
        Tally tally = tallies.find(replica);
        if (tally != null) {
            long before = tally.steps.total();
            tally.steps = tally.steps.until(firstSeq);
            subtract(before);
            add(tally.steps.total());
        }
    }

    /**
     * Applies a setting without making an event.
     *
     * @param op the operation
     * @param time packed timestamp of its change
     * @param replica the bits of the id of the replica that made it
     * @param seq its number
     */
    public void reset(CounterOp.Reset op, long time, long replica, long seq) {
        CounterFloors floors = op.floors();
        for (int i = 0; i < floors.size(); i++) {
            Tally tally = tallies.findOrAdd(floors.replica(i));
            long before = tally.floorTotal;
            if (tally.raiseFloor(floors.end(i), floors.total(i))) {
                add(before);
                subtract(tally.floorTotal);
            }
        }
        Tally author = tallies.findOrAdd(replica);
        author.assignment = new Assignment(time, seq, op.base());
        findWinner();
    }

    @Override
    public void clear(Coverage covered) {
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.get(i);
            long end = covered.end(tally.replica);
            long before = tally.floorTotal;
            if (tally.coverSteps(end)) {
                add(before);
                subtract(tally.floorTotal);
            }
            if (tally.assignment != null && tally.assignment.seq() < end) {
                tally.assignment = null;
            }
        }
        findWinner();
    }

    /**
     * Folds the steps at or below the base into one total per replica, and drops the settings there unless one of them
     * wins. The value stays.
     *
     * @param base every member has seen it, so that no reset of a container ends inside it any more
     */
    public void fold(Coverage base) {
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.get(i);
            long end = base.end(tally.replica);
            tally.steps = tally.steps.from(end);
            // A reset of the container that takes the winner away was made above the base, so it covers this one too.
            if (tally != winner && tally.assignment != null && tally.assignment.seq() < end) {
                tally.assignment = null;
            }
        }
    }

    private void findWinner() {
        Tally largest = null;
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.get(i);
            if (tally.assignment != null && (largest == null || compareAssignments(tally, largest) > 0)) {
                largest = tally;
            }
        }
        winner = largest;
    }

    /** Compares the assignments of two tallies that have one. */
    private static int compareAssignments(Tally a, Tally b) {
        Assignment first = a.assignment;
        Assignment second = b.assignment;
        if (first == null || second == null) {
            throw new IllegalArgumentException("A tally without assignment");
        }
        return TotalOrder.compare(first.time(), a.replica, first.seq(), second.time(), b.replica, second.seq());
    }

    private long base() {
        return winner == null || winner.assignment == null ? 0 : winner.assignment.value();
    }

    private void add(long term) {
        long low = sumLow + term;
        sumHigh += (term >> 63) + (Long.compareUnsigned(low, sumLow) < 0 ? 1 : 0);
        sumLow = low;
    }

    private void subtract(long term) {
        long low = sumLow - term;
        sumHigh -= (term >> 63) + (Long.compareUnsigned(sumLow, term) < 0 ? 1 : 0);
        sumLow = low;
    }

    /**
     * The exact value.
     *
     * @return a number of any size
     */
    public BigInteger value() {
        if (isLong()) {
            return BigInteger.valueOf(base() + sumLow);
        }
        byte[] bits = new byte[2 * Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            int shift = Long.SIZE - Byte.SIZE * (i + 1);
            bits[i] = (byte) (sumHigh >> shift);
            bits[Long.BYTES + i] = (byte) (sumLow >> shift);
        }
        return new BigInteger(bits).add(BigInteger.valueOf(base()));
    }

    /**
     * Whether the value fits in 64 bits.
     *
     * @return {@code true} if {@link #longValueExact} gives it
     */
    public boolean isLong() {
        long base = base();
        long value = base + sumLow;
        boolean overflows = ((base ^ value) & (sumLow ^ value)) < 0;
        return sumHigh == sumLow >> 63 && !overflows;
    }

    /**
     * The value as a {@code long}.
     *
     * @return the exact value
     * @throws ArithmeticException if it does not fit in 64 bits
     */
    public long longValueExact() {
        if (!isLong()) {
            throw new ArithmeticException("The counter's value does not fit in 64 bits: " + value());
        }
        return base() + sumLow;
    }

    /**
     * How many increments are kept one by one, because they are not folded.
     *
     * @return not negative
     */
    public int stepCount() {
        int count = 0;
        for (int i = 0; i < tallies.size(); i++) {
            count += tallies.get(i).steps.size();
        }
        return count;
    }

    @Override
    public void writeState(OpWriter writer) {
        int count = 0;
        for (int i = 0; i < tallies.size(); i++) {
            count += tallies.get(i).isEmpty() ? 0 : 1;
        }
        writer.count(count);
        for (int i = 0; i < tallies.size(); i++) {
            if (!tallies.get(i).isEmpty()) {
                write(tallies.get(i), writer);
            }
        }
    }

    private static void write(Tally tally, OpWriter writer) {
        StepLog steps = tally.steps;
        writer.dot(tally.replica, steps.startEnd());
        writer.number(steps.startTotal());
        writer.count(steps.size());
        StepLog.Cursor cursor = steps.cursor();
        long end = cursor.end();
        while (cursor.next()) {
            writer.count(cursor.seq() - end);
            writer.number(cursor.delta());
            end = cursor.end();
        }
        writer.count(tally.floorEnd);
        writer.number(tally.floorTotal);
        Assignment assignment = tally.assignment;
        writer.count(assignment == null ? 0 : 1);
        if (assignment != null) {
            writer.time(assignment.time());
            writer.count(assignment.seq());
            writer.number(assignment.value());
        }
    }

    /**
     * Reads the state that {@link #writeState(OpWriter)} writes: the count of replicas; for each, by id, the end and
     * total that are folded, the count of steps, each step as gap and delta, end and total of the floor, and 0 or 1 and
     * then time, number and value of the last setting.
     *
     * @param reader gives the parts
     * @return a counter
     */
    public static PnCounter readState(OpReader reader) {
        PnCounter counter = new PnCounter();
        long count = reader.count();
        long before = 0;
        for (long i = 0; i < count; i++) {
            Tally tally = readTally(reader);
            if (i > 0) {
                reader.checkAscending(Long.compareUnsigned(before, tally.replica));
            }
            before = tally.replica;
            counter.tallies.add(tally);
            counter.add(tally.steps.total());
            counter.subtract(tally.floorTotal);
        }
        counter.findWinner();
        return counter;
    }

    /**
     * Whether all increments and settings lie below a version; floors need not, if they are forged.
     *
     * @param version the version
     * @return false if an operation of it was never applied there
     */
    public boolean isWithin(Coverage version) {
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.get(i);
            long end = version.end(tally.replica);
            boolean assigned = tally.assignment != null && tally.assignment.seq() >= end;
            if (tally.steps.end() > end || assigned) {
                return false;
            }
        }
        return true;
    }

    private static Tally readTally(OpReader reader) {
        reader.nextDot();
        Tally tally = new Tally(reader.dotReplica());
        long start = reader.dotSeq();
        long startTotal = reader.number();
        StepLog steps = new StepLog(start, startTotal);
        long count = reader.count();
        for (long i = 0; i < count; i++) {
            long gap = reader.count();
            long delta = reader.number();
            if (gap >= Long.MAX_VALUE - steps.end()) {
                throw reader.corrupt(Kind.LIMIT, "a number of 63 bits", "a larger one");
            }
            try {
                steps.append(steps.end() + gap, delta);
            } catch (ArithmeticException e) {
                throw reader.corrupt(Kind.LIMIT, "a total of 64 bits", "an overflow");
            }
        }
        tally.steps = steps;
        tally.floorEnd = reader.count();
        tally.floorTotal = reader.number();
        long assigned = reader.count();
        if (assigned > 1) {
            throw reader.corrupt(Kind.BAD_VALUE, "0 or 1", "another number");
        }
        if (assigned == 1) {
            tally.assignment = new Assignment(reader.time(), reader.count(), reader.number());
        }
        boolean zeroWithoutEnd = (start != 0 || startTotal == 0) && (tally.floorEnd != 0 || tally.floorTotal == 0);
        if (tally.isEmpty() || !zeroWithoutEnd) {
            throw reader.corrupt(Kind.NOT_CANONICAL, "a replica that counted", "one that did not");
        }
        return tally;
    }

    @Override
    public PnCounter copy() {
        PnCounter copy = new PnCounter(tallies.copy());
        copy.sumHigh = sumHigh;
        copy.sumLow = sumLow;
        copy.findWinner();
        return copy;
    }

    @Override
    public void checkInvariants() {
        tallies.checkInvariants();
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.get(i);
            tally.steps.checkInvariants();
            sum = sum.add(BigInteger.valueOf(tally.steps.total())).subtract(BigInteger.valueOf(tally.floorTotal));
        }
        if (!sum.add(BigInteger.valueOf(base())).equals(value())) {
            throw new AssertionError("C1 sum=" + sum + " base=" + base() + " but value=" + value());
        }
        Tally kept = winner;
        findWinner();
        if (kept != winner) {
            throw new AssertionError("C2 the winning assignment is another");
        }
    }

    @Override
    public String toString() {
        return "PnCounter[" + value() + "]";
    }
}
