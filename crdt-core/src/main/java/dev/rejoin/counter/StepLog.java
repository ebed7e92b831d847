package dev.rejoin.counter;

import java.util.Arrays;

/**
 * The increments of one replica as steps (number, running total after it), in ascending order of numbers; only
 * appended to, and cut at the front.
 *
 * <p>A step takes two bytes where increments of small numbers follow one another. Appending costs O(1), {@link #find}
 * O(log n) and a scan of one chunk.
 */
final class StepLog {
    /*
     * Layout
     *   Steps are coded against the one before as two varints: the gap in numbers (0 if they are consecutive) and the
     *   zigzag of the delta. CHUNK_STEPS of them form a chunk, whose bytes never change and which copies share; the
     *   last chunk is still open. Of each closed chunk the state after its last step is kept, which is also the state
     *   before the first step of the next.
     * Invariants
     *   S1  numbers ascend strictly, the first is not below the start
     *   S2  closed chunks hold CHUNK_STEPS steps each, the open one fewer
     */
    private static final int CHUNK_STEPS = 128;
    private static final int MAX_STEP_BYTES = 20;
    private static final byte[] NO_BYTES = new byte[0];

    /** State before the first step. */
    private final long startEnd;

    private final long startTotal;

    private byte[][] chunks = new byte[0][];
    /** End and total after each closed chunk. */
    private long[] marks = new long[0];

    private int closed;

    private byte[] open = NO_BYTES;
    private int openLength;
    private int openSteps;

    /** State after the last step. */
    private long end;

    private long total;

    /**
     * A log without steps.
     *
     * @param end exclusive end of the numbers that the total includes
     * @param total the running total there
     */
    StepLog(long end, long total) {
        this.startEnd = end;
        this.startTotal = total;
        this.end = end;
        this.total = total;
    }

    /** Exclusive end of the numbers below the first step. */
    long startEnd() {
        return startEnd;
    }

    /** The total before the first step. */
    long startTotal() {
        return startTotal;
    }

    /** One past the number of the last step, or {@link #startEnd()}. */
    long end() {
        return end;
    }

    /** The total after the last step. */
    long total() {
        return total;
    }

    int size() {
        return closed * CHUNK_STEPS + openSteps;
    }

    /**
     * Adds a step.
     *
     * @param seq at least {@link #end()}
     * @throws ArithmeticException if the total leaves 64 bits; nothing has changed then
     */
    void append(long seq, long delta) {
        long sum = Math.addExact(total, delta);
        if (openLength + MAX_STEP_BYTES > open.length) {
            // Small steps are the rule: grow by what is needed for a few, not for the worst case of many.
            open = Arrays.copyOf(open, open.length + Math.max(MAX_STEP_BYTES, open.length >> 1));
        }
        int at = putVarint(open, openLength, seq - end);
        openLength = putVarint(open, at, delta << 1 ^ delta >> 63);
        end = seq + 1;
        total = sum;
        if (++openSteps == CHUNK_STEPS) {
            close();
        }
    }

    private void close() {
        if (closed == chunks.length) {
            int capacity = Math.max(4, 2 * closed);
            chunks = Arrays.copyOf(chunks, capacity);
            marks = Arrays.copyOf(marks, 2 * capacity);
        }
        chunks[closed] = Arrays.copyOf(open, openLength);
        marks[2 * closed] = end;
        marks[2 * closed + 1] = total;
        closed++;
        openLength = 0;
        openSteps = 0;
    }

    private static int putVarint(byte[] target, int at, long value) {
        int position = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[position++] = (byte) rest;
        return position;
    }

    StepLog copy() {
        StepLog copy = new StepLog(startEnd, startTotal);
        copy.chunks = chunks.clone();
        copy.marks = marks.clone();
        copy.closed = closed;
        copy.open = open.clone();
        copy.openLength = openLength;
        copy.openSteps = openSteps;
        copy.end = end;
        copy.total = total;
        return copy;
    }

    /** The steps from a number on, as a log that starts with the total before it. */
    StepLog from(long seq) {
        Cursor cursor = find(seq);
        if (cursor.index == 0) {
            return this;
        }
        StepLog rest = new StepLog(cursor.end, cursor.total);
        while (cursor.next()) {
            rest.append(cursor.seq, cursor.delta);
        }
        return rest;
    }

    /** The steps below a number, as a log of its own; O(n). */
    StepLog until(long seq) {
        StepLog rest = new StepLog(startEnd, startTotal);
        Cursor cursor = cursor();
        while (cursor.next() && cursor.seq < seq) {
            rest.append(cursor.seq, cursor.delta);
        }
        return rest;
    }

    /** A cursor that stands before the first step. */
    Cursor cursor() {
        return new Cursor(0);
    }

    /** A cursor that stands before the first step whose number is at least {@code seq}. */
    Cursor find(long seq) {
        int low = 0;
        int high = closed;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marks[2 * middle] > seq) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Cursor cursor = new Cursor(low);
        cursor.advanceTo(seq);
        return cursor;
    }

    /** Walks over steps; {@link #end} and {@link #total} are the state before the next one. */
    final class Cursor {
        private int chunk;
        private byte[] bytes;
        private int position;
        private int length;
        /** How many steps lie before. */
        private int index;

        private long end;
        private long total;
        private long seq;
        private long delta;

        private Cursor(int chunk) {
            this.chunk = chunk;
            this.index = chunk * CHUNK_STEPS;
            this.end = chunk == 0 ? startEnd : marks[2 * chunk - 2];
            this.total = chunk == 0 ? startTotal : marks[2 * chunk - 1];
            this.bytes = chunk < closed ? chunks[chunk] : open;
            this.length = chunk < closed ? bytes.length : openLength;
        }

        /** One past the number of the step before, or the start of the log. */
        long end() {
            return end;
        }

        /** The total after the step before. */
        long total() {
            return total;
        }

        /** The number of the step that {@link #next()} went over. */
        long seq() {
            return seq;
        }

        /** What the step that {@link #next()} went over adds. */
        long delta() {
            return delta;
        }

        /** How many steps lie behind the cursor. */
        int remaining() {
            return size() - index;
        }

        boolean next() {
            if (!hasNext()) {
                return false;
            }
            seq = end + varint();
            long zigzag = varint();
            delta = zigzag >>> 1 ^ -(zigzag & 1);
            end = seq + 1;
            total += delta;
            index++;
            return true;
        }

        private boolean hasNext() {
            if (position == length && chunk < closed) {
                chunk++;
                bytes = chunk < closed ? chunks[chunk] : open;
                length = chunk < closed ? bytes.length : openLength;
                position = 0;
            }
            return position < length;
        }

        private void advanceTo(long wanted) {
            while (hasNext()) {
                int before = position;
                if (end + varint() >= wanted) {
                    position = before;
                    return;
                }
                position = before;
                next();
            }
        }

        private long varint() {
            long value = 0;
            int shift = 0;
            byte next;
            do {
                next = bytes[position++];
                value |= (next & 0x7FL) << shift;
                shift += 7;
            } while (next < 0);
            return value;
        }
    }

    void checkInvariants() {
        Cursor cursor = cursor();
        long before = startEnd - 1;
        int steps = 0;
        while (cursor.next()) {
            if (cursor.seq() <= before) {
                throw new AssertionError("S1 step " + cursor.seq() + " after " + before);
            }
            before = cursor.seq();
            steps++;
        }
        if (steps != size() || cursor.end() != end || cursor.total() != total || openSteps >= CHUNK_STEPS) {
            throw new AssertionError("S2 " + steps + " steps to " + cursor.end() + "=" + cursor.total() + ", kept "
                    + size() + " to " + end + "=" + total);
        }
    }
}
