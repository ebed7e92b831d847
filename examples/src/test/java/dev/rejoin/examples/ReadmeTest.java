package dev.rejoin.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java code of the README is that of the examples, which the build compiles and runs. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path EXAMPLES = Path.of("src/main/java/dev/rejoin/examples");
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void firstBlock_isTheFirstProgram() throws IOException {
        String program = read(EXAMPLES.resolve("FirstProgram.java"));
        assertThat("package dev.rejoin.examples;\n\n" + javaBlocks().get(0)).isEqualTo(program);
    }

    @Test
    void otherBlocks_standInAnExample() throws IOException {
        String using = unindented(read(EXAMPLES.resolve("UsingADocument.java")));
        List<String> blocks = javaBlocks();
        assertThat(blocks).hasSizeGreaterThan(4);
        assertThat(blocks.subList(1, blocks.size()))
                .allSatisfy(block -> assertThat(using).contains(unindented(block)));
    }

    @Test
    void readme_isShort() throws IOException {
        assertThat(read(README).lines()).hasSizeLessThan(200);
    }

    private static List<String> javaBlocks() throws IOException {
        return JAVA.matcher(read(README))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).collect(joining("\n"));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }
}
