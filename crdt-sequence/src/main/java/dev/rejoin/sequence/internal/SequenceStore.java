package dev.rejoin.sequence.internal;

import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all sequences of one document share: replica table, edit epoch, element index, leaves, and the one cursor.
 *
 * <p>The cursor remembers the last edit. Sums above its leaf are added up late: {@link #flush()} settles them, and must
 * be called before a view is taken. For the document's writer only.
 */
public final class SequenceStore {
    final ReplicaTable replicas;
    final EditEpoch epoch;
    final TreeShape shape;
    final LeafTable leaves = new LeafTable();
    final BaseMarkers markers = new BaseMarkers();
    final SpanSearch search;
    final SpanCursor cursor;
    private final ElementIndex index = new ElementIndex();
    /** Sequences that were loaded and not yet entered into the index: reading a document needs none. */
    private final List<SpanTree> unindexed = new ArrayList<>(0);

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
        return leaf.time(leaf.slotOf(element));
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
        int number = element == ElementId.NONE ? -1 : index().find(element);
        SpanLeaf leaf = number < 0 ? null : leaves.get(number);
        return leaf == null || leaf.slotOf(element) < 0 ? null : leaf;
    }

    static IllegalArgumentException noElement(long element) {
        return new IllegalArgumentException("no element " + ElementId.toString(element));
    }
}
