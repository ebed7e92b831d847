package dev.rejoin.bench.figures;

/**
 * One measured number; less is better.
 *
 * @param section which kind of run it is of: comparison, replay or shapes
 * @param system name and version of what was measured
 * @param platform what that runs on
 * @param subject the trace or the work
 * @param measure what was measured
 * @param unit ms, us, bytes
 * @param value the number
 * @param done the part of the work that was done when time ran out; 1 if all was
 */
public record Figure(
        String section,
        String system,
        String platform,
        String subject,
        String measure,
        String unit,
        double value,
        double done) {
    /** The section of figures that several systems have. */
    public static final String COMPARISON = "comparison";

    /** Name and version of the system that all others are compared with begin so. */
    public static final String OURS = "Rejoin";

    /**
     * Whether this is a figure of Rejoin.
     *
     * @return false for all other systems
     */
    public boolean isOurs() {
        return system.startsWith(OURS);
    }

    /** What a row of a table is about. */
    record Row(String section, String subject, String measure, String unit) {}

    Row row() {
        return new Row(section, subject, measure, unit);
    }
}
