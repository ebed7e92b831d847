package dev.rejoin.map.internal;

import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.replica.ContainerTable;

/**
 * Counts the open conflicts that can be read, as it goes: each map and list knows how many there are in its slots and in
 * the containers that are read there.
 *
 * <p>Whoever changes what stands at a slot asks for its {@link #weight} before and after, and {@link #add adds} the
 * difference, which goes up as far as the containers on the way are read. So an edit without conflicts costs two looks at a
 * slot, and the whole document is never looked at.
 *
 * <p>What counts is what an explanation lists as a conflict; {@link SlottedState#conflicts} has the invariant.
 */
final class OpenConflicts {
    private final DocumentState state;

    OpenConflicts(DocumentState state) {
        this.state = state;
    }

    /** How many conflicts there are at a slot, and below what is read there. */
    int weight(SlottedState parent, SlotPage page, int slot) {
        if (slot < 0 || page.child(slot) == StateSource.NONE && !(page.cell(slot) instanceof ConcurrentWrites)) {
            return 0;
        }
        int shown = 0;
        int overruled = 0;
        for (int at = page.child(slot);
                at != StateSource.NONE;
                at = state.states().get(at).nextSibling) {
            ContainerState child = state.states().get(at);
            shown += child.shown ? 1 : 0;
            overruled += child.visible && !child.shown ? 1 : 0;
        }
        if (shown == 0) {
            return overruled + (isOfValues(parent, page, slot) ? 1 : 0);
        }
        boolean ofTypes = shown > 1 || Registers.hasAnyValue(page, slot);
        return overruled + (ofTypes ? 1 : 0) + below(state.winner(page, slot));
    }

    /** How many conflicts there are where a container stands, and below what is read there. */
    int weightAt(int container) {
        SlottedState parent =
                (SlottedState) state.states().get(state.containers().parent(container));
        SlotPage page = parent.page(hash(container));
        return weight(parent, page, slot(page, container));
    }

    private long hash(int container) {
        ContainerTable containers = state.containers();
        return containers.isInElement(container)
                ? state.hasher().of(containers.element(container))
                : state.hash(containers.key(container));
    }

    private int slot(SlotPage page, int container) {
        ContainerTable containers = state.containers();
        return containers.isInElement(container)
                ? page.find(containers.element(container), hash(container))
                : page.find(containers.key(container), hash(container));
    }

    private int below(int container) {
        return state.states().get(container) instanceof SlottedState slotted ? slotted.conflicts : 0;
    }

    /** Whether concurrent writes have different outcomes, where the policy leaves that to people. */
    private static boolean isOfValues(SlottedState parent, SlotPage page, int slot) {
        if (!(page.cell(slot) instanceof ConcurrentWrites writes) || !writes.differ()) {
            return false;
        }
        RegisterPolicy policy = parent instanceof MapState && parent.rules != null
                ? FieldRules.scalarAt(parent.rules, page.key(slot))
                : RegisterPolicy.LAST_WRITER;
        return Contest.isAskedAbout(policy);
    }

    /** The conflicts of a container are more or fewer by a number: so are those of all that it is read in. */
    void add(int container, int difference) {
        int at = container;
        while (difference != 0) {
            ((SlottedState) state.states().writable(at)).conflicts += difference;
            if (at == ContainerTable.ROOT || !isRead(at)) {
                return;
            }
            at = state.containers().parent(at);
        }
    }

    private boolean isRead(int container) {
        SlottedState parent =
                (SlottedState) state.states().get(state.containers().parent(container));
        SlotPage page = parent.page(hash(container));
        int slot = slot(page, container);
        return slot >= 0 && state.winner(page, slot) == container;
    }

    /** The conflicts of a container, counted slot by slot, where those of the containers in it are right. */
    int count(SlottedState container) {
        int[] count = {0};
        if (container.slots != null) {
            container.slots.forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    count[0] += weight(container, page, slot);
                }
            });
        }
        return count[0];
    }
}
