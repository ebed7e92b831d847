package dev.rejoin.proptests.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.proptests.model.SequenceModel.Place;
import dev.rejoin.proptests.model.SequenceModel.Side;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The flat list with its scan is the depth-first order of the two-sided tree: left children, the element, right
 * children, siblings in descending priority.
 */
class SequenceModelProperties {
    private record Insert(OpId id, Stamp priority, Place place) {}

    private record Step(Optional<Insert> insert, Optional<OpId> delete, Set<Integer> seen) {}

    private static final class Writer {
        private final SequenceModel<String> model = new SequenceModel<>();
        private final Set<Integer> seen = new HashSet<>();
        private final ReplicaId replica;
        private long clock;
        private long seq;
        private int caret;

        Writer(int replica) {
            this.replica = new ReplicaId(replica);
        }

        void apply(Step step) {
            step.insert().ifPresent(insert -> {
                model.insert(
                        insert.id(),
                        insert.priority(),
                        insert.place(),
                        insert.id().toString());
                clock = Math.max(clock, insert.priority().time().packed());
            });
            step.delete().ifPresent(model::delete);
        }

        /** A new head each time, or the next element of the run when the caret did not move. */
        Step insert(int index, SplittableRandom random) {
            OpId id = new OpId(replica, seq++);
            Place place = model.placeAt(index);
            boolean continues = place.side() == Side.RIGHT
                    && place.parent().equals(Optional.of(new OpId(replica, Math.max(0, id.seq() - 1))))
                    && id.seq() > 0
                    && random.nextInt(4) > 0;
            clock = continues ? clock : clock + random.nextInt(1, 4);
            HybridTimestamp time =
                    continues ? model.priorityOf(place.parent().get()).time() : new HybridTimestamp(clock);
            Insert insert = new Insert(id, new Stamp(time, replica, id.seq()), place);
            Step step = new Step(Optional.of(insert), Optional.empty(), Set.copyOf(seen));
            apply(step);
            assertThat(model.visibleIds().get(index)).isEqualTo(id);
            return step;
        }
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 500)
    void insert_inAnyCausalOrder_givesTheDepthFirstOrderOfTheTree(@ForAll("seeds") long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < random.nextInt(2, 6); i++) {
            writers.add(new Writer(i));
        }
        List<Step> log = new ArrayList<>();
        for (int i = random.nextInt(5, 60); i > 0; i--) {
            Writer writer = writers.get(random.nextInt(writers.size()));
            int length = writer.model.visibleIds().size();
            int dice = random.nextInt(20);
            if (dice < 11) {
                int index = writer.caret <= length && random.nextInt(5) < 3 ? writer.caret : random.nextInt(length + 1);
                record(writer, writer.insert(index, random), log);
                writer.caret = random.nextInt(5) < 3 ? index + 1 : index;
            } else if (dice < 14 && length > 0) {
                OpId victim = writer.model.visibleIds().get(random.nextInt(length));
                Step step = new Step(Optional.empty(), Optional.of(victim), Set.copyOf(writer.seen));
                writer.apply(step);
                writer.seq++;
                record(writer, step, log);
            } else if (!log.isEmpty()) {
                deliver(writer, random.nextInt(log.size()), log);
            }
        }
        List<OpId> expected = depthFirst(log);
        for (Writer writer : writers) {
            while (writer.seen.size() < log.size()) {
                deliver(writer, random.nextInt(log.size()), log);
            }
            assertThat(writer.model.ids()).isEqualTo(expected);
        }
    }

    @Property(tries = 1)
    void insert_ofAKnownOrUnknownElement_isMisuse() {
        SequenceModel<String> model = new SequenceModel<>();
        OpId id = new OpId(new ReplicaId(1), 0);
        Stamp stamp = new Stamp(new HybridTimestamp(1), id.replica(), 0);
        model.insert(id, stamp, model.placeAt(0), "x");
        assertThatThrownBy(() -> model.insert(id, stamp, model.placeAt(0), "y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> model.delete(new OpId(id.replica(), 1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(model.values()).containsExactly("x");
    }

    private static void record(Writer writer, Step step, List<Step> log) {
        writer.seen.add(log.size());
        log.add(step);
    }

    private static void deliver(Writer writer, int step, List<Step> log) {
        if (!writer.seen.contains(step)) {
            log.get(step).seen().stream().sorted().forEach(dependency -> deliver(writer, dependency, log));
            writer.seen.add(step);
            writer.apply(log.get(step));
        }
    }

    private static List<OpId> depthFirst(List<Step> log) {
        List<OpId> order = new ArrayList<>();
        List<Insert> inserts =
                log.stream().flatMap(step -> step.insert().stream()).toList();
        visit(Optional.empty(), inserts, order);
        return order;
    }

    private static void visit(Optional<OpId> node, List<Insert> inserts, List<OpId> order) {
        children(node, Side.LEFT, inserts).forEach(child -> visit(Optional.of(child), inserts, order));
        node.ifPresent(order::add);
        children(node, Side.RIGHT, inserts).forEach(child -> visit(Optional.of(child), inserts, order));
    }

    private static List<OpId> children(Optional<OpId> node, Side side, List<Insert> inserts) {
        return inserts.stream()
                .filter(insert -> insert.place().equals(new Place(node, side)))
                .sorted(Comparator.comparing(Insert::priority).reversed())
                .map(Insert::id)
                .toList();
    }
}
