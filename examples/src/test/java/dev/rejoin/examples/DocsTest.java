package dev.rejoin.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documents name is there: files, headings, classes. */
class DocsTest {
    private static final Path ROOT = Documents.ROOT;
    private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern CLASS = Pattern.compile("`(?:[a-z.]*\\.)?([A-Z]\\w*[a-z]\\w*)`");
    private static final Pattern NUMBER = Pattern.compile("\\b([A-Z])(\\d+)(?: to \\1(\\d+))?");

    @TestFactory
    Stream<DynamicTest> links_leadToFilesAndHeadings() throws IOException {
        return Documents.all().stream()
                .map(document -> dynamicTest(ROOT.relativize(document).toString(), () -> checkLinks(document)));
    }

    private static void checkLinks(Path document) throws IOException {
        List<String> dead = new ArrayList<>();
        List<MatchResult> links = LINK.matcher(withoutCode(document)).results().toList();
        for (MatchResult link : links) {
            String file = link.group(1);
            if (file.contains(":")) {
                continue; // elsewhere
            }
            Path target = file.isEmpty() ? document : document.resolveSibling(file);
            if (!Files.exists(target)) {
                dead.add(link.group());
            } else if (link.group(2) != null && !anchors(target).contains(link.group(2))) {
                dead.add(link.group());
            }
        }
        assertThat(dead).isEmpty();
    }

    /** As GitHub makes them. */
    private static List<String> anchors(Path document) throws IOException {
        return HEADING.matcher(withoutCode(document))
                .results()
                .map(heading -> "#"
                        + heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\w -]", "")
                                .replace(' ', '-'))
                .toList();
    }

    @Test
    void invariantsOfTheIndex_standInTheClassesThatItNames() throws IOException {
        String architecture = Files.readString(ROOT.resolve("docs/ARCHITECTURE.md"));
        String index = architecture.substring(
                architecture.indexOf("## Index of invariants"), architecture.indexOf("## Where to find what"));
        List<String> rows =
                index.lines().filter(line -> line.matches("\\| [A-Z]\\d.*")).toList();
        assertThat(rows).hasSizeGreaterThan(10);
        for (String row : rows) {
            String[] cells = row.split("\\|");
            String sources = sourcesOf(cells[2] + cells[3]);
            for (String number : numbers(cells[1])) {
                assertThat(sources).as(row).containsPattern("\\b" + number + "\\b");
            }
        }
    }

    @Test
    void classesThatTheArchitectureNames_exist() throws IOException {
        String architecture = Files.readString(ROOT.resolve("docs/ARCHITECTURE.md"));
        assertThat(sourcesOf(architecture)).isNotEmpty();
    }

    private static String sourcesOf(String text) throws IOException {
        StringBuilder sources = new StringBuilder();
        List<String> names = CLASS.matcher(text)
                .results()
                .map(name -> name.group(1))
                .distinct()
                .toList();
        for (String name : names) {
            sources.append(sourceOf(name));
        }
        return sources.toString();
    }

    private static String sourceOf(String type) throws IOException {
        if (type.equals("AssertionError")) {
            return "";
        }
        for (String module : List.of("crdt-core", "crdt-sequence", "crdt-map", "crdt-proptests")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                Path found = files.filter(file -> file.endsWith(type + ".java"))
                        .findFirst()
                        .orElse(null);
                if (found != null) {
                    return Files.readString(found);
                }
            }
        }
        throw new AssertionError("There is no class " + type);
    }

    private static List<String> numbers(String cell) {
        List<String> numbers = new ArrayList<>();
        NUMBER.matcher(cell).results().forEach(range -> {
            int first = Integer.parseInt(range.group(2));
            int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
            for (int i = first; i <= last; i++) {
                numbers.add(range.group(1) + i);
            }
        });
        return numbers;
    }

    private static String withoutCode(Path document) throws IOException {
        return CODE.matcher(Files.readString(document)).replaceAll("");
    }
}
