package dev.rejoin.proptests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.proptests.InvariantsOracle;
import dev.rejoin.proptests.oracle.Oracles;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole schedules under all oracles. To replay a failure, add the options of its last line to
 * {@code mvn verify -pl crdt-proptests -am -Dtest=SimulationTest}.
 */
class SimulationTest {
    private static final int SCHEDULES = 2_000;

    /** One seed in so many runs twice. */
    private static final int SAMPLE = 40;

    private final Supplier<List<Oracle>> chosen = Oracles.of(System.getProperties());
    private final Simulation simulation = Simulation.bySeed(MixedWorkload::bySeed)
            .withOracles(() -> Stream.concat(chosen.get().stream(), Stream.of(new InvariantsOracle()))
                    .toList());
    private final SimulationSettings settings =
            SimulationSettings.of(System.getProperties(), SCHEDULES, new ScenarioGenerator(2, 5, 60));

    @Test
    void simulate_anySchedule_holdsUnderAllOracles() {
        long start = System.nanoTime();
        SimulationReport report = new Simulator(simulation, System.out::println).run(settings);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "simulation: %s, 0 failures; %.1f s, %,.0f deliveries/s%n",
                report, seconds, report.deliveries() / seconds);
        assertThat(report.schedules()).isPositive();
    }

    @Tag("once")
    @Test
    void simulate_sameSeedTwice_endsInTheSameBytes() {
        for (int i = 0; i < settings.schedules(); i += SAMPLE) {
            Scenario scenario = settings.generator().generate(settings.seed() + i);
            assertThat(Fingerprint.of(simulation.run(scenario).peer(0).document()))
                    .as(scenario.toString())
                    .isEqualTo(Fingerprint.of(simulation.run(scenario).peer(0).document()));
        }
    }
}
