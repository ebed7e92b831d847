package dev.rejoin.proptests.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Puts every bug of {@code src/mutants} into the engine, one at a time, and demands that the test named in it fails.
 *
 * <p>Run by {@code mvn verify -Pmutants}; {@code -Drejoin.mutants=a,b} keeps to some of them. A patch that no longer
 * applies, does not compile, or whose test does not pass without it, fails the run.
 */
class MutantRun {
    /** A failure after more schedules than this would be luck. */
    private static final int SCHEDULES = 1_000;

    private static final int LEAST = 40;
    private static final int SECONDS = 300;
    private static final int NEVER_ENDED = -1;

    private final String classPath =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    private final String chosen = System.getProperty("rejoin.mutants", "");

    @TempDir
    Path temporary;

    @Test
    void everyBug_isNoticedByItsTest() throws Exception {
        List<Mutant> mutants = mutants();
        assertThat(mutants).hasSizeGreaterThanOrEqualTo(chosen.isEmpty() ? LEAST : 1);
        List<String> faults = new ArrayList<>();
        TreeSet<String> tests = new TreeSet<>();
        mutants.forEach(mutant -> tests.add(command(mutant)));
        for (Mutant mutant : mutants) {
            if (tests.remove(command(mutant)) && run(temporary.resolve("none"), mutant) != 0) {
                faults.add(mutant.test() + " does not even pass without a bug");
            }
        }
        for (Mutant mutant : mutants) {
            long start = System.nanoTime();
            String outcome = outcome(mutant);
            System.out.printf(
                    Locale.ROOT,
                    "mutant %-45s %-60s %s, %.1f s%n",
                    mutant,
                    mutant.test().replaceFirst(".*[.]", ""),
                    outcome,
                    (System.nanoTime() - start) / 1e9);
            if (!outcome.equals("killed")) {
                faults.add(mutant + ": " + outcome + " (" + mutant.bug() + ")");
            }
        }
        System.out.println("mutants: " + (mutants.size() - faults.size()) + " of " + mutants.size() + " killed");
        assertThat(faults).isEmpty();
    }

    private List<Mutant> mutants() throws IOException {
        List<String> names = List.of(chosen.split(","));
        return Mutant.all().stream()
                .filter(mutant -> chosen.isEmpty() || names.contains(mutant.name()))
                .toList();
    }

    private static String command(Mutant mutant) {
        return mutant.test() + mutant.options();
    }

    private String outcome(Mutant mutant) throws IOException, InterruptedException {
        Path classes = Files.createDirectories(temporary.resolve(mutant.name()).resolve("classes"));
        List<Path> sources;
        try {
            sources = mutant.apply(Mutant.repository(), temporary.resolve(mutant.name()));
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        if (!compile(sources, classes)) {
            return "does not compile";
        }
        return switch (run(classes, mutant)) {
            case 0 -> "NOT noticed";
            case NamedTest.FAILED -> "killed";
            case NEVER_ENDED -> "did not end";
            default -> "could not be run";
        };
    }

    /** Compiles what is changed; everything else is on the class path. */
    private boolean compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            List<String> options = List.of("-d", classes.toString(), "-cp", classPath, "-proc:none", "-nowarn");
            return compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
    }

    /** Runs the test of a mutant in a process of its own. */
    private int run(Path classes, Mutant mutant) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx1g",
                // Short runs: what the second compiler would win, its warming up would cost.
                "-XX:TieredStopAtLevel=1",
                "-Dbasedir=" + Mutant.module(),
                "-Drejoin.schedules=" + SCHEDULES,
                "-Djqwik.tries.default=" + SCHEDULES));
        command.addAll(mutant.options());
        command.addAll(
                List.of("-cp", classes + File.pathSeparator + classPath, NamedTest.class.getName(), mutant.test()));
        Path log = temporary.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(Mutant.module().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return NEVER_ENDED;
        }
        int code = process.exitValue();
        if (code != 0 && code != NamedTest.FAILED) {
            System.out.println(Files.readString(log));
        }
        return code;
    }
}
