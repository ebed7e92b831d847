package dev.rejoin.bench.replay;

import dev.rejoin.clock.PhysicalClock;

/**
 * The wall clock of a replayed document: it stands at the time of the transaction that is being replayed. It holds
 * nothing else, because it is part of the document's measured heap.
 */
final class ReplayClock implements PhysicalClock {
    private long now;

    ReplayClock(long now) {
        this.now = now;
    }

    void set(long millis) {
        now = millis;
    }

    @Override
    public long millis() {
        return now;
    }
}
