package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Which replica makes each transaction of a concurrent trace, and what it has to receive before: exactly the
 * transactions that its parents lead to. An author is one replica, unless some transaction of it does not follow its
 * own latest one: a replica cannot forget, so that branch gets a replica of its own.
 */
final class DeliveryPlan {
    /*
     * The causal past of transaction t (itself included) is, per writer, how many of its transactions it holds. A run of
     * transactions of one writer differs only in that writer's own count, so it shares one array: past(t)[w] is
     * ordinal[t] + 1 for t's own writer and base[t][w] for any other. Arrays end at the last writer known then.
     */
    private final EditingTrace trace;
    private final int[] writer;
    private final int[] ordinal;
    private final int[][] base;
    private final int[][] deliveries;
    /** Transactions of each writer, ascending. */
    private final List<IntList> written = new ArrayList<>();
    /** Writers of each author. */
    private final List<IntList> writersOf = new ArrayList<>();

    DeliveryPlan(EditingTrace trace) {
        this.trace = trace;
        int transactions = trace.transactions();
        writer = new int[transactions];
        ordinal = new int[transactions];
        base = new int[transactions][];
        deliveries = new int[transactions][];
        for (int agent = 0; agent < trace.agents(); agent++) {
            writersOf.add(new IntList());
        }
        for (int transaction = 0; transaction < transactions; transaction++) {
            plan(transaction, trace.parents(transaction));
        }
    }

    /** How many replicas write. */
    int writers() {
        return written.size();
    }

    /** The replica that makes a transaction. */
    int writer(int transaction) {
        return writer[transaction];
    }

    /** The transactions that this transaction's writer receives before it, in the order of the file. Not to be changed. */
    int[] deliveries(int transaction) {
        return deliveries[transaction];
    }

    /** The transactions that a writer still lacks after all were made, in the order of the file. */
    int[] outstanding(int ofWriter) {
        int[] all = new int[written.size()];
        Arrays.setAll(all, w -> written.get(w).size());
        return missing(ofWriter, all);
    }

    /** All transactions in a random order in which each follows its parents and its writer's transaction before. */
    int[] shuffledOrder(RandomGenerator random) {
        int transactions = writer.length;
        int[] missing = new int[transactions];
        IntList[] children = new IntList[transactions];
        for (int t = 0; t < transactions; t++) {
            for (int parent : trace.parents(t)) {
                addChild(children, parent, t, missing);
            }
            if (ordinal[t] > 0) {
                addChild(children, written.get(writer[t]).get(ordinal[t] - 1), t, missing);
            }
        }
        int[] order = new int[transactions];
        int[] ready = new int[transactions];
        int readyCount = 0;
        for (int t = 0; t < transactions; t++) {
            if (missing[t] == 0) {
                ready[readyCount++] = t;
            }
        }
        for (int i = 0; i < transactions; i++) {
            int pick = random.nextInt(readyCount);
            int next = ready[pick];
            ready[pick] = ready[--readyCount];
            order[i] = next;
            IntList following = children[next];
            for (int k = 0; following != null && k < following.size(); k++) {
                if (--missing[following.get(k)] == 0) {
                    ready[readyCount++] = following.get(k);
                }
            }
        }
        return order;
    }

    private static void addChild(IntList[] children, int parent, int child, int[] missing) {
        if (children[parent] == null) {
            children[parent] = new IntList();
        }
        children[parent].add(child);
        missing[child]++;
    }

    private void plan(int transaction, int[] parents) {
        if (parents.length == 1 && isLatest(parents[0]) && trace.agent(parents[0]) == trace.agent(transaction)) {
            // Almost always: the author goes on without having received anything.
            add(transaction, writer[parents[0]], base[parents[0]], new int[0]);
            return;
        }
        int[] past = pastOf(parents);
        int chosen = writerWithin(past, writersOf.get(trace.agent(transaction)));
        if (chosen < 0) {
            chosen = written.size();
            written.add(new IntList());
            writersOf.get(trace.agent(transaction)).add(chosen);
        }
        add(transaction, chosen, past, missing(chosen, past));
    }

    private void add(int transaction, int by, int[] past, int[] received) {
        writer[transaction] = by;
        ordinal[transaction] = written.get(by).size();
        base[transaction] = past;
        deliveries[transaction] = received;
        written.get(by).add(transaction);
    }

    private boolean isLatest(int transaction) {
        return ordinal[transaction] + 1 == written.get(writer[transaction]).size();
    }

    private int[] pastOf(int[] parents) {
        int[] past = new int[written.size()];
        for (int parent : parents) {
            for (int w = 0; w < past.length; w++) {
                past[w] = Math.max(past[w], past(parent, w));
            }
        }
        return past;
    }

    /** How many transactions of a writer the past of a transaction holds. */
    private int past(int transaction, int ofWriter) {
        if (writer[transaction] == ofWriter) {
            return ordinal[transaction] + 1;
        }
        int[] known = base[transaction];
        return ofWriter < known.length ? known[ofWriter] : 0;
    }

    /** A writer of the author that has seen nothing beyond that past; -1 when there is none. */
    private int writerWithin(int[] past, IntList candidates) {
        for (int i = 0; i < candidates.size(); i++) {
            int candidate = candidates.get(i);
            if (past[candidate] == written.get(candidate).size()) {
                return candidate;
            }
        }
        return -1;
    }

    private int[] missing(int receiver, int[] past) {
        IntList own = written.get(receiver);
        IntList missing = new IntList();
        for (int w = 0; w < past.length; w++) {
            int known = own.size() == 0 ? 0 : past(own.get(own.size() - 1), w);
            for (int i = known; w != receiver && i < past[w]; i++) {
                missing.add(written.get(w).get(i));
            }
        }
        int[] sorted = missing.toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
