package dev.rejoin.bench.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What was measured of one trace. What was not measured is absent, never zero. */
public final class TraceReport {
    private final String trace;
    private final Map<Measure, Object> values = new EnumMap<>(Measure.class);

    /**
     * A report without measures.
     *
     * @param trace the trace's name
     */
    public TraceReport(String trace) {
        this.trace = trace;
    }

    /**
     * The trace's name.
     *
     * @return the file's name without folder and ending
     */
    public String trace() {
        return trace;
    }

    /**
     * Reports a count or a size.
     *
     * @param measure of the unit count or bytes
     * @param value what was counted
     */
    public void put(Measure measure, long value) {
        values.put(measure, BigDecimal.valueOf(value));
    }

    /**
     * Reports a time or a mean.
     *
     * @param measure of the unit milliseconds or mean bytes
     * @param value what was measured
     */
    public void put(Measure measure, double value) {
        int decimals = measure.unit() == Measure.Unit.MILLIS ? 3 : 1;
        values.put(measure, BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP));
    }

    /**
     * Reports a number that was printed by another process.
     *
     * @param measure of any unit but flag
     * @param value with the decimals that it shall have
     */
    public void put(Measure measure, BigDecimal value) {
        values.put(measure, value);
    }

    /**
     * Reports a fact.
     *
     * @param measure of the unit flag
     * @param value whether it holds
     */
    public void put(Measure measure, boolean value) {
        values.put(measure, value);
    }

    /**
     * A reported value.
     *
     * @param measure which
     * @return a {@link BigDecimal} or a {@link Boolean}; empty when it was not measured
     */
    public Optional<Object> get(Measure measure) {
        return Optional.ofNullable(values.get(measure));
    }

    /**
     * Whether a fact was found to hold.
     *
     * @param measure of the unit flag
     * @return false also when it was not reported
     */
    public boolean holds(Measure measure) {
        return Boolean.TRUE.equals(values.get(measure));
    }
}
