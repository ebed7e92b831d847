package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.gen.Scenarios;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.proptests.oracle.Oracles;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.proptests.sim.Simulation;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Who received the same changes is equal, byte for byte, whatever the order. */
class ConvergenceProperties {
    private static final int ACTIONS = 30;

    @Provide
    Arbitrary<Scenario> edits() {
        return Scenarios.ofEdits(ACTIONS);
    }

    @Provide
    Arbitrary<Scenario> anything() {
        return Scenarios.any(ACTIONS);
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 200)
    void receive_inAnyCausalOrder_appliesEachAtOnceAndEndsEqual(
            @ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        Document document = history.world().emptyDocument();
        for (History.Made made : history.inCausalOrder(new SplittableRandom(seed))) {
            ReceiveResult result = document.receive(made.change().toBytes());
            assertThat(result.applied()).containsExactly(made.change().span());
            assertThat(result.isComplete()).isTrue();
        }
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(history.complete()));
    }

    @Property(tries = 200)
    void receive_shuffledAndTwice_endsEqualWithNothingWaiting(
            @ForAll("edits") Scenario scenario, @ForAll("seeds") long seed) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        List<byte[]> messages = new ArrayList<>(history.world().changes());
        messages.addAll(history.world().changes());
        Collections.shuffle(messages, new Random(seed));
        Document document = history.world().emptyDocument();
        messages.forEach(document::receive);
        assertThat(Fingerprint.of(document)).isEqualTo(Fingerprint.of(history.complete()));
        assertThat(document.backlog().waiting()).isEmpty();
    }

    @Property(tries = 200)
    void receive_again_isDuplicateAndChangesNothing(@ForAll("edits") Scenario scenario) {
        History history = History.of(scenario, MixedWorkload.ofEverything());
        Document document = history.complete();
        Fingerprint before = Fingerprint.of(document);
        for (History.Made made : history.changes()) {
            ReceiveResult result = document.receive(made.change().toBytes());
            assertThat(result.duplicates()).containsExactly(made.change().span());
            assertThat(result.deliveries()).hasSize(1);
        }
        document.receive(document.changesSince(VersionVector.EMPTY));
        assertThat(Fingerprint.of(document)).isEqualTo(before);
    }

    @Property(tries = 200)
    void simulate_anyScenario_holdsUnderAllOracles(@ForAll("anything") Scenario scenario) {
        Simulation.of(MixedWorkload.ofEverything())
                .withOracles(Oracles::all)
                .thorough()
                .run(scenario);
    }
}
