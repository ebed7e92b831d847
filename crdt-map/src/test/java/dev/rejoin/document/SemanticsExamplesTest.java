package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the examples of docs/SEMANTICS.md. Each line is one edit of the replica that it begins with: {@code a}, {@code b}
 * or {@code c}, or {@code all}, which is an edit of a that all receive. {@code sync} lets all exchange what they have.
 * {@code reads} does so too, in several orders, and says what everybody reads then.
 */
class SemanticsExamplesTest {
    private static final Path SEMANTICS = Path.of("..", "docs", "SEMANTICS.md");
    private static final Pattern EXAMPLE = Pattern.compile("```text example (\\S+)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    @TestFactory
    List<DynamicTest> everyExample_readsAsWritten() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Matcher found = EXAMPLE.matcher(Files.readString(SEMANTICS).replace("\r\n", "\n"));
        while (found.find()) {
            String lines = found.group(2);
            tests.add(dynamicTest(found.group(1), () -> new Example().run(lines)));
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    /** Three replicas, of which a has the earliest wall clock and c the latest. */
    private static final class Example {
        private static final long NOON = 1_767_268_800_000L; // 2026-01-01T12:00:00Z

        private final Map<String, Document> documents = new LinkedHashMap<>();
        private final Map<String, UndoManager> managers = new LinkedHashMap<>();

        Example() {
            for (int i = 0; i < 3; i++) {
                long now = NOON + i;
                documents.put(
                        "abc".substring(i, i + 1),
                        Document.create(
                                DocumentId.named("semantics"),
                                DocumentOptions.defaults()
                                        .withReplica(new ReplicaId(i + 1))
                                        .withClock(() -> now)));
            }
            UndoOptions eachEdit = UndoOptions.defaults().withGroupWithin(Duration.ZERO);
            documents.forEach((name, document) -> managers.put(name, document.undoManager(eachEdit)));
        }

        void run(String lines) {
            int checks = 0;
            for (String line : lines.split("\n")) {
                String[] words =
                        WORD.matcher(line).results().map(word -> word.group()).toArray(String[]::new);
                switch (words[0]) {
                    case "all" -> {
                        edit("a", words);
                        synchronise();
                    }
                    case "sync" -> synchronise();
                    case "reads" -> {
                        synchronise();
                        checkAll(line.substring(line.indexOf('{')));
                        checks++;
                    }
                    case "beside" -> {
                        checkBeside(words);
                        checks++;
                    }
                    default -> edit(words[0], words);
                }
            }
            assertThat(checks).as("checks of:%n%s", lines).isPositive();
        }

        /** Forward and backward, so that changes arrive in different orders. */
        private void synchronise() {
            List<Document> order = new ArrayList<>(documents.values());
            for (int round = 0; round < 2; round++) {
                for (Document from : order) {
                    for (Document to : order) {
                        to.receive(from.changesSince(to.version()));
                    }
                }
                java.util.Collections.reverse(order);
            }
        }

        private void checkAll(String json) {
            for (Map.Entry<String, Document> document : documents.entrySet()) {
                assertThat(document.getValue().toJson()).as(document.getKey()).isEqualTo(json);
                assertThat(document.getValue().save())
                        .as(document.getKey())
                        .isEqualTo(documents.get("a").save());
            }
        }

        /** beside PATH VALUE...: what stands at a key, the winner first. */
        private void checkBeside(String[] words) {
            List<Value> values = new ArrayList<>();
            for (int i = 2; i < words.length; i++) {
                values.add(value(words[i]));
            }
            Steps steps = new Steps(words[1]);
            for (Document document : documents.values()) {
                assertThat(steps.mapIn(document.root()).register(steps.key()).values())
                        .isEqualTo(values);
            }
        }

        private void edit(String replica, String[] words) {
            if (words[1].equals("undo")) {
                managers.get(replica).undo();
                return;
            }
            if (words[1].equals("redo")) {
                managers.get(replica).redo();
                return;
            }
            documents.get(replica).edit(transaction -> write(transaction.root(), words));
        }

        private static void write(MapEditor root, String[] words) {
            Steps at = new Steps(words[2]);
            switch (words[1]) {
                case "put" -> at.mapIn(root).put(at.key(), value(words[3]));
                case "remove" -> at.mapIn(root).remove(at.key());
                case "restore" -> at.mapIn(root).restore(at.key(), SlotKind.valueOf(words[3].toUpperCase(Locale.ROOT)));
                case "replace-with-new" ->
                    at.mapIn(root).replaceWithNew(at.key(), SlotKind.valueOf(words[3].toUpperCase(Locale.ROOT)));
                case "create" -> at.mapIn(root).map(at.key()).create();
                case "increment" -> at.mapIn(root).counter(at.key()).increment(Long.parseLong(words[3]));
                case "set-counter" -> at.mapIn(root).counter(at.key()).set(Long.parseLong(words[3]));
                case "add" -> at.mapIn(root).set(at.key()).add(value(words[3]));
                case "discard" -> at.mapIn(root).set(at.key()).remove(value(words[3]));
                case "allow" -> at.mapIn(root).removeWinsSet(at.key()).add(value(words[3]));
                case "deny" -> at.mapIn(root).removeWinsSet(at.key()).remove(value(words[3]));
                case "log" -> at.mapIn(root).log(at.key()).append(value(words[3]));
                case "type" -> at.mapIn(root).text(at.key()).insert(Integer.parseInt(words[3]), text(words[4]));
                case "erase" ->
                    at.mapIn(root).text(at.key()).delete(Integer.parseInt(words[3]), Integer.parseInt(words[4]));
                case "insert" -> at.mapIn(root).list(at.key()).insert(Integer.parseInt(words[3]), value(words[4]));
                case "insert-map" -> at.mapIn(root).list(at.key()).insertMap(Integer.parseInt(words[3]));
                case "replace" -> at.mapIn(root).list(at.key()).set(Integer.parseInt(words[3]), value(words[4]));
                case "move" ->
                    at.mapIn(root).list(at.key()).move(Integer.parseInt(words[3]), Integer.parseInt(words[4]));
                case "delete" -> at.mapIn(root).list(at.key()).remove(Integer.parseInt(words[3]));
                default -> throw new AssertionError("No such edit: " + words[1]);
            }
        }

        private static Value value(String word) {
            if (word.startsWith("\"")) {
                return Value.of(text(word));
            }
            return word.equals("true") || word.equals("false")
                    ? Value.of(Boolean.parseBoolean(word))
                    : Value.of(Long.parseLong(word));
        }

        private static String text(String word) {
            return word.substring(1, word.length() - 1);
        }
    }

    /** A path such as site/city, or items/0/done through a list. */
    private static final class Steps {
        private final String[] steps;

        Steps(String path) {
            steps = path.split("/");
        }

        String key() {
            return steps[steps.length - 1];
        }

        MapEditor mapIn(MapEditor root) {
            return (MapEditor) mapIn((MapReader) root);
        }

        MapReader mapIn(MapReader root) {
            MapReader map = root;
            for (int i = 0; i < steps.length - 1; i++) {
                if (Character.isDigit(steps[i + 1].charAt(0))) {
                    map = map.list(steps[i]).map(Integer.parseInt(steps[i + 1]));
                    i++;
                } else {
                    map = map.map(steps[i]);
                }
            }
            return map;
        }
    }
}
