package dev.rejoin.proptests.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.change.Change;
import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.ConflictKind;
import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.conflict.Explanation;
import dev.rejoin.conflict.StaleConflictException;
import dev.rejoin.document.Conflict;
import dev.rejoin.document.CounterEditor;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.FirstValueStandsException;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.ListReader;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.document.SetEditor;
import dev.rejoin.document.SetReader;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.TextReader;
import dev.rejoin.document.TypeMismatchException;
import dev.rejoin.proptests.map.MapModel.Dot;
import dev.rejoin.proptests.map.MapModel.Element;
import dev.rejoin.proptests.map.MapModel.Node;
import dev.rejoin.proptests.map.MapModel.Op;
import dev.rejoin.proptests.map.MapModel.Stamp;
import dev.rejoin.proptests.map.MapModel.Step;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A random schedule on documents and on the slow model side by side: equal reads after every step, a mirror that is kept
 * up from events alone, edits that fail without a trace, and equal bytes at the end.
 */
final class MapSchedule {
    private record Sent(Change change, List<Stamp> stamps, List<Op> ops, Set<Integer> needs) {}

    final Random random;
    final int size;
    private static final List<RegisterPolicy> SCALARS = List.of(
            RegisterPolicy.LAST_WRITER,
            RegisterPolicy.LAST_WRITER,
            RegisterPolicy.MULTI_VALUE,
            RegisterPolicy.FIRST_WRITER,
            RegisterPolicy.MAX,
            RegisterPolicy.MIN,
            RegisterPolicy.merge("sum", (a, b) -> Value.of(((Value.Int64) a).value() + ((Value.Int64) b).value())));

    private static final Map<Character, SlotKind> KINDS =
            Map.of('M', SlotKind.MAP, 'L', SlotKind.LIST, 'T', SlotKind.TEXT, 'C', SlotKind.COUNTER, 'S', SlotKind.SET);

    final List<ConflictPolicies> policies = new ArrayList<>();
    final List<Document> devices = new ArrayList<>();
    final List<Mirror> mirrors = new ArrayList<>();
    final List<MapModel> models = new ArrayList<>();
    final List<Set<Integer>> got = new ArrayList<>();
    final List<Sent> log = new ArrayList<>();
    int time = 1000;
    int token;

    MapSchedule(long seed) {
        random = new Random(seed);
        size = 2 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            boolean deleteWins = random.nextInt(3) == 0;
            RegisterPolicy scalar = SCALARS.get(random.nextInt(SCALARS.size()));
            policies.add(ConflictPolicies.defaults()
                    .onDelete("**", deleteWins ? DeletePolicy.DELETE_WINS : DeletePolicy.UPDATE_WINS)
                    .scalar("**/k1", scalar));
            Document device = Document.create(DocumentId.named("map"), options(100 + i, i));
            Mirror mirror = new Mirror();
            if (i != 1) { // the second one applies everything without a listener
                device.onChange(change -> change.events().forEach(mirror::apply));
            }
            devices.add(device);
            mirrors.add(mirror);
            models.add(new MapModel(i));
            models.get(i).root.deleteWins = deleteWins;
            models.get(i).root.policies = Map.of("k1", scalar);
            got.add(new HashSet<>());
        }
    }

    private DocumentOptions options(long replica, int likeDevice) {
        return DocumentOptions.defaults()
                .withPolicies(policies.get(likeDevice))
                .withReplica(new ReplicaId(replica))
                .withClock(() -> time)
                .withRandom(random);
    }

    void run() {
        int steps = 5 + random.nextInt(26);
        for (int step = 0; step < steps; step++) {
            int i = random.nextInt(size);
            time++;
            if (random.nextInt(10) < 6) {
                edit(i);
            } else if (!log.isEmpty()) {
                deliver(i, random.nextInt(log.size()));
            }
            compare(i);
        }
        for (int i = 0; i < size; i++) {
            List<Integer> all = new ArrayList<>();
            for (int k = 0; k < log.size(); k++) {
                all.add(k);
            }
            Collections.shuffle(all, random);
            for (int k : all) {
                deliver(i, k);
            }
            compare(i);
            new ConflictModel(devices.get(i)).compare(models.get(i));
            Document device = devices.get(i);
            assertThat(device.stateHash()).isEqualTo(devices.get(0).stateHash());
            assertThat(device.save()).isEqualTo(devices.get(0).save());
            assertThat(device.save(SaveOptions.withoutHistory())).isEqualTo(state(0));
        }
        if (!log.isEmpty()) {
            Document loaded = Document.load(state(0), options(77, 0));
            assertThat(loaded.save(SaveOptions.withoutHistory())).isEqualTo(state(0));
            assertThat(loaded.toJson()).isEqualTo(devices.get(0).toJson());
            assertThat(texts(loaded.conflicts())).isEqualTo(texts(devices.get(0).conflicts()));
        }
        settle();
    }

    private static List<String> texts(List<Conflict> conflicts) {
        return conflicts.stream()
                .map(conflict -> conflict + "\n" + conflict.explanation())
                .toList();
    }

    /** Device after device settles what it sees as a conflict, and all end equal and without any. */
    private void settle() {
        int rounds = 0;
        while (devices.stream().anyMatch(device -> !device.conflicts().isEmpty())) {
            assertThat(rounds++).isLessThan(200);
            for (Document device : devices) {
                List<Conflict> conflicts = device.conflicts();
                if (conflicts.isEmpty()) {
                    continue;
                }
                time++;
                Conflict conflict = conflicts.get(random.nextInt(conflicts.size()));
                Candidate choice =
                        conflict.choices().get(random.nextInt(conflict.choices().size()));
                byte[] bytes = device.edit(tx -> tx.resolve(conflict, choice)).toBytes();
                if (!(choice instanceof Candidate.Deletion)) { // the path of a hidden element may lead nowhere
                    checkChosen(conflict, choice, device.explain(conflict.path()));
                }
                assertThatExceptionOfType(StaleConflictException.class)
                        .isThrownBy(() -> device.edit(tx -> tx.resolve(conflict, choice)));
                devices.stream().filter(other -> other != device).forEach(other -> other.receive(bytes));
            }
        }
        for (int i = 0; i < size; i++) {
            assertThat(devices.get(i).save()).isEqualTo(devices.get(0).save());
            if (i != 1) {
                assertThat(mirrors.get(i).content())
                        .isEqualTo(Mirror.read(devices.get(i).root()));
            }
        }
    }

    private static void checkChosen(Conflict conflict, Candidate choice, Explanation now) {
        if (choice instanceof Candidate.Scalar scalar) {
            assertThat(now.value()).contains(scalar.value());
        } else if (choice instanceof Candidate.Container container && conflict.kind() == ConflictKind.TYPES) {
            assertThat(now.read())
                    .hasValueSatisfying(read ->
                            assertThat(((Candidate.Container) read).type()).isEqualTo(container.type()));
        }
    }

    private byte[] state(int i) {
        return devices.get(i).save(SaveOptions.withoutHistory());
    }

    void deliver(int i, int k) {
        if (!got.get(i).add(k)) {
            return;
        }
        Sent sent = log.get(k);
        sent.needs.stream().sorted().forEach(needed -> deliver(i, needed));
        assertThat(devices.get(i).receive(sent.change.toBytes()).isComplete()).isTrue();
        for (int n = 0; n < sent.ops.size(); n++) {
            sent.ops.get(n).apply(models.get(i), sent.stamps.get(n));
        }
    }

    void edit(int i) {
        MapModel model = models.get(i);
        List<Op> ops = new ArrayList<>();
        List<Stamp> stamps = new ArrayList<>();
        int now = time;
        Consumer<Op> issue = op -> {
            ops.add(op);
            stamps.add(model.perform(op, now));
        };
        boolean fail = random.nextInt(8) == 0;
        if (fail) {
            failedEdit(i);
            return;
        }
        int actions = 1 + random.nextInt(3);
        Change change = devices.get(i).edit(tx -> {
            for (int n = 0; n < actions; n++) {
                act(tx.root(), model, issue);
            }
        });
        assertThat(change.isEmpty()).isEqualTo(ops.isEmpty());
        if (!change.isEmpty()) {
            log.add(new Sent(change, stamps, ops, new HashSet<>(got.get(i))));
            got.get(i).add(log.size() - 1);
        }
    }

    /** An edit that throws at its end leaves everything as it was. */
    void failedEdit(int i) {
        byte[] before = state(i);
        String json = devices.get(i).toJson();
        MapModel scratch = new MapModel(i);
        scratch.root.deleteWins = models.get(i).root.deleteWins;
        scratch.root.policies = models.get(i).root.policies;
        copyInto(i, scratch);
        int actions = 1 + random.nextInt(3);
        try {
            devices.get(i).edit(tx -> {
                for (int n = 0; n < actions; n++) {
                    act(tx.root(), scratch, op -> scratch.perform(op, time));
                }
                throw new UnsupportedOperationException("on purpose");
            });
        } catch (UnsupportedOperationException expected) {
            assertThat(state(i)).isEqualTo(before);
            assertThat(devices.get(i).toJson()).isEqualTo(json);
        }
    }

    /** Replays what a model has applied. */
    void copyInto(int i, MapModel target) {
        got.get(i).stream().sorted().forEach(k -> {
            Sent sent = log.get(k);
            for (int n = 0; n < sent.ops.size(); n++) {
                sent.ops.get(n).apply(target, sent.stamps.get(n));
            }
        });
        for (int n = 0; n < 1_000_000 && n < got.get(i).size() * 50; n++) {
            target.perform((model, stamp) -> {}, 0);
        }
    }

    void compare(int i) {
        if (i != 1) {
            assertThat(mirrors.get(i).content())
                    .isEqualTo(Mirror.read(devices.get(i).root()));
        }
        assertThat("M" + read(devices.get(i).root())).isEqualTo("M" + MapModel.read(models.get(i).root));
    }

    void act(MapEditor root, MapModel model, Consumer<Op> issue) {
        List<Step> path = new ArrayList<>();
        MapEditor map = root;
        int depth = random.nextInt(3);
        for (int d = 0; d < depth; d++) {
            String key = key();
            if (random.nextInt(4) == 0 && listElement(map, model, path, key)) {
                ListEditor list = map.list(key);
                int index = random.nextInt(list.size());
                Dot dot = dotOf(model, path, key, read(list, index));
                if (dot != null && list.kindOf(index) == SlotKind.MAP) {
                    path.add(new Step(key, 'L'));
                    path.add(new Step(dot, 'M'));
                    map = list.map(index);
                    continue;
                }
            }
            path.add(new Step(key, 'M'));
            map = map.map(key);
        }
        act(map, List.copyOf(path), key(), model, issue);
    }

    boolean listElement(MapEditor map, MapModel model, List<Step> path, String key) {
        return model.isRead(path) && map.list(key).size() > 0;
    }

    /** The model's element with that content, if there is exactly one. */
    Dot dotOf(MapModel model, List<Step> path, String key, String content) {
        List<Step> list = new ArrayList<>(path);
        list.add(new Step(key, 'L'));
        Node node = model.find(list);
        Dot found = null;
        for (Dot dot : node.elements.keySet()) {
            if (content.equals(MapModel.readElement(node, dot))) {
                if (found != null) {
                    return null;
                }
                found = dot;
            }
        }
        return found;
    }

    String key() {
        return "k" + random.nextInt(2);
    }

    void act(MapEditor map, List<Step> path, String key, MapModel model, Consumer<Op> issue) {
        switch (random.nextInt(10)) {
            case 0:
                String value = "" + token++;
                if (keepsFirst(map, model, path, key)) {
                    assertThatExceptionOfType(FirstValueStandsException.class)
                            .isThrownBy(() -> map.put(key, Long.parseLong(value)));
                    break;
                }
                both(() -> map.put(key, Long.parseLong(value)), model, path, () -> model.put(path, key, value, issue));
                break;
            case 1:
            case 2:
                map.remove(key);
                model.remove(path, key, issue);
                break;
            case 3:
                onCounter(map.counter(key), at(path, key, 'C'), model, issue);
                break;
            case 4:
                onSet(map.set(key), at(path, key, 'S'), model, issue);
                break;
            case 5:
                onText(map.text(key), at(path, key, 'T'), model, issue);
                break;
            case 6:
            case 7:
                onList(map.list(key), at(path, key, 'L'), model, issue);
                break;
            case 8:
                restore(map, at(path, key, "MLTCS".charAt(random.nextInt(5))), model, issue);
                break;
            default:
                List<Step> there = at(path, key, 'M');
                both(() -> map.map(key).create(), model, there, () -> model.open(there, issue));
                break;
        }
    }

    private static boolean keepsFirst(MapEditor map, MapModel model, List<Step> path, String key) {
        Node node = model.find(path);
        return node != null
                && MapModel.policy(model.root, key) == RegisterPolicy.FIRST_WRITER
                && model.isRead(path)
                && map.kindOf(key) == SlotKind.SCALAR;
    }

    /** Takes back deletes of a container, unless both sides say that there are none. */
    private static void restore(MapEditor map, List<Step> path, MapModel model, Consumer<Op> issue) {
        Step last = path.get(path.size() - 1);
        boolean refused = model.restorable(path).isEmpty();
        try {
            map.restore((String) last.at(), KINDS.get(last.type()));
            assertThat(refused).isFalse();
        } catch (IllegalStateException nothingDeleted) {
            assertThat(refused).as(nothingDeleted.getMessage()).isTrue();
            return;
        }
        model.restore(path, issue);
    }

    static List<Step> at(List<Step> path, Object key, char type) {
        List<Step> longer = new ArrayList<>(path);
        longer.add(new Step(key, type));
        return List.copyOf(longer);
    }

    /** Performs a write on both sides, unless both refuse it. */
    void both(Runnable document, MapModel model, List<Step> path, Runnable inModel) {
        boolean refused = model.isRefused(path);
        try {
            document.run();
            assertThat(refused).isFalse();
        } catch (TypeMismatchException mismatch) {
            assertThat(refused).as(mismatch.getMessage()).isTrue();
            return;
        }
        inModel.run();
    }

    void onCounter(CounterEditor counter, List<Step> path, MapModel model, Consumer<Op> issue) {
        if (random.nextInt(4) > 0) {
            long delta = random.nextLong(2000) - 800;
            if (delta == 0) {
                return;
            }
            both(() -> counter.increment(delta), model, path, () -> {
                model.open(path, issue);
                issue.accept((m, stamp) -> {
                    Node node = m.node(path);
                    m.touch(node, stamp);
                    node.increments.put(new Dot(stamp.replica(), stamp.seq()), delta);
                });
            });
            return;
        }
        long value = random.nextInt(50);
        both(() -> counter.set(value), model, path, () -> {
            model.open(path, issue);
            Node seen = model.node(path);
            Set<Dot> increments = new HashSet<>(seen.increments.keySet());
            issue.accept((m, stamp) -> {
                Node node = m.node(path);
                m.touch(node, stamp);
                node.increments.keySet().removeAll(increments);
                Dot dot = new Dot(stamp.replica(), stamp.seq());
                node.settings.keySet().removeIf(d -> d.replica() == dot.replica());
                node.settings.put(dot, value);
                node.settingStamps.put(dot, stamp);
            });
        });
    }

    void onSet(SetEditor set, List<Step> path, MapModel model, Consumer<Op> issue) {
        String value = "" + random.nextInt(3);
        if (random.nextInt(3) > 0) {
            both(() -> set.add(Long.parseLong(value)), model, path, () -> {
                model.open(path, issue);
                Set<Dot> seen = dots(model.node(path), value);
                issue.accept((m, stamp) -> {
                    Node node = m.node(path);
                    m.touch(node, stamp);
                    node.members.keySet().removeAll(seen);
                    node.members.put(new Dot(stamp.replica(), stamp.seq()), value);
                });
            });
        } else {
            set.remove(Long.parseLong(value));
            if (model.isRead(path)) {
                Set<Dot> seen = dots(model.node(path), value);
                if (!seen.isEmpty()) {
                    issue.accept((m, stamp) -> {
                        Node node = m.node(path);
                        m.touch(node, stamp);
                        node.members.keySet().removeAll(seen);
                    });
                }
            }
        }
    }

    private static Set<Dot> dots(Node node, String value) {
        Set<Dot> dots = new HashSet<>();
        node.members.forEach((dot, member) -> {
            if (member.equals(value)) {
                dots.add(dot);
            }
        });
        return dots;
    }

    void onText(TextEditor text, List<Step> path, MapModel model, Consumer<Op> issue) {
        int length = text.length();
        if (length == 0 || random.nextInt(3) > 0) {
            char c = (char) ('a' + token++ % 26);
            both(() -> text.insert(random.nextInt(length + 1), "" + c), model, path, () -> {
                model.open(path, issue);
                issue.accept((m, stamp) -> {
                    Node node = m.node(path);
                    m.touch(node, stamp);
                    node.characters.put(new Dot(stamp.replica(), stamp.seq()), c);
                });
            });
            return;
        }
        int index = random.nextInt(length);
        char c = text.charAt(index);
        List<Dot> same = model.node(path).characters.entrySet().stream()
                .filter(e -> e.getValue() == c)
                .map(Map.Entry::getKey)
                .toList();
        if (same.size() != 1) {
            return;
        }
        text.delete(index, index + 1);
        issue.accept((m, stamp) -> {
            Node node = m.node(path);
            m.touch(node, stamp);
            node.characters.remove(same.get(0));
        });
    }

    void onList(ListEditor list, List<Step> path, MapModel model, Consumer<Op> issue) {
        int length = list.size();
        int what = length == 0 ? random.nextInt(2) : random.nextInt(5);
        int index = random.nextInt(length + 1);
        if (what == 0) {
            String value = "" + token++;
            both(() -> list.insert(index, Long.parseLong(value)), model, path, () -> {
                model.open(path, issue);
                issue.accept(insertion(path, value));
            });
        } else if (what == 1) {
            both(() -> list.insertMap(index), model, path, () -> {
                model.open(path, issue);
                Dot[] dot = new Dot[1];
                Op insertion = insertion(path, "null");
                issue.accept((m, stamp) -> {
                    dot[0] = new Dot(stamp.replica(), stamp.seq());
                    insertion.apply(m, stamp);
                });
                model.create(at(path, dot[0], 'M'), issue);
            });
        } else if (what == 4) {
            int from = random.nextInt(length);
            int to = random.nextInt(length);
            list.move(from, to);
            if (from != to) {
                issue.accept((m, stamp) -> {}); // the model knows no order
            }
        } else {
            int at = random.nextInt(length);
            Dot dot = dotOf(
                    model,
                    path.subList(0, path.size() - 1),
                    (String) path.get(path.size() - 1).at(),
                    read(list, at));
            if (dot == null) {
                return;
            }
            if (what == 2) {
                list.remove(at);
                model.removeElement(path, dot, issue);
            } else if (!model.node(path).elements.get(dot).dead) {
                String value = "" + token++;
                list.set(at, Long.parseLong(value));
                model.setElement(path, dot, value, issue);
            }
        }
    }

    private static Op insertion(List<Step> path, String value) {
        return (m, stamp) -> {
            Node node = m.node(path);
            m.touch(node, stamp);
            Element element = new Element();
            element.inserted = value;
            node.elements.put(new Dot(stamp.replica(), stamp.seq()), element);
        };
    }

    static String read(MapReader map) {
        TreeMap<String, String> entries = new TreeMap<>();
        for (String key : map.keys()) {
            entries.put(key, read(map, key));
        }
        return entries.toString();
    }

    static String read(MapReader map, String key) {
        switch (map.kindOf(key)) {
            case MAP:
                return "M" + read(map.map(key));
            case LIST:
                return "L" + read(map.list(key));
            case TEXT:
                return "T" + read(map.text(key));
            case COUNTER:
                return "C" + map.counter(key).value();
            case SET:
                return "S" + read(map.set(key));
            case SCALAR:
                return "" + map.getLong(key, -1);
            default:
                throw new AssertionError("key " + key + " is listed but absent");
        }
    }

    static String read(ListReader list) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            elements.add(read(list, i));
        }
        Collections.sort(elements);
        return elements.toString();
    }

    static String read(ListReader list, int index) {
        if (list.kindOf(index) == SlotKind.MAP) {
            return "M" + read(list.map(index));
        }
        return list.get(index).orElseThrow() instanceof Value.Int64 number ? "" + number.value() : "null";
    }

    static String read(TextReader text) {
        char[] characters = text.toString().toCharArray();
        Arrays.sort(characters);
        return "'" + new String(characters) + "'";
    }

    static String read(SetReader set) {
        List<String> values = new ArrayList<>();
        set.values().forEach(v -> values.add("" + ((Value.Int64) v).value()));
        return new TreeSet<>(values).toString();
    }
}
