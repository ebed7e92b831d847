package dev.rejoin.bench.jmh;

import dev.rejoin.bench.replay.TextReplays;
import dev.rejoin.bench.trace.TraceGenerator;
import dev.rejoin.document.Document;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A made-up trace typed, typed with a message per transaction, and received. Scores are per transaction. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OperationsPerInvocation(TextEditBenchmark.TRANSACTIONS)
public class TextEditBenchmark {
    static final int TRANSACTIONS = 20_000;

    private final TextReplays replays = new TextReplays(TraceGenerator.sequential("benchmark", 1, TRANSACTIONS));

    /** A benchmark of one fixed trace. */
    public TextEditBenchmark() {}

    /**
     * All patches in one transaction.
     *
     * @return the document
     */
    @Benchmark
    public Document local() {
        return replays.local();
    }

    /**
     * One transaction and one message each.
     *
     * @return the document
     */
    @Benchmark
    public Document live() {
        return replays.live();
    }

    /**
     * The messages of the live replay, one by one.
     *
     * @return the document
     */
    @Benchmark
    public Document remote() {
        return replays.remote();
    }
}
