package dev.rejoin.proptests.map;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.map.MapModel.Op;
import dev.rejoin.proptests.map.MapModel.Stamp;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All programs in which three replicas make so many edits each, of some kinds, and all orders in which somebody can
 * receive them.
 *
 * <p>Before each edit but its first a replica may have received, of each other replica, the edits up to the stage
 * before; every combination is a program of its own. An order is a linear extension of what the authors saw. After
 * every delivery the reader's content must be what {@link MapModel} says of the changes received, nothing may wait, a
 * repeated change must change nothing, and the saved bytes must be those that every other order of the same changes
 * gives.
 */
final class SmallScope {
    /*
     * Merging - Orders that have delivered the same set of changes are merged: the reader is saved, compared, and the
     *           next delivery begins with a document loaded from those bytes. What a loaded document does is a function
     *           of the bytes; so as long as every way to a set gives equal bytes, which is checked for each, following
     *           one of them follows all. The number of orders is the number of paths through the sets. Orders of
     *           documents that are never saved in between differ by what is not saved; live() delivers those one by one.
     */

    private static final int REPLICAS = 3;

    /** One program in so many is delivered live too. */
    private static final int LIVE_EVERY = 29;

    /** The replicas have the ids after it. */
    private static final int PREPARER = 0;

    private static final int READER = 99;

    /** All clocks stand still; where they agree, the larger id wins. */
    private static final long CLOCK = 1_000;

    private static final DocumentId DOCUMENT = DocumentId.named("small scope");

    /** One edit, and what its author had seen. */
    private static final class Event {
        final int id;
        final int replica;
        final int stage;
        final EditKind kind;
        final @Nullable Event before;
        final List<Event> seen;
        final byte[] change;
        final List<Stamp> stamps;
        final List<Op> ops;
        final byte[] savedByAuthor;
        final byte[] checkpoint;

        Event(
                int id,
                int replica,
                EditKind kind,
                @Nullable Event before,
                List<Event> seen,
                Change change,
                List<Stamp> stamps,
                List<Op> ops,
                Document author) {
            this.id = id;
            this.replica = replica;
            this.stage = before == null ? 0 : before.stage + 1;
            this.kind = kind;
            this.before = before;
            this.seen = seen;
            this.change = change.toBytes();
            this.stamps = stamps;
            this.ops = ops;
            this.savedByAuthor = author.save();
            this.checkpoint = author.checkpoint();
        }

        /** As it is written in a script: replica, kind, replicas whose edits of the stage before were seen. */
        @Override
        public String toString() {
            String name = letter(replica) + ":" + kind.name().toLowerCase(Locale.ROOT);
            return seen.isEmpty()
                    ? name
                    : name + "+"
                            + seen.stream().map(event -> letter(event.replica)).collect(Collectors.joining());
        }
    }

    /** A causally closed set of events, by the last of each replica, and how many orders lead to it. */
    private static final class Node {
        final @Nullable Event[] last;
        final byte[] saved;
        final List<Event> order;
        long paths;

        Node(@Nullable Event[] last, byte[] saved, List<Event> order) {
            this.last = last;
            this.saved = saved;
            this.order = order;
        }
    }

    /** What was run. */
    record Report(long programs, long orders, long deliveries, long liveOrders) {
        static final Report NOTHING = new Report(0, 0, 0, 0);

        Report plus(Report other) {
            return new Report(
                    programs + other.programs,
                    orders + other.orders,
                    deliveries + other.deliveries,
                    liveOrders + other.liveOrders);
        }
    }

    private final List<EditKind> kinds;
    private final int stages;
    private final boolean someOfThem;
    private final long lead;
    private final byte[] preparation;
    private final List<Stamp> preparedStamps = new ArrayList<>();
    private final List<Op> preparedOps = new ArrayList<>();
    private final Map<Integer, List<Event>> successors = new HashMap<>();
    private final byte[] prepared;
    private int events;
    private Report report = Report.NOTHING;

    /**
     * A scope.
     *
     * @param kinds what replicas do
     * @param stages edits of each replica
     * @param someOfThem whether a replica may have seen some of the others and not the rest; otherwise all or none
     * @param lead by how many ms the clock of the first replica, which has the smallest id, is ahead of the others
     */
    SmallScope(List<EditKind> kinds, int stages, boolean someOfThem, long lead) {
        this.lead = lead;
        this.kinds = kinds;
        this.stages = stages;
        this.someOfThem = someOfThem;
        Document author = document(PREPARER);
        MapModel model = new MapModel(PREPARER);
        PairedEdits edits = new PairedEdits(model, record(model, preparedOps, preparedStamps));
        Change change = author.edit(transaction -> EditKind.prepare(transaction, edits));
        stamp(change, preparedStamps);
        this.preparation = change.toBytes();
        this.prepared = author.save();
    }

    /** Follows every order of every program. */
    Report explore() {
        Map<List<Integer>, Node> layer = new LinkedHashMap<>();
        Node root = new Node(new Event[REPLICAS], prepared, List.of());
        root.paths = 1;
        layer.put(key(root.last), root);
        for (int size = 0; size < REPLICAS * stages; size++) {
            Map<List<Integer>, Node> next = new LinkedHashMap<>();
            layer.values().forEach(node -> extend(node, next));
            layer = next;
        }
        long orders = layer.values().stream().mapToLong(node -> node.paths).sum();
        report = report.plus(new Report(layer.size(), orders, 0, 0));
        int program = 0;
        for (Node leaf : layer.values()) {
            if (program++ % LIVE_EVERY == 0) {
                live(leaf);
            }
        }
        return report;
    }

    private void extend(Node node, Map<List<Integer>, Node> next) {
        for (int replica = 0; replica < REPLICAS; replica++) {
            if (node.last[replica] != null && node.last[replica].stage == stages - 1) {
                continue;
            }
            for (Event event : successors(replica, node.last[replica])) {
                if (event.seen.stream().allMatch(seen -> contains(node.last, seen))) {
                    follow(node, event, next);
                }
            }
        }
    }

    private void follow(Node node, Event event, Map<List<Integer>, Node> next) {
        List<Event> order = new ArrayList<>(node.order);
        order.add(event);
        @Nullable Event[] last = node.last.clone();
        last[event.replica] = event;
        try {
            Document reader = Document.load(node.saved, options(READER));
            deliver(reader, event, node.order);
            byte[] saved = reader.save();
            Node known = next.get(key(last));
            if (known == null) {
                requireSpecified(reader, order);
                requireEqual(closure(event).size() == order.size() ? event.savedByAuthor : saved, saved, List.of());
                known = new Node(last, saved, order);
                next.put(key(last), known);
            } else {
                requireEqual(known.saved, saved, known.order);
            }
            known.paths += node.paths;
            report = report.plus(new Report(0, 0, 1, 0));
        } catch (RuntimeException | AssertionError e) {
            throw failure(order, e);
        }
    }

    /**
     * Orders of documents that live on from the first delivery to the last: the one in which everything comes before
     * what it depends on, and all causal ones if nobody saw anybody.
     */
    private void live(Node leaf) {
        List<Event> backward = new ArrayList<>(leaf.order);
        Collections.reverse(backward);
        Document reader = document(READER);
        backward.forEach(event -> reader.receive(event.change));
        reader.receive(preparation);
        check(reader, backward, leaf);
        report = report.plus(new Report(0, 0, leaf.order.size(), 1));
        if (leaf.order.stream().allMatch(event -> event.seen.isEmpty())) {
            liveOrders(leaf, new ArrayDeque<>());
        }
    }

    private void liveOrders(Node leaf, Deque<Event> delivered) {
        if (delivered.size() == leaf.order.size()) {
            liveOrder(List.copyOf(delivered), leaf);
            return;
        }
        for (Event event : leaf.order) {
            if (!delivered.contains(event) && (event.before == null || delivered.contains(event.before))) {
                delivered.addLast(event);
                liveOrders(leaf, delivered);
                delivered.removeLast();
            }
        }
    }

    private void liveOrder(List<Event> order, Node leaf) {
        try {
            Document reader = document(READER);
            reader.receive(preparation);
            for (int i = 0; i < order.size(); i++) {
                deliver(reader, order.get(i), order.subList(0, i));
            }
            check(reader, order, leaf);
        } catch (RuntimeException | AssertionError e) {
            throw failure(order, e);
        }
        report = report.plus(new Report(0, 0, order.size(), 1));
    }

    private void check(Document reader, List<Event> order, Node leaf) {
        try {
            require(reader.backlog().waiting().isEmpty(), "nothing waits at the end, " + reader.backlog());
            requireEqual(leaf.saved, reader.save(), leaf.order);
        } catch (AssertionError e) {
            throw failure(order, e);
        }
    }

    /** Delivers one change, then again, and the one before it again. */
    private static void deliver(Document reader, Event event, List<Event> before) {
        ReceiveResult result = reader.receive(event.change);
        require(result.isComplete() && result.applied().size() == 1, "a change is applied, " + result);
        List<byte[]> again = new ArrayList<>(List.of(event.change));
        if (!before.isEmpty()) {
            again.add(before.get(before.size() - 1).change);
        }
        for (byte[] change : again) {
            ReceiveResult repeated = reader.receive(change);
            require(repeated.isComplete() && repeated.applied().isEmpty(), "a change is applied once, " + repeated);
        }
    }

    private void requireSpecified(Document reader, List<Event> order) {
        String specified = MapModel.read(model(READER, order).root);
        String read = MapSchedule.read(reader.root());
        if (!specified.equals(read)) {
            throw new AssertionError("the specification says " + specified + ", and read is " + read);
        }
    }

    private void requireEqual(byte[] expected, byte[] saved, List<Event> other) {
        if (!Arrays.equals(expected, saved)) {
            Document before = Document.load(expected, options(READER));
            Document now = Document.load(saved, options(READER));
            throw new AssertionError("saved bytes differ from those of "
                    + (other.isEmpty() ? "the author" : script(other)) + " from byte "
                    + Arrays.mismatch(expected, saved) + " on: " + before.toJson() + " and " + now.toJson());
        }
    }

    private static void require(boolean condition, String claim) {
        if (!condition) {
            throw new AssertionError("it does not hold that " + claim);
        }
    }

    /** The events that may follow one of a replica: every kind, after every combination of what may have been seen. */
    private List<Event> successors(int replica, @Nullable Event before) {
        int key = before == null ? -1 - replica : before.id;
        List<Event> known = successors.get(key);
        if (known == null) {
            known = new ArrayList<>();
            for (List<Event> seen : combinations(replica, before)) {
                for (EditKind kind : kinds) {
                    known.add(event(replica, before, seen, kind));
                }
            }
            successors.put(key, known);
        }
        return known;
    }

    private List<List<Event>> combinations(int replica, @Nullable Event before) {
        List<List<Event>> combinations = new ArrayList<>();
        combinations.add(List.of());
        if (before == null) {
            return combinations;
        }
        for (int other = 0; other < REPLICAS; other++) {
            if (other == replica) {
                continue;
            }
            List<List<Event>> longer = new ArrayList<>();
            for (List<Event> combination : combinations) {
                for (Event event : atStage(other, before.stage)) {
                    List<Event> more = new ArrayList<>(combination);
                    more.add(event);
                    if (isConsistent(more, before)) {
                        longer.add(more);
                    }
                }
            }
            combinations.addAll(longer);
        }
        combinations.removeIf(
                combination -> !someOfThem && !combination.isEmpty() && combination.size() < REPLICAS - 1);
        return combinations;
    }

    private List<Event> atStage(int replica, int stage) {
        List<Event> events = successors(replica, null);
        for (int i = 0; i < stage; i++) {
            events = events.stream()
                    .flatMap(event -> successors(replica, event).stream())
                    .toList();
        }
        return events;
    }

    /** Whether all of it can be of one program: no replica made two different edits at one stage. */
    private static boolean isConsistent(List<Event> seen, Event before) {
        Map<Integer, Event> made = new HashMap<>();
        List<Event> all = new ArrayList<>(closure(before));
        seen.forEach(event -> all.addAll(closure(event)));
        return all.stream().allMatch(event -> {
            Event same = made.putIfAbsent(event.stage * REPLICAS + event.replica, event);
            return same == null || same == event;
        });
    }

    private Event event(int replica, @Nullable Event before, List<Event> seen, EditKind kind) {
        List<Event> known = new ArrayList<>();
        if (before != null) {
            known.addAll(closure(before));
        }
        seen.forEach(event ->
                closure(event).stream().filter(it -> !known.contains(it)).forEach(known::add));
        Document author;
        if (before == null) {
            author = document(replica + 1);
            author.receive(preparation);
        } else {
            author = Document.resume(before.checkpoint, options(replica + 1));
            known.forEach(event -> author.receive(event.change));
        }
        MapModel model = model(replica + 1, known);
        List<Op> ops = new ArrayList<>();
        List<Stamp> stamps = new ArrayList<>();
        PairedEdits edits = new PairedEdits(model, record(model, ops, stamps));
        int token = (replica + 1) * 8 + (before == null ? 0 : before.stage + 1);
        Change change = author.edit(transaction -> kind.perform(transaction, edits, token));
        require(change.count() == ops.size() && !ops.isEmpty(), "an edit has an effect, " + kind);
        stamp(change, stamps);
        return new Event(events++, replica, kind, before, seen, change, stamps, ops, author);
    }

    /** An own operation is the latest of all that its author knows; the true time is set when the change has it. */
    private static Consumer<Op> record(MapModel model, List<Op> ops, List<Stamp> stamps) {
        return op -> {
            ops.add(op);
            stamps.add(model.perform(op, Long.MAX_VALUE));
        };
    }

    private static void stamp(Change change, List<Stamp> stamps) {
        require(change.firstSeq() == stamps.get(0).seq(), "model and document count alike");
        stamps.replaceAll(stamp -> new Stamp(change.timestamp().packed(), stamp.replica(), stamp.seq()));
    }

    private MapModel model(int replica, List<Event> order) {
        MapModel model = new MapModel(replica);
        apply(preparedOps, preparedStamps, model);
        order.forEach(event -> apply(event.ops, event.stamps, model));
        return model;
    }

    private static void apply(List<Op> ops, List<Stamp> stamps, MapModel model) {
        for (int i = 0; i < ops.size(); i++) {
            model.receive(ops.get(i), stamps.get(i));
        }
    }

    /** The event and all that came before it, causes first. */
    private static List<Event> closure(Event event) {
        List<Event> closure = new ArrayList<>();
        collect(event, closure);
        return closure;
    }

    private static void collect(Event event, List<Event> into) {
        if (into.contains(event)) {
            return;
        }
        if (event.before != null) {
            collect(event.before, into);
        }
        event.seen.forEach(seen -> collect(seen, into));
        into.add(event);
    }

    private static boolean contains(@Nullable Event[] last, Event event) {
        Event at = last[event.replica];
        while (at != null && at != event) {
            at = at.before;
        }
        return at != null;
    }

    private static List<Integer> key(@Nullable Event[] last) {
        return Arrays.stream(last).map(event -> event == null ? -1 : event.id).toList();
    }

    private Document document(int replica) {
        return Document.create(DOCUMENT, options(replica));
    }

    private DocumentOptions options(int replica) {
        long now = replica == PREPARER + 1 ? CLOCK + lead : CLOCK;
        return DocumentOptions.defaults()
                .withReplica(new ReplicaId(replica))
                .withClock(() -> now)
                .withRandom(new SplittableRandom(replica));
    }

    /** Delivers one order as a failure printed it, to one document without a pause and saved after every delivery. */
    static void replay(String script, long lead) {
        SmallScope scope = new SmallScope(List.of(EditKind.values()), Integer.MAX_VALUE, true, lead);
        @Nullable Event[] last = new Event[REPLICAS];
        Map<String, Event> made = new HashMap<>();
        List<Event> order = new ArrayList<>();
        for (String step : script.split(",")) {
            Event event = scope.event(step, last, made);
            last[event.replica] = event;
            made.put(event.replica + " " + event.stage, event);
            order.add(event);
        }
        List<Event> other = new ArrayList<>(order);
        other.sort(Comparator.comparingInt(event -> event.stage * REPLICAS + event.replica));
        scope.liveOrder(order, scope.followed(other));
        scope.liveOrder(other, scope.followed(order));
    }

    private Event event(String step, @Nullable Event[] last, Map<String, Event> made) {
        int replica = step.charAt(0) - 'a';
        String kind = step.substring(2).replaceFirst("[+].*", "");
        Event before = last[replica];
        List<Event> seen = new ArrayList<>();
        step.substring(2 + kind.length()).chars().skip(1).forEach(letter -> {
            Event event = made.get((letter - 'a') + " " + Objects.requireNonNull(before).stage);
            seen.add(Objects.requireNonNull(event, () -> step + " saw what was not made"));
        });
        return event(replica, before, seen, EditKind.valueOf(kind.toUpperCase(Locale.ROOT)));
    }

    private Node followed(List<Event> order) {
        Node node = new Node(new Event[REPLICAS], prepared, List.of());
        for (Event event : order) {
            Map<List<Integer>, Node> next = new HashMap<>();
            follow(node, event, next);
            node = next.values().iterator().next();
        }
        return node;
    }

    private static String letter(int replica) {
        return "" + (char) ('a' + replica);
    }

    private static String script(List<Event> order) {
        return order.stream().map(Event::toString).collect(Collectors.joining(","));
    }

    private static AssertionError failure(List<Event> order, Throwable cause) {
        return new AssertionError(
                cause.getMessage() + "\nTo replay: -Dtest=SmallScopeTest -Drejoin.order=" + script(order), cause);
    }
}
