package dev.rejoin.proptests.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.change.Change;
import dev.rejoin.clock.HybridTimestamp;
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
import dev.rejoin.proptests.map.MapModel.Op;
import dev.rejoin.proptests.map.MapModel.Stamp;
import dev.rejoin.proptests.map.MapModel.Step;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
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
 * A random schedule on documents and on the slow model side by side: equal reads after every step, a mirror that is
 * kept up from events alone, edits that fail without a trace, and equal bytes at the end. Clocks agree, run apart and
 * go back; changes come alone and in batches; devices restart.
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

    final List<ConflictPolicies> policies = new ArrayList<>();
    final List<Document> devices = new ArrayList<>();
    final List<Mirror> mirrors = new ArrayList<>();
    final List<MapModel> models = new ArrayList<>();
    final List<Set<Integer>> got = new ArrayList<>();
    final List<Sent> log = new ArrayList<>();
    final long[] wall;

    /** The largest time that a device took or saw. */
    final long[] latest;

    /** Back to which its wall clock may go. */
    final long[] earliest;

    int token;

    MapSchedule(long seed) {
        random = new Random(seed);
        size = 2 + random.nextInt(3);
        wall = new long[size];
        latest = new long[size];
        earliest = new long[size];
        for (int i = 0; i < size; i++) {
            boolean deleteWins = random.nextInt(3) == 0;
            RegisterPolicy scalar = SCALARS.get(random.nextInt(SCALARS.size()));
            policies.add(ConflictPolicies.defaults()
                    .onDelete("**", deleteWins ? DeletePolicy.DELETE_WINS : DeletePolicy.UPDATE_WINS)
                    .scalar("**/k1", scalar));
            wall[i] = 1_000;
            mirrors.add(new Mirror());
            devices.add(null);
            open(i, Document.create(DocumentId.named("map"), options(i)));
            models.add(new MapModel(i));
            models.get(i).root.deleteWins = deleteWins;
            models.get(i).root.policies = Map.of("k1", scalar);
            got.add(new HashSet<>());
        }
    }

    private void open(int i, Document device) {
        if (i != 1) { // the second one applies everything without a listener
            device.onChange(change -> change.events().forEach(mirrors.get(i)::apply));
        }
        devices.set(i, device);
    }

    /** The larger half of the ids is negative as a number. */
    static ReplicaId replica(int i) {
        return new ReplicaId((long) i << 62 | 1);
    }

    private DocumentOptions options(int i) {
        return DocumentOptions.defaults()
                .withPolicies(policies.get(i))
                .withReplica(replica(i))
                .withClock(() -> wall[i])
                .withRandom(random);
    }

    /** What the device's clock gives next: not behind the wall, and larger than all before. */
    private long nextTime(int i) {
        return Math.max(wall[i] << HybridTimestamp.COUNTER_BITS, latest[i] + 1);
    }

    private void letTimePass(int i) {
        switch (random.nextInt(6)) {
            case 0 -> wall[i]++;
            case 1 -> wall[i] += random.nextInt(2_000);
            case 2 -> wall[i] = Math.max(earliest[i], wall[i] - random.nextInt(2_000));
            default -> {
                // Devices agree on the time, and the larger id wins.
            }
        }
    }

    void run() {
        int steps = 5 + random.nextInt(26);
        for (int step = 0; step < steps; step++) {
            int i = random.nextInt(size);
            letTimePass(i);
            int what = random.nextInt(20);
            if (what < 12) {
                edit(i);
            } else if (what == 12) {
                open(i, Document.resume(devices.get(i).checkpoint(), options(i)));
            } else if (what < 15) {
                deliverBatch(random.nextInt(size), i);
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
            Document loaded = Document.load(state(0), options(0).withReplica(new ReplicaId(77)));
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
        apply(sent, i);
    }

    private void deliverBatch(int from, int to) {
        Document receiver = devices.get(to);
        assertThat(receiver.receive(devices.get(from).changesSince(receiver.version()))
                        .isComplete())
                .isTrue();
        got.get(from).stream().sorted().filter(k -> got.get(to).add(k)).forEach(k -> apply(log.get(k), to));
        // A batch does not tell the times of changes that only go on with a run; time goes on above them.
        earliest[to] = (latest[to] >>> HybridTimestamp.COUNTER_BITS) + 1;
        wall[to] = Math.max(wall[to], earliest[to]);
    }

    private void apply(Sent sent, int i) {
        for (int n = 0; n < sent.ops.size(); n++) {
            sent.ops.get(n).apply(models.get(i), sent.stamps.get(n));
        }
        latest[i] = Math.max(latest[i], sent.change.timestamp().packed());
    }

    void edit(int i) {
        MapModel model = models.get(i);
        List<Op> ops = new ArrayList<>();
        List<Stamp> stamps = new ArrayList<>();
        long now = nextTime(i);
        Consumer<Op> issue = op -> {
            ops.add(op);
            stamps.add(model.perform(op, now));
        };
        boolean fail = random.nextInt(8) == 0;
        if (fail) {
            failedEdit(i);
            return;
        }
        PairedEdits edits = new PairedEdits(model, issue);
        int actions = 1 + random.nextInt(3);
        Change change = devices.get(i).edit(tx -> {
            for (int n = 0; n < actions; n++) {
                act(tx.root(), edits);
            }
        });
        assertThat(change.count()).isEqualTo(ops.size());
        if (!change.isEmpty()) {
            assertThat(change.firstSeq()).isEqualTo(stamps.get(0).seq());
            assertThat(change.timestamp().packed()).isEqualTo(now);
            latest[i] = now;
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
        PairedEdits edits = new PairedEdits(scratch, op -> scratch.perform(op, nextTime(i)));
        int actions = 1 + random.nextInt(3);
        try {
            devices.get(i).edit(tx -> {
                for (int n = 0; n < actions; n++) {
                    act(tx.root(), edits);
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
        while (target.nextSeq() < models.get(i).nextSeq()) {
            target.perform((model, stamp) -> {}, 0);
        }
    }

    void compare(int i) {
        if (i != 1) {
            assertThat(mirrors.get(i).content())
                    .isEqualTo(Mirror.read(devices.get(i).root()));
        }
        assertThat(devices.get(i).statistics().openConflicts())
                .isEqualTo(devices.get(i).conflicts().size());
        assertThat("M" + read(devices.get(i).root())).isEqualTo("M" + MapModel.read(models.get(i).root));
    }

    void act(MapEditor root, PairedEdits edits) {
        List<Step> path = new ArrayList<>();
        MapEditor map = root;
        int depth = random.nextInt(3);
        for (int d = 0; d < depth; d++) {
            String key = key();
            List<Step> list = edits.model.read(path, key, 'L');
            if (random.nextInt(4) == 0
                    && edits.model.isRead(path)
                    && map.list(key).size() > 0) {
                int index = random.nextInt(map.list(key).size());
                if (map.list(key).kindOf(index) == SlotKind.MAP) {
                    path.clear();
                    path.addAll(PairedEdits.at(list, edits.element(list, index), 'M'));
                    map = map.list(key).map(index);
                    continue;
                }
            }
            List<Step> below = edits.model.read(path, key, 'M');
            path.clear();
            path.addAll(below);
            map = map.map(key);
        }
        act(map, List.copyOf(path), key(), edits);
    }

    String key() {
        return "k" + random.nextInt(2);
    }

    void act(MapEditor map, List<Step> path, String key, PairedEdits edits) {
        switch (random.nextInt(11)) {
            case 0 -> edits.put(map, path, key, "" + token++);
            case 1, 2 -> edits.remove(map, path, key);
            case 3 -> onCounter(map.counter(key), edits.model.read(path, key, 'C'), edits);
            case 4 -> onSet(map.set(key), edits.model.read(path, key, 'S'), edits);
            case 5 -> onText(map.text(key), edits.model.read(path, key, 'T'), edits);
            case 6, 7 -> onList(map.list(key), edits.model.read(path, key, 'L'), edits);
            case 8 -> edits.restore(map, PairedEdits.at(path, key, "MLTCS".charAt(random.nextInt(5))));
            case 9 -> edits.replaceWithNew(map, path, key, "MLTCS".charAt(random.nextInt(5)));
            default -> edits.createMap(map, path, key);
        }
    }

    void onCounter(CounterEditor counter, List<Step> path, PairedEdits edits) {
        if (random.nextInt(4) > 0) {
            long delta = random.nextLong(2000) - 800;
            if (delta != 0) {
                edits.increment(counter, path, delta);
            }
        } else {
            edits.set(counter, path, random.nextInt(50));
        }
    }

    void onSet(SetEditor set, List<Step> path, PairedEdits edits) {
        String value = "" + random.nextInt(3);
        if (random.nextInt(3) > 0) {
            edits.add(set, path, value);
        } else {
            edits.discard(set, path, value);
        }
    }

    void onText(TextEditor text, List<Step> path, PairedEdits edits) {
        int length = text.length();
        if (length == 0 || random.nextInt(3) > 0) {
            edits.insert(text, path, random.nextInt(length + 1), (char) ('a' + token++ % 26));
        } else {
            edits.delete(text, path, random.nextInt(length));
        }
    }

    void onList(ListEditor list, List<Step> path, PairedEdits edits) {
        int length = list.size();
        switch (length == 0 ? random.nextInt(2) : random.nextInt(5)) {
            case 0 -> edits.insert(list, path, random.nextInt(length + 1), "" + token++);
            case 1 -> edits.insertMap(list, path, random.nextInt(length + 1));
            case 2 -> edits.remove(list, path, random.nextInt(length));
            case 3 -> edits.move(list, path, random.nextInt(length), random.nextInt(length));
            default -> edits.set(list, path, random.nextInt(length), "" + token++);
        }
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
        return elements.toString();
    }

    static String read(ListReader list, int index) {
        if (list.kindOf(index) == SlotKind.MAP) {
            return "M" + read(list.map(index));
        }
        return number(list.get(index).orElseThrow());
    }

    static String number(Value value) {
        return value instanceof Value.Int64 number ? "" + number.value() : "null";
    }

    static String read(TextReader text) {
        return "'" + text + "'";
    }

    static String read(SetReader set) {
        List<String> values = new ArrayList<>();
        set.values().forEach(v -> values.add("" + ((Value.Int64) v).value()));
        return new TreeSet<>(values).toString();
    }
}
