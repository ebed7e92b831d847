package dev.rejoin.bench.figures;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What figures were measured with: without it nobody can repeat them.
 *
 * @param command what was run
 * @param commit of the working copy that it was run in; with a plus sign if that had changes
 * @param runtime JDK or other platform, with its version
 * @param machine processor, number of cores, operating system
 * @param load how busy the machine was in the last minute, before the run; negative if unknown
 */
public record Environment(String command, String commit, String runtime, String machine, double load) {
    /**
     * That of this process.
     *
     * @param command name of the command
     * @param arguments what the user gave it; of files only the name is kept
     * @return what can be found out
     */
    public static Environment here(String command, List<String> arguments) {
        StringBuilder line = new StringBuilder(command);
        for (String argument : arguments) {
            Path file = Path.of(argument);
            line.append(' ').append(Files.exists(file) ? file.getFileName() : argument);
        }
        String runtime = System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
        String machine = processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Environment(line.toString(), commitHere(), runtime, machine, load);
    }

    private static String commitHere() {
        String commit = git("rev-parse", "--short=10", "HEAD");
        if (commit.isEmpty()) {
            return "unknown";
        }
        return git("status", "--porcelain", "--untracked-files=no").isEmpty() ? commit : commit + "+";
    }

    private static String git(String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of("git"));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }

    /**
     * The environment as a line of JSON, which a file of figures begins with.
     *
     * @return one line without its end
     */
    public String json() {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(line)) {
            out.writeStartObject();
            out.writeObjectFieldStart("environment");
            out.writeStringField("command", command);
            out.writeStringField("commit", commit);
            out.writeStringField("runtime", runtime);
            out.writeStringField("machine", machine);
            out.writeFieldName("load");
            out.writeNumber(String.format(Locale.ROOT, "%.2f", load));
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }
}
