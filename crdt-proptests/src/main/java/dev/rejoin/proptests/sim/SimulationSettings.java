package dev.rejoin.proptests.sim;

import java.util.Optional;
import java.util.Properties;

/**
 * Which scenarios are run. System properties decide, so that a failure is replayed, or a run made longer, from the
 * command line:
 *
 * <table>
 * <caption>System properties</caption>
 * <tr><th>property</th><th>meaning</th></tr>
 * <tr><td>{@code rejoin.seed}</td><td>the first seed; alone, it is also the only one</td></tr>
 * <tr><td>{@code rejoin.script}</td><td>a script to run with that seed, and nothing else</td></tr>
 * <tr><td>{@code rejoin.schedules}</td><td>how many seeds in a row</td></tr>
 * <tr><td>{@code rejoin.steps}</td><td>actions of each scenario</td></tr>
 * <tr><td>{@code rejoin.peers}</td><td>most replicas at the start</td></tr>
 * <tr><td>{@code rejoin.fewestPeers}</td><td>fewest replicas at the start</td></tr>
 * </table>
 *
 * @param seed the first seed
 * @param schedules how many seeds in a row
 * @param generator makes scenarios of seeds
 * @param script one script instead of all that
 */
public record SimulationSettings(long seed, int schedules, ScenarioGenerator generator, Optional<String> script) {
    /**
     * The given settings, changed by what the properties say.
     *
     * @param properties usually {@link System#getProperties()}
     * @param schedules how many seeds in a row unless said otherwise
     * @param generator makes scenarios unless said otherwise
     * @return the settings
     */
    public static SimulationSettings of(Properties properties, int schedules, ScenarioGenerator generator) {
        Optional<String> seed = Optional.ofNullable(properties.getProperty("rejoin.seed"));
        int peers = number(properties, "rejoin.peers", generator.maxPeers());
        return new SimulationSettings(
                seed.map(Long::parseLong).orElse(0L),
                number(properties, "rejoin.schedules", seed.isPresent() ? 1 : schedules),
                new ScenarioGenerator(
                        Math.min(number(properties, "rejoin.fewestPeers", generator.minPeers()), peers),
                        peers,
                        number(properties, "rejoin.steps", generator.steps())),
                Optional.ofNullable(properties.getProperty("rejoin.script")));
    }

    private static int number(Properties properties, String name, int orElse) {
        return Optional.ofNullable(properties.getProperty(name))
                .map(Integer::parseInt)
                .orElse(orElse);
    }
}
