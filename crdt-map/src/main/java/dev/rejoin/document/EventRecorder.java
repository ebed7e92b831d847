package dev.rejoin.document;

import dev.rejoin.internal.ElementId;
import dev.rejoin.log.LogAppended;
import dev.rejoin.map.internal.ChangeObserver;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.set.SetEvent;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns what operations do into events, so that a mirror which applies them in order reads what the document reads.
 *
 * <p>An operation in a container that can be read gives the fine event of its type. An operation that makes a container
 * readable - the topmost one on the way that could not be read before - or takes one away is described by what can be read
 * at that one place before and after, with all content; what it does below is part of that content and no event of its
 * own. What concerns nobody is not described.
 *
 * <p>To be set with {@link DocumentState#setObserver} while somebody listens; {@link #take} after each change.
 */
final class EventRecorder implements ChangeObserver {
    private static final int NOWHERE = -1;

    private final DocumentState state;
    private final ContainerTable containers;
    private final Interests interests;
    private List<DocumentEvent> events = new ArrayList<>();
    /** Where the events of the open change begin. */
    private int openFrom;

    /** The place whose reading is compared before and after the operation: map or list, and key or element. */
    private int slotIn = NOWHERE;

    private @Nullable String slotKey;
    private long slotElement;
    private @Nullable Content readBefore;
    private int slotIndex;

    /** Whether the container of the operation can be read, so that its own events count. */
    private boolean fine;

    /** Contents of list elements that are about to be removed, by visible index from the first. */
    private final List<Removal> removing = new ArrayList<>();

    EventRecorder(DocumentState state, Interests interests) {
        this.state = state;
        this.interests = interests;
        this.containers = state.context().containers();
    }

    /** The events of the changes since the last call. */
    List<DocumentEvent> take() {
        List<DocumentEvent> taken = events;
        events = new ArrayList<>();
        openFrom = 0;
        return taken;
    }

    @Override
    public void begin() {
        openFrom = events.size();
        slotIn = NOWHERE;
        removing.clear();
    }

    @Override
    public void rollback() {
        events.subList(openFrom, events.size()).clear();
    }

    @Override
    public void before(int container, @Nullable String key, long element, boolean whole) {
        slotIn = NOWHERE;
        removing.clear();
        int hidden = topmostUnread(container);
        fine = hidden == NOWHERE;
        if (!fine) {
            watchSlotOf(hidden);
        } else if (whole && container != ContainerTable.ROOT) {
            fine = false;
            watchSlotOf(container);
        } else if (key != null) {
            watch(container, key, ElementId.NONE);
        } else if (element != ElementId.NONE) {
            watch(container, null, element);
        } else {
            fine = interests.concerns(container, null);
        }
    }

    @Override
    public void after() {
        if (slotIn == NOWHERE) {
            return;
        }
        Content now = read();
        Content then = readBefore;
        if (slotKey != null) {
            SlotChange.describe(path(slotIn), slotKey, then, now, events);
        } else {
            elementChanged(path(slotIn), then, now);
        }
        slotIn = NOWHERE;
        readBefore = null;
    }

    @Override
    public void inserted(int container, int index, long first, int count) {
        if (!fine) {
            return;
        }
        if (containers.type(container) == ContainerType.TEXT) {
            events.add(new DocumentEvent.TextInserted(path(container), index, text(first, count)));
            return;
        }
        List<Content> elements = new ArrayList<>(count);
        SequenceState list = (SequenceState) state.state(container);
        for (int i = 0; i < count; i++) {
            elements.add(new Content.Scalar(state.scalar(list, first + i)));
        }
        events.add(new DocumentEvent.ElementsInserted(path(container), index, elements));
    }

    @Override
    public void deleting(int container, long first, int count) {
        if (!fine || containers.type(container) == ContainerType.TEXT) {
            return;
        }
        SequenceState list = (SequenceState) state.state(container);
        for (int i = 0; i < count; i++) {
            if (list.isVisible(first + i)) {
                state.visit(
                        list,
                        first + i,
                        (element, child, scalar) ->
                                removing.add(new Removal(element, Contents.of(state, child, scalar))));
            }
        }
    }

    @Override
    public void deleted(int container, int index, long first, int count) {
        if (!fine) {
            return;
        }
        if (containers.type(container) == ContainerType.TEXT) {
            events.add(new DocumentEvent.TextDeleted(path(container), index, text(first, count)));
            return;
        }
        List<Content> elements = new ArrayList<>(count);
        for (Removal removal : removing) {
            if (removal.element >= first && removal.element < first + count) {
                elements.add(removal.content);
            }
        }
        events.add(new DocumentEvent.ElementsRemoved(path(container), index, elements));
    }

    @Override
    public void moved(int container, int from, int to) {
        if (fine && from != to) {
            events.add(new DocumentEvent.ElementMoved(path(container), from, to));
        }
    }

    @Override
    public void counted(int container, BigInteger before, BigInteger after) {
        if (fine && !before.equals(after)) {
            events.add(new DocumentEvent.CounterChanged(path(container), before, after));
        }
    }

    @Override
    public void set(int container, SetEvent event) {
        if (!fine) {
            return;
        }
        if (event instanceof SetEvent.Added added) {
            events.add(new DocumentEvent.SetAdded(path(container), added.value()));
        } else if (event instanceof SetEvent.Removed removed) {
            events.add(new DocumentEvent.SetRemoved(path(container), removed.value()));
        }
    }

    /** Whether a container is what is read at its place, all the way up. */
    boolean canBeRead(int container) {
        return topmostUnread(container) == NOWHERE;
    }

    /** The path of a key or element of a container that can be read; empty for an element that cannot. */
    Optional<Path> pathOf(int container, @Nullable String key, long element) {
        if (key != null) {
            return Optional.of(path(container).key(key));
        }
        SequenceState list = (SequenceState) state.state(container);
        return list.rga().isVisible(element)
                ? Optional.of(path(container).index(list.rga().indexOf(element)))
                : Optional.empty();
    }

    @Override
    public void appended(int container, LogAppended event) {
        if (fine) {
            events.add(new DocumentEvent.LogAppended(path(container), event.index(), event.value()));
        }
    }

    /** The first container on the way down that is not what is read at its place, or NOWHERE. */
    private int topmostUnread(int container) {
        int unread = NOWHERE;
        for (int at = container; at != ContainerTable.ROOT; at = containers.parent(at)) {
            if (winner(at) != at) {
                unread = at;
            }
        }
        return unread;
    }

    /** What is read where a container stands; NONE also when nothing above it was ever created. */
    private int winner(int container) {
        int parent = containers.parent(container);
        if (!state.isKnown(parent)) {
            return StateSource.NONE;
        }
        return containers.isInElement(container)
                ? state.winner((SequenceState) state.state(parent), containers.element(container))
                : state.winner((MapState) state.state(parent), containers.key(container));
    }

    private void watchSlotOf(int container) {
        int parent = containers.parent(container);
        if (containers.isInElement(container)) {
            watch(parent, null, containers.element(container));
        } else {
            watch(parent, containers.key(container), ElementId.NONE);
        }
    }

    private void watch(int container, @Nullable String key, long element) {
        if (!interests.concerns(container, key)) {
            return;
        }
        slotIn = container;
        slotKey = key;
        slotElement = element;
        readBefore = read();
    }

    /** What is read at the watched place; null when nothing is. */
    private @Nullable Content read() {
        if (slotKey != null) {
            MapState map = (MapState) state.state(slotIn);
            int winner = state.winner(map, slotKey);
            Value scalar = winner == StateSource.NONE ? state.scalar(map, slotKey) : null;
            return winner == StateSource.NONE && scalar == null ? null : Contents.of(state, winner, scalar);
        }
        SequenceState list = (SequenceState) state.state(slotIn);
        slotIndex = list.indexOf(slotElement);
        if (!list.isVisible(slotElement)) {
            return null;
        }
        int winner = state.winner(list, slotElement);
        return Contents.of(state, winner, winner == StateSource.NONE ? state.scalar(list, slotElement) : null);
    }

    /** How what is read at the keys of the root differs from another state of the document. */
    List<DocumentEvent> differences(DocumentState before) {
        Map<String, Content> then =
                ((Content.MapContent) Contents.of(before, before.state(ContainerTable.ROOT))).entries();
        Map<String, Content> now =
                ((Content.MapContent) Contents.of(state, state.state(ContainerTable.ROOT))).entries();
        TreeSet<String> keys = new TreeSet<>(then.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            SlotChange.describe(Path.root(), key, then.get(key), now.get(key), events);
        }
        return take();
    }

    private void elementChanged(Path list, @Nullable Content then, @Nullable Content now) {
        if (then == null && now != null) {
            events.add(new DocumentEvent.ElementsInserted(list, slotIndex, List.of(now)));
        } else if (then != null && now == null) {
            events.add(new DocumentEvent.ElementsRemoved(list, slotIndex, List.of(then)));
        } else if (then != null && now != null && !then.equals(now)) {
            if (wasJustInserted(list, then)) { // a container in a new element: one event for both operations
                events.set(events.size() - 1, new DocumentEvent.ElementsInserted(list, slotIndex, List.of(now)));
                return;
            }
            events.add(new DocumentEvent.ElementSet(list, slotIndex, then, now));
        }
    }

    private boolean wasJustInserted(Path list, Content then) {
        return events.size() > openFrom
                && events.get(events.size() - 1) instanceof DocumentEvent.ElementsInserted last
                && last.index() == slotIndex
                && last.elements().equals(List.of(then))
                && last.path().equals(list);
    }

    private String text(long first, int count) {
        StringBuilder text = new StringBuilder(count);
        state.text().appendTo(ElementId.replica(first), ElementId.seq(first), count, text);
        return text.toString();
    }

    private Path path(int container) {
        if (container == ContainerTable.ROOT) {
            return Path.root();
        }
        int parent = containers.parent(container);
        Path above = path(parent);
        if (!containers.isInElement(container)) {
            return above.key(containers.key(container));
        }
        SequenceState list = (SequenceState) state.state(parent);
        return above.index(list.indexOf(containers.element(container)));
    }

    /** An element that is about to go. */
    private record Removal(long element, Content content) {}
}
