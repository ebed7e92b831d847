package dev.rejoin.engine;

import dev.rejoin.history.CausalFuture;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.content.ElementContent;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.ReplicatedState;
import dev.rejoin.replica.StatePruning;
import dev.rejoin.value.Value;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Prunes a replica in steps: container by container, then history and content. From the first step on the base is the new
 * one, because what was dropped is gone; whatever is not done yet is there too much, and hurts nobody.
 */
final class Pruner {
    private final ReplicaContext context;
    private final ReplicatedState state;
    private final ChangeLog log;
    private final Base base;

    private boolean pending;
    private int nextContainer;

    Pruner(ReplicaContext context, ReplicatedState state, ChangeLog log, Base base) {
        this.context = context;
        this.state = state;
        this.log = log;
        this.base = base;
    }

    boolean isPending() {
        return pending;
    }

    /** Begins to prune; what was begun before must be done. */
    void begin(VersionVector to) {
        base.raise(to);
        pending = true;
        nextContainer = 0;
    }

    /**
     * Goes on.
     *
     * @param budget how many entries to look at; one container more may be begun
     * @return whether all is done
     */
    boolean step(long budget) {
        if (!pending) {
            return true;
        }
        StatePruning.Step step = state.pruning().begin(base.ends(), new CausalFuture(context, log)::of);
        replay(step);
        long left = budget;
        while (nextContainer < context.containers().size()) {
            if (left <= 0) {
                return false;
            }
            left -= step.prune(nextContainer++);
        }
        cutHistory();
        keepContent();
        step.finish();
        pending = false;
        return true;
    }

    private void replay(StatePruning.Step step) {
        long[] ends = base.ends();
        replay(log, ends, author -> step.operations(author, true));
        for (int i = 0; i < ends.length; i++) {
            ReplicaLog history = log.find(i);
            long from = history == null ? 0 : Math.max(history.firstSeq(), ends[i]);
            if (history != null && from < history.endSeq()) {
                history.replay(from, history.endSeq(), step.operations(i, false));
            }
        }
    }

    /** Gives what is retained below some ends to sinks by author. */
    static void replay(ChangeLog log, long[] ends, IntFunction<OpSink> sinks) {
        for (int i = 0; i < ends.length; i++) {
            ReplicaLog history = log.find(i);
            long end = history == null ? 0 : Math.min(ends[i], history.endSeq());
            if (history != null && history.firstSeq() < end) {
                history.replay(history.firstSeq(), end, sinks.apply(i));
            }
        }
    }

    /** What this replica promised: what may not be named any more is pruned by others, or here. */
    StatePruning.Floor floor(Supplier<VersionVector> version) {
        return new StatePruning.Floor() {
            @Override
            public VersionVector version() {
                return version.get().merge(base.version());
            }

            @Override
            public void replay(IntFunction<OpSink> sinks) {
                VersionVector floor = version();
                long[] ends = new long[context.replicas().size()];
                for (int i = 0; i < ends.length; i++) {
                    ends[i] = floor.end(context.replicas().id(i));
                }
                Pruner.replay(log, ends, sinks);
            }
        };
    }

    private void cutHistory() {
        long[] ends = base.ends();
        for (int i = 0; i < ends.length; i++) {
            log.cutBelow(i, ends[i]);
        }
    }

    /** Drops content that is not needed: all but characters and values of what is read, and of what stands in the retained history. */
    void keepContent() {
        Kept texts = new Kept();
        Kept values = new Kept();
        state.pruning().forEachContent((first, count, text) -> (text ? texts : values).add(first, count));
        for (int i = 0; i < context.replicas().size(); i++) {
            ReplicaLog history = log.find(i);
            if (history != null && !history.isEmpty()) {
                int author = i;
                history.replay(history.firstSeq(), history.endSeq(), new Inserts(author, texts, values));
            }
        }
        TextContent oldText = context.text();
        TextContent text = new TextContent(context.epoch());
        texts.forEach((replica, seq, count) -> {
            StringBuilder characters = new StringBuilder(count);
            oldText.appendTo(replica, seq, count, characters);
            standIn(ElementId.of(replica, seq), characters);
            text.append(replica, seq, characters, 0, count);
        });
        ElementContent oldElements = context.elements();
        ElementContent elements = new ElementContent(context.epoch());
        values.forEach((replica, seq, count) -> {
            for (long at = seq; at < seq + count; at++) {
                Object value = oldElements.find(replica, at);
                if (value != null) {
                    boolean isGap = context.gaps().contains(ElementId.of(replica, at));
                    elements.append(replica, at, isGap ? Value.NULL : value);
                }
            }
        });
        context.replaceContent(text, elements);
    }

    /** What is not kept says nothing. */
    private void standIn(long first, StringBuilder characters) {
        if (context.gaps().containsAny(first, characters.length())) {
            for (int i = 0; i < characters.length(); i++) {
                if (context.gaps().contains(first + i)) {
                    characters.setCharAt(i, TextContent.STAND_IN);
                }
            }
        }
    }

    private static final class Inserts implements OpSink {
        private final int author;
        private final Kept texts;
        private final Kept values;

        Inserts(int author, Kept texts, Kept values) {
            this.author = author;
            this.texts = texts;
            this.values = values;
        }

        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            (text ? texts : values).add(ElementId.of(author, seq), count);
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            // Needs no content.
        }

        @Override
        public void operation(int container, long seq, Op op) {
            // Holds its own.
        }
    }

    /** Runs of ids, in any order; each id is visited once. */
    private static final class Kept {
        private interface Visitor {
            void run(int replica, long seq, int count);
        }

        private final List<long[]> runs = new ArrayList<>();

        void add(long first, int count) {
            runs.add(new long[] {first, count});
        }

        void forEach(Visitor visitor) {
            runs.sort((a, b) -> Long.compare(a[0], b[0]));
            long done = Long.MIN_VALUE;
            for (long[] run : runs) {
                long from = Math.max(run[0], done);
                long end = run[0] + run[1];
                if (from < end) {
                    visitor.run(ElementId.replica(from), ElementId.seq(from), (int) (end - from));
                    done = end;
                }
            }
        }
    }
}
