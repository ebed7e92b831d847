package dev.rejoin.map.internal;

/** A container of a type of a later version: its vectors are kept, so that it is hidden and shown as everywhere. */
final class UnknownState extends ContainerState {
    UnknownState(int ordinal, int type, int epoch) {
        super(ordinal, type, epoch);
    }

    private UnknownState(UnknownState from, int epoch) {
        super(from, epoch);
    }

    @Override
    UnknownState copy(int writer) {
        return new UnknownState(this, writer);
    }
}
