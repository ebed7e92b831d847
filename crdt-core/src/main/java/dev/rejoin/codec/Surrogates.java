package dev.rejoin.codec;

import dev.rejoin.replica.InvalidOperationException;

/** The rule that no change ends inside a surrogate pair. */
final class Surrogates {
    private Surrogates() {}

    /**
     * Checks where the part of a text begins that is not known yet: an honest author's earlier change cannot have ended
     * within a pair.
     *
     * @param text what was read, well-formed as a whole
     * @param index of the first character that is not known
     * @throws InvalidOperationException if the index divides a pair
     */
    static void checkBoundary(CharSequence text, int index) {
        if (Character.isLowSurrogate(text.charAt(index))) {
            throw new InvalidOperationException("The known part of an insert ends inside a surrogate pair");
        }
    }
}
