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

/** Adds to and removals from a set of up to ten thousand values. One transaction and one message each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OperationsPerInvocation(Messages.COUNT)
public class SetBenchmark {
    private static final int VALUES = 10_000;

    private final Messages messages = new Messages(edits());

    /** A benchmark of fixed edits. */
    public SetBenchmark() {}

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
            String value = "value " + random.nextInt(VALUES);
            boolean add = random.nextInt(3) > 0;
            edits.add(transaction -> {
                if (add) {
                    transaction.root().set("set").add(value);
                } else {
                    transaction.root().set("set").remove(value);
                }
            });
        }
        return edits;
    }
}
