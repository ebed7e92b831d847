package dev.rejoin.bench;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks. */
@Command(name = "crdt-bench", mixinStandardHelpOptions = true, description = "Benchmarks of the Rejoin CRDT engine.")
public final class BenchMain implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /**
     * Runs the command that the arguments name and ends the JVM with its exit code.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMain()).execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Name a command.");
    }
}
