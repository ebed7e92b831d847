package dev.rejoin.comparison;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rejoin.bench.figures.Environment;
import dev.rejoin.bench.figures.ReportCommand;
import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.TraceReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures Rejoin and other systems with the same work, each in a process of its own. */
@Command(
        name = "comparison",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Does the same work with Rejoin and with other systems, and prints lines of JSON for crdt-bench report.",
            "Times are CPU milliseconds of the working thread, medians after a warm-up; each system has a JVM of its"
                    + " own.",
            ""
        })
public final class ComparisonMain implements Callable<Integer> {
    private static final Map<String, Supplier<Contender>> CONTENDERS = new LinkedHashMap<>();

    static {
        CONTENDERS.put("rejoin", RejoinContender::new);
        CONTENDERS.put("automerge", AutomergeContender::new);
        CONTENDERS.put("pekko", PekkoContender::new);
        CONTENDERS.put("wurmloch", WurmlochContender::new);
    }

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Traces in the format of josephg/editing-traces.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "rejoin, automerge, pekko, wurmloch.")
    private List<String> only = new ArrayList<>(CONTENDERS.keySet());

    @Option(names = "--no-small", description = "Only the traces.")
    private boolean noSmall;

    @Option(
            names = "--limit",
            paramLabel = "MS",
            defaultValue = "20000",
            description = "Most time that one run of one row may take. Default: 20000.")
    private long limitMillis;

    @Option(
            names = "--javascript",
            paramLabel = "FOLDER",
            description = "Run the JavaScript systems too: the folder with compare.mjs, after npm install in it.")
    private @Nullable Path javascript;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the lines go, too.")
    private @Nullable Path out;

    @Option(names = "--html", paramLabel = "FILE", description = "Make a page with charts of the lines; needs --out.")
    private @Nullable Path html;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Make a page of Markdown of them; needs --out.")
    private @Nullable Path markdown;

    @Option(names = "--notes", paramLabel = "FILE", description = "What stands behind the comparison in that page.")
    private @Nullable Path notes;

    @Option(names = "--here", hidden = true, description = "In this process.")
    private boolean here;

    @Spec
    private @Nullable CommandSpec spec;

    /** A command for picocli to fill. */
    public ComparisonMain() {}

    /**
     * Runs the comparison and ends the JVM.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ComparisonMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (!CONTENDERS.keySet().containsAll(only)) {
            throw new ParameterException(command.commandLine(), "--only: " + CONTENDERS.keySet());
        }
        if ((html != null || markdown != null) && out == null) {
            throw new ParameterException(command.commandLine(), "--html and --markdown need --out");
        }
        if (here) {
            only.forEach(this::measure);
            return 0;
        }
        List<String> lines = new ArrayList<>();
        add(
                lines,
                Environment.here(
                                "comparison",
                                command.commandLine().getParseResult().originalArgs())
                        .json());
        for (String name : only) {
            run(jvm(name), lines);
        }
        if (javascript != null) {
            List<String> node = new ArrayList<>(List.of(
                    "node",
                    "--expose-gc",
                    javascript.resolve("compare.mjs").toString(),
                    "--limit",
                    Long.toString(limitMillis)));
            if (noSmall) {
                node.add("--no-small");
            }
            files.forEach(file -> node.add(file.toString()));
            run(node, lines);
        }
        if (out != null) {
            Files.write(out, lines);
        }
        return html == null && markdown == null ? 0 : report(String.valueOf(out));
    }

    private int report(String lines) {
        List<String> arguments = new ArrayList<>(List.of(lines));
        option(arguments, "--html", html);
        option(arguments, "--markdown", markdown);
        option(arguments, "--notes", notes);
        return new CommandLine(new ReportCommand()).execute(arguments.toArray(new String[0]));
    }

    private static void option(List<String> arguments, String name, @Nullable Path value) {
        if (value != null) {
            arguments.add(name);
            arguments.add(value.toString());
        }
    }

    private List<String> jvm(String name) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Each thread waits for the compilers: on a busy machine they lag behind, and cold code is measured.
                "-XX:-BackgroundCompilation",
                "-cp",
                System.getProperty("java.class.path"),
                ComparisonMain.class.getName(),
                "--here",
                "--only",
                name,
                "--limit",
                Long.toString(limitMillis)));
        if (noSmall) {
            command.add("--no-small");
        }
        files.forEach(file -> command.add(file.toString()));
        return command;
    }

    /** Passes on what a process prints, line by line; one that fails is told of and does not end the comparison. */
    private static void run(List<String> command, List<String> lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("{")) {
                    add(lines, line);
                }
            }
        }
        int status = process.waitFor();
        if (status != 0) {
            System.err.println("ended with status " + status + ": " + String.join(" ", command));
        }
    }

    private static void add(List<String> lines, String line) {
        System.out.println(line);
        lines.add(line);
    }

    private void measure(String name) {
        PrintStream lines = System.out;
        try (Contender contender = Objects.requireNonNull(CONTENDERS.get(name)).get()) {
            String system = contender.name() + " " + version(contender.versionKey());
            Workloads workloads = new Workloads(
                    contender,
                    new Times(limitMillis),
                    (subject, measure, unit, value, done) ->
                            lines.println(json(system, contender.platform(), subject, measure, unit, value, done)));
            for (Path file : files) {
                EditingTrace trace = TraceReader.read(file, false);
                workloads.text(new SessionPlan(trace));
            }
            if (!noSmall) {
                workloads.smallTypes();
                workloads.clients();
            }
        }
    }

    private static String version(String key) {
        try {
            URL manifest = Objects.requireNonNull(ComparisonMain.class.getResource("ComparisonMain.class"));
            if (manifest.openConnection() instanceof JarURLConnection jar) {
                return String.valueOf(jar.getMainAttributes().getValue(key));
            }
            return "of the working copy";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(
            String system, String platform, String subject, String measure, String unit, double value, double done) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("system", system);
            out.writeStringField("platform", platform);
            out.writeStringField("subject", subject);
            out.writeStringField("measure", measure);
            out.writeStringField("unit", unit);
            out.writeFieldName("value");
            out.writeNumber(String.format(Locale.ROOT, "%.4f", value));
            if (done < 1) {
                out.writeFieldName("done");
                out.writeNumber(String.format(Locale.ROOT, "%.4f", done));
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }
}
