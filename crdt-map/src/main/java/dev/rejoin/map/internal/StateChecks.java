package dev.rejoin.map.internal;

import dev.rejoin.replica.ContainerTable;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the invariants of a {@link DocumentState} and of all that it consists of. */
final class StateChecks {
    private final DocumentState state;
    private final Set<Integer> seen = new HashSet<>();

    StateChecks(DocumentState state) {
        this.state = state;
    }

    void check() {
        checkContainer(ContainerTable.ROOT, null);
        int size = state.containers().size();
        for (int i = 0; i < size; i++) {
            if (state.states().find(i) != null && !seen.contains(i)) {
                throw new AssertionError("D1 container " + i + " is not reached from its parent");
            }
        }
    }

    private void checkContainer(int ordinal, @Nullable ReplicaVector above) {
        ContainerState container = state.states().get(ordinal);
        seen.add(ordinal);
        checkVectors(container);
        ReplicaVector covered = above;
        if (container.cleared != null) {
            covered = ReplicaVector.copyOf(above, state.epoch().current());
            covered.join(container.cleared);
        }
        if (ordinal != ContainerTable.ROOT && container.visible != container.isVisibleWith(covered)) {
            throw new AssertionError("C1 visible=" + container.visible + " but covered=" + covered + ": " + container);
        }
        if (container.shown != (container.visible && container.isShownWhenVisible())) {
            throw new AssertionError("C3 shown=" + container.shown + ": " + container);
        }
        if (container instanceof ObjectState object) {
            object.checkContent();
        }
        if (container instanceof SlottedState slotted) {
            checkSlots(slotted, covered);
        }
    }

    private static void checkVectors(ContainerState container) {
        if (container.touched != null) {
            container.touched.checkInvariants();
        }
        if (container.hidden != null) {
            container.hidden.checkInvariants();
        }
        if (container.cleared != null) {
            container.cleared.checkInvariants();
        }
        if (container.restored != null) {
            container.restored.checkInvariants();
        }
    }

    private void checkSlots(SlottedState slotted, @Nullable ReplicaVector covered) {
        if (slotted instanceof MapState map && map.shownKeys != state.countShown(map)) {
            throw new AssertionError("T4 shownKeys=" + map.shownKeys + " but can be read: " + state.countShown(map));
        }
        int conflicts = state.conflicts().count(slotted);
        if (slotted.conflicts != conflicts) {
            throw new AssertionError("T5 conflicts=" + slotted.conflicts + " but there are: " + conflicts);
        }
        if (slotted instanceof SequenceState sequence) {
            checkPositions(sequence);
        }
        SlotTable slots = slotted.slots;
        if (slots == null) {
            return;
        }
        boolean list = slotted instanceof SequenceState;
        slots.checkInvariants(state.hasher(), list);
        slots.forEachPage(page -> {
            for (int slot = 0; slot < page.size(); slot++) {
                if (page.cell(slot) instanceof ConcurrentWrites writes) {
                    writes.checkInvariants(state.replicas());
                }
                if (slotted instanceof SequenceState sequence) {
                    checkElement(sequence, page, slot);
                } else if (page.isVacant(slot)) {
                    throw new AssertionError("T3 nothing at key " + page.key(slot) + " of " + slotted);
                }
                for (int at = page.child(slot); at != StateSource.NONE; ) {
                    checkParent(slotted, page, slot, at);
                    checkContainer(at, covered);
                    at = state.states().get(at).nextSibling;
                }
            }
        });
    }

    private void checkPositions(SequenceState list) {
        Positions positions = list.positions();
        if (positions == null) {
            return;
        }
        positions.checkInvariants();
        Moves moves = state.moves();
        positions.forEach((position, element) -> {
            long winner = list.positionOf(element);
            if (list.isPosition(element) || state.hasSlot(list, position)) {
                throw new AssertionError("P3 a position is used as an element in " + list);
            }
            if (winner == position) {
                return;
            }
            if (winner == element
                    || moves.compareStamps(winner, moves.time(list, winner), position, moves.time(list, position))
                            < 0) {
                throw new AssertionError("P1 an element stands at a position that did not win in " + list);
            }
            if (list.rga.isVisible(position) || list.rga.isVisible(element)) {
                throw new AssertionError("P2 an element is visible at a position that did not win in " + list);
            }
        });
        positions.forEach((position, element) -> {
            if (list.rga.isVisible(element)) {
                throw new AssertionError("P2 a moved element is visible where it was inserted in " + list);
            }
        });
    }

    private void checkElement(SequenceState list, SlotPage page, int slot) {
        long element = page.element(slot);
        boolean dead = page.cell(slot) == Registers.DEAD;
        boolean shown = !dead || state.winner(page, slot) != StateSource.NONE;
        if (list.isVisible(element) != shown) {
            throw new AssertionError("D2 element visible=" + !shown + " dead=" + dead + " in " + list);
        }
        if (dead && page.child(slot) == StateSource.NONE) {
            throw new AssertionError("D3 slot of a removed element without containers in " + list);
        }
    }

    private void checkParent(SlottedState parent, SlotPage page, int slot, int child) {
        ContainerTable containers = state.containers();
        boolean placed = containers.parent(child) == parent.ordinal()
                && (containers.isInElement(child)
                        ? containers.element(child) == page.element(slot)
                        : containers.key(child).equals(page.key(slot)));
        if (!placed) {
            throw new AssertionError("D4 container " + child + " stands at another place than its own");
        }
    }
}
