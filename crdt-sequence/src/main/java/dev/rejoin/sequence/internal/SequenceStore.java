package dev.rejoin.sequence.internal;

import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.collections.api.block.procedure.primitive.LongLongProcedure;
import org.jspecify.annotations.Nullable;

/**
 * What all sequences of one document share: replica table, edit epoch, element index, leaves, and the one cursor.
 *
 * <p>The cursor remembers the last edit. Sums above its leaf are added up late: {@link #flush()} settles them, and must
 * be called before a view is taken. For the document's writer only.
 */
public final class SequenceStore {
    private static final int GUESS_BITS = 3;
    private static final int GUESSES = 1 << GUESS_BITS;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    final ReplicaTable replicas;
    final EditEpoch epoch;
    final TreeShape shape;
    final LeafTable leaves = new LeafTable();
    final BaseMarkers markers = new BaseMarkers();
    final SpanSearch search;
    final SpanCursor cursor;
    private ElementIndex index = new ElementIndex();
    /**
     * Where elements were found lately, by a hash of them: who checks an operation asks for the same ones as who applies
     * it. An entry is a guess, to be looked at.
     */
    private final @Nullable SpanLeaf[] guessedLeaves = new SpanLeaf[GUESSES];

    private final int[] guessedSlots = new int[GUESSES];
    private @Nullable SpanLeaf foundLeaf;
    private int foundSlot;
    /** Sequences that were loaded and not yet entered into the index: reading a document needs none. */
    /** By replica: its last element below the base, and the head time of that. */
    private final TreeMap<Integer, long[]> headTimes = new TreeMap<>();
    /** Whether what is deleted is named by nobody here any more. */
    private boolean namesVisibleOnly;

    private final List<SpanTree> unindexed = new ArrayList<>(0);
    /** Ranges of elements that are in one sequence. */
    private final KnownRanges together;
    /** Ranges of entries that are tombstones. */
    private final KnownRanges tombstones;

    /**
     * Creates the store of an empty document.
     *
     * @param replicas the replica table of the document
     * @param epoch the edit epoch of the document
     * @param shape node capacities
     */
    public SequenceStore(ReplicaTable replicas, EditEpoch epoch, TreeShape shape) {
        this.replicas = replicas;
        this.epoch = epoch;
        this.shape = shape;
        this.search = new SpanSearch(replicas);
        this.together = new KnownRanges(shape);
        this.tombstones = new KnownRanges(shape);
        this.cursor = new SpanCursor(this);
    }

    /** Settles what the cursor deferred; before a view is taken. */
    public void flush() {
        cursor.flush();
    }

    /**
     * The sequence that an element belongs to.
     *
     * @param element packed id
     * @return its container, or -1 if no element has this id
     */
    public int containerOf(long element) {
        if (cursor.isOn(element)) {
            return cursor.container();
        }
        SpanLeaf leaf = leafOf(element);
        return leaf == null ? -1 : leaf.container;
    }

    /**
     * How far the sequence that an element belongs to goes on without a gap, one span after the other.
     *
     * @param first packed id of an element
     * @param end packed id of the same replica where the question ends
     * @return the first id from {@code first} on that is no element of that sequence, at most {@code end}
     */
    public long endInSequence(long first, long end) {
        int container = containerOf(first);
        long element = first;
        int steps = 0;
        while (element < end) {
            SpanLeaf leaf = leafOf(element);
            if (leaf == null || leaf.container != container) {
                break;
            }
            long next = leaf.first(foundSlot) + leaf.count(foundSlot);
            element = Math.max(next, together.skip(++steps, element));
        }
        long found = Math.min(element, end);
        together.add(steps, first, found);
        return found;
    }

    /**
     * Whether an id is that of an element, visible or not.
     *
     * @param element packed id
     * @return false if it was never issued, or taken by another kind of operation
     */
    public boolean isElement(long element) {
        return containerOf(element) >= 0;
    }

    /**
     * The timestamp of the head of an element's run.
     *
     * @param element packed id of an element
     * @return the timestamp, compared unsigned
     */
    public long headTime(long element) {
        if (cursor.isOn(element)) {
            return cursor.headTime();
        }
        SpanLeaf leaf = leafOf(element);
        if (leaf == null) {
            throw noElement(element);
        }
        return leaf.time(foundSlot);
    }

    /**
     * Whether an element is below the base, as far as its sequence was pruned.
     *
     * @param element packed id of an element
     * @return whether it has lost its priority
     */
    public boolean isBelowBase(long element) {
        return headTime(element) == Priority.BASE;
    }

    /** From now on inserts hang on visible elements only: the replica has a floor. */
    public void nameVisibleOnly() {
        namesVisibleOnly = true;
    }

    boolean namesVisibleOnly() {
        return namesVisibleOnly;
    }

    /**
     * Forgets the head times of elements that are not the last ones of their replicas below a base.
     *
     * @param fates what is below the base
     */
    public void keepHeadTimes(SequencePruner.Fates fates) {
        headTimes.entrySet().removeIf(entry -> ElementId.seq(entry.getValue()[0]) + 1 != fates.end(entry.getKey()));
    }

    /**
     * Notes the head time of the last element of a replica below the base.
     *
     * @param element packed id
     * @param headTime its head time; what was noted of an element that lost it holds
     */
    public void noteHeadTime(long element, long headTime) {
        if (headTime != Priority.BASE) {
            headTimes.put(ElementId.replica(element), new long[] {element, headTime});
        }
    }

    /**
     * Visits the noted head times.
     *
     * @param visitor told of elements and times, by replica index
     */
    public void forEachHeadTime(LongLongProcedure visitor) {
        headTimes.values().forEach(noted -> visitor.value(noted[0], noted[1]));
    }

    /** The head time for what continues an element; that of the change if the element lost its own. */
    long continuedTime(long element, long time, long changeTime) {
        if (time != Priority.BASE) {
            return time;
        }
        long[] noted = headTimes.get(ElementId.replica(element));
        return noted != null && noted[0] == element ? noted[1] : changeTime;
    }

    /** The index of the elements of all sequences. */
    ElementIndex index() {
        if (!unindexed.isEmpty()) {
            unindexed.forEach(tree -> enter(tree.root()));
            unindexed.clear();
        }
        return index;
    }

    /** Enters the elements of a loaded sequence into the index when that is first asked. */
    void indexLater(SpanTree tree) {
        unindexed.add(tree);
    }

    /**
     * Forgets all traces of elements that are gone: where they were, and trees that hold them.
     *
     * @param sequences those that there are
     */
    public void indexAnew(Iterable<Rga> sequences) {
        forgetFound();
        index = new ElementIndex();
        unindexed.clear();
        sequences.forEach(Rga::indexLater);
    }

    KnownRanges tombstones() {
        return tombstones;
    }

    /** N1 what is noted of ranges holds. */
    void checkKnown() {
        together.forEach((first, end) -> {
            for (long element = first; element < end; element++) {
                if (containerOf(element) != containerOf(first)) {
                    throw new AssertionError("N1 not in one sequence: " + ElementId.toString(element));
                }
            }
        });
        tombstones.forEach((first, end) -> {
            for (long element = first; element < end; element++) {
                SpanLeaf leaf = leafOf(element);
                if (leaf == null || !leaf.isDeleted(foundSlot)) {
                    throw new AssertionError("N1 no tombstone: " + ElementId.toString(element));
                }
            }
        });
    }

    /** Forgets what is known of elements that are taken back: their ids may come again as something else. */
    void forgetKnown(long first, long end) {
        together.remove(first, end);
        tombstones.remove(first, end);
    }

    /** Forgets what was found lately: a leaf holds the tree that it was in. */
    void forgetFound() {
        together.clear();
        tombstones.clear();
        Arrays.fill(guessedLeaves, null);
        foundLeaf = null;
        search.forget();
    }

    private void enter(@Nullable SpanNode node) {
        if (node instanceof SpanInner inner) {
            for (int i = 0; i < inner.size(); i++) {
                enter(inner.child(i));
            }
        } else if (node instanceof SpanLeaf leaf) {
            for (int i = 0; i < leaf.size(); i++) {
                if (!leaf.isMarker(i)) {
                    index.assign(leaf.first(i), leaf.count(i), leaf.number);
                }
            }
        }
    }

    /** The leaf that holds an element, or null if no element has this id. */
    @Nullable
    SpanLeaf leafOf(long element) {
        cursor.settle();
        return find(element) ? foundLeaf : null;
    }

    /** Finds an element, when nothing is left to settle, and says whether there is one. */
    boolean find(long element) {
        if (element == ElementId.NONE) {
            return false;
        }
        int guess = (int) (element * GOLDEN >>> Long.SIZE - GUESS_BITS);
        SpanLeaf guessed = guessedLeaves[guess];
        if (guessed != null
                && guessedSlots[guess] < guessed.size()
                && guessed.contains(guessedSlots[guess], element)
                && leaves.get(guessed.number) == guessed) {
            foundLeaf = guessed;
            foundSlot = guessedSlots[guess];
            return true;
        }
        int number = index().find(element);
        SpanLeaf leaf = number < 0 ? null : leaves.get(number);
        int slot = leaf == null ? -1 : leaf.slotOf(element);
        if (slot < 0) {
            return false;
        }
        guessedLeaves[guess] = leaf;
        guessedSlots[guess] = slot;
        foundLeaf = leaf;
        foundSlot = slot;
        return true;
    }

    /** The leaf of the element that {@link #find} found. */
    SpanLeaf foundLeaf() {
        return Objects.requireNonNull(foundLeaf);
    }

    /** The slot of the element that {@link #find} found. */
    int foundSlot() {
        return foundSlot;
    }

    static IllegalArgumentException noElement(long element) {
        return new IllegalArgumentException("no element " + ElementId.toString(element));
    }
}
