package dev.rejoin.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The code in all documents is that of the examples, which the build compiles and runs. A block that begins with imports
 * is a whole file; any other stands in a file as it is. Spaces and line ends do not count: a formatter may break lines
 * elsewhere than a page.
 */
class CodeInDocumentsTest {
    private static final Path README = Documents.ROOT.resolve("README.md");
    private static final Pattern CODE = Pattern.compile("```(java|kotlin)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w+");
    private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+);");
    private static final Pattern PACKAGE = Pattern.compile("^package [\\w.]+;?\\s*", Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> everyBlock_standsInAnExample() throws IOException {
        List<String> programs = programs();
        return Documents.all().stream()
                .map(document -> dynamicTest(
                        Documents.ROOT.relativize(document).toString(), () -> checkBlocks(document, programs)));
    }

    private static void checkBlocks(Path document, List<String> programs) throws IOException {
        for (String block : blocksOf(document)) {
            String squeezed = squeezed(block);
            if (block.startsWith("import ")) {
                assertThat(programs.contains(squeezed)).as(block).isTrue();
            } else {
                assertThat(programs.stream().anyMatch(program -> program.contains(squeezed)))
                        .as(block)
                        .isTrue();
            }
        }
    }

    @Test
    void readme_beginsWithTheFirstProgram_andIsShort() throws IOException {
        Path first = Path.of("src/main/java/dev/rejoin/examples/FirstProgram.java");
        assertThat(squeezed(blocksOf(README).get(0))).isEqualTo(program(first));
        assertThat(Files.readString(README).lines()).hasSizeLessThan(200);
    }

    /** Who follows the README is asked to learn few names; the others are in packages of their own. */
    @Test
    void readme_namesAtMostTwelvePublicTypes() throws IOException {
        List<String> words = WORD.matcher(Files.readString(README))
                .results()
                .map(MatchResult::group)
                .toList();
        Set<String> types = new TreeSet<>(publicTypes());
        types.retainAll(words);
        assertThat(types).contains("Document", "Change").hasSizeLessThanOrEqualTo(12);
    }

    /** Top-level public types of packages that everybody may use. */
    private static Set<String> publicTypes() throws IOException {
        Set<String> types = new TreeSet<>();
        for (String module : List.of("crdt-core", "crdt-sequence", "crdt-map")) {
            Path sources = Documents.ROOT.resolve(module).resolve("src/main/java");
            String descriptor = Files.readString(sources.resolve("module-info.java"));
            List<String> exported = EXPORT.matcher(descriptor)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            for (String exportedPackage : exported) {
                try (Stream<Path> files = Files.list(sources.resolve(exportedPackage.replace('.', '/')))) {
                    files.filter(CodeInDocumentsTest::isPublic)
                            .map(file -> file.getFileName().toString())
                            .forEach(name -> types.add(name.substring(0, name.length() - ".java".length())));
                }
            }
        }
        assertThat(types).hasSizeGreaterThan(50);
        return types;
    }

    private static boolean isPublic(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains("\npublic ");
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    /** That the pattern above still finds what it is for. */
    @Test
    void documents_showMuchCode() throws IOException {
        long blocks = 0;
        for (Path document : Documents.all()) {
            blocks += blocksOf(document).size();
        }
        assertThat(blocks).isGreaterThan(25);
    }

    private static List<String> blocksOf(Path document) throws IOException {
        return CODE.matcher(Files.readString(document).replace("\r\n", "\n"))
                .results()
                .map((MatchResult block) -> block.group(2))
                .filter(block -> !block.startsWith("repositories {")) // Gradle: FreshProjectIT
                .toList();
    }

    private static List<String> programs() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|kt)"))
                    .map(CodeInDocumentsTest::program)
                    .toList();
        }
    }

    private static String program(Path file) {
        try {
            return squeezed(PACKAGE.matcher(Files.readString(file)).replaceFirst(""));
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
