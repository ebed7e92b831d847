package dev.rejoin.proptests.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.proptests.model.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A fault that is planted in an oracle is found, made small, and can be replayed from its line. */
class ShrinkerTest {
    /** Fails once two peers have inserted into a text under one key. */
    private static final class TwoTexts implements Oracle {
        @Override
        public void settled(SimulatedWorld world) {
            boolean found =
                    Contents.of(world.peer(0).document().root()).entries().containsKey("t")
                            && world.peer(0).document().version().size() > 1;
            if (found) {
                throw new AssertionError("planted");
            }
        }
    }

    private final Simulation simulation =
            Simulation.of(MixedWorkload.ofEverything()).withOracles(() -> List.of(new TwoTexts()));
    private final List<String> log = new ArrayList<>();

    @Test
    void run_withPlantedFault_shrinksItToTwoOperationsOfTwoPeers() {
        SimulationFailure failure =
                run(new SimulationSettings(3, 100, new ScenarioGenerator(3, 5, 60), Optional.empty()));
        Scenario smallest = failure.scenario();
        assertThat(smallest.peers()).isEqualTo(2);
        assertThat(smallest.actions())
                .hasSize(2)
                .allMatch(action ->
                        action instanceof Action.Edit edit && edit.ops().size() == 1);
        assertThat(failure)
                .hasMessageContaining("planted")
                .hasMessageContaining(SimulationFailure.replayOptions(smallest));
        assertThat(log).anyMatch(line -> line.startsWith("smallest: "));

        // What the line says fails again, for the same reason.
        SimulationFailure replayed = run(new SimulationSettings(
                smallest.seed(), 1, new ScenarioGenerator(3, 5, 60), Optional.of(smallest.script())));
        assertThat(replayed.resembles(failure)).isTrue();
        assertThat(replayed.scenario()).isEqualTo(smallest);
    }

    @Test
    void shrink_neverLeavesTheFaultForAnotherOne() {
        Scenario scenario = new ScenarioGenerator(2, 2, 40).generate(11);
        Simulation twoFaults = Simulation.of((transaction, op, carets) -> {
                    if (op.kind() % 2 == 0) {
                        transaction.root().counter("c").increment();
                    } else {
                        throw new IllegalStateException("another fault");
                    }
                })
                .withOracles(() -> List.of(new TwoTexts()));
        SimulationFailure failure = catchThrowableOfType(SimulationFailure.class, () -> twoFaults.run(scenario));
        SimulationFailure smallest = Shrinker.shrink(twoFaults, failure, 500);
        assertThat(smallest).hasMessageContaining("another fault");
        assertThat(smallest.scenario().actions()).hasSize(1);
    }

    private SimulationFailure run(SimulationSettings settings) {
        return catchThrowableOfType(SimulationFailure.class, () -> new Simulator(simulation, log::add).run(settings));
    }
}
