package dev.rejoin.codec;

/**
 * How history is written.
 *
 * @param deflated whether columns are compressed
 * @param deletedText whether the text of elements goes in that are deleted in the same history
 * @param notes whether authors and messages of changes go in
 */
public record BatchForm(boolean deflated, boolean deletedText, boolean notes) {
    /** Everything, not compressed. */
    public static final BatchForm PLAIN = new BatchForm(false, true, true);
}
