package dev.rejoin.proptests.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Makes a failing scenario small by delta debugging: leaves out actions, in large pieces first, then replicas, then
 * operations inside transactions, and lowers the numbers that are left. What it keeps fails for the same reason as the
 * original, so that one fault does not lead to another.
 */
public final class Shrinker {
    private final Simulation simulation;
    private int runsLeft;
    private SimulationFailure smallest;

    private Shrinker(Simulation simulation, SimulationFailure failure, int runs) {
        this.simulation = simulation;
        this.smallest = failure;
        this.runsLeft = runs;
    }

    /**
     * Shrinks.
     *
     * @param simulation how scenarios are run, best {@linkplain Simulation#thorough() thorough}: what is left out must not
     *     change when oracles look
     * @param failure what failed in it
     * @param runs how many runs this may take
     * @return a failure that resembles the given one, perhaps the given one itself
     */
    public static SimulationFailure shrink(Simulation simulation, SimulationFailure failure, int runs) {
        Shrinker shrinker = new Shrinker(simulation, failure, runs);
        SimulationFailure before;
        do {
            before = shrinker.smallest;
            shrinker.dropActions();
            shrinker.dropPeers();
            shrinker.dropOps();
            shrinker.lowerNumbers();
        } while (shrinker.smallest != before && shrinker.runsLeft > 0);
        return shrinker.smallest;
    }

    private void dropActions() {
        dropPieces(() -> current().actions(), actions -> withActions(actions));
    }

    private void dropPeers() {
        for (int peers = 1; peers < current().peers(); peers++) {
            if (accept(new Scenario(current().seed(), peers, current().actions()))) {
                return;
            }
        }
    }

    private void dropOps() {
        for (int i = 0; i < current().actions().size(); i++) {
            int at = i;
            dropPieces(() -> script(at).ops(), ops -> withScript(at, it -> new Script(it.letter(), it.numbers(), ops)));
        }
    }

    private void lowerNumbers() {
        for (int i = 0; i < current().actions().size(); i++) {
            int at = i;
            for (int j = 0; j < script(at).numbers().size(); j++) {
                int number = j;
                lower(
                        () -> script(at).numbers().get(number),
                        value -> withScript(
                                at, it -> new Script(it.letter(), replaced(it.numbers(), number, value), it.ops())));
            }
            for (int j = 0; j < script(at).ops().size() * 4; j++) {
                int op = j / 4;
                int component = j % 4;
                lower(
                        () -> component(script(at).ops().get(op), component),
                        value -> withScript(
                                at,
                                it -> new Script(
                                        it.letter(),
                                        it.numbers(),
                                        replaced(it.ops(), op, with(it.ops().get(op), component, value)))));
            }
        }
    }

    /** Leaves out halves, quarters and so on down to single elements. */
    private <T> void dropPieces(Supplier<List<T>> list, Function<List<T>, Scenario> scenario) {
        for (int piece = Math.max(1, list.get().size() / 2); piece > 0; piece /= 2) {
            int at = list.get().size() - piece;
            while (at > -piece) {
                List<T> all = list.get();
                List<T> rest = new ArrayList<>(all.subList(0, Math.max(0, at)));
                rest.addAll(all.subList(Math.min(all.size(), at + piece), all.size()));
                if (rest.size() < all.size()) {
                    accept(scenario.apply(rest));
                }
                at -= piece;
            }
        }
    }

    private void lower(IntSupplier number, IntFunction<Scenario> scenario) {
        int value = number.getAsInt();
        for (int smaller : new int[] {0, value % 4, value / 16, value / 2, value - 1}) {
            if (smaller >= 0 && smaller < value && accept(scenario.apply(smaller))) {
                lower(number, scenario);
                return;
            }
        }
    }

    private boolean accept(Scenario candidate) {
        Optional<SimulationFailure> failure = runsLeft-- > 0 ? run(candidate) : Optional.empty();
        failure.filter(smallest::resembles).ifPresent(smaller -> smallest = smaller);
        return failure.isPresent() && smallest == failure.get();
    }

    private Optional<SimulationFailure> run(Scenario candidate) {
        try {
            simulation.run(candidate);
            return Optional.empty();
        } catch (SimulationFailure e) {
            return Optional.of(e);
        }
    }

    private Scenario current() {
        return smallest.scenario();
    }

    private Script script(int action) {
        return Script.of(current().actions().get(action));
    }

    private Scenario withActions(List<Action> actions) {
        return new Scenario(current().seed(), current().peers(), actions);
    }

    private Scenario withScript(int action, UnaryOperator<Script> change) {
        return withActions(replaced(
                current().actions(), action, change.apply(script(action)).toAction()));
    }

    private static <T> List<T> replaced(List<T> list, int index, T element) {
        List<T> copy = new ArrayList<>(list);
        copy.set(index, element);
        return copy;
    }

    private static int component(OpSpec op, int component) {
        return switch (component) {
            case 0 -> op.kind();
            case 1 -> op.place();
            case 2 -> op.index();
            default -> op.amount();
        };
    }

    private static OpSpec with(OpSpec op, int component, int value) {
        return new OpSpec(
                component == 0 ? value : op.kind(),
                component == 1 ? value : op.place(),
                component == 2 ? value : op.index(),
                component == 3 ? value : op.amount());
    }
}
