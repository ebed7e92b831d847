package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.CodePointText;
import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.PatchScript;
import dev.rejoin.document.Document;
import dev.rejoin.document.Subscription;

/**
 * Finds the indices of a concurrent trace. Its positions refer to texts that only merging gives, so a first session
 * that nobody measures is held: each author's text is mirrored from the events that its document announces.
 */
final class ConcurrentScripts {
    private ConcurrentScripts() {}

    static Scripts of(EditingTrace trace, DeliveryPlan plan, Replicas replicas, long[] times) {
        Preparation preparation = new Preparation(trace, plan, replicas);
        for (int transaction = 0; transaction < trace.transactions(); transaction++) {
            preparation.make(transaction, times[transaction]);
        }
        return new Scripts(preparation.authors.build(), preparation.flat.build());
    }

    private static final class Preparation {
        private final EditingTrace trace;
        private final DeliveryPlan plan;
        private final ReplayClock clock;
        private final Document[] documents;
        private final CodePointText[] mirrors;
        private final Document reader;
        private final byte[][] messages;
        private final PatchScript.Builder authors = new PatchScript.Builder();
        private final PatchScript.Builder flat = new PatchScript.Builder();

        Preparation(EditingTrace trace, DeliveryPlan plan, Replicas replicas) {
            this.trace = trace;
            this.plan = plan;
            clock = replicas.clockAtStart();
            messages = new byte[trace.transactions()][];
            documents = new Document[plan.writers()];
            mirrors = new CodePointText[plan.writers()];
            for (int w = 0; w < documents.length; w++) {
                documents[w] = replicas.writer(w, clock);
                mirrors[w] = new CodePointText(trace.startContent());
            }
            reader = replicas.reader(clock);
            reader.onChange(change -> {
                TextEvents.visit(change, flat::add);
                flat.endTransaction();
            });
        }

        void make(int transaction, long time) {
            clock.set(time);
            int writer = plan.writer(transaction);
            Document document = documents[writer];
            CodePointText mirror = mirrors[writer];
            Subscription mirroring = document.onChange(change -> TextEvents.visit(change, mirror::replace));
            for (int received : plan.deliveries(transaction)) {
                if (messages[received].length > 0) {
                    document.receive(messages[received]);
                }
            }
            mirroring.close();
            PatchScript.Builder own = new PatchScript.Builder();
            for (int patch = trace.patchStart(transaction); patch < trace.patchEnd(transaction); patch++) {
                own.convert(trace, transaction, patch, mirror);
            }
            own.endTransaction();
            messages[transaction] =
                    document.edit(new Typist(own.build()).transaction(0)).toBytes();
            if (messages[transaction].length > 0) {
                reader.receive(messages[transaction]);
            }
            authors.addAll(own);
        }
    }
}
