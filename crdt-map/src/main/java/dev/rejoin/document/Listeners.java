package dev.rejoin.document;

import dev.rejoin.change.Change;
import dev.rejoin.engine.ReplicaListener;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of a document's changes. A listener that throws harms nobody: it is logged, and the others are told. Without
 * listeners nothing is recorded.
 */
final class Listeners implements ReplicaListener {
    private static final System.Logger LOG = System.getLogger("dev.rejoin");

    private final ReplicaContext context;
    private final DocumentState state;
    private final EventRecorder recorder;
    private final List<Consumer<Change>> local = new CopyOnWriteArrayList<>();
    private final List<Consumer<DocumentChange>> all = new CopyOnWriteArrayList<>();
    private boolean telling;

    Listeners(ReplicaContext context, DocumentState state) {
        this.context = context;
        this.state = state;
        this.recorder = new EventRecorder(state);
    }

    /** Whether a listener runs now: it may read everything, since changes are complete then. */
    boolean areBeingTold() {
        return telling;
    }

    Subscription addLocal(Consumer<Change> listener) {
        local.add(listener);
        return () -> local.remove(listener);
    }

    Subscription add(Consumer<DocumentChange> listener) {
        all.add(listener);
        state.setObserver(recorder);
        return () -> {
            // The recorder stays until the next change finds nobody: this may run inside a listener.
            all.remove(listener);
        };
    }

    void changedHere(Change change) {
        tell(local, change);
    }

    @Override
    public void integrated(
            int author, long firstSeq, long endSeq, long time, @Nullable ChangeNote note, boolean isLocal) {
        if (state.observer() == null) {
            return;
        }
        List<DocumentEvent> events = recorder.take();
        if (all.isEmpty()) {
            state.setObserver(null);
            return;
        }
        ReplicaId replica = new ReplicaId(context.replicas().id(author));
        EditOrigin origin = isLocal ? EditOrigin.LOCAL : EditOrigin.REMOTE;
        tell(all, new DocumentChange(replica, origin, new OpIdSpan(replica, firstSeq, endSeq), events));
    }

    private <T> void tell(List<Consumer<T>> listeners, T what) {
        if (listeners.isEmpty()) {
            return;
        }
        telling = true;
        try {
            for (Consumer<T> listener : listeners) {
                try {
                    listener.accept(what);
                } catch (RuntimeException failed) {
                    LOG.log(System.Logger.Level.ERROR, "a listener failed; the document is as it should be", failed);
                }
            }
        } finally {
            telling = false;
        }
    }
}
