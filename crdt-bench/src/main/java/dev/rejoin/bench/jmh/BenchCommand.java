package dev.rejoin.bench.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code crdt-bench bench}: runs the JMH benchmarks. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Runs the JMH benchmarks of the engine.",
        footer = {"", "Without arguments: all of them. After --, as in \"bench -- -h\", JMH's own options."})
public final class BenchCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "What JMH takes: a regular expression of names, and its options.")
    private List<String> arguments = new ArrayList<>();

    /** A command for picocli to fill. */
    public BenchCommand() {}

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
