package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.PatchScript;
import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import java.util.List;

/** One author types a sequential trace: a transaction of the file is one edit, whose encoded change is kept. */
final class LiveReplay implements Session {
    private final Replicas replicas;
    private final PatchScript script;
    private final long[] times;

    LiveReplay(Replicas replicas, PatchScript script, long[] times) {
        this.replicas = replicas;
        this.script = script;
        this.times = times;
    }

    @Override
    public Recording run() {
        ReplayClock clock = replicas.clockAtStart();
        Document document = replicas.writer(0, clock);
        Typist typist = new Typist(script);
        byte[][] messages = new byte[script.transactions()][];
        for (int i = 0; i < messages.length; i++) {
            clock.set(times[i]);
            Change change = document.edit(typist.transaction(i));
            messages[i] = change.isEmpty() ? EMPTY : change.toBytes();
        }
        return new Recording(List.of(document), messages);
    }

    @Override
    public void complete(Recording recording) {
        // The only author has everything.
    }
}
