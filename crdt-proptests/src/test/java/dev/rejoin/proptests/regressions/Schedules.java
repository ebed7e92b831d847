package dev.rejoin.proptests.regressions;

import dev.rejoin.proptests.oracle.Oracles;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.proptests.sim.Simulation;

/** Replays schedules of the simulation. */
final class Schedules {
    private Schedules() {}

    /** The world after the schedule, which held under all oracles. */
    static SimulatedWorld replay(long seed, String script) {
        return Simulation.bySeed(MixedWorkload::bySeed)
                .withOracles(Oracles::all)
                .thorough()
                .run(Scenario.parse(seed, script));
    }
}
