package dev.rejoin.document;

import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.member.ReturnOp;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a replica made again of a former one by now, as its own history tells. */
final class ReturnHistory {
    private final ReplicaId former;
    /** Changes of the former replica: first seq, and the seq after them. */
    private final TreeMap<Long, Long> sources = new TreeMap<>();

    private List<ReturnOp.Skip> skipped = new ArrayList<>();

    ReturnHistory(ReplicaId former) {
        this.former = former;
    }

    /** Sees which own changes made something again. */
    interface Visitor {
        void made(long firstSeq, long endSeq);
    }

    /** Reads a history. */
    void read(ReplicaLog own, Visitor visitor) {
        ChangeCursor changes = new ChangeCursor(own, own.firstSeq());
        while (changes.next()) {
            Found found = new Found();
            long first = changes.firstSeq();
            long end = changes.emit(found);
            ReturnOp made = found.made;
            if (made != null && made.former().equals(former)) {
                visitor.made(first, end);
                add(made);
            }
        }
    }

    /** Something was made again: what it says takes the place of what was said of the same operations. */
    void add(ReturnOp made) {
        sources.merge(made.firstSeq(), made.through(), Math::max);
        List<ReturnOp.Skip> left = new ArrayList<>(made.skipped());
        for (ReturnOp.Skip skip : skipped) {
            long end = skip.seq() + skip.count();
            if (skip.seq() < made.firstSeq()) {
                long count = Math.min(end, made.firstSeq()) - skip.seq();
                left.add(new ReturnOp.Skip(skip.seq(), count, skip.reason()));
            }
            if (end > made.through()) {
                long from = Math.max(skip.seq(), made.through());
                left.add(new ReturnOp.Skip(from, end - from, skip.reason()));
            }
        }
        left.sort(Comparator.comparingLong(ReturnOp.Skip::seq));
        skipped = left;
    }

    /** What was left out of operations of others that were not here. */
    List<ReturnOp.Skip> notHere() {
        return skipped.stream()
                .filter(skip -> skip.reason() == ReturnOutcome.Reason.NOT_HERE.code())
                .toList();
    }

    /** What was left out. */
    List<ReturnOp.Skip> skipped() {
        return skipped;
    }

    /** The changes of the former replica that were looked at, as first seq and the seq after them; each once. */
    List<long[]> sources() {
        List<long[]> each = new ArrayList<>();
        long done = 0;
        for (var source : sources.entrySet()) {
            if (source.getValue() > done) {
                each.add(new long[] {Math.max(done, source.getKey()), source.getValue()});
                done = source.getValue();
            }
        }
        return each;
    }

    private static final class Found implements OpSink {
        private @Nullable ReturnOp made;

        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            // Not looked for.
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            // Not looked for.
        }

        @Override
        public void operation(int container, long seq, Op op) {
            if (op instanceof ReturnOp found) {
                made = found;
            }
        }
    }
}
