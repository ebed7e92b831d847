package dev.rejoin.bench.jmh;

import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.sequence.internal.SequenceStore;
import dev.rejoin.sequence.internal.SequenceView;
import dev.rejoin.sequence.internal.TreeShape;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The sequence under the document, with its characters: each benchmark fills a text, scores are per edit. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OperationsPerInvocation(SpanTreeBenchmark.EDITS)
public class SpanTreeBenchmark {
    static final int EDITS = 100_000;

    /** Entries per leaf. */
    @Param({"32", "64", "128"})
    int leafCapacity = 64;

    /** Children per inner node. */
    @Param("32")
    int innerCapacity = 32;

    /** A benchmark of the default shape. */
    public SpanTreeBenchmark() {}

    /**
     * One run.
     *
     * @return its length
     */
    @Benchmark
    public int type() {
        Text text = new Text(leafCapacity, innerCapacity);
        for (int i = 0; i < EDITS; i++) {
            text.insert(i);
        }
        return text.length();
    }

    /**
     * One run, and a view after every hundredth character.
     *
     * @return its length
     */
    @Benchmark
    public int typeWithViews() {
        Text text = new Text(leafCapacity, innerCapacity);
        int read = 0;
        for (int i = 0; i < EDITS; i++) {
            text.insert(i);
            read += i % 100 == 0 ? text.view().length() : 0;
        }
        return text.length() + read;
    }

    /**
     * One run, and then backspaces.
     *
     * @return nothing is left
     */
    @Benchmark
    public int backspace() {
        Text text = new Text(leafCapacity, innerCapacity);
        for (int i = 0; i < EDITS / 2; i++) {
            text.insert(i);
        }
        for (int i = EDITS / 2; i > 0; i--) {
            text.delete(i - 1);
        }
        return text.length();
    }

    /**
     * Eight characters and two backspaces, again and again.
     *
     * @return the length
     */
    @Benchmark
    public int typeAndCorrect() {
        Text text = new Text(leafCapacity, innerCapacity);
        for (int i = 0; i < EDITS; i++) {
            if (i % 10 < 8) {
                text.insert(text.length());
            } else {
                text.delete(text.length() - 1);
            }
        }
        return text.length();
    }

    /**
     * Single characters anywhere.
     *
     * @return the length
     */
    @Benchmark
    public int insertAnywhere() {
        Text text = new Text(leafCapacity, innerCapacity);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < EDITS; i++) {
            text.insert(random.nextInt(i + 1));
        }
        return text.length();
    }

    /**
     * Single characters at the start.
     *
     * @return the length
     */
    @Benchmark
    public int insertAtStart() {
        Text text = new Text(leafCapacity, innerCapacity);
        for (int i = 0; i < EDITS; i++) {
            text.insert(0);
        }
        return text.length();
    }

    /**
     * Many replicas at one place, arriving in the order in which each stands before the others.
     *
     * @return the length
     */
    @Benchmark
    public int insertSiblings() {
        Text text = new Text(leafCapacity, innerCapacity);
        text.insert(0);
        for (int i = 0; i < EDITS; i++) {
            text.insertSibling(i);
        }
        return text.length();
    }

    /** What a document does around a sequence, and no more. */
    private static final class Text {
        private final EditEpoch epoch = new EditEpoch();
        private final ReplicaTable replicas = new ReplicaTable();
        private final SequenceStore store;
        private final int own = replicas.intern(1);
        private TextContent content = new TextContent(epoch);
        private Rga rga;
        private long nextSeq;
        private long time = 1L << 40;

        Text(int leafCapacity, int innerCapacity) {
            store = new SequenceStore(replicas, epoch, new TreeShape(leafCapacity, innerCapacity));
            rga = new Rga(store, 0);
        }

        int length() {
            return rga.length();
        }

        void insert(int index) {
            rga = rga.writable();
            content = content.forkIfStale();
            rga.locate(index, own, nextSeq);
            content.append(own, nextSeq, "x", 0, 1);
            rga.insert(rga.parent(), rga.leftSide(), rga.continues(), ElementId.of(own, nextSeq), 1, time++);
            nextSeq++;
        }

        void insertSibling(int number) {
            long element = ElementId.of(replicas.intern(100L + number), 0);
            rga.insert(ElementId.of(own, 0), false, false, element, 1, time + number);
        }

        void delete(int index) {
            rga = rga.writable();
            long element = rga.elementAt(index);
            rga.delete(element, 1, null);
            nextSeq++;
        }

        SequenceView view() {
            store.flush();
            SequenceView view = new SequenceView(rga);
            epoch.advance();
            return view;
        }
    }
}
