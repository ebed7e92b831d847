package dev.rejoin.document;

import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.engine.ReplicaListener;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.log.LogAppended;
import dev.rejoin.map.internal.ChangeObserver;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.SlottedState;
import dev.rejoin.set.SetEvent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sees what changes would do: their events, and the registers in which concurrent writes would stand. */
final class PreviewRecorder implements ChangeObserver, ReplicaListener {
    /** A place of a scalar. */
    private record Slot(int container, @Nullable String key, long element) {}

    private final DocumentState state;
    private final EventRecorder events;
    private final List<DocumentChange> changes = new ArrayList<>();
    private final Map<Slot, Integer> writesBefore = new LinkedHashMap<>();
    private final List<Path> conflicts = new ArrayList<>();

    PreviewRecorder(DocumentState state) {
        this.state = state;
        Interests everything = new Interests(state.context().containers());
        everything.add(Path.root(), change -> {});
        this.events = new EventRecorder(state, everything);
    }

    @Override
    public void begin() {
        events.begin();
    }

    @Override
    public void before(int container, @Nullable String key, long element, boolean whole) {
        events.before(container, key, element, whole);
        if (key != null || element != ElementId.NONE) {
            Slot slot = new Slot(container, key, element);
            if (!writesBefore.containsKey(slot)) {
                writesBefore.put(slot, countWrites(slot));
            }
        }
    }

    private int countWrites(Slot slot) {
        return state.isKnown(slot.container)
                ? state.countWrites((SlottedState) state.state(slot.container), slot.key, slot.element)
                : 0;
    }

    /** Finds the conflicts, before everything is taken back. */
    void findConflicts() {
        writesBefore.forEach((slot, before) -> {
            int now = countWrites(slot);
            if (now > 1 && now > before && events.canBeRead(slot.container)) {
                events.pathOf(slot.container, slot.key, slot.element).ifPresent(conflicts::add);
            }
        });
    }

    @Override
    public void integrated(
            int author, long firstSeq, long endSeq, long time, @Nullable ChangeNote note, boolean local) {
        EditOrigin origin = local ? EditOrigin.LOCAL : EditOrigin.REMOTE;
        changes.add(Listeners.changeOf(state.context(), author, firstSeq, endSeq, time, note, origin, events.take()));
    }

    Preview preview(ReceiveResult result) {
        return new Preview(result, changes, conflicts);
    }

    @Override
    public void after() {
        events.after();
    }

    @Override
    public void inserted(int container, int index, long first, int count) {
        events.inserted(container, index, first, count);
    }

    @Override
    public void deleting(int container, long first, int count) {
        events.deleting(container, first, count);
    }

    @Override
    public void deleted(int container, int index, long first, int count) {
        events.deleted(container, index, first, count);
    }

    @Override
    public void moved(int container, int from, int to) {
        events.moved(container, from, to);
    }

    @Override
    public void counted(int container, BigInteger before, BigInteger after) {
        events.counted(container, before, after);
    }

    @Override
    public void set(int container, SetEvent event) {
        events.set(container, event);
    }

    @Override
    public void appended(int container, LogAppended event) {
        events.appended(container, event);
    }

    @Override
    public void rollback() {
        // What was recorded is what would happen.
    }
}
