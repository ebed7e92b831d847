package dev.rejoin.proptests.sim;

import java.io.Serial;
import java.util.Objects;

/** A scenario in which something did not hold. The message ends with a line that replays it. */
public final class SimulationFailure extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Scenario scenario;

    SimulationFailure(Scenario scenario, String where, Throwable cause) {
        super(where + ": " + cause + "\nreplay: " + replayOptions(scenario), cause);
        this.scenario = scenario;
    }

    /**
     * What failed.
     *
     * @return the scenario, as small as it could be made
     */
    public Scenario scenario() {
        return scenario;
    }

    /**
     * The options that make a simulation test run one scenario only.
     *
     * @param scenario the scenario
     * @return options for the command line
     */
    public static String replayOptions(Scenario scenario) {
        return "-Drejoin.seed=" + scenario.seed() + " -Drejoin.script=" + scenario.script();
    }

    /** Whether both fail for the same reason, as far as can be told: the same assertion or the same throwing line. */
    boolean resembles(SimulationFailure other) {
        return origin().equals(other.origin());
    }

    private String origin() {
        Throwable root = Objects.requireNonNull(getCause());
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        return root.getClass().getName() + (trace.length == 0 ? "" : "@" + trace[0]);
    }
}
