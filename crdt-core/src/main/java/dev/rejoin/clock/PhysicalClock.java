package dev.rejoin.clock;

/** The only source of wall time of the engine, so that tests and simulations decide what time it is. */
@FunctionalInterface
public interface PhysicalClock {
    /**
     * The wall time now. It may stand still, jump and run backward.
     *
     * @return milliseconds since 1970-01-01T00:00Z
     */
    long millis();

    /**
     * The clock of the machine.
     *
     * @return a clock that any number of documents may share
     */
    static PhysicalClock system() {
        return System::currentTimeMillis;
    }
}
