package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.content.ElementContent;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of all sequences of a state that is being read: their ids, and what the visible ones hold. Content stores
 * take the elements of a replica in the order of their ids, sequences come in the order of their places; so everything is
 * collected first and sorted then.
 */
final class ElementRuns {
    private final ReplicaContext context;
    private final long[] contentEnds;

    private long[] firsts = new long[16];
    /** Negative for tombstones, whose content is not there. */
    private int[] counts = new int[16];
    /** Where the content begins: in the characters, or in the values (complement). */
    private int[] contents = new int[16];
    /** Visible runs, as indices into the arrays above. */
    private int[] visible = new int[16];

    private int all;
    private int size;

    /** The characters of all texts; a String as long as there is one text only. */
    private CharSequence characters = "";

    private final List<@Nullable Value> values = new ArrayList<>();

    ElementRuns(ReplicaContext context, long[] contentEnds) {
        this.context = context;
        this.contentEnds = contentEnds;
    }

    /** Number of visible runs. */
    int size() {
        return size;
    }

    long first(int run) {
        return firsts[visible[run]];
    }

    int count(int run) {
        return counts[visible[run]];
    }

    /** How many elements of a visible run have their content here; the others stand in the history. */
    int within(int run) {
        return within(firsts[visible[run]], counts[visible[run]]);
    }

    private int within(long first, int count) {
        int replica = ElementId.replica(first);
        long end = replica < contentEnds.length ? contentEnds[replica] : 0;
        return (int) Math.max(0, Math.min(count, end - ElementId.seq(first)));
    }

    /** How many elements of the visible runs from one on have their content here. */
    int withinFrom(int firstRun) {
        int sum = 0;
        for (int run = firstRun; run < size; run++) {
            sum += within(run);
        }
        return sum;
    }

    void add(long first, int count, boolean isVisible) {
        if (all == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * all);
            counts = Arrays.copyOf(counts, 2 * all);
            contents = Arrays.copyOf(contents, 2 * all);
        }
        firsts[all] = first;
        counts[all] = isVisible ? count : -count;
        if (isVisible) {
            if (size == visible.length) {
                visible = Arrays.copyOf(visible, 2 * size);
            }
            visible[size++] = all;
        }
        all++;
    }

    /** What the visible runs from one on hold together. */
    void addText(String text, int firstRun) {
        int at = characters.length();
        if (at == 0) {
            characters = text;
        } else {
            StringBuilder all = characters instanceof StringBuilder builder ? builder : new StringBuilder(characters);
            characters = all.append(text);
        }
        for (int run = firstRun; run < size; run++) {
            contents[visible[run]] = at;
            at += within(run);
        }
    }

    /** The values of a visible run of a list come next. */
    void beginValues(int run) {
        contents[visible[run]] = ~values.size();
    }

    /** What the next element of that run holds; null when that does not matter any more. */
    void addValue(@Nullable Value value) {
        values.add(value);
    }

    /** Puts everything into the content stores. */
    void store(ByteReader in) {
        int[] sorted = sorted();
        TextContent text = context.writableText();
        ElementContent elements = context.writableElements();
        long end = 0;
        for (int run : sorted) {
            long first = firsts[run];
            int count = Math.abs(counts[run]);
            if (first < end) {
                throw in.corrupt(Kind.DUPLICATE, "each element once", "one that stands there twice");
            }
            end = first + count;
            if (counts[run] > 0) {
                store(text, elements, first, count, contents[run]);
            }
        }
    }

    /** All runs by ascending id. */
    private int[] sorted() {
        long maxSeq = 0;
        long maxReplica = 0;
        for (int i = 0; i < all; i++) {
            maxSeq = Math.max(maxSeq, ElementId.seq(firsts[i]));
            maxReplica = Math.max(maxReplica, ElementId.replica(firsts[i]));
        }
        int indexBits = Long.SIZE - Long.numberOfLeadingZeros(all);
        int seqBits = Long.SIZE - Long.numberOfLeadingZeros(maxSeq);
        int replicaBits = Long.SIZE - Long.numberOfLeadingZeros(maxReplica);
        int[] sorted = new int[all];
        if (replicaBits + seqBits + indexBits < Long.SIZE) { // nearly always: ids and places fit in one number
            long[] keys = new long[all];
            for (int i = 0; i < all; i++) {
                long id = (long) ElementId.replica(firsts[i]) << seqBits | ElementId.seq(firsts[i]);
                keys[i] = id << indexBits | i;
            }
            Arrays.sort(keys);
            long mask = (1L << indexBits) - 1;
            Arrays.setAll(sorted, i -> (int) (keys[i] & mask));
            return sorted;
        }
        Integer[] boxed = new Integer[all];
        Arrays.setAll(boxed, i -> i);
        Arrays.sort(boxed, Comparator.comparingLong(i -> firsts[i]));
        Arrays.setAll(sorted, i -> boxed[i]);
        return sorted;
    }

    private void store(TextContent text, ElementContent elements, long first, int count, int content) {
        int replica = ElementId.replica(first);
        long seq = ElementId.seq(first);
        int within = within(first, count);
        if (content >= 0) {
            if (within > 0) {
                text.append(replica, seq, characters, content, content + within);
            }
            return;
        }
        for (int i = 0; i < within; i++) {
            Value value = values.get(~content + i);
            if (value != null) {
                elements.append(replica, seq + i, value);
            }
        }
    }
}
