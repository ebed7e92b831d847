package dev.rejoin.bench.figures;

import dev.rejoin.bench.trace.TraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crdt-bench report}: pages made of what other commands printed. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a page with charts and a page of Markdown of what replay --json, shapes --json and the comparison"
                    + " with other systems printed.",
            ""
        },
        footer = {"", "Status: 0 the pages are written, 2 a file or an option is wrong."})
public final class ReportCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Lines of JSON. Of equal figures the last counts.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--html", paramLabel = "FILE", description = "Where the page with charts goes.")
    private @Nullable Path html;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Where the page of Markdown goes.")
    private @Nullable Path markdown;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Lines of an earlier commit, to compare with; may be given several times.")
    private List<Path> baseline = new ArrayList<>();

    @Option(
            names = "--notes",
            paramLabel = "FILE",
            description = "Markdown that stands behind the comparison: what is fair, and reasons.")
    private @Nullable Path notes;

    @Spec
    private @Nullable CommandSpec spec;

    /** A command for picocli to fill. */
    public ReportCommand() {}

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (files.isEmpty()) {
            throw new ParameterException(command.commandLine(), "no FILE given");
        }
        if (html == null && markdown == null) {
            throw new ParameterException(command.commandLine(), "neither --html nor --markdown given");
        }
        FigureSet figures = FigureReader.read(files);
        if (html != null) {
            Files.writeString(html, new HtmlReport(figures).page());
        }
        if (markdown != null) {
            Optional<FigureSet> before =
                    baseline.isEmpty() ? Optional.empty() : Optional.of(FigureReader.read(baseline));
            Files.writeString(markdown, new MarkdownReport(figures).page(notes(), before));
        }
        return 0;
    }

    private String notes() {
        if (notes == null) {
            return "";
        }
        try {
            return Files.readString(notes);
        } catch (IOException e) {
            throw new TraceException(notes.toString(), "", "cannot be read: " + e.getMessage());
        }
    }
}
