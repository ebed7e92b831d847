package dev.rejoin.proptests.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A bug that is put into the sources on purpose: a patch whose header says {@code Bug:} what users saw where it
 * happened, {@code Test:} which test must fail, and perhaps {@code With:} options for that test.
 *
 * <p>Where a hunk belongs is found by its lines, spaces at their ends left out, not by line numbers: code around it may
 * move. Its old lines must stand in the file exactly once.
 */
final class Mutant {
    private record Hunk(List<String> before, List<String> after) {}

    private final String name;
    private final String bug;
    private final String test;
    private final List<String> options;
    private final Map<String, List<Hunk>> files;

    private Mutant(String name, String bug, String test, List<String> options, Map<String, List<Hunk>> files) {
        this.name = name;
        this.bug = bug;
        this.test = test;
        this.options = options;
        this.files = files;
    }

    /** The module whose tests must notice the bugs. */
    static Path module() {
        return Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    }

    /** Where the sources stand. */
    static Path repository() {
        return module().getParent();
    }

    /** All that are described, by name. */
    static List<Mutant> all() throws IOException {
        List<Mutant> mutants = new ArrayList<>();
        try (Stream<Path> patches = Files.list(module().resolve("src/mutants"))) {
            for (Path patch : patches.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .toList()) {
                mutants.add(read(patch));
            }
        }
        return mutants;
    }

    private static Mutant read(Path patch) throws IOException {
        Map<String, String> header = new LinkedHashMap<>();
        Map<String, List<Hunk>> files = new LinkedHashMap<>();
        List<Hunk> hunks = new ArrayList<>();
        for (String line : Files.readAllLines(patch)) {
            if (line.startsWith("--- a/")) {
                continue; // what the next line says
            }
            if (line.startsWith("+++ b/")) {
                hunks = files.computeIfAbsent(line.substring("+++ b/".length()), file -> new ArrayList<>());
            } else if (line.startsWith("@@")) {
                hunks.add(new Hunk(new ArrayList<>(), new ArrayList<>()));
            } else if (files.isEmpty()) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    header.put(line.substring(0, colon), line.substring(colon + 2));
                }
            } else if (!line.isEmpty()) {
                addTo(hunks.get(hunks.size() - 1), line);
            }
        }
        String file = patch.getFileName().toString();
        String options = header.getOrDefault("With", "");
        return new Mutant(
                file.substring(0, file.lastIndexOf('.')),
                required(header, "Bug", file),
                required(header, "Test", file),
                options.isEmpty() ? List.of() : List.of(options.split(" ")),
                files);
    }

    private static void addTo(Hunk hunk, String line) {
        String text = line.substring(1);
        if (line.charAt(0) != '+') {
            hunk.before.add(text.strip());
        }
        if (line.charAt(0) != '-') {
            hunk.after.add(text);
        }
    }

    private static String required(Map<String, String> header, String field, String file) {
        String value = header.get(field);
        if (value == null) {
            throw new IllegalArgumentException(file + " does not say \"" + field + ":\"");
        }
        return value;
    }

    String name() {
        return name;
    }

    String bug() {
        return bug;
    }

    String test() {
        return test;
    }

    List<String> options() {
        return options;
    }

    /**
     * Writes the changed sources below a folder.
     *
     * @return the files written
     * @throws IllegalArgumentException if the patch does not apply
     */
    List<Path> apply(Path repository, Path target) throws IOException {
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, List<Hunk>> file : files.entrySet()) {
            List<String> lines = new ArrayList<>(Files.readAllLines(repository.resolve(file.getKey())));
            for (Hunk hunk : file.getValue()) {
                int at = find(lines, hunk.before, file.getKey());
                lines.subList(at, at + hunk.before.size()).clear();
                lines.addAll(at, hunk.after);
            }
            Path changed = target.resolve(file.getKey());
            Files.createDirectories(changed.getParent());
            Files.write(changed, lines);
            written.add(changed);
        }
        if (written.isEmpty()) {
            throw new IllegalArgumentException(name + " changes nothing");
        }
        return written;
    }

    private int find(List<String> lines, List<String> wanted, String file) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        int found = -1;
        for (int i = 0; i + wanted.size() <= stripped.size(); i++) {
            if (stripped.subList(i, i + wanted.size()).equals(wanted)) {
                if (found >= 0) {
                    throw new IllegalArgumentException(name + " no longer applies: stands twice in " + file);
                }
                found = i;
            }
        }
        if (found < 0 || wanted.isEmpty()) {
            throw new IllegalArgumentException(name + " no longer applies to " + file);
        }
        return found;
    }

    @Override
    public String toString() {
        return name;
    }
}
