package dev.rejoin.codec;

/**
 * How history is written.
 *
 * @param packing how columns are compressed
 * @param deletedText whether the text of elements goes in that are deleted in the same history
 * @param notes whether authors and messages of changes go in
 */
public record BatchForm(Packing packing, boolean deletedText, boolean notes) {
    /** Everything, not compressed. */
    public static final BatchForm PLAIN = new BatchForm(Packing.PLAIN, true, true);

    /** Whether columns are compressed. */
    public boolean deflated() {
        return packing != Packing.PLAIN;
    }
}
