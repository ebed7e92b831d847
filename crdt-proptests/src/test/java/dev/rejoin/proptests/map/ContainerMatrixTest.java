package dev.rejoin.proptests.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rejoin.change.Change;
import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.TypeMismatchException;
import dev.rejoin.proptests.map.MapModel.Op;
import dev.rejoin.proptests.map.MapModel.Stamp;
import dev.rejoin.proptests.map.MapModel.Step;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every pair of edits of a container, one after the other and concurrent, of the same container and of one inside it, under
 * both policies of deletes. Each pair is run, its changes are delivered in every order, what is read is compared with the
 * {@link MapModel}, and the table in docs/SEMANTICS.md must say the same. {@code -Drejoin.writeMatrix=true} writes it.
 */
class ContainerMatrixTest {
    private static final Path PAGE = Path.of("..", "docs", "SEMANTICS.md");
    private static final String BEGIN = "<!-- begin of what ContainerMatrixTest writes -->\n";
    private static final String END = "<!-- end of what ContainerMatrixTest writes -->\n";

    private enum Edit {
        CREATE,
        UPDATE,
        DELETE,
        RECREATE,
        CHANGE_TYPE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Device a makes the first edit, of p; device b the second, of p or of q in p. */
    private record Pair(boolean concurrent, boolean inside, Edit first, Edit second) {
        String name() {
            return (concurrent ? "concurrent" : "sequential") + (inside ? "-inside-" : "-same-") + first + "-" + second;
        }

        /** Whether there is a container before: its creation in ignorance of one is the point of creating. */
        boolean hasPast() {
            return first != Edit.CREATE || concurrent && second != Edit.CREATE;
        }
    }

    private static List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (boolean concurrent : new boolean[] {true, false}) {
            for (boolean inside : new boolean[] {false, true}) {
                for (Edit first : Edit.values()) {
                    for (Edit second : Edit.values()) {
                        pairs.add(new Pair(concurrent, inside, first, second));
                    }
                }
            }
        }
        return pairs;
    }

    @TestFactory
    List<DynamicTest> everyPair_inEveryOrderOfDelivery_readsAsTheModelAndAsWritten() throws IOException {
        String page = page();
        List<DynamicTest> tests = new ArrayList<>();
        for (Pair pair : pairs()) {
            tests.add(dynamicTest(pair.name(), () -> assertThat(page).contains(row(pair))));
        }
        assertThat(tests).hasSize(100);
        return tests;
    }

    @Tag("once")
    @Test
    void page_isWhatTheBuildWrites() throws IOException {
        StringBuilder written = new StringBuilder(BEGIN);
        for (Pair pair : pairs()) {
            if (pair.first == Edit.CREATE && pair.second == Edit.CREATE) {
                written.append('\n')
                        .append(title(pair))
                        .append("\n\n| test | `a` | `b` | updates win | deletes win |\n|---|---|---|---|---|\n");
            }
            written.append(row(pair));
        }
        written.append('\n').append(END);
        String page = page();
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END) + END.length();
        assertThat(begin).isPositive();
        String fresh = page.substring(0, begin) + written + page.substring(end);
        if (Boolean.getBoolean("rejoin.writeMatrix")) {
            Files.writeString(PAGE, fresh);
        } else {
            assertThat(page)
                    .as("run with -Drejoin.writeMatrix=true to write the matrix anew")
                    .isEqualTo(fresh);
        }
    }

    private static String page() throws IOException {
        return Files.readString(PAGE).replace("\r\n", "\n");
    }

    private static String title(Pair pair) {
        return "**" + (pair.concurrent ? "Concurrent" : "`b` has seen the edit of `a`")
                + (pair.inside ? ", `b` edits `q` inside `p`.**" : ", both edit `p`.**");
    }

    private static String row(Pair pair) {
        String updatesWin = new Run(pair, DeletePolicy.UPDATE_WINS).outcome();
        String deletesWin = new Run(pair, DeletePolicy.DELETE_WINS).outcome();
        return "| `" + pair.name() + "` | " + pair.first + " | " + pair.second + " | " + updatesWin + " | "
                + (deletesWin.equals(updatesWin) ? "the same" : deletesWin) + " |\n";
    }

    /** One pair under one policy, on documents and on models. */
    private static final class Run {
        private final Pair pair;
        private final DeletePolicy policy;
        private final List<byte[]> changes = new ArrayList<>();
        private final List<List<Op>> ops = new ArrayList<>();
        private final List<List<Stamp>> stamps = new ArrayList<>();
        private final Document a;
        private final Document b;
        private final MapModel modelOfA;
        private final MapModel modelOfB;
        private int time = 1000;
        private boolean refused;

        Run(Pair pair, DeletePolicy policy) {
            this.pair = pair;
            this.policy = policy;
            a = document(1);
            b = document(2);
            modelOfA = model(1);
            modelOfB = model(2);
        }

        private Document document(long replica) {
            return Document.create(
                    DocumentId.named("matrix"),
                    DocumentOptions.defaults()
                            .withReplica(new ReplicaId(replica))
                            .withClock(() -> time)
                            .withPolicies(ConflictPolicies.defaults().onDelete("**", policy)));
        }

        private MapModel model(int replica) {
            MapModel model = new MapModel(replica);
            model.root.deleteWins = policy == DeletePolicy.DELETE_WINS;
            return model;
        }

        String outcome() {
            if (pair.hasPast()) {
                Document author = pair.first == Edit.CREATE ? b : a;
                edit(author, Edit.UPDATE, false, "old", 0);
                if (pair.inside) {
                    edit(author, Edit.UPDATE, true, "old", 0);
                }
                if (pair.first != Edit.CREATE && !(pair.concurrent && pair.second == Edit.CREATE)) {
                    deliverAll(b, modelOfB);
                }
            }
            edit(a, pair.first, false, "a", 1);
            if (!pair.concurrent) {
                deliverAll(b, modelOfB);
            }
            edit(b, pair.second, pair.inside, "b", 2);
            String read = null;
            List<List<Integer>> orders = new ArrayList<>();
            permute(new ArrayList<>(), orders);
            for (List<Integer> order : orders) {
                Document reader = document(9);
                order.forEach(k -> reader.receive(changes.get(k)));
                String found = describe(reader);
                assertThat(read == null ? found : read).isEqualTo(found);
                read = found;
            }
            MapModel model = model(9);
            for (int k = 0; k < ops.size(); k++) {
                apply(k, model);
            }
            deliverAll(a, modelOfA);
            deliverAll(b, modelOfB);
            for (Document device : List.of(a, b)) {
                assertThat(MapSchedule.read(device.root())).isEqualTo(MapModel.read(model.root));
                assertThat(describe(device)).isEqualTo(read);
            }
            return read + (refused ? "; `b` is refused" : "");
        }

        private String describe(Document document) {
            String json = document.toJson();
            String there =
                    json.equals("{}") ? "nothing" : "`" + json.substring("{\"p\":".length(), json.length() - 1) + "`";
            TreeSet<String> listed = new TreeSet<>();
            document.conflicts().forEach(conflict -> listed.add(conflict.kind() + " at `" + conflict.path() + "`"));
            return listed.isEmpty() ? there : there + "; " + String.join(", ", listed);
        }

        private void deliverAll(Document to, MapModel model) {
            for (int k = 0; k < changes.size(); k++) {
                if (!to.receive(changes.get(k)).applied().isEmpty()) {
                    apply(k, model);
                }
            }
        }

        private void apply(int k, MapModel model) {
            for (int n = 0; n < ops.get(k).size(); n++) {
                ops.get(k).get(n).apply(model, stamps.get(k).get(n));
            }
        }

        private void permute(List<Integer> chosen, List<List<Integer>> orders) {
            if (chosen.size() == changes.size()) {
                orders.add(List.copyOf(chosen));
            }
            for (int k = 0; k < changes.size(); k++) {
                if (!chosen.contains(k)) {
                    chosen.add(k);
                    permute(chosen, orders);
                    chosen.remove(chosen.size() - 1);
                }
            }
        }

        private void edit(Document author, Edit edit, boolean inside, String tag, int number) {
            time++;
            MapModel model = author == a ? modelOfA : modelOfB;
            List<Op> made = new ArrayList<>();
            List<Stamp> madeAt = new ArrayList<>();
            Consumer<Op> issue = op -> {
                made.add(op);
                madeAt.add(model.perform(op, time));
            };
            List<Step> above = inside ? List.of(new Step("p", 'M')) : List.of();
            String key = inside ? "q" : "p";
            Change change;
            try {
                change = author.edit(tx -> perform(inside ? tx.root().map("p") : tx.root(), edit, key, tag, number));
            } catch (TypeMismatchException mismatch) {
                assertThat(model.isRefused(PairedEdits.at(above, key, 'M'))).isTrue();
                refused = true;
                return;
            }
            inModel(model, edit, above, key, tag, number, issue);
            if (!change.isEmpty()) {
                changes.add(change.toBytes());
                ops.add(made);
                stamps.add(madeAt);
            }
        }

        private static void perform(MapEditor above, Edit edit, String key, String tag, int number) {
            if (edit != Edit.CREATE && edit != Edit.UPDATE) {
                above.remove(key);
            }
            if (edit == Edit.CHANGE_TYPE) {
                above.text(key).append(tag);
            } else if (edit != Edit.DELETE) {
                above.map(key).put(tag, number);
            }
        }

        private static void inModel(
                MapModel model, Edit edit, List<Step> above, String key, String tag, int number, Consumer<Op> issue) {
            if (edit != Edit.CREATE && edit != Edit.UPDATE) {
                model.remove(above, key, issue);
            }
            if (edit == Edit.CHANGE_TYPE) {
                List<Step> text = PairedEdits.at(above, key, 'T');
                model.open(text, issue);
                int end = model.node(text).characters.size();
                model.insertCharacter(text, end, tag.charAt(0), issue);
            } else if (edit != Edit.DELETE) {
                model.put(PairedEdits.at(above, key, 'M'), tag, "" + number, issue);
            }
        }
    }
}
