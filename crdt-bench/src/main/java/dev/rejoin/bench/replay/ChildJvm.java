package dev.rejoin.bench.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.rejoin.bench.trace.TraceException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs this program once more, in a JVM like this one. */
final class ChildJvm {
    private static final int BAD_INPUT = 2;
    private static final JsonFactory JSON = new JsonFactory();

    /** What the process printed: one line of JSON, or nothing. */
    static final class Result {
        private final Map<String, BigDecimal> numbers = new HashMap<>();
        private final Map<String, Boolean> flags = new HashMap<>();
        private final List<String> errors;

        private Result(String output, List<String> errors) throws IOException {
            this.errors = errors;
            try (JsonParser in = JSON.createParser(output)) {
                for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                    if (token.isNumeric()) {
                        numbers.put(in.currentName(), in.getDecimalValue());
                    } else if (token.isBoolean()) {
                        flags.put(in.currentName(), in.getBooleanValue());
                    }
                }
            }
        }

        Optional<BigDecimal> number(String key) {
            return Optional.ofNullable(numbers.get(key));
        }

        boolean flag(String key) {
            return flags.getOrDefault(key, false);
        }

        /** What it said on standard error, line by line. */
        List<String> errors() {
            return errors;
        }
    }

    private ChildJvm() {}

    /**
     * Whether the thread that runs code waits until the JIT compiler has compiled it. Then a warm-up is a number of runs;
     * else it is a race with compiler threads, which a busy machine loses. A JVM that has no such choice counts as one.
     */
    static boolean waitsForCompilers() {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return options == null
                || !Boolean.parseBoolean(
                        options.getVMOption("BackgroundCompilation").getValue());
    }

    /**
     * Lets another JVM do all of it, one that {@linkplain #waitsForCompilers() waits for compilers}.
     *
     * @param arguments of the command line
     * @return its status
     */
    static int passOn(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = command(arguments);
        command.add(1, "-XX:-BackgroundCompilation");
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /**
     * Runs the program to its end.
     *
     * @param arguments of the command line
     * @throws TraceException when it finds its input bad
     */
    static Result run(List<String> arguments) throws IOException, InterruptedException {
        Path errorFile = Files.createTempFile("crdt-bench-", ".err");
        try {
            Process process = new ProcessBuilder(command(arguments))
                    .redirectError(errorFile.toFile())
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            List<String> errors = Files.readAllLines(errorFile);
            if (status == BAD_INPUT) {
                throw new TraceException(String.join(" ", errors).replaceFirst("^crdt-bench: ", ""));
            }
            if (status > BAD_INPUT || status < 0) {
                throw new IOException("a second JVM ended with status " + status + ": " + String.join(" ", errors));
            }
            return new Result(output, errors);
        } finally {
            Files.delete(errorFile);
        }
    }

    private static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // An agent of this JVM, such as a debugger, cannot be at two places.
            if (!option.startsWith("-agentlib") && !option.startsWith("-javaagent")) {
                command.add(option);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.rejoin.bench.BenchMain"));
        command.addAll(arguments);
        return command;
    }
}
