package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.content.ElementContent;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.sequence.internal.SequencesReader;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The visible elements of all sequences of a state that is being read: their ids, and what they hold. Content stores take
 * the elements of a replica in the order of their ids, sequences come in the order of their places; so everything is
 * collected first.
 */
final class ElementRuns implements SequencesReader.RunVisitor {
    private final ReplicaContext context;
    private final long[] contentEnds;

    private long[] firsts = new long[4];
    private int[] counts = new int[4];
    /** Where the content begins: in the characters, or in the values (complement). */
    private int[] contents = new int[4];

    private int size;
    /** Per piece: 1 + the first run in it; its others follow. */
    private final int[] firstRuns;

    private int characters;
    private final List<@Nullable Value> values = new ArrayList<>(0);

    ElementRuns(ReplicaContext context, long[] contentEnds, int pieces) {
        this.context = context;
        this.contentEnds = contentEnds;
        firstRuns = new int[pieces];
    }

    /** Number of runs. */
    int size() {
        return size;
    }

    long first(int run) {
        return firsts[run];
    }

    int count(int run) {
        return counts[run];
    }

    /** How many elements of a run have their content here; the others stand in the history. */
    int within(int run) {
        int replica = ElementId.replica(firsts[run]);
        long end = replica < contentEnds.length ? contentEnds[replica] : 0;
        return (int) Math.max(0, Math.min(counts[run], end - ElementId.seq(firsts[run])));
    }

    @Override
    public void run(int piece, long first, int count, boolean isVisible) {
        if (!isVisible) {
            return;
        }
        if (size == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
            contents = Arrays.copyOf(contents, 2 * size);
        }
        firsts[size] = first;
        counts[size++] = count;
        if (firstRuns[piece] == 0) {
            firstRuns[piece] = size;
        }
    }

    /** The characters of the runs from one on come next; answers where they end among those of all texts. */
    long addText(int firstRun) {
        long end = characters;
        for (int run = firstRun; run < size; run++) {
            contents[run] = (int) end;
            end += within(run);
        }
        characters = (int) Math.min(end, Integer.MAX_VALUE);
        return end;
    }

    /** The values of a run of a list come next. */
    void beginValues(int run) {
        contents[run] = ~values.size();
    }

    /** What the next element of that run holds; null when that does not matter any more. */
    void addValue(@Nullable Value value) {
        values.add(value);
    }

    /**
     * Puts everything into the content stores.
     *
     * @param ascii the characters of all texts if they are ASCII, else null
     * @param text the same otherwise
     */
    void store(SequencesReader pieces, byte @Nullable [] ascii, String text) {
        TextContent texts = context.writableText();
        ElementContent elements = context.writableElements();
        for (int piece = 0; piece < firstRuns.length; piece++) {
            int run = firstRuns[piece] - 1;
            while (run >= 0 && run < size && pieces.contains(piece, firsts[run])) {
                if (contents[run] < 0) {
                    storeValues(elements, run);
                } else {
                    storeText(texts, run, ascii, text);
                }
                run++;
            }
        }
    }

    private void storeText(TextContent texts, int run, byte @Nullable [] ascii, String text) {
        int replica = ElementId.replica(firsts[run]);
        long seq = ElementId.seq(firsts[run]);
        int content = contents[run];
        int within = within(run);
        if (within == 0) {
            return;
        }
        if (ascii == null) {
            texts.append(replica, seq, text, content, content + within);
        } else {
            texts.appendLatin1(replica, seq, ascii, content, within);
        }
    }

    private void storeValues(ElementContent elements, int run) {
        int replica = ElementId.replica(firsts[run]);
        long seq = ElementId.seq(firsts[run]);
        int within = within(run);
        for (int i = 0; i < within; i++) {
            Value value = values.get(~contents[run] + i);
            if (value != null) {
                elements.append(replica, seq + i, value);
            }
        }
    }
}
