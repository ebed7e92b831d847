package dev.rejoin.document;

/**
 * What a saved document holds and how.
 *
 * @param history whether the retained changes go with the state, so that it can serve others and tell the past
 * @param deflated whether sections are compressed with Deflate
 */
public record SaveOptions(boolean history, boolean deflated) {
    /**
     * State and history, not compressed.
     *
     * @return the default
     */
    public static SaveOptions withHistory() {
        return new SaveOptions(true, false);
    }

    /**
     * State alone, not compressed.
     *
     * @return a snapshot
     */
    public static SaveOptions withoutHistory() {
        return new SaveOptions(false, false);
    }

    /**
     * The same, compressed.
     *
     * @return changed options
     */
    public SaveOptions compressed() {
        return new SaveOptions(history, true);
    }
}
