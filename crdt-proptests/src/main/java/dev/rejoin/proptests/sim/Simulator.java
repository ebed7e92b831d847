package dev.rejoin.proptests.sim;

import java.util.function.Consumer;

/** Runs the scenarios of many seeds, and makes small what fails. */
public final class Simulator {
    private static final int SHRINKING_RUNS = 3_000;
    private static final int REPORT_EVERY = 1_000;

    private final Simulation simulation;
    private final Consumer<String> log;

    /**
     * A simulator.
     *
     * @param simulation how scenarios are run
     * @param log takes lines for people: how far it is, what failed
     */
    public Simulator(Simulation simulation, Consumer<String> log) {
        this.simulation = simulation;
        this.log = log;
    }

    /**
     * Runs what the settings ask for: one script, or the scenarios of a row of seeds.
     *
     * @param settings which scenarios
     * @return how much was simulated
     * @throws SimulationFailure the first failure, made small
     */
    public SimulationReport run(SimulationSettings settings) {
        if (settings.script().isPresent()) {
            return run(
                    simulation.thorough(),
                    Scenario.parse(settings.seed(), settings.script().get()));
        }
        SimulationReport total = SimulationReport.NONE;
        for (int i = 0; i < settings.schedules(); i++) {
            total = total.plus(run(simulation, settings.generator().generate(settings.seed() + i)));
            if ((i + 1) % REPORT_EVERY == 0) {
                log.accept("seeds from " + settings.seed() + ": " + total);
            }
        }
        return total;
    }

    private SimulationReport run(Simulation how, Scenario scenario) {
        try {
            return how.run(scenario).report();
        } catch (SimulationFailure failure) {
            log.accept("failed: " + failure.getMessage());
            SimulationFailure smallest = Shrinker.shrink(simulation.thorough(), failure, SHRINKING_RUNS);
            log.accept("smallest: " + smallest.getMessage());
            throw smallest;
        }
    }
}
