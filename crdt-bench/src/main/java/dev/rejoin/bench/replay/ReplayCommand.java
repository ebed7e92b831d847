package dev.rejoin.bench.replay;

import dev.rejoin.bench.figures.Environment;
import dev.rejoin.bench.report.JsonLines;
import dev.rejoin.bench.report.Measure;
import dev.rejoin.bench.report.Progress;
import dev.rejoin.bench.report.Style;
import dev.rejoin.bench.report.TraceReport;
import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.TraceReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code crdt-bench replay}: measures editing traces. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replays editing traces and reports what that takes.",
            "",
            "Times are CPU milliseconds of the replaying thread: the median of the runs, after a warm-up. Of a"
                    + " concurrent trace, live is the whole session of its authors, with what they receive from each"
                    + " other, and local and gapBuffer type what a reader of the whole session sees happen.",
            ""
        },
        footer = {"", "Status: 0 all replicas ended equal, 1 they did not, 2 a file or an option is wrong."})
public final class ReplayCommand implements Callable<Integer> {
    private static final int NOT_CONVERGED = 1;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Traces in the format of josephg/editing-traces, gzip or plain JSON.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "ROW",
            converter = RowConverter.class,
            description = "What to run: local, gapBuffer, live, remote, batch, history, snapshot, encode, decode, load,"
                    + " past, difference, heap, orders. Default: all; with --cold local and load.")
    private List<Row> rows = new ArrayList<>();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "15",
            description = "Measured runs per row. Default: 15.")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "MS",
            defaultValue = "1500",
            description =
                    "CPU milliseconds that a row warms up before them; longer, up to six times by the clock, while the JIT"
                            + " compilers are at work. Default: 1500.")
    private long warmUpMillis;

    @Option(
            names = "--cold",
            description = "Measure the first run in a fresh JVM instead, once per row, by wall time, without the start"
                    + " of the JVM and the reading of the file. For local, gapBuffer, live, load.")
    private boolean cold;

    @Option(names = "--file-times", description = "Drive the clock with the times of the file, not with made-up gaps.")
    private boolean fileTimes;

    @Option(names = "--json", description = "Print one JSON object per trace, each on one line, and nothing else.")
    private boolean json;

    @Option(
            names = "--environment",
            description = "With --json: print what the figures are measured with first, as a line of its own.")
    private boolean environment;

    /** For cold rows: another process makes what only a session can give, so that this one stays cold. */
    @Option(names = "--provide", hidden = true, paramLabel = "KIND")
    private ColdReplay.@Nullable Provision provision;

    @Option(names = "--provide-to", hidden = true, paramLabel = "FILE")
    private @Nullable Path provisionFile;

    @Spec
    private @Nullable CommandSpec spec;

    /** Reads the row that a user names. */
    static final class RowConverter implements ITypeConverter<Row> {
        @Override
        public Row convert(String name) {
            try {
                return Row.named(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private boolean inJvmOfItsOwn;

    /** A command for picocli to fill. */
    public ReplayCommand() {}

    /** Lets warm rows be measured by a JVM that is started for them and waits for its compilers. */
    public void measureInJvmOfItsOwn() {
        inJvmOfItsOwn = true;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("not called by the command line");
        }
        if (files.isEmpty()) {
            // Not left to the parser, which would complain of this before it complains of an unknown option.
            throw new ParameterException(command.commandLine(), "no FILE given");
        }
        if (runs < 1) {
            throw new ParameterException(command.commandLine(), "--runs: at least 1, found " + runs);
        }
        if (warmUpMillis < 0) {
            throw new ParameterException(command.commandLine(), "--warm-up: at least 0, found " + warmUpMillis);
        }
        // All files first: a bad one is told of at once, not after a minute of replaying others.
        List<EditingTrace> traces = new ArrayList<>();
        for (Path file : files) {
            traces.add(TraceReader.read(file, fileTimes));
        }
        if (provision != null && provisionFile != null) {
            Files.write(provisionFile, provision.make(traces.get(0), fileTimes));
            return 0;
        }
        List<String> arguments = command.commandLine().getParseResult().originalArgs();
        if (inJvmOfItsOwn && !cold && !ChildJvm.waitsForCompilers()) {
            return ChildJvm.passOn(arguments);
        }
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (json && environment) {
            out.println(Environment.here("crdt-bench", arguments).json());
        }
        List<TraceReport> reports = new ArrayList<>();
        for (int i = 0; i < traces.size(); i++) {
            TraceReport report = replay(command, files.get(i), traces.get(i), err);
            reports.add(report);
            if (json) {
                out.println(JsonLines.line(report));
                out.flush();
            }
        }
        if (!json) {
            new ReplayTable(reports, cold ? 1 : runs, cold).print(out, Style.forOutput());
            out.flush();
        }
        boolean good = reports.stream()
                .allMatch(report -> report.holds(Measure.END_TEXT_MATCHES) && report.holds(Measure.CONVERGED));
        return good ? 0 : NOT_CONVERGED;
    }

    private TraceReport replay(CommandSpec command, Path file, EditingTrace trace, PrintWriter err)
            throws IOException, InterruptedException {
        if (cold) {
            Set<Row> chosen = rows.isEmpty() ? EnumSet.of(Row.LOCAL, Row.LOAD) : EnumSet.copyOf(rows);
            if (!ColdReplay.ROWS.containsAll(chosen)) {
                throw new ParameterException(
                        command.commandLine(), "--rows: --cold measures only " + ColdReplay.ROWS + ", found " + chosen);
            }
            boolean here = chosen.size() == 1 && files.size() == 1;
            ColdReplay replay = new ColdReplay(file, trace, fileTimes);
            TraceReport report = here ? replay.here(chosen.iterator().next()) : replay.inChildren(chosen);
            replay.findings().forEach(finding -> err.println(trace.name() + ": " + finding));
            return report;
        }
        Set<Row> chosen = rows.isEmpty() ? ReplaySettings.allRows() : EnumSet.copyOf(rows);
        ReplaySettings settings = new ReplaySettings(runs, warmUpMillis, fileTimes, chosen);
        try (Progress progress = Progress.of(trace.name(), TraceReplay.steps(settings))) {
            TraceReplay replay = new TraceReplay(trace, settings, progress);
            TraceReport report = replay.run();
            replay.findings().forEach(finding -> err.println(trace.name() + ": " + finding));
            return report;
        }
    }
}
