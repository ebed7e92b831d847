package dev.rejoin.document;

import dev.rejoin.change.Change;
import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.engine.ReplicaListener;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of a document's changes. A listener that throws harms nobody: the warning says so, and the others are told.
 * Without listeners nothing is recorded.
 */
final class Listeners implements ReplicaListener {
    private final ReplicaContext context;
    private final DocumentState state;
    private final SchemaRules rules;
    private final Warnings warnings;
    private final Interests interests;
    private final EventRecorder recorder;
    private final List<Consumer<Change>> local = new CopyOnWriteArrayList<>();
    private boolean telling;

    Listeners(ReplicaContext context, DocumentState state, SchemaRules rules, Warnings warnings) {
        this.rules = rules;
        this.context = context;
        this.state = state;
        this.warnings = warnings;
        this.interests = new Interests(context.containers());
        this.recorder = new EventRecorder(state, interests);
    }

    /** Whether a listener runs now: it may read everything, since changes are complete then. */
    boolean areBeingTold() {
        return telling;
    }

    Subscription addLocal(Consumer<Change> listener) {
        local.add(listener);
        return () -> local.remove(listener);
    }

    /** The recorder stays until a change finds nobody: a subscription may end inside a listener. */
    Subscription add(Path place, Consumer<DocumentChange> listener) {
        Subscription subscription = interests.add(place, listener);
        state.setObserver(recorder);
        return subscription;
    }

    void changedHere(Change change) {
        if (local.isEmpty()) {
            return;
        }
        telling = true;
        try {
            for (Consumer<Change> listener : local) {
                guarded(() -> listener.accept(change));
            }
        } finally {
            telling = false;
        }
    }

    @Override
    public void integrated(
            int author, long firstSeq, long endSeq, long time, @Nullable ChangeNote note, boolean isLocal) {
        List<DocumentEvent> readOtherwise = rules.follow(state.observer() != null);
        if (state.observer() == null) {
            return;
        }
        List<DocumentEvent> events = recorder.take();
        events.addAll(readOtherwise);
        if (interests.isEmpty()) {
            state.setObserver(null);
            return;
        }
        telling = true;
        try {
            interests.tell(changeOf(context, author, firstSeq, endSeq, time, note, isLocal, events), this::guarded);
        } finally {
            telling = false;
        }
    }

    static DocumentChange changeOf(
            ReplicaContext context,
            int author,
            long firstSeq,
            long endSeq,
            long time,
            @Nullable ChangeNote note,
            boolean isLocal,
            List<DocumentEvent> events) {
        ReplicaId replica = new ReplicaId(context.replicas().id(author));
        return new DocumentChange(
                replica,
                Optional.ofNullable(note).map(ChangeNote::author),
                Optional.ofNullable(note).map(ChangeNote::message),
                isLocal ? EditOrigin.LOCAL : EditOrigin.REMOTE,
                new OpIdSpan(replica, firstSeq, endSeq),
                new HybridTimestamp(time),
                events);
    }

    /** Whatever a listener throws, errors included, is its own affair: the change is applied. */
    private void guarded(Runnable listener) {
        try {
            listener.run();
        } catch (Throwable failure) {
            warnings.tell(new DocumentWarning.ListenerFailed(failure));
        }
    }
}
