package dev.rejoin.map.internal;

import dev.rejoin.object.ContainerType;

/** A map: a slot for each key that something was ever written to and was not cleared away. */
public final class MapState extends SlottedState {
    /** T4 Number of keys at which something can be read. */
    int shownKeys;

    MapState(int ordinal, int epoch) {
        super(ordinal, ContainerType.MAP, epoch);
    }

    private MapState(MapState from, int epoch) {
        super(from, epoch);
        shownKeys = from.shownKeys;
    }

    @Override
    MapState copy(int writer) {
        return new MapState(this, writer);
    }
}
