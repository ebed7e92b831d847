package dev.rejoin.map.internal;

import dev.rejoin.sequence.internal.Rga;

/** A text or a list: elements in the order of an {@link Rga}; a list has slots for elements that were written again. */
public final class SequenceState extends SlottedState {
    Rga rga;

    SequenceState(int ordinal, int type, int epoch, Rga rga) {
        super(ordinal, type, epoch);
        this.rga = rga;
    }

    private SequenceState(SequenceState from, int epoch) {
        super(from, epoch);
        rga = from.rga;
    }

    /** The elements, for reading and preparing. */
    public Rga rga() {
        return rga;
    }

    @Override
    SequenceState copy(int writer) {
        return new SequenceState(this, writer);
    }
}
