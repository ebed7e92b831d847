package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.PatchScript;
import dev.rejoin.document.Document;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One trace, prepared: times, replicas, indices; everything that is not to be measured. */
final class Workload {
    /** Before the first transaction of a trace that has none. */
    private static final long NO_EDITS_MILLIS = 0;

    private final EditingTrace trace;
    private final long[] times;
    private final long endMillis;
    private final @Nullable DeliveryPlan plan;
    private final Replicas replicas;

    private Workload(EditingTrace trace, boolean fileTimes) {
        this.trace = trace;
        times = EditTimes.of(trace, fileTimes);
        long startMillis = LongStream.of(times).min().orElse(NO_EDITS_MILLIS);
        endMillis = LongStream.of(times).max().orElse(NO_EDITS_MILLIS);
        plan = trace.isConcurrent() ? new DeliveryPlan(trace) : null;
        replicas = new Replicas(trace, plan == null ? 1 : Math.max(plan.writers(), 1), startMillis);
    }

    /** Prepares a trace without opening a document, if its text starts empty. */
    static Workload of(EditingTrace trace, boolean fileTimes) {
        return new Workload(trace, fileTimes);
    }

    /** The patches of the file in UTF-16 indices. Of a concurrent trace, only a whole session can tell them. */
    Scripts scripts() {
        if (plan == null) {
            PatchScript script = PatchScript.of(trace);
            return new Scripts(script, script);
        }
        return ConcurrentScripts.of(trace, plan, replicas, times);
    }

    /** Where the documents come from. */
    Replicas replicas() {
        return replicas;
    }

    /** The authors at work. */
    Session session(PatchScript authors) {
        return plan == null
                ? new LiveReplay(replicas, authors, times)
                : new ConcurrentReplay(replicas, plan, authors, times);
    }

    /** All patches in one transaction. */
    LocalReplay local(PatchScript flat) {
        return new LocalReplay(replicas, flat);
    }

    /** Who delivers what to whom; only of a concurrent trace. */
    DeliveryPlan plan() {
        if (plan == null) {
            throw new IllegalStateException("a sequential trace has no plan");
        }
        return plan;
    }

    /** The time of the last transaction, in ms since the epoch. */
    long endMillis() {
        return endMillis;
    }

    /** A clock that stands at the last transaction. */
    ReplayClock clockAtEnd() {
        return new ReplayClock(endMillis);
    }

    /** A replica that starts from saved bytes. */
    Document load(byte[] saved) {
        return Document.load(saved, replicas.readerOptions(clockAtEnd()));
    }
}
