package dev.rejoin.document;

import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.engine.Past;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.StateView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * States of a document at versions of the past, made by replaying history into a state of its own.
 *
 * <p>Some of these states are kept where they are. A version is reached from the best of them by applying the changes in
 * between, which are taken back when a view of the result was taken.
 */
final class PastStates {
    /** More states are never kept: so many make a difference of neighbours cheap anywhere. (replay, row difference) */
    private static final int MOST_KEPT = 32;

    /** Operations that all kept states may stand for, which bounds their memory. */
    private static final long MOST_OPERATIONS = 5_000_000;

    /** Operations that are always replayed rather than avoided by a kept state. (replay, row difference) */
    static final long LEAST_DISTANCE = 4096;

    private final Past past;
    private final Supplier<DocumentState> empty;
    private final Supplier<ConflictPolicies> policies;
    private final long leastDistance;
    /** The one used last stands last. */
    private final List<Kept> kept = new ArrayList<>();
    /** How the kept states are read. */
    private ConflictPolicies read;
    /** Of which content they were made. */
    private Object content;

    /**
     * No states yet.
     *
     * @param empty makes one that stands at the beginning
     * @param policies how the document is read now
     * @param leastDistance {@link #LEAST_DISTANCE}; less in tests, so that small histories have kept states
     */
    PastStates(Past past, Supplier<DocumentState> empty, Supplier<ConflictPolicies> policies, long leastDistance) {
        this.past = past;
        this.empty = empty;
        this.policies = policies;
        this.leastDistance = leastDistance;
        read = policies.get();
        content = past.contentMark();
    }

    /** A state and the version at which it stands. */
    private static final class Kept {
        private final DocumentState state;
        private final long[] ends;

        Kept(DocumentState state, long[] ends) {
            this.state = state;
            this.ends = ends;
        }

        DocumentState state() {
            return state;
        }

        long[] ends() {
            return ends;
        }
    }

    /** What could be read at a version. */
    StateView at(long[] ends) {
        return along(List.of(ends)).get(0);
    }

    /** What could be read at two versions. */
    List<StateView> at(long[] one, long[] other) {
        return isCovered(one, other) ? along(List.of(one, other)) : List.of(at(one), at(other));
    }

    /** What could be read at versions each of which is part of the next. */
    private List<StateView> along(List<long[]> versions) {
        Kept start = start(versions.get(0));
        DocumentState state = start.state();
        List<StateView> views = new ArrayList<>();
        long[] reached = start.ends();
        try {
            for (long[] ends : versions) {
                if (operations(reached) < operations(ends)) {
                    past.replay(Arrays.copyOf(reached, ends.length), ends, state, true, Long.MAX_VALUE);
                }
                reached = ends;
                views.add(state.view());
            }
            return views;
        } finally {
            if (state.isOpen()) {
                state.rollback();
            }
        }
    }

    private Kept start(long[] ends) {
        if (!read.fields().equals(policies.get().fields())) { // a schema was written
            kept.clear();
            read = policies.get();
        }
        if (content != past.contentMark()) { // states of before could show what was taken out
            kept.clear();
            content = past.contentMark();
        }
        long distance = Math.max(leastDistance, operations(past.now()) / MOST_KEPT);
        Kept start = best(ends);
        if (start == null || operations(ends) - operations(start.ends()) > distance) {
            start = keep(ends, operations(ends) / distance * distance);
        }
        kept.remove(start);
        kept.add(start);
        return start;
    }

    /** The kept state that is part of a version and lacks least of it. */
    private @Nullable Kept best(long[] ends) {
        Kept best = null;
        for (Kept candidate : kept) {
            if (isCovered(candidate.ends(), ends)
                    && (best == null || operations(candidate.ends()) > operations(best.ends()))) {
                best = candidate;
            }
        }
        return best;
    }

    private Kept keep(long[] ends, long operations) {
        DocumentState state = empty.get();
        if (!read.fields().isEmpty()) {
            state.setPolicies(read);
        }
        long[] reached = new long[ends.length];
        if (operations > 0) {
            reached = past.replay(reached, ends, state, false, operations);
        }
        Kept added = new Kept(state, reached);
        kept.add(added);
        while (kept.size() > MOST_KEPT || kept.size() > 1 && sumOfOperations() > MOST_OPERATIONS) {
            kept.remove(0);
        }
        return added;
    }

    /** Throws AssertionError if a kept state is not as replaying left it. For tests. */
    void checkInvariants() {
        kept.forEach(each -> each.state().checkInvariants());
    }

    private static boolean isCovered(long[] ends, long[] by) {
        for (int i = 0; i < ends.length; i++) { // by is of a table that is at least as long
            if (ends[i] > by[i]) {
                return false;
            }
        }
        return true;
    }

    private long sumOfOperations() {
        long sum = 0;
        for (Kept each : kept) {
            sum += operations(each.ends());
        }
        return sum;
    }

    private static long operations(long[] ends) {
        long sum = 0;
        for (long end : ends) {
            sum += end;
        }
        return sum;
    }
}
