package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import org.jspecify.annotations.Nullable;

/** Reads what a state says of where the retained history begins; the rest of that follows by {@link StartForm}. */
final class StartReader {
    private final StateReader from;
    private final DocumentState state;
    private final ByteReader in;
    private final StartForm form;
    private final boolean isSomewhere;
    private final boolean historyFollows;

    /** Reads from where the reader of the state stands, with the replicas that it knows. */
    StartReader(StateReader from, DocumentState state, ByteReader in, long[] starts, long[] ends) {
        this.from = from;
        this.state = state;
        this.in = in;
        form = new StartForm(state.replicas(), starts);
        boolean found = false;
        boolean follows = false;
        for (int i = 0; i < ends.length; i++) {
            found |= form.start(i) > 0;
            follows |= form.start(i) < ends[i];
        }
        isSomewhere = found;
        historyFollows = follows;
    }

    /** Whether there is a start that is not the beginning of the document. */
    boolean isSomewhere() {
        return isSomewhere;
    }

    /**
     * The vectors of a container at the start.
     *
     * @param isSaid whether something of them follows
     */
    @Nullable
    StartVectors read(ContainerState container, boolean isSaid) {
        if (isSaid) {
            checkThatHistoryFollows();
        }
        if (!isSomewhere) {
            return null;
        }
        int offset = in.offset();
        int what = isSaid ? in.varintUpTo(7, "what is said of the start") : 0;
        if (isSaid && what == 0) {
            throw in.corruptAt(offset, Kind.NOT_CANONICAL, "something of the start", "nothing");
        }
        StartVectors then = new StartVectors(
                touched(container, (what & StartForm.TOUCHED) != 0),
                (what & StartForm.HIDDEN) == 0
                        ? form.guessHidden(container)
                        : other(form.guessHidden(container), container.hidden),
                (what & StartForm.CLEARED) == 0 ? container.cleared : other(container.cleared, container.cleared));
        return then.sharedWith(container);
    }

    private void checkThatHistoryFollows() {
        if (!isSomewhere || !historyFollows) {
            throw in.corrupt(Kind.NOT_CANONICAL, "nothing of where history begins", "something");
        }
    }

    private @Nullable ReplicaVector touched(ContainerState container, boolean isSaid) {
        ReplicaVector now = container.touched;
        ReplicaVector then = new ReplicaVector(state.epoch().current());
        ReplicaVector guessed = new ReplicaVector(state.epoch().current());
        for (int i = 0; now != null && i < now.entries(); i++) {
            int replica = now.entryReplica(i);
            boolean isOpen = form.isOpen(replica, now.entryEnd(i));
            if (isOpen) {
                guessed.raise(replica, form.guess(container, replica));
            } else if (form.start(replica) > 0) {
                then.raise(replica, now.entryEnd(i));
            }
        }
        int last = -1;
        int count = isSaid ? in.count(2) : 0;
        if (isSaid && count == 0) {
            throw in.corrupt(Kind.NOT_CANONICAL, "a vector with entries", "an empty one");
        }
        for (int i = 0; i < count; i++) {
            last = from.readRank(last);
            int replica = from.replicaAt(last);
            int offset = in.offset();
            long end = in.varint();
            if (now == null
                    || !form.isOpen(replica, now.end(replica))
                    || end < 0
                    || end > form.start(replica)
                    || end == guessed.end(replica)) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "what does not follow of the start", Long.toString(end));
            }
            guessed.restore(replica, end);
            then.raise(replica, end);
        }
        then.join(guessed);
        return then.isEmpty() ? null : then;
    }

    /** A vector that is another one than was guessed, and at or below the present one. */
    private @Nullable ReplicaVector other(@Nullable ReplicaVector guess, @Nullable ReplicaVector now) {
        int offset = in.offset();
        ReplicaVector read = from.readEntries(false);
        if (StartForm.areEqual(read, guess) || !ReplicaVector.isCovered(read, now, null)) {
            throw in.corruptAt(offset, Kind.BAD_VALUE, "a vector of the start", read.toString());
        }
        return read.isEmpty() ? null : read;
    }

    /** The entries of a sequence that were dead at the start. */
    void readDead(ContainerState container) {
        checkThatHistoryFollows();
        int offset = in.offset();
        int count = in.count(3);
        if (count == 0 || !(container instanceof SequenceState sequence)) {
            throw in.corruptAt(offset, Kind.NOT_CANONICAL, "entries of a sequence", "none");
        }
        IdRanges dead = new IdRanges();
        long last = ElementId.NONE;
        for (int i = 0; i < count; i++) {
            offset = in.offset();
            long first = ElementId.of(from.replica(), from.seq());
            long length = in.varint();
            long start = form.start(ElementId.replica(first));
            if (last != ElementId.NONE && from.compare(last, first) >= 0) {
                throw in.corruptAt(offset, Kind.UNSORTED, "entries ascending", "a smaller or equal one");
            }
            if (length <= 0 || length > start - ElementId.seq(first)) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "entries below the start", Long.toString(length));
            }
            dead.add(first, length);
            last = first + length;
        }
        sequence.deadAtStart = dead;
    }

    /** Once the content is there: what was dead belongs to the sequence, and is dead still, but for containers that show it. */
    void checkDead(SequenceState sequence) {
        sequence.deadAtStart.forEach((first, count) -> {
            long end = first + count;
            for (long at = first; at < end; at++) {
                boolean isDead = state.sequences().containerOf(at) == sequence.ordinal()
                        && (!sequence.rga.isVisible(at) || isRemoved(sequence, at));
                if (!isDead) {
                    throw in.corrupt(Kind.BAD_VALUE, "entries that are dead", ElementId.toString(at));
                }
            }
        });
    }

    private boolean isRemoved(SequenceState sequence, long element) {
        SlotPage page = sequence.page(state.hasher().of(element));
        int slot = page.find(element, state.hasher().of(element));
        return slot >= 0 && page.cell(slot) == Registers.DEAD;
    }
}
