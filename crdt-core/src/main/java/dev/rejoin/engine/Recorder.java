package dev.rejoin.engine;

import dev.rejoin.history.ReplicaLog;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.version.OpId;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Records an operation and then applies it, as a local change does. */
final class Recorder implements OpSink {
    private @Nullable ReplicaLog log;
    private @Nullable OpSink applier;
    /** Those of the change at hand, by seq; null for none. */
    private @Nullable TreeMap<Long, RedactOp> redactions;

    /** Forgets the change before, whatever became of it. */
    void begin(ReplicaLog history, OpSink state) {
        log = history;
        applier = state;
        redactions = null;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        log().insert(container, text, count, parent, left, continues);
        applier().insert(container, text, seq, count, parent, left, continues);
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        log().delete(element, count, step);
        applier().delete(seq, element, count, step);
    }

    @Override
    public void operation(int container, long seq, Op op) {
        log().operation(container, op);
        applier().operation(container, seq, op);
        if (op instanceof RedactOp redaction) {
            if (redactions == null) {
                redactions = new TreeMap<>();
            }
            redactions.put(seq, redaction);
        }
    }

    /** Tells of the redactions of the change that was applied. */
    void tellRedactions(BiConsumer<OpId, RedactOp> told, long author) {
        if (redactions != null) {
            redactions.forEach((seq, op) -> told.accept(OpId.of(author, seq), op));
        }
    }

    /** Lets go of the history that was recorded to. */
    void rest() {
        log = null;
    }

    private ReplicaLog log() {
        return Objects.requireNonNull(log);
    }

    private OpSink applier() {
        return Objects.requireNonNull(applier);
    }
}
