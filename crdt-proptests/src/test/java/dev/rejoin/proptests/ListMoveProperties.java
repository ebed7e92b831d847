package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.ListEditor;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.proptests.model.SequenceModel;
import dev.rejoin.proptests.model.SequenceModel.Place;
import dev.rejoin.proptests.model.SequenceModel.Side;
import dev.rejoin.proptests.model.Stamp;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Lists with moves against a list of entries that says for each element which entry it stands at, read from left to right. */
class ListMoveProperties {
    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 600)
    void list_withMoves_equalsTheModelAtEveryStep(@ForAll("seeds") long seed) {
        new Session(new Random(seed)).run();
    }

    /** What everybody applies to the model. */
    private interface Step {
        void apply(Model model);
    }

    private record Sent(Change change, Step step, Set<Integer> needs) {}

    /** Entries: of elements and of moves. An entry that lost, or whose element was removed, is deleted for good. */
    private static final class Model {
        final SequenceModel<OpId> entries = new SequenceModel<>();
        final Map<OpId, String> values = new HashMap<>();
        final Map<OpId, OpId> standsAt = new HashMap<>();
        final Set<OpId> removed = new HashSet<>();
        final Set<OpId> moves = new HashSet<>();

        OpId elementAt(int index) {
            OpId entry = entries.visibleIds().get(index);
            return standsAt.entrySet().stream()
                    .filter(each -> each.getValue().equals(entry))
                    .findFirst()
                    .orElseThrow()
                    .getKey();
        }

        void insert(Stamp stamp, Place place, boolean continues, String value) {
            Stamp priority = continues
                    ? new Stamp(entries.priorityOf(place.parent().orElseThrow()).time(), stamp.replica(), stamp.seq())
                    : stamp;
            entries.insert(stamp.dot(), priority, place, stamp.dot());
            values.put(stamp.dot(), value);
            standsAt.put(stamp.dot(), stamp.dot());
        }

        void move(Stamp stamp, Place place, OpId element) {
            entries.insert(stamp.dot(), stamp, place, element);
            moves.add(stamp.dot());
            OpId before = standsAt.get(element);
            boolean wins = before.equals(element) || stamp.compareTo(entries.priorityOf(before)) > 0;
            entries.delete(wins ? before : stamp.dot());
            if (wins) {
                standsAt.put(element, stamp.dot());
            }
            if (removed.contains(element)) {
                entries.delete(stamp.dot());
            }
        }

        void remove(OpId element) {
            removed.add(element);
            entries.delete(standsAt.get(element));
        }

        List<Value> read() {
            return entries.values().stream()
                    .<Value>map(element -> Value.of(values.get(element)))
                    .toList();
        }
    }

    private static final class Session {
        private final Random random;
        private final List<Document> documents = new ArrayList<>();
        private final List<Model> models = new ArrayList<>();
        private final List<Set<Integer>> delivered = new ArrayList<>();
        private final List<Sent> log = new ArrayList<>();
        private int names;

        Session(Random random) {
            this.random = random;
            Document first = Replicas.create(1);
            first.edit(tx -> tx.root().list("l").create());
            for (int i = 0; i < 3; i++) {
                documents.add(Replicas.copyOf(first, 2 + i));
                models.add(new Model());
                delivered.add(new HashSet<>());
            }
        }

        void run() {
            for (int step = 0; step < 40; step++) {
                int at = random.nextInt(documents.size());
                if (random.nextInt(3) > 0 || log.isEmpty()) {
                    edit(at);
                } else {
                    deliver(at, random.nextInt(log.size()));
                }
                compare(at);
            }
            for (int at = 0; at < documents.size(); at++) {
                while (delivered.get(at).size() < log.size()) {
                    deliver(at, random.nextInt(log.size()));
                }
                compare(at);
                assertThat(models.get(at).entries.ids())
                        .isEqualTo(models.get(0).entries.ids());
                assertThat(documents.get(at).save()).isEqualTo(documents.get(0).save());
                assertThat(documents.get(at).stateHash())
                        .isEqualTo(documents.get(0).stateHash());
            }
            Document loaded = Document.load(documents.get(0).save());
            DocumentInvariants.check(loaded);
            assertThat(loaded.save()).isEqualTo(documents.get(0).save());
            assertThat(loaded.root().list("l").values()).isEqualTo(models.get(0).read());
        }

        private void edit(int at) {
            Model model = models.get(at);
            int size = documents.get(at).root().list("l").size();
            int index = random.nextInt(size + 1);
            if (size == 0 || random.nextInt(5) < 2) {
                insert(at, model, index);
            } else if (random.nextInt(4) == 0) {
                int gone = random.nextInt(size);
                OpId element = model.elementAt(gone);
                send(at, list -> list.remove(gone), change -> each -> each.remove(element));
            } else {
                int from = random.nextInt(size);
                int to = random.nextInt(size);
                if (from != to) {
                    OpId element = model.elementAt(from);
                    Place place = model.entries.placeAt(to < from ? to : to + 1);
                    send(at, list -> list.move(from, to), change -> each -> each.move(stamp(change), place, element));
                }
            }
        }

        private void insert(int at, Model model, int index) {
            Place place = model.entries.placeAt(index);
            String value = "v" + names++;
            OpId previous = place.parent().orElse(null);
            send(at, list -> list.insert(index, value), change -> {
                boolean continues = previous != null
                        && place.side() == Side.RIGHT
                        && previous.replica().equals(change.replica())
                        && previous.seq() == change.firstSeq() - 1
                        && !model.moves.contains(previous);
                return each -> each.insert(stamp(change), place, continues, value);
            });
        }

        private static Stamp stamp(Change change) {
            return new Stamp(change.timestamp(), change.replica(), change.firstSeq());
        }

        private interface Steps {
            Step of(Change change);
        }

        private void send(int at, Consumer<ListEditor> edit, Steps steps) {
            Change change = documents.get(at).edit(tx -> edit.accept(tx.root().list("l")));
            Step step = steps.of(change);
            step.apply(models.get(at));
            log.add(new Sent(change, step, new HashSet<>(delivered.get(at))));
            delivered.get(at).add(log.size() - 1);
        }

        private void deliver(int at, int number) {
            if (!delivered.get(at).add(number)) {
                return;
            }
            Sent sent = log.get(number);
            sent.needs().stream().sorted().forEach(needed -> deliver(at, needed));
            assertThat(documents.get(at).receive(sent.change().toBytes()).isComplete())
                    .isTrue();
            sent.step().apply(models.get(at));
        }

        private void compare(int at) {
            Document document = documents.get(at);
            DocumentInvariants.check(document);
            assertThat(document.root().list("l").values())
                    .isEqualTo(models.get(at).read());
            assertThat(document.view().root().list("l").values())
                    .isEqualTo(models.get(at).read());
        }
    }
}
