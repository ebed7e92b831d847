package dev.rejoin.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an application meets that uses the packaged jars, compiled by the JDK that runs this test: the first program
 * works on the module path and on the class path, and what is internal cannot be reached.
 */
class ConsumerIT {
    private static final Path LIB = Path.of("target", "consumer-lib");
    private static final Path PROGRAM = Path.of("src/main/java/dev/rejoin/examples/FirstProgram.java");
    private static final String MAIN = "dev.rejoin.examples.FirstProgram";
    private static final Set<String> OURS = Set.of("dev.rejoin.core", "dev.rejoin.sequence", "dev.rejoin.map");

    @TempDir
    Path work;

    private Path classes;

    @BeforeEach
    void classesOfTheConsumer() {
        classes = work.resolve("classes");
    }

    @Test
    void firstProgram_onTheModulePath_runs() throws IOException, InterruptedException {
        Path descriptor = work.resolve("module-info.java");
        Files.writeString(descriptor, "module consumer {\n    requires dev.rejoin.map;\n}\n");
        compile("--module-path", LIB.toString(), descriptor.toString(), PROGRAM.toString());
        String modulePath = LIB + File.pathSeparator + classes;
        assertThat(java("--module-path", modulePath, "--module", "consumer/" + MAIN))
                .isNotEmpty();
    }

    @Test
    void firstProgram_onTheClassPath_runs() throws IOException, InterruptedException {
        String jars;
        try (Stream<Path> files = Files.list(LIB)) {
            jars = files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
        compile("--class-path", jars, PROGRAM.toString());
        assertThat(java("--class-path", jars + File.pathSeparator + classes, MAIN))
                .isNotEmpty();
    }

    @Test
    void modules_areNamed_andExportInternalPackagesToEachOtherOnly() {
        Set<ModuleDescriptor> modules = ModuleFinder.of(LIB).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> module.name().startsWith("dev.rejoin"))
                .collect(Collectors.toSet());
        assertThat(modules).extracting(ModuleDescriptor::name).containsExactlyInAnyOrderElementsOf(OURS);
        assertThat(modules).noneMatch(ModuleDescriptor::isAutomatic);
        assertThat(modules).flatExtracting(ModuleDescriptor::exports).allSatisfy(ConsumerIT::isForEveryoneOrForUs);
    }

    private static void isForEveryoneOrForUs(Exports exported) {
        boolean internal = Stream.of(exported.source().split("\\.")).anyMatch("internal"::equals);
        if (internal) {
            assertThat(exported.isQualified()).as(exported.source()).isTrue();
        }
        assertThat(OURS).containsAll(exported.targets());
    }

    /** Compiles without a single warning, so that our jars give consumers none. */
    private void compile(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--release", "17", "-Xlint:all", "-Werror", "-d"));
        all.add(classes.toString());
        all.addAll(List.of(arguments));
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int code = ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, all.toArray(String[]::new));
        assertThat(code).as("javac %s%n%s", all, output).isZero();
    }

    /** Runs the JVM that runs this test, and gives what the program printed. */
    private String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Path output = work.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(output, UTF_8);
        assertThat(ended).as("%s ended%n%s", command, printed).isTrue();
        assertThat(process.exitValue()).as("%s%n%s", command, printed).isZero();
        return printed;
    }
}
