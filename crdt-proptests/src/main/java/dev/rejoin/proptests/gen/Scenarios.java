package dev.rejoin.proptests.gen;

import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.proptests.sim.Scenario;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Arbitrary scenarios, for properties that want jqwik to generate and shrink. The generator of the simulator itself is
 * faster and makes longer ones.
 */
public final class Scenarios {
    private static final int MAX_PEERS = 4;

    private Scenarios() {}

    /**
     * Edits, and exchanges in which one peer gets everything that another one has; nothing is lost or damaged, nobody
     * restarts, clocks do not jump.
     *
     * @param maxActions most actions
     * @return scenarios of two to four peers
     */
    public static Arbitrary<Scenario> ofEdits(int maxActions) {
        return of(Arbitraries.frequencyOf(Tuple.of(3, edits()), Tuple.of(1, batches())), maxActions);
    }

    /**
     * Everything that can happen.
     *
     * @param maxActions most actions
     * @return scenarios of two to four peers
     */
    public static Arbitrary<Scenario> any(int maxActions) {
        return of(
                Arbitraries.frequencyOf(
                        Tuple.of(8, edits()),
                        Tuple.of(8, pairs().map(it -> new Action.Deliver(it.get1(), it.get2()))),
                        Tuple.of(2, batches()),
                        Tuple.of(1, pairs().map(it -> new Action.Duplicate(it.get1(), it.get2()))),
                        Tuple.of(1, pairs().map(it -> new Action.Drop(it.get1(), it.get2()))),
                        Tuple.of(
                                1,
                                Combinators.combine(peers(), peers(), numbers()).as(Action.Forward::new)),
                        Tuple.of(
                                1,
                                Combinators.combine(peers(), numbers(), ops()).as(Action.ThrowInTransaction::new)),
                        Tuple.of(
                                1,
                                Arbitraries.oneOf(
                                        numbers().map(Action.Partition::new), Arbitraries.create(Action.Heal::new))),
                        Tuple.of(
                                1,
                                Arbitraries.oneOf(
                                        peers().map(Action.SaveLoad::new),
                                        peers().map(Action.CheckpointResume::new),
                                        peers().map(Action.Crash::new),
                                        peers().map(Action.TakeView::new),
                                        peers().map(Action.RetryQuarantined::new),
                                        Arbitraries.create(Action.Found::new),
                                        peers().map(Action.Acknowledge::new),
                                        peers().map(Action.Gather::new),
                                        pairs().map(it -> new Action.Prune(it.get1(), it.get2())),
                                        Combinators.combine(peers(), peers()).as(Action.Retire::new),
                                        pairs().map(it -> new Action.ClockJump(it.get1(), it.get2())),
                                        Combinators.combine(peers(), numbers(), numbers())
                                                .as(Action.Damage::new)))),
                maxActions);
    }

    /**
     * Raw numbers of one operation.
     *
     * @return any operation
     */
    public static Arbitrary<OpSpec> op() {
        return Combinators.combine(numbers(), numbers(), numbers(), numbers())
                .as(OpSpec::new)
                .withoutEdgeCases();
    }

    private static Arbitrary<Scenario> of(Arbitrary<? extends Action> actions, int maxActions) {
        return Combinators.combine(
                        Seeds.any(),
                        Arbitraries.integers().between(2, MAX_PEERS),
                        actions.list().ofMaxSize(maxActions))
                .as((seed, peers, list) -> new Scenario(seed, peers, List.copyOf(list)))
                .withoutEdgeCases();
    }

    private static Arbitrary<Action> edits() {
        return Combinators.combine(peers(), ops()).as(Action.Edit::new);
    }

    private static Arbitrary<Action> batches() {
        return Combinators.combine(peers(), peers(), numbers()).as(Action.DeliverBatch::new);
    }

    private static Arbitrary<List<OpSpec>> ops() {
        return op().list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<Integer> peers() {
        return Arbitraries.integers().between(0, 7);
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.integers().between(0, 1 << 10);
    }

    private static Arbitrary<Tuple.Tuple2<Integer, Integer>> pairs() {
        return Combinators.combine(peers(), numbers()).as(Tuple::of);
    }
}
