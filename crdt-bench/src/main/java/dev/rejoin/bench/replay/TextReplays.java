package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.document.Document;

/** The local, live and remote replay of one sequential trace, for benchmarks that do their own timing. */
public final class TextReplays {
    private final LocalReplay local;
    private final Session session;
    private final RemoteReplay remote;

    /**
     * Prepares a trace and records its messages once.
     *
     * @param trace sequential
     */
    public TextReplays(EditingTrace trace) {
        Workload workload = Workload.of(trace, false);
        Scripts scripts = workload.scripts();
        local = workload.local(scripts.flat());
        session = workload.session(scripts.authors());
        remote = new RemoteReplay(workload.replicas(), session.run(), workload.endMillis());
    }

    /**
     * All patches in one transaction.
     *
     * @return the document
     */
    public Document local() {
        return local.run();
    }

    /**
     * One transaction and one message per transaction of the trace.
     *
     * @return the document
     */
    public Document live() {
        return session.run().document();
    }

    /**
     * Another document receives the recorded messages one by one.
     *
     * @return the document
     */
    public Document remote() {
        return remote.run();
    }
}
