package dev.rejoin.proptests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
    private final SimulatedNetwork network = new SimulatedNetwork();

    @BeforeEach
    void join() {
        network.join();
        network.join();
        network.join();
    }

    @Test
    void broadcast_reachesEverybodyElse() {
        network.broadcast(1, new byte[] {5});
        assertThat(network.take(1, 0)).isEmpty();
        assertThat(network.take(0, 0)).contains(new byte[] {5});
        assertThat(network.take(2, 7)).contains(new byte[] {5});
        assertThat(network.take(0, 0)).isEmpty();
    }

    @Test
    void take_anyNumber_givesOneOfThoseOnTheirWayOnce() {
        byte[] same = {1};
        network.send(0, 1, same);
        network.send(0, 1, new byte[] {2});
        network.send(0, 1, same);
        assertThat(network.take(1, 4)).contains(new byte[] {2});
        assertThat(network.take(1, -1)).contains(same);
        assertThat(network.take(1, -1)).contains(same);
        assertThat(network.take(1, -1)).isEmpty();
    }

    @Test
    void peek_leavesTheMessageOnItsWay() {
        network.send(0, 1, new byte[] {1});
        assertThat(network.peek(1, 0)).isPresent();
        assertThat(network.take(1, 0)).isPresent();
    }

    @Test
    void partition_holdsBackWhatIsOnItsWayBetweenTheHalves() {
        network.broadcast(0, new byte[] {1});
        network.partition(0b011);
        assertThat(network.reaches(0, 1)).isTrue();
        assertThat(network.take(1, 0)).isPresent();
        assertThat(network.take(2, 0)).isEmpty();
        network.heal();
        assertThat(network.take(2, 0)).isPresent();
    }
}
