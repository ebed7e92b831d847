package dev.rejoin.undo.internal;

import dev.rejoin.value.Value;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which ids stand for which now. What an undo brings back has a new id; edits that were recorded before name the old one.
 * All ids of one thing, one after the other, have the first as their <em>root</em>, so that a chain of undo and redo is
 * never longer than one step.
 *
 * <p>There are three tables, because an element that is inserted again stands for the old element, for the write that gave
 * the old one its value, and for the move that gave it its place.
 */
final class Identities {
    /** A write of somebody else to an element that is deleted here. */
    record Revision(Value value, long id, long time) {}

    private final Table elements = new Table();
    /** Writes of scalars, and additions to sets and removals from them. */
    private final Table writes = new Table();

    private final Table positions = new Table();
    /** Roots that an undo would bring back, and those of them that somebody else took away too. */
    private final IdRuns awaited = new IdRuns();

    private final IdRuns obsolete = new IdRuns();
    private final Map<Long, Revision> revisions = new HashMap<>();

    /** The element that stands for another one now. */
    long element(long id) {
        return elements.now(id);
    }

    /** The write that stands for another one now; an element, if that is its insertion. */
    long write(long id) {
        return writes.now(elements.now(writes.now(id)));
    }

    /** The entry that stands for another one now. */
    long position(long id) {
        return elements.now(positions.now(id));
    }

    long root(long id) {
        long root = elements.roots.get(id);
        return root == IdRuns.NONE ? writes.root(id) : root;
    }

    /** Visits runs of elements by their roots, with those that stand for them now. */
    void forEachElement(long first, int count, IdRuns.Visitor visitor) {
        elements.forEachNow(first, count, visitor);
    }

    /** Elements are there again, with other ids. */
    void elementsReborn(long first, int count, long again) {
        elements.reborn(first, count, again);
    }

    /** What was written is written again, by another operation or as the value of a new element. */
    void writeReborn(long id, long again) {
        writes.reborn(id, 1, again);
    }

    /** Something stands at another entry of its list again. */
    void positionReborn(long id, long again) {
        positions.reborn(id, 1, again);
    }

    /** An undo would bring these back. */
    void await(long first, int count) {
        forEachRoot(first, count, (root, length, same) -> awaited.put(root, length, root));
    }

    boolean isAwaited(long id) {
        return awaited.get(root(id)) != IdRuns.NONE;
    }

    /** Somebody else took these away. */
    void outdate(long first, int count) {
        forEachRoot(
                first,
                count,
                (root, length, same) -> awaited.forEach(root, length, (waited, part, mark) -> {
                    if (mark != IdRuns.NONE) {
                        obsolete.put(waited, part, waited);
                    }
                }));
    }

    private void forEachRoot(long first, int count, IdRuns.Visitor visitor) {
        elements.roots.forEach(first, count, (from, length, target) -> {
            if (target != IdRuns.NONE) {
                visitor.run(target, length, target);
            } else {
                writes.roots.forEach(from, length, (id, part, root) -> {
                    long known = root == IdRuns.NONE ? id : root;
                    visitor.run(known, part, known);
                });
            }
        });
    }

    boolean isObsolete(long id) {
        return obsolete.get(root(id)) != IdRuns.NONE;
    }

    /** Visits runs of roots with NONE for those that nobody else took away. */
    void forEachObsolete(long root, int count, IdRuns.Visitor visitor) {
        obsolete.forEach(root, count, visitor);
    }

    void revise(long element, Revision revision) {
        revisions.put(root(element), revision);
    }

    @Nullable
    Revision revision(long element) {
        return revisions.get(root(element));
    }

    /** A measure of what is kept. */
    int size() {
        return elements.size() + writes.size() + positions.size() + awaited.size() + obsolete.size() + revisions.size();
    }

    void clear() {
        elements.clear();
        writes.clear();
        positions.clear();
        awaited.clear();
        obsolete.clear();
        revisions.clear();
    }

    /** What still counts of these, in a table of its own. */
    Identities only(Iterable<Step> steps) {
        Identities kept = new Identities();
        for (Step step : steps) {
            step.forEachId((first, count) -> copyTo(kept, first, count));
        }
        return kept;
    }

    private void copyTo(Identities kept, long first, int count) {
        elements.copyTo(kept.elements, first, count);
        writes.copyTo(kept.writes, first, count);
        positions.copyTo(kept.positions, first, count);
        if (count == 1) { // what stands for it may be an element, and that may be another one by now
            elements.copyTo(kept.elements, writes.now(first), 1);
            writes.copyTo(kept.writes, elements.now(writes.now(first)), 1);
            elements.copyTo(kept.elements, positions.now(first), 1);
        }
        forEachRoot(first, count, (root, length, same) -> {
            awaited.copyTo(kept.awaited, root, length);
            obsolete.copyTo(kept.obsolete, root, length);
            for (long id = root; !revisions.isEmpty() && id < root + length; id++) {
                Revision revision = revisions.get(id);
                if (revision != null) {
                    kept.revisions.put(id, revision);
                }
            }
        });
    }

    void mark() {
        elements.mark();
        writes.mark();
        positions.mark();
    }

    void keep() {
        elements.keep();
        writes.keep();
        positions.keep();
    }

    void rewind() {
        elements.rewind();
        writes.rewind();
        positions.rewind();
    }

    void checkInvariants() {
        elements.checkInvariants();
        writes.checkInvariants();
        positions.checkInvariants();
        awaited.checkInvariants();
        obsolete.checkInvariants();
    }

    /** Roots of ids, and which ids stand for roots now. */
    private static final class Table {
        final IdRuns roots = new IdRuns();
        final IdRuns current = new IdRuns();

        long root(long id) {
            long root = roots.get(id);
            return root == IdRuns.NONE ? id : root;
        }

        long now(long id) {
            long root = root(id);
            long now = current.get(root);
            return now == IdRuns.NONE ? root : now;
        }

        void forEachNow(long first, int count, IdRuns.Visitor visitor) {
            roots.forEach(first, count, (from, length, target) -> {
                long root = target == IdRuns.NONE ? from : target;
                current.forEach(root, length, (at, part, now) -> visitor.run(at, part, now == IdRuns.NONE ? at : now));
            });
        }

        void reborn(long first, int count, long again) {
            roots.forEach(first, count, (from, length, target) -> {
                long root = target == IdRuns.NONE ? from : target;
                long now = again + (from - first);
                current.put(root, length, now);
                if (now != root) {
                    roots.put(now, length, root);
                }
            });
        }

        void copyTo(Table kept, long first, int count) {
            roots.copyTo(kept.roots, first, count);
            roots.forEach(first, count, (from, length, target) -> {
                long root = target == IdRuns.NONE ? from : target;
                current.forEach(root, length, (at, part, now) -> {
                    if (now != IdRuns.NONE) {
                        kept.current.put(at, part, now);
                        kept.roots.put(now, part, at);
                    }
                });
            });
        }

        int size() {
            return roots.size() + current.size();
        }

        void clear() {
            roots.clear();
            current.clear();
        }

        void mark() {
            roots.mark();
            current.mark();
        }

        void keep() {
            roots.keep();
            current.keep();
        }

        void rewind() {
            roots.rewind();
            current.rewind();
        }

        void checkInvariants() {
            roots.checkInvariants();
            current.checkInvariants();
        }
    }
}
