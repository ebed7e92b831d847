package dev.rejoin.map.internal;

import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.sequence.internal.Rga;

/**
 * Gives containers their states, and puts them at their slots in the containers around them.
 *
 * <p>Live only, one thread at a time, like the state that it belongs to.
 */
final class Placement {
    private final DocumentState state;
    private final ContainerTable containers;

    Placement(DocumentState state) {
        this.state = state;
        containers = state.containers();
    }

    /** The state of a container that had none, linked to its parent, which is created if need be. */
    ContainerState create(int container) {
        int parent = containers.parent(container);
        SlottedState above = (SlottedState) state.ensure(parent);
        ContainerState created = newState(container);
        boolean inElement = containers.isInElement(container);
        boolean added = inElement
                ? link(above, containers.element(container), created)
                : link(above, containers.key(container), created);
        setRules(created, above);
        state.states().put(container, created);
        state.structureChanged();
        UndoLog undo = state.undo();
        if (undo != null) {
            undo.add(() -> unlink(container, added));
        }
        return created;
    }

    /** What the policies say about a container, which follows from what they say about the one above it. */
    void setRules(ContainerState below, ContainerState above) {
        if (above.rules != null || below.rules != null) {
            boolean inElement = containers.isInElement(below.ordinal());
            below.rules =
                    above.rules == null ? null : above.rules.below(inElement ? null : containers.key(below.ordinal()));
            below.deleteWins = below.rules != null && below.rules.deleteWins();
        }
    }

    private ContainerState newState(int container) {
        int type = containers.type(container);
        int now = state.epoch().current();
        switch (type) {
            case ContainerType.MAP:
                return new MapState(container, now);
            case ContainerType.LIST:
            case ContainerType.TEXT:
                return new SequenceState(container, type, now, new Rga(state.sequences(), container));
            case ContainerType.COUNTER:
                return new CounterState(container, now);
            case ContainerType.SET:
                return new SetState(container, now, state.hasher().secret());
            case ContainerType.REMOVE_WINS_SET:
                return new RemoveWinsSetState(container, now, state.hasher().secret());
            case ContainerType.LOG:
                return new LogState(container, now);
            default:
                return new UnknownState(container, type, now);
        }
    }

    /** Puts a container first at a key; whether the slot is new. */
    private boolean link(SlottedState above, String key, ContainerState created) {
        long hash = state.hasher().of(key);
        SlotTable slots = above.writableSlots();
        SlotPage page = slots.writablePage(hash);
        int slot = page.find(key, hash);
        boolean added = slot < 0;
        if (added) {
            page = slots.pageForNew(hash);
            slot = page.add(key, hash);
        }
        created.nextSibling = page.child(slot);
        page.setChild(slot, created.ordinal());
        return added;
    }

    private boolean link(SlottedState above, long element, ContainerState created) {
        long hash = state.hasher().of(element);
        SlotTable slots = above.writableSlots();
        SlotPage page = slots.writablePage(hash);
        int slot = page.find(element, hash);
        boolean added = slot < 0;
        if (added) {
            page = slots.pageForNew(hash);
            slot = page.add(element, hash);
            if (!((SequenceState) above).isVisible(element)) {
                page.setCell(slot, Registers.DEAD, 0, 0, 0);
            }
        }
        created.nextSibling = page.child(slot);
        page.setChild(slot, created.ordinal());
        return added;
    }

    /** Takes back {@link #create}: the container is the first at its slot. */
    private void unlink(int container, boolean added) {
        SlottedState above = (SlottedState) state.states().writable(containers.parent(container));
        ContainerState gone = state.states().get(container);
        boolean inElement = containers.isInElement(container);
        long hash = inElement
                ? state.hasher().of(containers.element(container))
                : state.hasher().of(containers.key(container));
        SlotTable slots = above.writableSlots();
        SlotPage page = slots.writablePage(hash);
        int slot =
                inElement ? page.find(containers.element(container), hash) : page.find(containers.key(container), hash);
        page.setChild(slot, gone.nextSibling);
        if (added) {
            slots.remove(page, slot);
        }
        state.states().put(container, null);
        state.structureChanged();
    }
}
