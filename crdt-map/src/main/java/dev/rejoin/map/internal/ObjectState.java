package dev.rejoin.map.internal;

import dev.rejoin.op.OpWriter;
import dev.rejoin.version.Coverage;

/** A container whose content is a replicated object of its own: a counter or a set. */
public abstract class ObjectState extends ContainerState {
    ObjectState(int ordinal, int type, int epoch) {
        super(ordinal, type, epoch);
    }

    ObjectState(ObjectState from, int epoch) {
        super(from, epoch);
    }

    /** Drops what is covered. */
    abstract void clear(Coverage covered);

    /** Puts the content back as it is now. */
    abstract Runnable restorer(DocumentState state);

    abstract void writeContent(OpWriter writer);

    abstract void checkContent();
}
