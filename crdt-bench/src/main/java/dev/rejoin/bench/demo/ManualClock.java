package dev.rejoin.bench.demo;

import dev.rejoin.clock.PhysicalClock;

/** The wall clock of a device: the world's time, as far off as that device's clock is. */
final class ManualClock implements PhysicalClock {
    private final long skewMillis;
    private long worldMillis;

    ManualClock(long worldMillis, long skewMillis) {
        this.worldMillis = worldMillis;
        this.skewMillis = skewMillis;
    }

    void advanceTo(long millis) {
        worldMillis = Math.max(worldMillis, millis);
    }

    void advance(long millis) {
        worldMillis += millis;
    }

    long worldMillis() {
        return worldMillis;
    }

    long skewMillis() {
        return skewMillis;
    }

    @Override
    public long millis() {
        return worldMillis + skewMillis;
    }
}
