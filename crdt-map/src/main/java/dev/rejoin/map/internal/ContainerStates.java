package dev.rejoin.map.internal;

import dev.rejoin.internal.EditEpoch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The states of all containers by ordinal, in pages. A view keeps the object that was current when it was taken; the
 * writer goes on with {@link #forkIfStale()}, which copies pages as they are written.
 */
final class ContainerStates {
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int SMALLEST = 2;

    private final EditEpoch epochs;
    private final int epoch;
    private Page[] pages;
    private int pagesEpoch;

    ContainerStates(EditEpoch epochs) {
        this.epochs = epochs;
        epoch = epochs.current();
        pages = new Page[] {new Page(epoch, new ContainerState[SMALLEST])};
        pagesEpoch = epoch;
    }

    private ContainerStates(ContainerStates stale) {
        epochs = stale.epochs;
        epoch = epochs.current();
        pages = stale.pages;
        pagesEpoch = stale.pagesEpoch;
    }

    /** The states to write to: these, or their successor if a view may hold these. */
    ContainerStates forkIfStale() {
        return epoch == epochs.current() ? this : new ContainerStates(this);
    }

    int epoch() {
        return epoch;
    }

    /** State of a container; null when nothing was ever applied to it. */
    @Nullable
    ContainerState find(int ordinal) {
        int number = ordinal >>> PAGE_BITS;
        if (number >= pages.length) {
            return null;
        }
        @Nullable ContainerState[] states = pages[number].states;
        int at = ordinal & PAGE - 1;
        return at < states.length ? states[at] : null;
    }

    /** State of a container that has one. */
    ContainerState get(int ordinal) {
        ContainerState state = find(ordinal);
        if (state == null) {
            throw new IllegalStateException("Container " + ordinal + " has no state");
        }
        return state;
    }

    /** State of a container that has one, owned by the current epoch. */
    ContainerState writable(int ordinal) {
        ContainerState state = get(ordinal);
        if (state.epoch() == epochs.current()) {
            return state;
        }
        ContainerState copy = state.copy(epochs.current());
        put(ordinal, copy);
        return copy;
    }

    /** Sets or (null) removes the state of a container. */
    void put(int ordinal, @Nullable ContainerState state) {
        Page page = writablePage(ordinal >>> PAGE_BITS);
        int at = ordinal & PAGE - 1;
        if (at >= page.states.length) {
            page.states = Arrays.copyOf(page.states, Math.min(PAGE, Math.max(at + 1, 2 * page.states.length)));
        }
        page.states[at] = state;
    }

    /** One past the largest ordinal that can have a state. */
    int limit() {
        return pages.length << PAGE_BITS;
    }

    private Page writablePage(int number) {
        if (number >= pages.length) {
            int old = pages.length;
            pages = Arrays.copyOf(pages, Math.max(number + 1, old + (old >> 1)));
            for (int i = old; i < pages.length; i++) {
                pages[i] = new Page(epochs.current(), new ContainerState[SMALLEST]);
            }
            pagesEpoch = epochs.current();
        }
        Page page = pages[number];
        if (page.epoch == epochs.current()) {
            return page;
        }
        if (pagesEpoch != epochs.current()) {
            pages = pages.clone();
            pagesEpoch = epochs.current();
        }
        Page copy = new Page(epochs.current(), page.states.clone());
        pages[number] = copy;
        return copy;
    }

    private static final class Page {
        final int epoch;

        @Nullable
        ContainerState[] states;

        Page(int epoch, @Nullable ContainerState[] states) {
            this.epoch = epoch;
            this.states = states;
        }
    }
}
