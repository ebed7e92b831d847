package dev.rejoin.proptests.sim;

import dev.rejoin.document.DocumentOptions;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** How scenarios are run: what is edited, with which options, under which oracles. Immutable. */
public final class Simulation {
    private final LongFunction<Workload> workloads;
    private final UnaryOperator<DocumentOptions> options;
    private final Supplier<List<Oracle>> oracles;
    private final boolean thorough;

    private Simulation(
            LongFunction<Workload> workloads,
            UnaryOperator<DocumentOptions> options,
            Supplier<List<Oracle>> oracles,
            boolean thorough) {
        this.workloads = workloads;
        this.options = options;
        this.oracles = oracles;
        this.thorough = thorough;
    }

    /**
     * A simulation without oracles: it fails only when something throws that should not, or when the peers never come
     * to know the same.
     *
     * @param workload what the replicas edit
     * @return the simulation
     */
    public static Simulation of(Workload workload) {
        return bySeed(seed -> workload);
    }

    /**
     * A simulation in which the seed of a scenario also decides what is edited: runs that keep to one type find what runs
     * of everything hardly ever come to.
     *
     * @param workloads gives always the same workload for a seed
     * @return the simulation, without oracles
     */
    public static Simulation bySeed(LongFunction<Workload> workloads) {
        return new Simulation(workloads, UnaryOperator.identity(), List::of, false);
    }

    /**
     * With oracles.
     *
     * @param newOracles gives new ones for each run
     * @return the changed simulation
     */
    public Simulation withOracles(Supplier<List<Oracle>> newOracles) {
        return new Simulation(workloads, options, newOracles, thorough);
    }

    /**
     * With other options for each document.
     *
     * @param newOptions changes options in which replica, clock and randomness are set already
     * @return the changed simulation
     */
    public Simulation withOptions(UnaryOperator<DocumentOptions> newOptions) {
        return new Simulation(workloads, newOptions, oracles, thorough);
    }

    /**
     * With oracles that look after every step, see {@link SimulatedWorld#watchEveryStep}.
     *
     * @return the changed simulation
     */
    public Simulation thorough() {
        return new Simulation(workloads, options, oracles, true);
    }

    /**
     * Runs a scenario to its end: all actions, then everything that is still on its way.
     *
     * @param scenario what happens
     * @return the world as it ended
     * @throws SimulationFailure if something did not hold
     */
    public SimulatedWorld run(Scenario scenario) {
        String where = "at the start";
        try {
            SimulatedWorld world = new SimulatedWorld(
                    scenario.seed(), scenario.peers(), workloads.apply(scenario.seed()), options, oracles.get());
            world.expectSteps(scenario.actions().size());
            if (thorough) {
                world.watchEveryStep();
            }
            for (int i = 0; i < scenario.actions().size(); i++) {
                Action action = scenario.actions().get(i);
                where = "step " + i + ", " + action;
                world.step(action);
            }
            where = "at the end";
            world.settle();
            return world;
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new SimulationFailure(scenario, where, e);
        }
    }
}
