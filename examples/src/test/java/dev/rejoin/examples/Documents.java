package dev.rejoin.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The texts of the repository. */
final class Documents {
    static final Path ROOT = Path.of("..");

    private Documents() {}

    /** All of them, sorted; what a build made is left out. */
    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 4, (file, attributes) -> attributes.isRegularFile())) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("target"))
                    .filter(file -> !ROOT.relativize(file).toString().contains("node_modules"))
                    .sorted()
                    .toList();
        }
    }
}
