package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.PatchScript;
import dev.rejoin.document.Document;
import java.util.stream.IntStream;

/**
 * All patches in one transaction: what the engine costs when no message is asked for. A script that has more operations
 * than a change may hold takes as few transactions as that allows.
 */
final class LocalReplay {
    /** The format's limit of operations per change. */
    private static final int MAX_OPERATIONS = 1 << 20;

    private final Replicas replicas;
    private final PatchScript script;
    /** The patches after which a transaction ends, the last one included. */
    private final int[] ends;

    LocalReplay(Replicas replicas, PatchScript script) {
        this.replicas = replicas;
        this.script = script;
        ends = transactionEnds(script);
    }

    /** How many transactions it takes; 1 but for the longest scripts. */
    int transactions() {
        return ends.length;
    }

    Document run() {
        Document document = replicas.writer(0, replicas.clockAtStart());
        Typist typist = new Typist(script);
        int start = 0;
        for (int end : ends) {
            document.edit(typist.patches(start, end));
            start = end;
        }
        return document;
    }

    private static int[] transactionEnds(PatchScript script) {
        IntStream.Builder ends = IntStream.builder();
        long operations = 0;
        for (int patch = 0; patch < script.patches(); patch++) {
            // A deletion of n characters is at most n operations: one for each run that it meets.
            int next = script.end(patch) - script.start(patch) + 1;
            if (operations + next > MAX_OPERATIONS && operations > 0) {
                ends.add(patch);
                operations = 0;
            }
            operations += next;
        }
        return ends.add(script.patches()).build().toArray();
    }
}
