package dev.rejoin.document;

/**
 * How a batch of changes is encoded.
 *
 * @param deflated whether columns are compressed with Deflate: smaller, but slower to write and read
 */
public record BatchOptions(boolean deflated) {
    /**
     * No compression.
     *
     * @return the fastest form
     */
    public static BatchOptions plain() {
        return new BatchOptions(false);
    }

    /**
     * Columns compressed.
     *
     * @return the smallest form
     */
    public static BatchOptions compressed() {
        return new BatchOptions(true);
    }
}
