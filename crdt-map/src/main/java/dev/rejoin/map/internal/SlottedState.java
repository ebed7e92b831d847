package dev.rejoin.map.internal;

import org.jspecify.annotations.Nullable;

/** A container with slots in which registers and other containers stand: a map or a list. */
public abstract class SlottedState extends ContainerState {
    /** Null as long as there is no slot. */
    @Nullable
    SlotTable slots;

    /** T5 How many conflicts are open in its slots and in the containers that are read there. */
    int conflicts;

    SlottedState(int ordinal, int type, int epoch) {
        super(ordinal, type, epoch);
    }

    SlottedState(SlottedState from, int epoch) {
        super(from, epoch);
        slots = from.slots;
        conflicts = from.conflicts;
    }

    /** The table, ready to be written. */
    final SlotTable writableSlots() {
        SlotTable table = slots == null ? new SlotTable(epoch()) : slots.writable(epoch());
        slots = table;
        return table;
    }

    /** The page where a key or element with this hash stands if it has a slot. */
    final SlotPage page(long hash) {
        return slots == null ? SlotPage.EMPTY : slots.page(hash);
    }
}
