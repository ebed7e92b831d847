package dev.rejoin.sequence.internal;

import static dev.rejoin.sequence.internal.SequenceColumns.CHILDREN;
import static dev.rejoin.sequence.internal.SequenceColumns.FATES;
import static dev.rejoin.sequence.internal.SequenceColumns.GAPS;
import static dev.rejoin.sequence.internal.SequenceColumns.LENGTHS;
import static dev.rejoin.sequence.internal.SequenceColumns.ORDER;
import static dev.rejoin.sequence.internal.SequenceColumns.ORDER_ABOVE;
import static dev.rejoin.sequence.internal.SequenceColumns.PACE;
import static dev.rejoin.sequence.internal.SequenceColumns.TIMES;
import static dev.rejoin.sequence.internal.SequenceColumns.TIMES_ABOVE;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import java.util.Arrays;

/**
 * Reads what {@link SequencesWriter} wrote, and builds the sequences. Strict: what the writer cannot have written is
 * refused.
 */
public final class SequencesReader {
    private static final int[] NO_MARKERS = {};
    /** A piece that was listed already. */
    private static final byte LISTED = 1;
    /** A piece that may go on with one that was listed, and waits for its turn. */
    private static final byte OPEN = 2;

    private final ByteReader[] columns;

    /** Pieces in the order of their ids. */
    private final long[] first;

    private final long[] count;
    /** The run of each piece: pieces that go on are of one run with the piece before. */
    private final int[] run;

    private final byte[] state;
    private int size;
    /** Of the replica whose pieces are read: where the last one ends, and where the last run begins. */
    private long end;

    private long lastSeq;
    private long all;

    /** Per run: its time, and its first piece. */
    private long[] runTime;

    private int[] runPiece;
    private int runs;

    private int listed;
    private int lastRun = -1;
    /** Pieces that may go on. */
    private int[] open = new int[4];

    private int depth;

    private final OpenSubtrees subtrees;
    /** How many entries take all left children that they can until the next that does not; negative: all to the end. */
    private long unmentioned;

    /** How many that one has. */
    private int children;

    /** The sequence that is being read: its pieces from left to right. */
    private int[] order = new int[4];

    private int length;
    private long elements;
    /** The fate of the next elements, and how many share it. */
    private boolean isVisible;

    private long same;
    private boolean anyFate;
    /** Start markers before a place, as piece + 1; the rest of a list. */
    private int[] markersAt = NO_MARKERS;

    private int[] nextMarker = NO_MARKERS;

    /** Sees the elements of a sequence from left to right. */
    @FunctionalInterface
    public interface RunVisitor {
        /**
         * A part of a piece.
         *
         * @param piece the number of the piece in the order of ids
         * @param element packed id of the first element
         * @param elements how many
         * @param isVisible whether they are visible; otherwise tombstones
         */
        void run(int piece, long element, int elements, boolean isVisible);
    }

    /**
     * Reads the ids of all elements.
     *
     * @param table the replica table of the document
     * @param columns as many as {@link SequenceColumns#NUMBER}
     * @param replicas the indices of the replicas, in the order of their ids
     * @param ends per replica index, one past its last seq
     */
    public SequencesReader(ReplicaTable table, ByteReader[] columns, int[] replicas, long[] ends) {
        this.columns = columns;
        subtrees = new OpenSubtrees(table);
        int[] pieces = new int[replicas.length];
        long number = 0;
        for (int i = 0; i < replicas.length; i++) {
            pieces[i] = columns[GAPS].count(1);
            number += pieces[i];
        }
        int limit = Math.min(columns[GAPS].remaining(), columns[LENGTHS].remaining());
        if (number > limit) {
            throw columns[GAPS].corrupt(Kind.TRUNCATED, "at most " + limit + " pieces", Long.toString(number));
        }
        first = new long[(int) number];
        count = new long[(int) number];
        run = new int[(int) number];
        state = new byte[(int) number];
        int timed = Math.min((int) number, columns[TIMES].remaining());
        runTime = new long[timed];
        runPiece = new int[timed];
        for (int i = 0; i < replicas.length; i++) {
            readIds(replicas[i], pieces[i], ends[replicas[i]]);
        }
        columns[GAPS].expectEnd();
        columns[LENGTHS].expectEnd();
        columns[TIMES].expectEnd();
        columns[TIMES_ABOVE].expectEnd();
        readChildren();
    }

    private void readIds(int replica, int pieces, long replicaEnd) {
        end = 0;
        lastSeq = 0;
        int from = size;
        while (size < from + pieces) {
            readPiece(replica, size > from, replicaEnd);
        }
    }

    /** One round of a loop; like the others below a method, because a process that just started only compiles those. */
    private void readPiece(int replica, boolean mayGoOn, long replicaEnd) {
        ByteReader gaps = columns[GAPS];
        ByteReader lengths = columns[LENGTHS];
        long gap = gaps.varint();
        long seq = gap == 0 ? end : end + gap - 1;
        if (gap < 0 || seq < 0 || seq >= replicaEnd || gap == 0 && !mayGoOn) {
            throw gaps.corrupt(Kind.BAD_VALUE, "a distance between elements", Long.toUnsignedString(gap));
        }
        long number = lengths.varint();
        if (number <= 0 || number > replicaEnd - seq) {
            throw lengths.corrupt(Kind.BAD_VALUE, "a number of elements", Long.toUnsignedString(number));
        }
        if (gap != 0) {
            readTime(seq - lastSeq);
            runPiece[runs++] = size;
            lastSeq = seq;
        }
        first[size] = ElementId.of(replica, seq);
        count[size] = number;
        run[size++] = runs - 1;
        end = seq + number;
        all += number;
    }

    private void readTime(long seqs) {
        ByteReader low = columns[TIMES];
        ByteReader above = columns[TIMES_ABOVE];
        long last = runs == 0 ? 0 : runTime[runs - 1];
        int offset = low.offset();
        long coded = SequenceColumns.read(low, above);
        if (coded == 0) {
            runTime[runs] = last;
            return;
        }
        long counter = 0;
        if ((coded - 1 & 1) != 0) {
            counter = above.varint();
        }
        long millis = (last >>> 16) + SequenceColumns.unzigzag(coded - 1 >>> 1) + PACE * seqs;
        if (millis < 0 || millis >= 1L << 47 || counter < 0 || counter > 0xFFFF) {
            throw low.corruptAt(offset, Kind.BAD_VALUE, "a time", "another number");
        }
        runTime[runs] = millis << 16 | counter;
        if (runTime[runs] == last || (coded - 1 & 1) != 0 && counter == 0) {
            throw low.corruptAt(offset, Kind.NOT_CANONICAL, "a time in its shortest form", "another one");
        }
    }

    /**
     * How many pieces there are.
     *
     * @return pieces of all sequences
     */
    public int pieces() {
        return size;
    }

    /**
     * How many elements there are, visible or not: a few bytes may stand for many.
     *
     * @return elements of all sequences
     */
    public long elements() {
        return all;
    }

    /**
     * How many pieces were not listed by a sequence yet.
     *
     * @return the rest
     */
    public int rest() {
        return size - listed;
    }

    /**
     * Whether an element is one of a piece.
     *
     * @param piece the number of the piece in the order of ids
     * @param element packed id
     * @return true if the piece has it
     */
    public boolean contains(int piece, long element) {
        long offset = element - first[piece];
        return offset >= 0 && offset < count[piece];
    }

    /**
     * Reads the next sequence.
     *
     * @param store what the sequences of the document share
     * @param container the number under which the document knows it
     * @param pieces how many pieces it has, at most {@link #rest()}
     * @param visitor told of its elements
     * @return the sequence
     */
    public Rga next(SequenceStore store, int container, int pieces, RunVisitor visitor) {
        readOrder(pieces);
        Rga sequence = build(store, container, visitor);
        if (markersAt.length > 0) {
            Arrays.fill(markersAt, 0, Math.min(length, markersAt.length), 0);
        }
        return sequence;
    }

    /** Checks that everything was used. */
    public void finish() {
        if (listed != size) {
            throw columns[ORDER].corrupt(Kind.BAD_VALUE, "a place for each piece", rest() + " without");
        }
        if (unmentioned >= 0) {
            throw columns[CHILDREN].corrupt(Kind.TRAILING_BYTES, "an entry that could have more left children", "none");
        }
        for (ByteReader column : columns) {
            column.expectEnd();
        }
    }

    private void readOrder(int pieces) {
        if (pieces > order.length) {
            order = new int[pieces];
        }
        length = pieces;
        elements = 0;
        subtrees.clear();
        depth = 0;
        for (int place = 0; place < pieces; place++) {
            readPlace(place);
        }
        while (depth > 0) {
            int left = open[--depth];
            state[left] &= ~OPEN;
            if (isTail(left)) {
                throw columns[ORDER].corrupt(Kind.BAD_VALUE, "the rest of each run", "a sequence without it");
            }
        }
    }

    private void readPlace(int place) {
        int offset = columns[ORDER].offset();
        long symbol = SequenceColumns.read(columns[ORDER], columns[ORDER_ABOVE]);
        int piece = symbol == 0 ? lastOpen(offset) : firstOfRun(symbol, offset);
        order[place] = piece;
        state[piece] |= LISTED;
        listed++;
        elements += count[piece];
        lastRun = run[piece];
        findMarker(place, piece);
        int next = piece + 1;
        if (next < size && state[next] == 0 && mayGoOn(next)) {
            if (depth == open.length) {
                open = Arrays.copyOf(open, 2 * depth);
            }
            state[next] = OPEN;
            open[depth++] = next;
        }
    }

    private int lastOpen(int offset) {
        int piece;
        do {
            if (depth == 0) {
                throw columns[ORDER].corruptAt(offset, Kind.BAD_VALUE, "a run that goes on", "none");
            }
            piece = open[--depth];
            state[piece] &= ~OPEN;
        } while (!isTail(piece));
        return piece;
    }

    private boolean isTail(int piece) {
        return piece > 0 && run[piece] == run[piece - 1];
    }

    /** Whether a piece could be the rest of the run before it. */
    private boolean mayGoOn(int piece) {
        return first[piece - 1] + count[piece - 1] == first[piece] && runTime[run[piece - 1]] == runTime[run[piece]];
    }

    private int firstOfRun(long symbol, int offset) {
        long number = lastRun + 1 + SequenceColumns.unzigzag(symbol - 1);
        if (number < 0 || number >= runs) {
            throw columns[ORDER].corruptAt(offset, Kind.BAD_VALUE, "a run of elements", Long.toString(number));
        }
        int piece = runPiece[(int) number];
        if ((state[piece] & LISTED) != 0) {
            throw columns[ORDER].corruptAt(offset, Kind.DUPLICATE, "each element once", "one that stands there twice");
        }
        if (state[piece] == OPEN) {
            throw columns[ORDER].corruptAt(offset, Kind.NOT_CANONICAL, "runs that go on where they can", "two runs");
        }
        return piece;
    }

    private void findMarker(int place, int piece) {
        long time = runTime[run[piece]];
        long element = first[piece];
        int taken = 0;
        if (subtrees.mayTake(1, time, element)) {
            if (unmentioned == 0) {
                taken = mentionedChildren(time, element);
            } else {
                unmentioned--;
                while (time != Priority.BASE && subtrees.mayTake(taken + 1, time, element)) {
                    taken++;
                }
            }
        }
        int begins = subtrees.add(time, element, place, taken);
        if (taken > 0) {
            if (markersAt.length < length) {
                markersAt = Arrays.copyOf(markersAt, order.length);
            }
            if (nextMarker.length == 0) {
                nextMarker = new int[size];
            }
            nextMarker[piece] = markersAt[begins];
            markersAt[begins] = piece + 1;
        }
    }

    private int mentionedChildren(long time, long element) {
        int number = children;
        boolean isBase = time == Priority.BASE;
        if (isBase && number == 0) {
            throw columns[CHILDREN].corrupt(Kind.NOT_CANONICAL, "no mention of an element below the base", "one");
        }
        for (int i = 1; i <= number + (isBase ? 0 : 1); i++) {
            if (!subtrees.mayTake(i, time, element)) {
                throw columns[CHILDREN].corrupt(
                        Kind.BAD_VALUE, "fewer than " + (i - 1) + " left children", Integer.toString(number));
            }
        }
        readChildren();
        return number;
    }

    private void readChildren() {
        ByteReader in = columns[CHILDREN];
        unmentioned = -1;
        if (in.remaining() > 0) {
            int offset = in.offset();
            unmentioned = in.varint();
            children = in.varintUpTo(size, "left children");
            if (unmentioned < 0) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "a number of entries", Long.toUnsignedString(unmentioned));
            }
        }
    }

    private Rga build(SequenceStore store, int container, RunVisitor visitor) {
        RgaBuilder builder = new RgaBuilder(store, container);
        isVisible = false;
        anyFate = false;
        same = 0;
        for (int place = 0; place < length; place++) {
            buildPiece(place, builder, visitor);
        }
        return builder.build();
    }

    private void buildPiece(int place, RgaBuilder builder, RunVisitor visitor) {
        int piece = order[place];
        int marker = place < markersAt.length ? markersAt[place] : 0;
        if (marker == 0 && place > 0 && order[place - 1] == piece - 1 && isTail(piece)) {
            throw columns[ORDER].corrupt(Kind.NOT_CANONICAL, "pieces joined as far as possible", "two parts");
        }
        for (; marker != 0; marker = nextMarker[marker - 1]) {
            builder.marker(first[marker - 1], runTime[run[marker - 1]]);
        }
        long element = first[piece];
        for (long left = count[piece]; left > 0; ) {
            if (same == 0) {
                isVisible = !isVisible;
                same = readFate();
                continue;
            }
            long part = Math.min(left, same);
            if (part > Integer.MAX_VALUE || isVisible && part > Integer.MAX_VALUE - builder.length()) {
                throw columns[FATES].corrupt(Kind.LIMIT, "at most 2^31 - 1 elements", Long.toString(part));
            }
            builder.span(element, (int) part, !isVisible, runTime[run[piece]]);
            visitor.run(piece, element, (int) part, isVisible);
            element += part;
            left -= part;
            same -= part;
        }
    }

    /** The elements with one fate, of those that are left. */
    private long readFate() {
        ByteReader fates = columns[FATES];
        int offset = fates.offset();
        long number = fates.varint();
        if (number < 0 || number > elements || number == 0 && anyFate) {
            throw fates.corruptAt(
                    offset, Kind.BAD_VALUE, "at most " + elements + " elements", Long.toUnsignedString(number));
        }
        anyFate = true;
        elements -= number;
        return number;
    }
}
