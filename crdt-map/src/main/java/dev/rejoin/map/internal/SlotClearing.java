package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.version.Coverage;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops what a reset covers in the slots of one container, and leaves the containers in them as they are. Where much is
 * dropped the table is built anew from what is left; what drops little looks at each slot and changes those alone.
 */
final class SlotClearing {
    /** Building a table anew costs about as much as changing so large a part of it slot by slot. */
    private static final int PART = 4;

    private final DocumentState state;
    private final SlottedState slotted;
    private final Coverage covered;
    private final boolean list;

    /** Of a container that may be written. */
    SlotClearing(DocumentState state, SlottedState slotted, Coverage covered) {
        this.state = state;
        this.slotted = slotted;
        this.covered = covered;
        list = slotted instanceof SequenceState;
    }

    void run() {
        SlotTable table = slotted.slots;
        if (table == null) {
            return;
        }
        List<Object> changing = new ArrayList<>(0);
        table.forEachPage(page -> {
            for (int slot = 0; slot < page.size(); slot++) {
                if (changes(page, slot)) {
                    changing.add(list ? (Object) page.element(slot) : page.key(slot));
                }
            }
        });
        if (changing.size() > table.count() / PART) {
            rebuild(table);
        } else {
            changing.forEach(this::clear);
        }
    }

    private boolean changes(SlotPage page, int slot) {
        if (list && isCovered(page.element(slot))) {
            return page.cell(slot) != Registers.DEAD || page.child(slot) == StateSource.NONE;
        }
        for (int i = Registers.count(page, slot) - 1; i >= 0; i--) {
            if (isCovered(Registers.dot(page, slot, i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isCovered(long id) {
        return covered.covers(state.replicas().id(ElementId.replica(id)), ElementId.seq(id));
    }

    private void clear(Object keyOrElement) {
        String key = list ? null : (String) keyOrElement;
        long element = list ? (Long) keyOrElement : ElementId.NONE;
        long hash = list ? state.hasher().of(element) : state.hasher().compute((String) keyOrElement);
        SlotTable slots = slotted.writableSlots();
        SlotPage page = slots.writablePage(hash);
        int slot = key == null ? page.find(element, hash) : page.find(key, hash);
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(new SlotUndo(state, slotted.ordinal(), key, element, page, slot));
        }
        int shown = state.shown(slotted, page, slot);
        int weight = state.conflicts().weight(slotted, page, slot);
        drop(page, slot, list && isCovered(element));
        if (slotted instanceof MapState map) {
            map.shownKeys += state.shown(slotted, page, slot) - shown;
        }
        state.conflicts().add(slotted.ordinal(), state.conflicts().weight(slotted, page, slot) - weight);
        if (page.child(slot) == StateSource.NONE && page.cell(slot) == (list ? Registers.DEAD : null)) {
            slots.remove(page, slot);
        }
    }

    private void drop(SlotPage page, int slot, boolean dead) {
        if (dead) {
            page.setCell(slot, Registers.DEAD, 0, 0, 0);
        } else {
            Registers.clear(page, slot, covered, state.replicas(), slotted.epoch());
        }
    }

    /** The old table can be put back. */
    private void rebuild(SlotTable old) {
        SlotTable kept = new SlotTable(slotted.epoch());
        old.forEachPage(page -> {
            for (int slot = 0; slot < page.size(); slot++) {
                boolean dead = list && isCovered(page.element(slot));
                boolean stays = page.child(slot) != StateSource.NONE
                        || !dead
                                && (list
                                        || page.cell(slot) != null
                                                && Registers.survives(page, slot, covered, state.replicas()));
                if (stays) {
                    long hash = list
                            ? state.hasher().of(page.element(slot))
                            : state.hasher().compute(page.key(slot));
                    SlotPage target = kept.pageForNew(hash);
                    target.addFrom(page, slot);
                    drop(target, target.size() - 1, dead);
                }
            }
        });
        int container = slotted.ordinal();
        replace(container, kept);
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(() -> replace(container, old));
        }
    }

    private void replace(int container, SlotTable slots) {
        SlottedState replacing = (SlottedState) state.states().writable(container);
        replacing.slots = slots;
        if (replacing instanceof MapState map) {
            map.shownKeys = state.countShown(map);
        }
        state.conflicts().add(container, state.conflicts().count(replacing) - replacing.conflicts);
    }
}
