package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.PatchScript;
import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import java.util.Arrays;

/**
 * The authors of a concurrent trace, each on a replica of its own: before a transaction its author receives, message by
 * message, what the parents say that it had seen.
 */
final class ConcurrentReplay implements Session {
    private final Replicas replicas;
    private final DeliveryPlan plan;
    private final PatchScript script;
    private final long[] times;

    ConcurrentReplay(Replicas replicas, DeliveryPlan plan, PatchScript script, long[] times) {
        this.replicas = replicas;
        this.plan = plan;
        this.script = script;
        this.times = times;
    }

    @Override
    public Recording run() {
        ReplayClock clock = replicas.clockAtStart();
        Document[] documents = new Document[Math.max(plan.writers(), 1)];
        Arrays.setAll(documents, writer -> replicas.writer(writer, clock));
        Typist typist = new Typist(script);
        byte[][] messages = new byte[script.transactions()][];
        for (int i = 0; i < messages.length; i++) {
            clock.set(times[i]);
            Document document = documents[plan.writer(i)];
            for (int received : plan.deliveries(i)) {
                if (messages[received].length > 0) {
                    document.receive(messages[received]);
                }
            }
            Change change = document.edit(typist.transaction(i));
            messages[i] = change.isEmpty() ? EMPTY : change.toBytes();
        }
        return new Recording(Arrays.asList(documents), messages);
    }

    @Override
    public void complete(Recording recording) {
        for (int writer = 0; writer < plan.writers(); writer++) {
            for (int received : plan.outstanding(writer)) {
                if (recording.message(received).length > 0) {
                    recording.documents().get(writer).receive(recording.message(received));
                }
            }
        }
    }
}
