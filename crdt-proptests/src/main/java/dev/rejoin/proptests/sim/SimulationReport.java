package dev.rejoin.proptests.sim;

/**
 * How much was simulated.
 *
 * @param schedules scenarios
 * @param steps actions
 * @param operations operations of transactions that succeeded
 * @param deliveries messages received, batches and duplicates included
 * @param prunings how often a base was raised
 */
public record SimulationReport(long schedules, long steps, long operations, long deliveries, long prunings) {
    /** Nothing. */
    public static final SimulationReport NONE = new SimulationReport(0, 0, 0, 0, 0);

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
                deliveries + other.deliveries,
                prunings + other.prunings);
    }

    @Override
    public String toString() {
        return "%,d schedules, %,d steps, %,d operations, %,d deliveries, %,d prunings"
                .formatted(schedules, steps, operations, deliveries, prunings);
    }
}
