package dev.rejoin.undo.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one operation did, with what is needed to take it back. Ids are packed and those of the time of recording. */
sealed interface Step {
    /** The container it was done in. */
    int container();

    /** Id of its first operation. */
    long operation();

    /** How many seqs its operations took. */
    default int operations() {
        return 1;
    }

    /** Visits all ids by which it names something. */
    default void forEachId(IdVisitor visitor) {
        visitor.ids(operation(), operations());
    }

    /** Sees ids. */
    @FunctionalInterface
    interface IdVisitor {
        /** A run of ids. */
        void ids(long first, int count);
    }

    /**
     * A write that stood.
     *
     * @param value null for a removal
     * @param id its id; in an element that of the element for the value that it was inserted with
     * @param time its packed time
     */
    record Write(@Nullable Value value, long id, long time) {}

    /** Characters or elements were inserted. */
    record Inserted(int container, boolean text, long operation, int operations) implements Step {
        boolean isOwn(long element) {
            return element >= operation && element < operation + operations;
        }
    }

    /** Characters with consecutive ids were deleted. */
    record TextDeleted(int container, long operation, int operations, long first, int count) implements Step {
        @Override
        public void forEachId(IdVisitor visitor) {
            visitor.ids(first, count);
        }
    }

    /**
     * A list element was deleted.
     *
     * @param held the write that was read, which may be its insertion; null if a container was read
     */
    record ElementDeleted(
            int container,
            long operation,
            long element,
            long entry,
            @Nullable Write held) implements Step {
        @Override
        public void forEachId(IdVisitor visitor) {
            visitor.ids(element, 1);
            visitor.ids(entry, 1);
            if (held != null) {
                visitor.ids(held.id(), 1);
            }
        }
    }

    /**
     * Scalars were written at one key or to one element, one after the other.
     *
     * @param key null for an element
     * @param replacedOnly whether there was no write, but the creation of a container took the place of those before
     * @param before the writes whose place they took, ascending
     */
    record Written(
            int container,
            @Nullable String key,
            long element,
            long operation,
            int operations,
            boolean replacedOnly,
            List<Write> before)
            implements Step {
        @Override
        public void forEachId(IdVisitor visitor) {
            if (element != ElementId.NONE) {
                visitor.ids(element, 1);
            }
            visitor.ids(operation, operations);
            before.forEach(write -> visitor.ids(write.id(), 1));
        }

        boolean isOwn(long id) {
            return !replacedOnly && id >= operation && id < operation + operations;
        }

        boolean isSamePlace(Written other) {
            return element == other.element && Objects.equals(key, other.key);
        }
    }

    /** A list element was moved away from an entry. */
    record Moved(int container, long operation, long element, long before) implements Step {
        @Override
        public void forEachId(IdVisitor visitor) {
            visitor.ids(operation, 1);
            visitor.ids(element, 1);
            visitor.ids(before, 1);
        }
    }

    /** A counter was incremented. */
    record Counted(int container, long operation, long delta) implements Step {}

    /**
     * A counter was set.
     *
     * @param lost what its value lost
     * @param foreign how many settings of others were seen here until then
     */
    record Assigned(int container, long operation, BigInteger lost, int foreign) implements Step {}

    /** A value was added to a set: what the addition took the place of. */
    record Added(int container, long operation, Value value, List<Long> before, boolean wasThere) implements Step {
        @Override
        public void forEachId(IdVisitor visitor) {
            visitor.ids(operation, 1);
            before.forEach(dot -> visitor.ids(dot, 1));
        }
    }

    /** A value was removed from a set: the additions that went. */
    record Removed(int container, long operation, Value value, List<Long> before) implements Step {
        @Override
        public void forEachId(IdVisitor visitor) {
            visitor.ids(operation, 1);
            before.forEach(dot -> visitor.ids(dot, 1));
        }
    }

    /** A container was deleted. */
    record Hidden(int container, long operation) implements Step {}

    /** Something was done that stays. */
    record Permanent(int container, long operation) implements Step {}
}
