package dev.rejoin.proptests.oracle;

import dev.rejoin.proptests.sim.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All oracles, by name. */
public final class Oracles {
    private static final Map<String, Supplier<Oracle>> BY_NAME = new TreeMap<>(Map.of(
            "convergence", ConvergenceOracle::new,
            "version", VersionOracle::new,
            "mirror", MirrorOracle::new,
            "state", StateRoundTripOracle::new,
            "futile", NothingChangedOracle::new,
            "statistics", StatisticsOracle::new,
            "view", ViewOracle::new,
            "paths", DeliveryPathsOracle::new));

    private Oracles() {}

    /**
     * All oracles.
     *
     * @return new ones
     */
    public static List<Oracle> all() {
        return BY_NAME.values().stream().map(Supplier::get).toList();
    }

    /**
     * The oracles that the system property {@code rejoin.oracles} names, separated by commas; without it all.
     *
     * @param properties usually {@link System#getProperties()}
     * @return gives new ones for each run
     * @throws IllegalArgumentException if there is none of a name
     */
    public static Supplier<List<Oracle>> of(Properties properties) {
        Optional<List<Supplier<Oracle>>> chosen = Optional.ofNullable(properties.getProperty("rejoin.oracles"))
                .map(names ->
                        Arrays.stream(names.split(",")).map(Oracles::byName).toList());
        return chosen.<Supplier<List<Oracle>>>map(
                        suppliers -> () -> suppliers.stream().map(Supplier::get).toList())
                .orElse(Oracles::all);
    }

    private static Supplier<Oracle> byName(String name) {
        Supplier<Oracle> oracle = BY_NAME.get(name);
        if (oracle == null) {
            throw new IllegalArgumentException("no oracle " + name + " among " + BY_NAME.keySet());
        }
        return oracle;
    }
}
