package dev.rejoin.bench.shapes;

import dev.rejoin.bench.figures.Environment;
import dev.rejoin.bench.report.Machine;
import dev.rejoin.bench.report.Progress;
import dev.rejoin.bench.report.Style;
import dev.rejoin.bench.report.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crdt-bench shapes}: what hard shapes of editing cost, and how that grows. */
@Command(
        name = "shapes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Edits in shapes that are hard on a sequence, at n and at 2n operations.",
            "",
            "Times are CPU microseconds of the editing thread per operation: of random inserts the mean of the whole"
                    + " run, and the ratio that of whole runs; of the others the mean of the last tenth of the run. Bytes"
                    + " are what the sequence or document retains per operation at n, by JOL.",
            ""
        },
        footer = {"", "Status: 0 whatever was measured, 2 an option is wrong."})
public final class ShapesCommand implements Callable<Integer> {
    @Option(
            names = "--layer",
            paramLabel = "LAYER",
            description = "Only sequence, or only document: transactions and messages. Default: both.")
    private @Nullable String layer;

    @Option(names = "--only", paramLabel = "TEXT", description = "Only shapes whose name contains this.")
    private String only = "";

    @Option(names = "--large", description = "Random inserts at 5 and 10 million too. Needs some 3 GB of heap.")
    private boolean large;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Measured runs per shape and size, of which the medians are printed. Default: 3.")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "MS",
            defaultValue = "1500",
            description = "CPU milliseconds before them. Default: 1500.")
    private long warmUpMillis;

    @Option(
            names = "--divide",
            paramLabel = "N",
            defaultValue = "1",
            description = "Divide all sizes, for a quick look. Default: 1.")
    private int divisor;

    @Option(names = "--json", description = "Print one JSON object per shape, each on one line, and nothing else.")
    private boolean json;

    @Option(
            names = "--environment",
            description = "With --json: print what the figures are measured with first, as a line of its own.")
    private boolean environment;

    @Spec
    private @Nullable CommandSpec spec;

    /** A command for picocli to fill. */
    public ShapesCommand() {}

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (runs < 1 || divisor < 1 || warmUpMillis < 0) {
            throw new ParameterException(command.commandLine(), "--runs, --divide, --warm-up: a positive number");
        }
        List<Shape> shapes = new ArrayList<>(SequenceShapes.all(large));
        shapes.addAll(DocumentShapes.all());
        shapes.removeIf(shape ->
                layer != null && !shape.layer().equals(layer) || !shape.name().contains(only));
        if (shapes.isEmpty()) {
            throw new ParameterException(command.commandLine(), "--layer, --only: there is no such shape");
        }
        PrintWriter out = command.commandLine().getOut();
        if (json && environment) {
            out.println(Environment.here(
                            "crdt-bench", command.commandLine().getParseResult().originalArgs())
                    .json());
        }
        List<ShapeReport> reports = new ArrayList<>();
        ShapeTimes times = new ShapeTimes(divisor, runs, warmUpMillis);
        try (Progress progress = Progress.of("shapes", (long) shapes.size() * (runs + 1))) {
            for (Shape shape : shapes) {
                ShapeReport report = times.measure(shape, progress);
                reports.add(report);
                if (json) {
                    out.println(report.json());
                    out.flush();
                }
            }
        }
        if (!json) {
            print(reports, out, Style.forOutput());
        }
        return 0;
    }

    private void print(List<ShapeReport> reports, PrintWriter out, Style style) {
        out.println(style.heading("Hard shapes of editing"));
        out.println(style.dim(Machine.description() + "; CPU time of the editing thread, median of " + runs
                + (runs == 1 ? " run" : " runs")));
        out.println();
        Table table = new Table(ShapeReport.HEADINGS).right(2, 3, 4, 5, 6);
        reports.forEach(report -> table.row(report.cells()));
        table.lines(style).forEach(out::println);
        out.flush();
    }
}
