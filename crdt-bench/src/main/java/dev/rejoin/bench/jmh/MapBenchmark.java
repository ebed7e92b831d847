package dev.rejoin.bench.jmh;

import dev.rejoin.document.Document;
import dev.rejoin.document.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

/** Writes of a number to one of ten thousand keys. One transaction and one message each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OperationsPerInvocation(Messages.COUNT)
public class MapBenchmark {
    private static final int KEYS = 10_000;

    private final Messages messages = new Messages(edits());

    /** A benchmark of fixed edits. */
    public MapBenchmark() {}

    /**
     * Makes and encodes.
     *
     * @return the sum of the sizes
     */
    @Benchmark
    public long live() {
        return messages.live();
    }

    /**
     * Another document receives the messages one by one.
     *
     * @return that document
     */
    @Benchmark
    public Document merged() {
        return messages.merged();
    }

    private static List<Consumer<Transaction>> edits() {
        Random random = new Random(1);
        List<Consumer<Transaction>> edits = new ArrayList<>();
        for (int i = 0; i < Messages.COUNT; i++) {
            String key = "key " + random.nextInt(KEYS);
            long value = random.nextInt();
            edits.add(transaction -> transaction.root().put(key, value));
        }
        return edits;
    }
}
