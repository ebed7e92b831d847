package dev.rejoin.proptests.sim;

/**
 * One edit as raw numbers. What they mean is up to the {@link Workload}, which takes any number for something valid.
 *
 * @param kind which operation
 * @param place on which container
 * @param index at which position or key
 * @param amount how much, or which value
 */
public record OpSpec(int kind, int place, int index, int amount) {
    /**
     * Takes a raw number for an index.
     *
     * @param raw any number
     * @param size how many indices there are, at least one
     * @return an index from 0 to size - 1
     */
    public static int clamp(int raw, int size) {
        return Math.floorMod(raw, size);
    }
}
