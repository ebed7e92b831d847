package dev.rejoin.proptests.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.HybridLogicalClock;
import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.proptests.gen.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The properties of Kulkarni et al. 2014 that hold for a bounded counter, and our own, over random schedules. */
class ClockProperties {
    private static final int REPLICAS = 3;
    private static final int STEPS = 200;
    private static final long START = 1_000_000;
    /** Wall clocks are at most this far from true time, in ms. */
    private static final int SKEW = 50;
    /** How far a remote reading may be ahead. */
    private static final int MAX_DRIFT = 60;

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    /** A device with a wall clock of its own. */
    private static final class Device {
        long wall = START;
        HybridLogicalClock clock = new HybridLogicalClock(() -> wall);
        /** Largest reading taken or accepted so far, also before restarts. */
        long largest;

        long take() {
            long reading = clock.peek();
            assertThat(clock.peek()).as("peek takes nothing").isEqualTo(reading);
            clock.take(reading);
            assertThat(Long.compareUnsigned(reading, largest)).as("H1, H7").isPositive();
            assertThat(HybridTimestamp.millisOf(reading)).as("H2").isGreaterThanOrEqualTo(wall);
            largest = reading;
            return reading;
        }

        boolean receive(long reading) {
            long before = clock.last();
            if (clock.tooFarAhead(reading, MAX_DRIFT)) {
                assertThat(HybridTimestamp.millisOf(reading) - wall).isGreaterThan(MAX_DRIFT);
                assertThat(clock.last()).as("H9").isEqualTo(before);
                return false;
            }
            clock.observe(reading);
            largest = Math.max(largest, reading);
            return true;
        }
    }

    @Property
    void readings_respectCausalityAndWallClocks(@ForAll("seeds") long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < REPLICAS; i++) {
            devices.add(new Device());
        }
        List<Long> sent = new ArrayList<>();
        long largestWall = START;
        for (int step = 0; step < STEPS; step++) {
            long truth = START + 3L * step;
            Device device = devices.get(random.nextInt(REPLICAS));
            device.wall = truth + random.nextInt(-SKEW, SKEW + 1);
            largestWall = Math.max(largestWall, device.wall);
            int choice = random.nextInt(10);
            if (choice < 5) {
                long reading = device.take();
                sent.add(reading);
                // H3: readings lead only where a wall clock had been, or a counter was carried.
                assertThat(HybridTimestamp.millisOf(reading)).as("H3").isLessThanOrEqualTo(largestWall);
                assertThat(HybridTimestamp.millisOf(reading) - device.wall)
                        .as("H4")
                        .isLessThanOrEqualTo(2 * SKEW);
                assertThat((int) reading & HybridTimestamp.MAX_COUNTER).as("H5").isLessThanOrEqualTo(step + 1);
            } else if (choice < 9 && !sent.isEmpty()) {
                long reading = sent.get(random.nextInt(sent.size()));
                boolean accepted = device.receive(reading);
                if (HybridTimestamp.millisOf(reading) <= device.wall) {
                    assertThat(accepted).as("H10").isTrue();
                }
            } else {
                restart(device, random);
            }
        }
    }

    /** After a restart the clock knows no more than a stored bound at or above its largest reading. */
    private static void restart(Device device, SplittableRandom random) {
        device.clock = new HybridLogicalClock(() -> device.wall);
        device.clock.restore(device.largest + random.nextInt(2));
    }

    @Property
    void readings_fromAnyState_strictlyIncrease(@ForAll long wall, @ForAll("seeds") long bound) {
        HybridLogicalClock clock = new HybridLogicalClock(() -> wall);
        long start = bound >>> 1;
        clock.restore(start);
        long before = start;
        for (int i = 0; i < 10; i++) {
            long reading = clock.peek();
            assertThat(Long.compareUnsigned(reading, before)).isPositive();
            clock.take(reading);
            before = reading;
        }
    }
}
