package dev.rejoin.proptests.sim;

/**
 * How much was simulated.
 *
 * @param schedules scenarios
 * @param steps actions
 * @param operations operations of transactions that succeeded
 * @param deliveries messages received, batches and duplicates included
 */
public record SimulationReport(long schedules, long steps, long operations, long deliveries) {
    /** Nothing. */
    public static final SimulationReport NONE = new SimulationReport(0, 0, 0, 0);

    /**
     * Adds.
     *
     * @param other another report
     * @return both together
     */
    public SimulationReport plus(SimulationReport other) {
        return new SimulationReport(
                schedules + other.schedules,
                steps + other.steps,
                operations + other.operations,
                deliveries + other.deliveries);
    }

    @Override
    public String toString() {
        return "%,d schedules, %,d steps, %,d operations, %,d deliveries"
                .formatted(schedules, steps, operations, deliveries);
    }
}
