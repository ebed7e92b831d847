package dev.rejoin.bench;

import dev.rejoin.bench.demo.Demonstration;
import dev.rejoin.bench.figures.ReportCommand;
import dev.rejoin.bench.inspect.DiffCommand;
import dev.rejoin.bench.inspect.DocumentFileException;
import dev.rejoin.bench.inspect.LogCommand;
import dev.rejoin.bench.inspect.PruneCommand;
import dev.rejoin.bench.inspect.ShowCommand;
import dev.rejoin.bench.inspect.StatCommand;
import dev.rejoin.bench.inspect.VerifyCommand;
import dev.rejoin.bench.jmh.BenchCommand;
import dev.rejoin.bench.replay.ReplayCommand;
import dev.rejoin.bench.report.Style;
import dev.rejoin.bench.shapes.ShapesCommand;
import dev.rejoin.bench.trace.GenerateCommand;
import dev.rejoin.bench.trace.TraceException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks. */
@Command(
        name = "crdt-bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            StatCommand.class,
            LogCommand.class,
            ShowCommand.class,
            DiffCommand.class,
            VerifyCommand.class,
            PruneCommand.class,
            ReplayCommand.class,
            ShapesCommand.class,
            ReportCommand.class,
            GenerateCommand.class,
            BenchCommand.class
        },
        sortOptions = false,
        description = {
            "Demonstration and benchmarks of the Rejoin CRDT engine.",
            "",
            "Without a command: three devices edit one work order while apart, exchange bytes over a bad network, and"
                    + " end equal; then a generated session of several authors. Seconds.",
            ""
        },
        footer = {"", "Status: 0 all ended equal, 1 they did not, 2 a file or an option is wrong, 3 a bug."})
public final class BenchMain implements Callable<Integer> {
    private static final int BROKEN = 1;
    private static final int BAD_INPUT = 2;
    private static final int BUG = 3;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides everything in the demonstration. Default: 1.")
    private long seed;

    @Option(names = "--break", description = "Withhold one change: the demonstration ends with status 1.")
    private boolean breaking;

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * Runs the command that the arguments name and ends the JVM with its exit code.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        CommandLine commandLine = commandLine();
        subcommand(commandLine, "replay").<ReplayCommand>getCommand().measureInJvmOfItsOwn();
        System.exit(commandLine.execute(arguments));
    }

    /** The command line with its rules for errors: what the user did wrong is one line and status 2. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new BenchMain());
        commandLine.setExecutionExceptionHandler(BenchMain::failed);
        commandLine.setParameterExceptionHandler(BenchMain::misused);
        // JMH knows its options; this program only passes them on.
        subcommand(commandLine, "bench").setUnmatchedOptionsArePositionalParams(true);
        return commandLine;
    }

    private static CommandLine subcommand(CommandLine commandLine, String name) {
        return Objects.requireNonNull(commandLine.getSubcommands().get(name));
    }

    private static int failed(Exception exception, CommandLine command, ParseResult parsed) {
        if (exception instanceof TraceException || exception instanceof DocumentFileException) {
            command.getErr().println("crdt-bench: " + exception.getMessage());
            return BAD_INPUT;
        }
        exception.printStackTrace(command.getErr());
        return BUG;
    }

    private static int misused(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String reason =
                String.valueOf(exception.getMessage()).replaceAll("\\s+", " ").strip();
        command.getErr()
                .println("crdt-bench: " + reason + " (see "
                        + command.getCommandSpec().qualifiedName() + " --help)");
        return BAD_INPUT;
    }

    @Override
    public Integer call() {
        Demonstration demonstration = new Demonstration(
                seed, breaking, Objects.requireNonNull(spec).commandLine().getOut(), Style.forOutput());
        return demonstration.run() ? 0 : BROKEN;
    }
}
