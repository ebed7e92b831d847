package dev.rejoin.bench.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crdt-bench generate}: makes up a trace. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes up an editing trace, with characters beyond the basic plane.",
            "",
        },
        footer = {"", "Status: 0 written, 2 an option is wrong or the file cannot be written."})
public final class GenerateCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to write it; gzip if its name ends with .gz.")
    private @Nullable Path file;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Decides everything. Default: 1.")
    private long seed;

    @Option(
            names = "--transactions",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many transactions. Default: 1000.")
    private int transactions;

    @Option(
            names = "--authors",
            paramLabel = "N",
            defaultValue = "1",
            description = "With more than 1 the trace is concurrent. Default: 1.")
    private int authors;

    @Spec
    private @Nullable CommandSpec spec;

    /** A command for picocli to fill. */
    public GenerateCommand() {}

    @Override
    public Integer call() {
        if (file == null || transactions < 1 || authors < 1) {
            throw new ParameterException(
                    java.util.Objects.requireNonNull(spec).commandLine(),
                    file == null ? "no FILE given" : "--transactions and --authors: at least 1");
        }
        String name = file.getFileName().toString();
        EditingTrace trace = authors == 1
                ? TraceGenerator.sequential(name, seed, transactions)
                : TraceGenerator.concurrent(name, seed, transactions, authors);
        try {
            TraceWriter.write(trace, file);
        } catch (IOException e) {
            throw new TraceException(file.toString(), "", "cannot be written: " + e);
        }
        return 0;
    }
}
