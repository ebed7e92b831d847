package dev.rejoin.proptests.map;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.proptests.model.SequenceModel;
import dev.rejoin.proptests.model.SequenceModel.Place;
import dev.rejoin.proptests.model.SequenceModel.Side;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * The rules of containers in a document, written down as plainly as possible and as slowly as they like: one object per
 * element, sets of everything, visibility computed at each read. Where elements stand is left to {@link SequenceModel}.
 */
final class MapModel {
    /** Who and which: numbers of one replica ascend. */
    record Dot(int replica, int seq) {
        OpId id() {
            return new OpId(new ReplicaId(replica), seq);
        }

        static Dot of(OpId id) {
            return new Dot((int) id.replica().value(), (int) id.seq());
        }
    }

    /** The one comparator. */
    record Stamp(long time, int replica, int seq) implements Comparable<Stamp> {
        Dot dot() {
            return new Dot(replica, seq);
        }

        @Override
        public int compareTo(Stamp other) {
            int order = Long.compare(time, other.time);
            order = order == 0 ? Integer.compare(replica, other.replica) : order;
            return order == 0 ? Integer.compare(seq, other.seq) : order;
        }
    }

    /** A write to a register; null erases. */
    record Write(Stamp stamp, String value) {
        Dot dot() {
            return stamp.dot();
        }
    }

    /** What replicas exchange: everything is in it that applying needs. */
    interface Op {
        void apply(MapModel model, Stamp stamp);
    }

    /** Which of the containers at one place: the one of all of its type, or the one that an operation made. */
    record Kind(char type, Dot maker) implements Comparable<Kind> {
        private static final Comparator<Kind> ORDER = Comparator.<Kind>comparingInt(kind -> kind.maker == null ? 0 : 1)
                .thenComparing(Kind::type)
                .thenComparingInt(kind -> kind.maker == null ? 0 : kind.maker.replica)
                .thenComparingInt(kind -> kind.maker == null ? 0 : kind.maker.seq);

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }

    /** Where a container stands: keys and element dots, each with a type, and who made it if it is not the one of all. */
    record Step(Object at, char type, Dot maker) {
        Step(Object at, char type) {
            this(at, type, null);
        }

        Kind kind() {
            return new Kind(type, maker);
        }
    }

    static final class Element {
        final String inserted;
        boolean written;
        boolean dead;
        /** The latest move, if there was one: the element stands where that move put it. */
        Stamp moved;

        List<Write> writes = new ArrayList<>();

        Element(String inserted) {
            this.inserted = inserted;
        }
    }

    static final class Node {
        final Node parent;
        final char type;
        final Kind kind;
        Map<Integer, Integer> touched = new HashMap<>();
        Map<Integer, Integer> hidden = new HashMap<>();
        Map<Integer, Integer> cleared = new HashMap<>();
        Map<Integer, Integer> restored = new HashMap<>();
        boolean deleteWins;
        Map<String, RegisterPolicy> policies;
        Stamp marker;
        Map<Object, Map<Kind, Node>> children = new HashMap<>();
        Map<String, List<Write>> registers = new HashMap<>();
        Map<Dot, Element> elements = new HashMap<>();
        Map<Dot, Long> increments = new HashMap<>();
        Map<Dot, Long> settings = new HashMap<>();
        Map<Dot, Stamp> settingStamps = new HashMap<>();
        Map<Dot, String> members = new HashMap<>();
        Map<Dot, Character> characters = new HashMap<>();
        Map<Dot, Dot> moves = new HashMap<>();
        SequenceModel<Boolean> order = new SequenceModel<>();

        Node(Node parent, Kind kind) {
            this.parent = parent;
            this.kind = kind;
            this.type = kind.type;
            this.deleteWins = parent != null && parent.deleteWins;
            this.policies = parent == null ? Map.of() : parent.policies;
        }
    }

    final int replica;
    final Node root = new Node(null, new Kind('M', null));
    private int seq;

    MapModel(int replica) {
        this.replica = replica;
    }

    /** Applies an own operation and gives it the next number. */
    Stamp perform(Op op, long time) {
        Stamp stamp = new Stamp(time, replica, seq++);
        op.apply(this, stamp);
        return stamp;
    }

    /** Applies an operation, own or foreign, that has its stamp already. */
    void receive(Op op, Stamp stamp) {
        if (stamp.replica == replica) {
            seq = Math.max(seq, stamp.seq + 1);
        }
        op.apply(this, stamp);
    }

    int nextSeq() {
        return seq;
    }

    Node node(List<Step> path) {
        Node node = root;
        for (Step step : path) {
            Node above = node;
            node = node.children
                    .computeIfAbsent(step.at, k -> new TreeMap<>())
                    .computeIfAbsent(step.kind(), kind -> new Node(above, kind));
        }
        return node;
    }

    Node find(List<Step> path) {
        Node node = root;
        for (Step step : path) {
            node = node == null
                    ? null
                    : node.children.getOrDefault(step.at, Map.of()).get(step.kind());
        }
        return node;
    }

    static Map<Integer, Integer> join(Map<Integer, Integer> a, Map<Integer, Integer> b) {
        Map<Integer, Integer> joined = new HashMap<>(a);
        b.forEach((replica, seq) -> joined.merge(replica, seq, Math::max));
        return joined;
    }

    static boolean covers(Map<Integer, Integer> vector, Dot dot) {
        return vector.getOrDefault(dot.replica, -1) >= dot.seq;
    }

    static Map<Integer, Integer> effective(Node node) {
        Map<Integer, Integer> joined = new HashMap<>();
        for (Node at = node; at != null; at = at.parent) {
            joined = join(joined, at.cleared);
        }
        return joined;
    }

    /** Whether a container is there where updates win over deletes. */
    static boolean isVisibleByDefault(Node node) {
        return !isCovered(node.touched, join(node.hidden, effective(node)));
    }

    static boolean own(Node node) {
        return node.parent == null
                || isVisibleByDefault(node)
                        && (!node.deleteWins || isCovered(node.hidden, join(node.cleared, node.restored)));
    }

    private static boolean isCovered(Map<Integer, Integer> vector, Map<Integer, Integer> by) {
        return vector.entrySet().stream().allMatch(e -> by.getOrDefault(e.getKey(), -1) >= e.getValue());
    }

    /** The containers on the way that a restoration takes deletes back of, outermost last; empty when none can be. */
    List<List<Step>> restorable(List<Step> path) {
        List<List<Step>> restorable = new ArrayList<>();
        for (int length = path.size(); length > 0; length--) {
            Node node = find(path.subList(0, length));
            if (isDeleted(node)) {
                restorable.add(List.copyOf(path.subList(0, length)));
            }
        }
        return find(path) == null ? List.of() : restorable;
    }

    void restore(List<Step> path, Consumer<Op> issue) {
        List<Map<Integer, Integer>> seen = new ArrayList<>();
        List<List<Step>> all = restorable(path);
        all.forEach(here -> seen.add(new HashMap<>(node(here).hidden)));
        for (int i = 0; i < all.size(); i++) {
            List<Step> here = all.get(i);
            Map<Integer, Integer> hidden = seen.get(i);
            issue.accept((model, stamp) -> {
                Node node = model.node(here);
                model.touch(node, stamp);
                node.restored = join(node.restored, hidden);
            });
        }
    }

    static boolean visible(Node node) {
        for (Node at = node; at != null; at = at.parent) {
            if (!own(at)) {
                return false;
            }
        }
        return true;
    }

    /** What is read among the containers at one place: the visible one with the largest marker. */
    static Node winner(Node parent, Object at) {
        Node best = null;
        for (Node child : parent.children.getOrDefault(at, Map.of()).values()) {
            if (own(child) && (best == null || child.marker.compareTo(best.marker) > 0)) {
                best = child;
            }
        }
        return best;
    }

    static String scalar(List<Write> writes) {
        return writes.isEmpty() ? null : Collections.max(writes, Comparator.comparing(Write::stamp)).value;
    }

    /** What is read at a key, where no container is. */
    static String scalar(Node node, String key) {
        List<Write> writes = node.registers.getOrDefault(key, List.of());
        RegisterPolicy policy = policy(node, key);
        if (policy == RegisterPolicy.LAST_WRITER) {
            return scalar(writes);
        }
        List<Write> values = writes.stream()
                .filter(w -> w.value != null)
                .sorted(Comparator.comparing(Write::stamp))
                .toList();
        if (values.isEmpty()) {
            return null;
        }
        if (policy == RegisterPolicy.FIRST_WRITER) {
            return values.get(0).value;
        }
        LongStream numbers = values.stream().mapToLong(w -> Long.parseLong(w.value));
        if (policy == RegisterPolicy.MAX) {
            return "" + numbers.max().getAsLong();
        }
        if (policy == RegisterPolicy.MIN) {
            return "" + numbers.min().getAsLong();
        }
        return policy == RegisterPolicy.MULTI_VALUE || values.size() == 1
                ? values.get(values.size() - 1).value
                : "" + numbers.sum();
    }

    static RegisterPolicy policy(Node node, String key) {
        return node.policies.getOrDefault(key, RegisterPolicy.LAST_WRITER);
    }

    void touch(Node node, Stamp stamp) {
        for (Node at = node; at.parent != null; at = at.parent) {
            at.touched.merge(stamp.replica, stamp.seq, Math::max);
        }
    }

    static List<Dot> dots(List<Write> writes) {
        return writes.stream().map(Write::dot).toList();
    }

    /** Whether the container can be read at its place, all the way up. */
    boolean isRead(List<Step> path) {
        Node node = root;
        for (Step step : path) {
            Node child = winner(node, step.at);
            if (child == null || !child.kind.equals(step.kind())) {
                return false;
            }
            node = child;
        }
        return true;
    }

    /** Whether a write to the container is refused, because something else is read on the way. */
    boolean isRefused(List<Step> path) {
        Node node = root;
        for (Step step : path) {
            Node child = winner(node, step.at);
            if (child == null) {
                if (step.at instanceof Dot) {
                    return true;
                }
                return scalar(node, (String) step.at) != null;
            }
            if (child.type != step.type) {
                return true;
            }
            node = child;
        }
        return false;
    }

    /** What has to come before a write to a container: resets, then creations. */
    void open(List<Step> path, Consumer<Op> issue) {
        int read = 0;
        while (read < path.size() && isRead(path.subList(0, read + 1))) {
            read++;
        }
        for (int i = read; i < path.size(); i++) {
            List<Step> here = List.copyOf(path.subList(0, i + 1));
            Node node = find(here);
            if (node != null && !node.hidden.isEmpty() && !own(node)) {
                Map<Integer, Integer> vector = join(node.touched, node.hidden);
                issue.accept((model, stamp) -> model.clear(model.node(here), vector));
            }
        }
        for (int i = read; i < path.size(); i++) {
            create(List.copyOf(path.subList(0, i + 1)), issue);
        }
    }

    void create(List<Step> here, Consumer<Op> issue) {
        Object at = here.get(here.size() - 1).at;
        Node parent = node(here.subList(0, here.size() - 1));
        List<Write> standing = at instanceof String key
                ? parent.registers.getOrDefault(key, List.of())
                : parent.elements.get(at).writes;
        List<Dot> replaced = dots(standing);
        issue.accept((model, stamp) -> {
            Node node = model.node(here);
            model.touch(node, stamp);
            if (node.marker == null || stamp.compareTo(node.marker) > 0) {
                node.marker = stamp;
            }
            if (at instanceof String key) {
                List<Write> writes = node.parent.registers.get(key);
                if (writes != null) {
                    writes.removeIf(w -> replaced.contains(w.dot()));
                }
            } else {
                Element element = node.parent.elements.get(at);
                element.written = true;
                element.writes.removeIf(w -> replaced.contains(w.dot()));
            }
        });
    }

    void replaceWithNew(List<Step> map, String key, char type, Consumer<Op> issue) {
        open(map, issue);
        hideAll(map, key, shown(map, key), issue);
        List<Step> here = new ArrayList<>(map);
        here.add(new Step(key, type, new Dot(replica, seq)));
        create(List.copyOf(here), issue);
    }

    /** The container of a type that a write at a place is about: the one that is read, else the one of all. */
    List<Step> read(List<Step> parent, Object at, char type) {
        Node winner = isRead(parent) && find(parent) != null ? winner(find(parent), at) : null;
        List<Step> here = new ArrayList<>(parent);
        here.add(new Step(at, type, winner == null || winner.type != type ? null : winner.kind.maker));
        return List.copyOf(here);
    }

    /** The container that a restoration is about: of several of its type the one that was created last. */
    List<Step> toRestore(List<Step> parent, Object at, char type) {
        List<Step> above = List.of();
        for (Step step : parent) {
            above = first(above, step.at, step.type, MapModel::own);
        }
        boolean isBelowDeleted = false;
        for (int length = above.size(); length > 0; length--) {
            isBelowDeleted |= isDeleted(find(above.subList(0, length)));
        }
        return first(above, at, type, isBelowDeleted ? MapModel::own : MapModel::isDeleted);
    }

    private List<Step> first(List<Step> parent, Object at, char type, Predicate<Node> preferred) {
        Node above = find(parent);
        List<Node> created = above == null
                ? List.of()
                : above.children.getOrDefault(at, Map.of()).values().stream()
                        .filter(child -> child.type == type && child.marker != null)
                        .sorted(Comparator.<Node, Stamp>comparing(child -> child.marker)
                                .reversed())
                        .toList();
        Optional<Node> first = created.stream()
                .filter(preferred)
                .findFirst()
                .or(() -> created.stream().findFirst());
        List<Step> here = new ArrayList<>(parent);
        here.add(new Step(at, type, first.map(child -> child.kind.maker).orElse(null)));
        return List.copyOf(here);
    }

    private static boolean isDeleted(Node node) {
        return node != null && !own(node) && !node.hidden.isEmpty() && !isCovered(node.touched, effective(node));
    }

    void hideAll(List<Step> parent, Object at, List<Kind> kinds, Consumer<Op> issue) {
        for (Kind kind : kinds) {
            List<Step> path = new ArrayList<>(parent);
            path.add(new Step(at, kind.type, kind.maker));
            Map<Integer, Integer> seen = new HashMap<>(node(path).touched);
            issue.accept((model, stamp) -> {
                Node node = model.node(path);
                node.hidden = join(node.hidden, seen);
                node.hidden.merge(stamp.replica, stamp.seq, Math::max);
            });
        }
    }

    List<Kind> shown(List<Step> parent, Object at) {
        List<Kind> kinds = new ArrayList<>();
        node(parent).children.getOrDefault(at, Map.of()).forEach((kind, child) -> {
            if (own(child)) {
                kinds.add(kind);
            }
        });
        return kinds;
    }

    void put(List<Step> map, String key, String value, Consumer<Op> issue) {
        open(map, issue);
        List<Kind> kinds = shown(map, key);
        List<Dot> replaced = policy(node(map), key).replacesSeen()
                ? dots(node(map).registers.getOrDefault(key, List.of()))
                : List.of();
        issue.accept(write(map, key, value, replaced));
        hideAll(map, key, kinds, issue);
    }

    void remove(List<Step> map, String key, Consumer<Op> issue) {
        if (!isRead(map)) {
            return;
        }
        List<Kind> kinds = shown(map, key);
        List<Write> writes = node(map).registers.getOrDefault(key, List.of());
        if (writes.stream().anyMatch(w -> w.value != null)) {
            issue.accept(write(map, key, null, dots(writes)));
        }
        hideAll(map, key, kinds, issue);
    }

    private static Op write(List<Step> map, String key, String value, List<Dot> replaced) {
        return (model, stamp) -> {
            Node node = model.node(map);
            if (value != null) {
                model.touch(node, stamp);
            }
            List<Write> writes = node.registers.computeIfAbsent(key, k -> new ArrayList<>());
            writes.removeIf(w -> replaced.contains(w.dot()));
            writes.add(new Write(stamp, value));
        };
    }

    void setElement(List<Step> list, Dot element, String value, Consumer<Op> issue) {
        List<Kind> kinds = shown(list, element);
        List<Dot> replaced = dots(node(list).elements.get(element).writes);
        issue.accept((model, stamp) -> {
            Node node = model.node(list);
            model.touch(node, stamp);
            Element written = node.elements.get(element);
            if (!written.dead) {
                written.written = true;
                written.writes.removeIf(w -> replaced.contains(w.dot()));
                written.writes.add(new Write(stamp, value));
            }
        });
        hideAll(list, element, kinds, issue);
    }

    void removeElement(List<Step> list, Dot element, Consumer<Op> issue) {
        List<Kind> kinds = shown(list, element);
        if (!node(list).elements.get(element).dead) {
            issue.accept((model, stamp) -> {
                Node node = model.node(list);
                model.touch(node, stamp);
                bury(node.elements.get(element));
            });
        }
        hideAll(list, element, kinds, issue);
    }

    private static void bury(Element element) {
        element.dead = true;
        element.writes.clear();
    }

    void insertCharacter(List<Step> text, int index, char character, Consumer<Op> issue) {
        issue.accept(insertion(text, index, (node, dot) -> node.characters.put(dot, character)));
    }

    Dot insertElement(List<Step> list, int index, String value, Consumer<Op> issue) {
        Dot dot = new Dot(replica, seq);
        issue.accept(insertion(list, index, (node, inserted) -> node.elements.put(inserted, new Element(value))));
        return dot;
    }

    /** Finds the place as its author sees it. A run that its author goes on with keeps the time of its head. */
    private Op insertion(List<Step> path, int index, BiConsumer<Node, Dot> content) {
        Node seen = node(path);
        Optional<OpId> left = Optional.of(index)
                .filter(i -> i > 0)
                .map(i -> position(seen, inOrder(seen).get(i - 1)));
        Place place = seen.order.placeAfter(left);
        boolean goesOn = place.side() == Side.RIGHT && left.map(Dot::of).equals(Optional.of(new Dot(replica, seq - 1)));
        return (model, stamp) -> {
            Node node = model.node(path);
            model.touch(node, stamp);
            OpId id = stamp.dot().id();
            HybridTimestamp time =
                    goesOn ? node.order.priorityOf(left.orElseThrow()).time() : new HybridTimestamp(stamp.time);
            node.order.insert(id, new dev.rejoin.proptests.model.Stamp(time, id.replica(), id.seq()), place, true);
            content.accept(node, stamp.dot());
        };
    }

    /** What can be read in a text or list, in order. */
    static List<Dot> inOrder(Node sequence) {
        return sequence.order.ids().stream()
                .filter(id -> {
                    Dot element = sequence.moves.getOrDefault(Dot.of(id), Dot.of(id));
                    return position(sequence, element).equals(id);
                })
                .map(id -> sequence.moves.getOrDefault(Dot.of(id), Dot.of(id)))
                .filter(dot -> sequence.type == 'T'
                        ? sequence.characters.containsKey(dot)
                        : readElement(sequence, dot) != null)
                .toList();
    }

    void increment(List<Step> counter, long delta, Consumer<Op> issue) {
        issue.accept((model, stamp) -> {
            Node node = model.node(counter);
            model.touch(node, stamp);
            node.increments.put(stamp.dot(), delta);
        });
    }

    void setCounter(List<Step> counter, long value, Consumer<Op> issue) {
        Set<Dot> seen = Set.copyOf(node(counter).increments.keySet());
        issue.accept((model, stamp) -> {
            Node node = model.node(counter);
            model.touch(node, stamp);
            node.increments.keySet().removeAll(seen);
            node.settings.keySet().removeIf(dot -> dot.replica == stamp.replica);
            node.settings.put(stamp.dot(), value);
            node.settingStamps.put(stamp.dot(), stamp);
        });
    }

    void add(List<Step> set, String value, Consumer<Op> issue) {
        Set<Dot> seen = members(set, value);
        issue.accept((model, stamp) -> {
            Node node = model.node(set);
            model.touch(node, stamp);
            node.members.keySet().removeAll(seen);
            node.members.put(stamp.dot(), value);
        });
    }

    void discard(List<Step> set, String value, Consumer<Op> issue) {
        Set<Dot> seen = isRead(set) ? members(set, value) : Set.of();
        if (!seen.isEmpty()) {
            issue.accept((model, stamp) -> {
                Node node = model.node(set);
                model.touch(node, stamp);
                node.members.keySet().removeAll(seen);
            });
        }
    }

    private Set<Dot> members(List<Step> set, String value) {
        Set<Dot> dots = new HashSet<>();
        node(set).members.forEach((dot, member) -> {
            if (member.equals(value)) {
                dots.add(dot);
            }
        });
        return dots;
    }

    void moveElement(List<Step> list, int from, int to, Consumer<Op> issue) {
        Node seen = node(list);
        List<Dot> others = new ArrayList<>(inOrder(seen));
        Dot moved = others.remove(from);
        Optional<OpId> left = Optional.of(to).filter(i -> i > 0).map(i -> position(seen, others.get(i - 1)));
        Place place = seen.order.placeAfter(left);
        issue.accept((model, stamp) -> {
            Node node = model.node(list);
            OpId id = stamp.dot().id();
            HybridTimestamp time = new HybridTimestamp(stamp.time);
            node.order.insert(id, new dev.rejoin.proptests.model.Stamp(time, id.replica(), id.seq()), place, true);
            node.moves.put(stamp.dot(), moved);
            Element element = node.elements.get(moved);
            if (element.moved == null || stamp.compareTo(element.moved) > 0) {
                element.moved = stamp;
            }
        });
    }

    private static OpId position(Node sequence, Dot element) {
        Element known = sequence.elements.get(element);
        return known == null || known.moved == null
                ? element.id()
                : known.moved.dot().id();
    }

    void deleteCharacter(List<Step> text, int index, Consumer<Op> issue) {
        Dot dot = inOrder(node(text)).get(index);
        issue.accept((model, stamp) -> {
            Node node = model.node(text);
            model.touch(node, stamp);
            node.characters.remove(dot);
        });
    }

    /** Resets a subtree. */
    private void clear(Node node, Map<Integer, Integer> vector) {
        node.cleared = join(node.cleared, vector);
        drop(node);
    }

    private void drop(Node node) {
        Map<Integer, Integer> covered = effective(node);
        node.registers.values().forEach(writes -> writes.removeIf(w -> covers(covered, w.dot())));
        node.elements.forEach((dot, element) -> {
            if (covers(covered, dot)) {
                bury(element);
            } else {
                element.writes.removeIf(w -> covers(covered, w.dot()));
            }
        });
        node.increments.keySet().removeIf(dot -> covers(covered, dot));
        node.settings.keySet().removeIf(dot -> covers(covered, dot));
        node.members.keySet().removeIf(dot -> covers(covered, dot));
        node.characters.keySet().removeIf(dot -> covers(covered, dot));
        node.children.values().forEach(kinds -> kinds.values().forEach(this::drop));
    }

    /** Everything that can be read, sequences as bags. */
    static String read(Node node) {
        switch (node.type) {
            case 'M':
                return readMap(node);
            case 'L':
                return inOrder(node).stream()
                        .map(dot -> readElement(node, dot))
                        .toList()
                        .toString();
            case 'T':
                StringBuilder text = new StringBuilder();
                inOrder(node).forEach(dot -> text.append(node.characters.get(dot)));
                return "'" + text + "'";
            case 'C':
                return "" + counter(node);
            default:
                return new TreeSet<>(node.members.values()).toString();
        }
    }

    private static String readMap(Node node) {
        TreeMap<String, String> entries = new TreeMap<>();
        node.registers.keySet().forEach(key -> {
            if (scalar(node, key) != null) {
                entries.put(key, scalar(node, key));
            }
        });
        node.children.keySet().forEach(key -> {
            Node child = winner(node, key);
            if (child != null) {
                entries.put((String) key, child.type + read(child));
            }
        });
        return entries.toString();
    }

    /** Null when the element cannot be read. */
    static String readElement(Node list, Dot dot) {
        Element element = list.elements.get(dot);
        Node child = winner(list, dot);
        if (child != null) {
            return child.type + read(child);
        }
        if (element.dead) {
            return null;
        }
        if (!element.written) {
            return element.inserted;
        }
        String value = scalar(element.writes);
        return value == null ? "null" : value;
    }

    /** Settings win by stamp; increments that a setting saw do not count, whether it won or not. */
    static long counter(Node node) {
        long sum = 0;
        for (long delta : node.increments.values()) {
            sum += delta;
        }
        Stamp last = null;
        long base = 0;
        for (Dot dot : node.settings.keySet()) {
            Stamp stamp = node.settingStamps.get(dot);
            if (last == null || stamp.compareTo(last) > 0) {
                last = stamp;
                base = node.settings.get(dot);
            }
        }
        return sum + base;
    }
}
