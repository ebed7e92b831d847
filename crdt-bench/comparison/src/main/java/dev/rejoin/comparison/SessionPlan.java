package dev.rejoin.comparison;

import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.PatchScript;
import dev.rejoin.bench.trace.TraceException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Who writes when, and what each author has to receive before: all ancestors of a transaction that are not there yet, in
 * the order of the file.
 */
final class SessionPlan {
    private final EditingTrace trace;
    private final PatchScript script;
    private final List<int[]> deliveries = new ArrayList<>();

    SessionPlan(EditingTrace trace) {
        this.trace = trace;
        if (!trace.isConcurrent()) {
            script = PatchScript.of(trace);
        } else if (trace.hasWideCharacters()) {
            throw new TraceException(
                    trace.file(), "", "a concurrent trace with characters beyond the basic plane is not compared");
        } else {
            PatchScript.Builder builder = new PatchScript.Builder();
            for (int transaction = 0; transaction < trace.transactions(); transaction++) {
                for (int patch = trace.patchStart(transaction); patch < trace.patchEnd(transaction); patch++) {
                    int start = trace.position(patch);
                    builder.add(start, start + trace.deleted(patch), trace.inserted(patch));
                }
                builder.endTransaction();
            }
            script = builder.build();
        }
        List<BitSet> seen = new ArrayList<>();
        for (int author = 0; author < trace.agents(); author++) {
            seen.add(new BitSet());
        }
        for (int transaction = 0; transaction < trace.transactions(); transaction++) {
            BitSet known = seen.get(trace.agent(transaction));
            BitSet lacking = new BitSet();
            collect(transaction, known, lacking);
            deliveries.add(lacking.stream().toArray());
            known.or(lacking);
            known.set(transaction);
        }
    }

    private void collect(int transaction, BitSet known, BitSet lacking) {
        List<Integer> open = new ArrayList<>(List.of(transaction));
        while (!open.isEmpty()) {
            for (int parent : trace.parents(open.remove(open.size() - 1))) {
                if (!known.get(parent) && !lacking.get(parent)) {
                    lacking.set(parent);
                    open.add(parent);
                }
            }
        }
    }

    EditingTrace trace() {
        return trace;
    }

    PatchScript script() {
        return script;
    }

    int[] deliveries(int transaction) {
        return deliveries.get(transaction);
    }
}
