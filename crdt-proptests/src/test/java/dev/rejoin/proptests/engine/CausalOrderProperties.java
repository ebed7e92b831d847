package dev.rejoin.proptests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.counter.CounterOpCodec;
import dev.rejoin.delivery.UnknownVersionException;
import dev.rejoin.history.CausalFuture;
import dev.rejoin.history.CausalWalk;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.register.RegisterOpCodec;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.Dots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What of a log comes before what, against a list of its operations that says of each what it names. The writers are not
 * honest: what they name they need not say, and what they do later is put to a change that they made before.
 */
class CausalOrderProperties {
    /** One operation, as the model knows it. */
    private static final class Known {
        final List<Long> names = new ArrayList<>();
        /** What its change depends on, if it is the first of it. */
        long[] dependencies = {};

        boolean isFirst;
        boolean orders;
    }

    /** A log that grows at random, and the model of it. */
    private static final class Written {
        final ReplicaContext context = new ReplicaContext(DocumentId.named("causal order"), 1);
        final ChangeLog log = new ChangeLog(context, OpRegistry.of(new RegisterOpCodec(), new CounterOpCodec()));
        final List<List<Known>> known = new ArrayList<>();
        final Random random;

        Written(Random random, int authors) {
            this.random = random;
            for (int i = 0; i < authors; i++) {
                context.replicas().intern(random.nextLong());
                known.add(new ArrayList<>());
            }
        }

        int authors() {
            return known.size();
        }

        long[] ends() {
            return known.stream().mapToLong(List::size).toArray();
        }

        void write() {
            int author = random.nextInt(authors());
            boolean begins = known.get(author).isEmpty() || random.nextInt(3) == 0;
            if (begins) {
                List<Long> others = new ArrayList<>();
                for (int other = 0; other < authors(); other++) {
                    if (other != author && !known.get(other).isEmpty() && random.nextInt(3) == 0) {
                        others.add(ElementId.of(other, known.get(other).size() - 1L));
                    }
                }
                long[] dependencies = others.stream().mapToLong(id -> id).toArray();
                log.writable(author).change(known.get(author).size() + 1L, dependencies, null);
                Known first = operation(author);
                first.isFirst = true;
                first.dependencies = dependencies;
                for (int more = random.nextInt(5); more > 0; more--) {
                    operation(author);
                }
            } else {
                delete(author);
            }
        }

        private Known operation(int author) {
            int container = random.nextInt(3) == 0 ? ContainerTable.ROOT : container(author);
            return switch (random.nextInt(5)) {
                case 0 -> {
                    log.writable(author).operation(container, new CounterOp.Increment(random.nextInt(9)));
                    Known added = add(author, true);
                    nameContainers(added, container);
                    yield added;
                }
                case 1 -> {
                    long replaced = anything(author);
                    Dots dots = replaced == ElementId.NONE
                            ? Dots.EMPTY
                            : Dots.of(context.replicas().id(ElementId.replica(replaced)), ElementId.seq(replaced));
                    log.writable(author).operation(container, new RegisterOp.Write(Value.of(1), dots));
                    Known added = add(author, true);
                    nameContainers(added, container);
                    name(added, replaced);
                    yield added;
                }
                case 2 -> insert(author, container);
                default -> delete(author);
            };
        }

        private Known insert(int author, int wanted) {
            long parent = random.nextInt(3) == 0 ? ElementId.NONE : anything(author);
            int container = parent == ElementId.NONE ? wanted : ContainerTable.ROOT;
            int count = 1 + random.nextInt(2);
            ReplicaLog history = log.writable(author);
            for (int i = 0; i < count; i++) {
                context.writableElements().append(author, history.endSeq() + i, Value.of(i));
            }
            history.insert(container, false, count, parent, parent != ElementId.NONE && random.nextBoolean(), false);
            Known added = add(author, true);
            name(added, parent);
            nameContainers(added, container);
            for (int i = 1; i < count; i++) {
                add(author, false);
            }
            return added;
        }

        private Known delete(int author) {
            long element = anything(author);
            if (element == ElementId.NONE) {
                log.writable(author).delete(ElementId.of(author, 0), 1, 0);
                return add(author, false);
            }
            int most = known.get(ElementId.replica(element)).size() - (int) ElementId.seq(element);
            int count = 1 + random.nextInt(Math.min(4, most));
            switch (random.nextInt(3)) {
                case 0 -> {
                    log.writable(author).delete(element, count, 0);
                    Known added = add(author, false);
                    name(added, element + count - 1);
                    return added;
                }
                case 1 -> {
                    log.writable(author).delete(element, count, 1);
                    Known first = add(author, false);
                    name(first, element);
                    for (int i = 1; i < count; i++) {
                        name(add(author, false), element + i);
                    }
                    return first;
                }
                default -> {
                    log.writable(author).delete(element + count - 1, count, -1);
                    Known first = add(author, false);
                    name(first, element + count - 1);
                    for (int i = 1; i < count; i++) {
                        name(add(author, false), element + count - 1 - i);
                    }
                    return first;
                }
            }
        }

        private Known add(int author, boolean orders) {
            Known added = new Known();
            added.orders = orders;
            known.get(author).add(added);
            return added;
        }

        private static void name(Known operation, long id) {
            if (id != ElementId.NONE) {
                operation.names.add(id);
            }
        }

        private void nameContainers(Known operation, int container) {
            for (int at = container;
                    at != ContainerTable.ROOT;
                    at = context.containers().parent(at)) {
                name(operation, context.containers().element(at));
                name(operation, context.containers().maker(at));
            }
        }

        private int container(int author) {
            int parent = random.nextInt(context.containers().size());
            long made = anything(author);
            if (context.containers().size() > 12 || made == ElementId.NONE) {
                return makersOf(parent).stream().allMatch(this::isHere) ? parent : ContainerTable.ROOT;
            }
            return random.nextBoolean()
                    ? context.containers().intern(parent, "k", 3, made)
                    : context.containers().intern(parent, made, 3);
        }

        private List<Long> makersOf(int container) {
            Known all = new Known();
            nameContainers(all, container);
            return all.names;
        }

        private boolean isHere(long id) {
            return ElementId.seq(id) < known.get(ElementId.replica(id)).size();
        }

        /** Some operation that is here, seldom the author's own; NONE if there is none of the replica that was chosen. */
        private long anything(int author) {
            int of = random.nextInt(authors());
            if (of == author) {
                of = random.nextInt(authors());
            }
            int there = known.get(of).size();
            if (there == 0) {
                return ElementId.NONE;
            }
            return ElementId.of(of, random.nextBoolean() ? there - 1 : random.nextInt(there));
        }

        /** The causal order that a walk promises, found by looking at everything again after each part. */
        List<String> order(long[] from, long[] until) {
            List<String> order = new ArrayList<>();
            long[] done = from.clone();
            TreeSet<Integer> byId = new TreeSet<>(context.replicas()::compare);
            for (int author = 0; author < authors(); author++) {
                byId.add(author);
            }
            int author = -1;
            while (!Arrays.equals(done, until)) {
                if (author < 0 || readyUntil(author, done, until) == done[author]) {
                    author = byId.stream()
                            .filter(each -> readyUntil(each, done, until) > done[each])
                            .findFirst()
                            .orElseThrow();
                }
                long end = readyUntil(author, done, until);
                while (done[author] < end) {
                    order.add(author + ":" + done[author]++);
                }
            }
            return order;
        }

        /** How far an author's next change, or its first part, can go. */
        private long readyUntil(int author, long[] done, long[] until) {
            List<Known> all = known.get(author);
            int start = (int) done[author];
            if (start == until[author]
                    || !Arrays.stream(all.get(start).dependencies).allMatch(id -> isDone(id, done))) {
                return start;
            }
            int end = start + 1;
            while (end < until[author] && !all.get(end).isFirst) {
                end++;
            }
            int lacking = start;
            while (lacking < end
                    && all.get(lacking).names.stream()
                            .allMatch(id -> ElementId.replica(id) == author || isDone(id, done))) {
                lacking++;
            }
            boolean restOrders = all.subList(lacking, end).stream().anyMatch(each -> each.orders);
            return restOrders ? start : lacking;
        }

        private static boolean isDone(long id, long[] done) {
            return ElementId.seq(id) < done[ElementId.replica(id)];
        }

        List<String> walked(long[] from, long[] until) {
            List<String> order = new ArrayList<>();
            CausalWalk walk = new CausalWalk(context, log, from.clone(), until);
            while (walk.next()) {
                int author = walk.author();
                long start = walk.change().firstSeq();
                long end = walk.change().emit(new Listed(order, author));
                assertThat(order).as("what it told of itself").endsWith(author + ":" + (end - 1));
                assertThat(walk.position()[author]).isEqualTo(start);
                walk.emitted(end);
            }
            assertThat(walk.position()).isEqualTo(until);
            return order;
        }
    }

    /** Lists the operations that it is given. */
    private static final class Listed implements OpSink {
        private final List<String> order;
        private final int author;

        Listed(List<String> order, int author) {
            this.order = order;
            this.author = author;
        }

        private void list(long seq, int count) {
            for (int i = 0; i < count; i++) {
                order.add(author + ":" + (seq + i));
            }
        }

        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            list(seq, count);
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            list(seq, step == 0 ? 1 : count);
        }

        @Override
        public void operation(int container, long seq, Op op) {
            list(seq, 1);
        }
    }

    @Property(tries = 200)
    void walk_betweenAnyVersions_isTheOrderThatTheModelFinds(@ForAll long seed) {
        Random random = new Random(seed);
        Written written = new Written(random, 2 + random.nextInt(3));
        List<long[]> versions = new ArrayList<>();
        versions.add(written.ends());
        for (int i = 0; i < 40; i++) {
            written.write();
            versions.add(written.ends());
        }
        for (int i = 0; i < 20; i++) {
            int to = i == 0 ? 40 : random.nextInt(41);
            long[] from = versions.get(i < 5 ? 0 : random.nextInt(to + 1));
            long[] until = versions.get(to);
            assertThat(written.walked(from, until)).isEqualTo(written.order(from, until));
        }
    }

    @Property(tries = 200)
    void future_ofAnyOperations_isWhatTheClosureHolds(@ForAll long seed) {
        Random random = new Random(seed);
        Written written = new Written(random, 2 + random.nextInt(4));
        for (int i = 0; i < 40; i++) {
            written.write();
        }
        long[] cut = new long[written.authors()];
        for (int i = 0; i < 10; i++) {
            if (i == 5) {
                for (int author = 0; author < cut.length; author++) {
                    int there = written.known.get(author).size();
                    cut[author] = there == 0 ? 0 : random.nextInt(there + 1);
                    written.log.cutBelow(author, cut[author]);
                }
            }
            CausalFuture future = new CausalFuture(written.context, written.log);
            for (int asked = 0; asked < 3; asked++) {
                long[] operations = operations(written, cut, random);
                assertThat(future.of(operations)).isEqualTo(closure(written, cut, operations));
            }
        }
    }

    private static long[] operations(Written written, long[] cut, Random random) {
        List<Long> operations = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int author = random.nextInt(cut.length);
            int retained = written.known.get(author).size() - (int) cut[author];
            if (retained > 0) {
                operations.add(ElementId.of(author, cut[author] + random.nextInt(retained)));
            }
        }
        return operations.stream().mapToLong(id -> id).toArray();
    }

    /** Adds what follows something in it until nothing is added. */
    private static long[] closure(Written written, long[] cut, long[] operations) {
        TreeSet<Long> after = new TreeSet<>();
        Arrays.stream(operations).forEach(after::add);
        int before = -1;
        while (after.size() > before) {
            before = after.size();
            for (int author = 0; author < cut.length; author++) {
                List<Known> all = written.known.get(author);
                for (int seq = (int) cut[author]; seq < all.size(); seq++) {
                    boolean follows = seq > cut[author] && after.contains(ElementId.of(author, seq - 1L));
                    for (long dependency : all.get(seq).dependencies) {
                        follows |= after.contains(dependency);
                    }
                    if (follows) {
                        after.add(ElementId.of(author, seq));
                    }
                }
            }
        }
        TreeMap<Integer, Long> first = new TreeMap<>();
        after.forEach(id -> first.merge(ElementId.replica(id), ElementId.seq(id), Math::min));
        long[] from = new long[cut.length];
        for (int author = 0; author < cut.length; author++) {
            from[author] = first.getOrDefault(author, Long.MAX_VALUE);
        }
        return from;
    }

    @Example
    void walk_toWhatIsNoVersion_saysWhatLacks() {
        Written written = new Written(new Random(1), 2);
        written.log.writable(0).change(1, new long[0], null);
        written.log.writable(0).delete(0, 1, 0);
        written.log.writable(1).change(2, new long[] {ElementId.of(0, 0)}, null);
        written.log.writable(1).delete(0, 1, 0);
        CausalWalk walk = new CausalWalk(written.context, written.log, new long[2], new long[] {0, 1});
        String depends = Long.toHexString(written.context.replicas().id(1));
        String on = Long.toHexString(written.context.replicas().id(0));
        assertThatThrownBy(walk::next)
                .isInstanceOf(UnknownVersionException.class)
                .hasMessageContaining(depends + ":0")
                .hasMessageContaining(on + " from 0 on");
    }
}
