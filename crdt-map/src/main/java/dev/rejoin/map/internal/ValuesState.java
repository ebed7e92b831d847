package dev.rejoin.map.internal;

import dev.rejoin.set.ValueSet;

/** A set of either kind. */
public abstract class ValuesState extends ObjectState {
    ValuesState(int ordinal, int type, int epoch) {
        super(ordinal, type, epoch);
    }

    ValuesState(ValuesState from, int epoch) {
        super(from, epoch);
    }

    /** The content, for reading. */
    public abstract ValueSet set();
}
