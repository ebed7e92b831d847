package dev.rejoin.document;

import dev.rejoin.change.Change;
import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.engine.ReplicaListener;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.undo.internal.UndoHub;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.Objects;
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
    /** These come into being with the first listener: many documents have none. */
    private @Nullable Interests interests;

    private @Nullable EventRecorder recorder;
    private @Nullable List<Consumer<Change>> local;
    private boolean telling;
    private EditOrigin here = EditOrigin.LOCAL;
    private @Nullable UndoHub undos;

    Listeners(ReplicaContext context, DocumentState state, SchemaRules rules, Warnings warnings) {
        this.rules = rules;
        this.context = context;
        this.state = state;
        this.warnings = warnings;
    }

    /** The document was built anew: those who listened to the one before hear how this one differs. */
    void follow(Listeners before, OpIdSpan gone, long time) {
        local = before.local;
        interests = before.interests;
        if (interests == null || interests.isEmpty()) {
            return;
        }
        recorder = new EventRecorder(state, interests);
        List<DocumentEvent> events = recorder.differences(before.state);
        state.setObserver(recorder);
        if (!events.isEmpty()) {
            tell(changeOf(
                    context,
                    context.replicas().find(gone.replica().value()),
                    gone.start(),
                    gone.end(),
                    time,
                    null,
                    EditOrigin.REMOTE,
                    events));
        }
    }

    private void tell(DocumentChange change) {
        telling = true;
        try {
            Objects.requireNonNull(interests).tell(change, this::guarded);
        } finally {
            telling = false;
        }
    }

    /** Whether a listener runs now: it may read everything, since changes are complete then. */
    boolean areBeingTold() {
        return telling;
    }

    /** Whether nobody listens. */
    boolean isEmpty() {
        return (local == null || local.isEmpty()) && (interests == null || interests.isEmpty());
    }

    Subscription addLocal(Consumer<Change> listener) {
        List<Consumer<Change>> listeners = local;
        if (listeners == null) {
            listeners = new CopyOnWriteArrayList<>();
            local = listeners;
        }
        listeners.add(listener);
        List<Consumer<Change>> target = listeners;
        return () -> target.remove(listener);
    }

    /** The recorder stays until a change finds nobody: a subscription may end inside a listener. */
    Subscription add(Path place, Consumer<DocumentChange> listener) {
        Interests known = interests;
        EventRecorder recording = recorder;
        if (known == null || recording == null) {
            known = new Interests(context.containers());
            recording = new EventRecorder(state, known);
            interests = known;
            recorder = recording;
        }
        Subscription subscription = known.add(place, listener);
        state.setObserver(recording);
        return subscription;
    }

    /** Says who is told of own changes before anybody else, so that listeners find what can be undone. */
    void setUndos(UndoHub hub) {
        undos = hub;
    }

    /** Says what the next changes that are made here are. */
    void setOriginHere(EditOrigin origin) {
        here = origin;
    }

    void changedHere(Change change) {
        List<Consumer<Change>> listeners = local;
        if (listeners == null || listeners.isEmpty()) {
            return;
        }
        telling = true;
        try {
            for (Consumer<Change> listener : listeners) {
                guarded(() -> listener.accept(change));
            }
        } finally {
            telling = false;
        }
    }

    @Override
    public void integrated(
            int author, long firstSeq, long endSeq, long time, @Nullable ChangeNote note, boolean isLocal) {
        if (isLocal && undos != null) {
            undos.commit(here == EditOrigin.LOCAL);
        }
        List<DocumentEvent> readOtherwise = rules.follow(state.observer() != null);
        Interests interested = interests;
        if (state.observer() == null || interested == null || recorder == null) {
            return;
        }
        List<DocumentEvent> events = recorder.take();
        events.addAll(readOtherwise);
        if (interested.isEmpty()) {
            state.setObserver(null);
            return;
        }
        EditOrigin origin = isLocal ? here : EditOrigin.REMOTE;
        tell(changeOf(context, author, firstSeq, endSeq, time, note, origin, events));
    }

    static DocumentChange changeOf(
            ReplicaContext context,
            int author,
            long firstSeq,
            long endSeq,
            long time,
            @Nullable ChangeNote note,
            EditOrigin origin,
            List<DocumentEvent> events) {
        ReplicaId replica = new ReplicaId(context.replicas().id(author));
        return new DocumentChange(
                replica,
                Optional.ofNullable(note).map(ChangeNote::author),
                Optional.ofNullable(note).map(ChangeNote::message),
                origin,
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
