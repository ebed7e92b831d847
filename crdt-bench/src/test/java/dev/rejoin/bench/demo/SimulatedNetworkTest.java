package dev.rejoin.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
    private final List<Integer> arrived = new ArrayList<>();

    @Test
    void settle_withoutFaults_deliversEachPacketOnceInAnotherOrder() {
        SimulatedNetwork network = network(1, new SimulatedNetwork.Faults(0, 0, 1_000));
        send(network, 100);
        network.settle();

        assertThat(arrived)
                .hasSize(100)
                .doesNotHaveDuplicates()
                .isNotEqualTo(arrived.stream().sorted().toList());
        assertThat(network.overtaken()).isPositive();
    }

    @Test
    void settle_withFaults_countsWhatItDoes() {
        SimulatedNetwork network = network(2, new SimulatedNetwork.Faults(0.3, 0.2, 1_000));
        send(network, 1_000);
        network.settle();

        assertThat(network.lost()).isBetween(250L, 350L);
        assertThat(network.repeated()).isBetween(100L, 180L);
        assertThat(network.delivered()).isEqualTo(1_000 - network.lost() + network.repeated());
        assertThat(arrived).hasSize((int) network.delivered());
    }

    @Test
    void advance_shortTime_deliversOnlyWhatArrivesMeanwhile() {
        SimulatedNetwork network = network(3, new SimulatedNetwork.Faults(0, 0, 1_000));
        send(network, 100);
        network.advance(500);
        assertThat(arrived).hasSizeBetween(30, 70);
        network.advance(500);
        assertThat(arrived).hasSize(100);
    }

    private SimulatedNetwork network(long seed, SimulatedNetwork.Faults faults) {
        return new SimulatedNetwork(
                2, new Random(seed), faults, (from, to, kind, bytes) -> arrived.add((int) bytes[0]));
    }

    private static void send(SimulatedNetwork network, int count) {
        for (int i = 0; i < count; i++) {
            network.send(0, 1, SimulatedNetwork.Kind.CHANGES, new byte[] {(byte) i});
        }
    }
}
