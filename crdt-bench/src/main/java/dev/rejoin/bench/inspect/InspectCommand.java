package dev.rejoin.bench.inspect;

import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.UnknownVersionException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands have in common that look into one file. */
abstract class InspectCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "What Document.save or Document.checkpoint gave.")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("unused") // for picocli
    private boolean help;

    @Override
    public final Integer call() {
        if (file == null) {
            throw misuse("no FILE given");
        }
        checkArguments();
        DocumentFile opened = DocumentFile.open(file);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try {
            int status = run(opened, out);
            out.flush();
            return status;
        } catch (UnknownVersionException | HistoryCutException refused) {
            throw new DocumentFileException(opened.name() + ": " + refused.getMessage());
        }
    }

    /** Complains of arguments before the file is read. */
    void checkArguments() {
        // Most have none of their own.
    }

    /** Does it; the exit status. */
    abstract int run(DocumentFile opened, PrintWriter out);

    final ParameterException misuse(String reason) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), reason);
    }
}
