package dev.rejoin.proptests.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that decides a run.
 *
 * @param seed decides replica ids, clock readings at the start, and the order in which the world settles at the end
 * @param peers number of replicas at the start, at least one
 * @param actions what happens, in this order
 */
public record Scenario(long seed, int peers, List<Action> actions) {
    /** Checks and copies. */
    public Scenario {
        if (peers < 1) {
            throw new IllegalArgumentException("a scenario needs a peer, not " + peers);
        }
        actions = List.copyOf(actions);
    }

    /**
     * The scenario without its seed as one word that a shell leaves alone: {@code r3_e0:11.0.3.4_d1.0}.
     *
     * @return what {@link #parse} reads
     */
    public String script() {
        return "r" + peers
                + actions.stream().map(action -> "_" + Script.of(action).text()).collect(Collectors.joining());
    }

    /**
     * Reads a script.
     *
     * @param seed the seed of the scenario
     * @param script what {@link #script} gave
     * @return the scenario
     * @throws IllegalArgumentException if the script is malformed; the message names the word
     */
    public static Scenario parse(long seed, String script) {
        String[] words = script.split("_", -1);
        if (!words[0].matches("r\\d{1,4}")) {
            throw new IllegalArgumentException("a script starts with r and the number of peers, not with " + words[0]);
        }
        List<Action> actions = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            actions.add(Script.parse(words[i]).toAction());
        }
        return new Scenario(seed, Integer.parseInt(words[0].substring(1)), actions);
    }

    @Override
    public String toString() {
        return "seed " + seed + ", script " + script();
    }
}
