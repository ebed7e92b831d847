package dev.rejoin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.MapEditor;
import dev.rejoin.document.Transaction;
import dev.rejoin.proptests.oracle.Oracles;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.proptests.sim.ScenarioGenerator;
import dev.rejoin.proptests.sim.Simulation;
import dev.rejoin.proptests.sim.SimulationReport;
import dev.rejoin.proptests.sim.SimulationSettings;
import dev.rejoin.proptests.sim.Simulator;
import org.junit.jupiter.api.Test;

/** What an application does to its documents, on devices that lose, repeat and reorder, restart and are apart. */
class WorkOrderSimulationTest {
    private static final int SCHEDULES = 25;

    /** One edit of the application, chosen by numbers: any number must give something valid. */
    private static void edit(Transaction transaction, OpSpec op, Carets carets) {
        MapEditor order = transaction.root();
        switch (OpSpec.clamp(op.kind(), 5)) {
            case 0 -> order.put("status", OpSpec.clamp(op.amount(), 2) == 0 ? "open" : "closed");
            case 1 -> order.counter("hours").increment(OpSpec.clamp(op.amount(), 9));
            case 2 ->
                order.list("steps")
                        .insertMap(OpSpec.clamp(op.index(), order.list("steps").size() + 1))
                        .put("title", "step " + op.amount());
            case 3 -> order.set("tags").add("tag " + OpSpec.clamp(op.index(), 4));
            default -> order.set("tags").remove("tag " + OpSpec.clamp(op.index(), 4));
        }
    }

    @Test
    void devicesThatEditOrders_endEqual_whateverTheNetworkDoes() {
        Simulation simulation = Simulation.of(WorkOrderSimulationTest::edit)
                .withOracles(Oracles::all)
                .withOptions(options -> options);
        SimulationSettings settings =
                SimulationSettings.of(System.getProperties(), SCHEDULES, new ScenarioGenerator(2, 4, 40));

        SimulationReport report = new Simulator(simulation, System.out::println).run(settings);

        assertThat(report.schedules()).isEqualTo(SCHEDULES);
    }
}
