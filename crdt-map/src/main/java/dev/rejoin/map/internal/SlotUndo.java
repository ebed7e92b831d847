package dev.rejoin.map.internal;

import org.jspecify.annotations.Nullable;

/** Puts the register of a slot back as it was. */
final class SlotUndo implements Runnable {
    private final DocumentState state;
    private final int container;
    private final @Nullable String key;
    private final long element;
    private final boolean existed;
    private final @Nullable Object cell;
    private final long time;
    private final long dot;
    private final long number;

    SlotUndo(DocumentState state, int container, @Nullable String key, long element, SlotPage page, int slot) {
        this.state = state;
        this.container = container;
        this.key = key;
        this.element = element;
        existed = slot >= 0;
        cell = existed ? page.cell(slot) : null;
        time = existed ? page.time(slot) : 0;
        dot = existed ? page.dot(slot) : 0;
        number = existed ? page.number(slot) : 0;
    }

    @Override
    public void run() {
        SlottedState parent = (SlottedState) state.states().writable(container);
        SlotTable slots = parent.writableSlots();
        long hash = key == null ? state.hasher().of(element) : state.hash(key);
        SlotPage page = slots.writablePage(hash);
        int slot = key == null ? page.find(element, hash) : page.find(key, hash);
        int before = state.shown(parent, page, slot);
        int weight = state.conflicts().weight(parent, page, slot);
        if (!existed) {
            slots.remove(page, slot);
            slot = -1;
        } else {
            if (slot < 0) {
                page = slots.pageForNew(hash);
                slot = key == null ? page.add(element, hash) : page.add(key, hash);
            }
            page.setCell(slot, cell, time, dot, number);
        }
        if (parent instanceof MapState map) {
            map.shownKeys += state.shown(parent, page, slot) - before;
        }
        state.conflicts().add(container, state.conflicts().weight(parent, page, slot) - weight);
    }
}
