package dev.rejoin.io;

import dev.rejoin.io.LimitExceededException.Limit;

/**
 * Limits that are part of the format version: equal on every device, checked at the local write and at decode, and
 * refused with {@link LimitExceededException} in both places.
 */
public final class FormatLimits {
    /** Longest map key, in bytes of UTF-8. */
    public static final int MAX_KEY_BYTES = 1 << 10;

    /** Longest short name inside a value (media type, id of an object codec), in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 1 << 8;

    /** Deepest nesting of list and map values, and of containers. A scalar has depth 0. */
    public static final int MAX_DEPTH = 64;

    /** Largest encoded value, in bytes. */
    public static final int MAX_VALUE_BYTES = 16 << 20;

    /** Longest unscaled part of a decimal, in bytes of two's complement: some 2,460 digits. */
    public static final int MAX_DECIMAL_BYTES = 1 << 10;

    /** Largest absolute scale of a decimal, so that arithmetic on a foreign one cannot exhaust memory. */
    public static final int MAX_DECIMAL_SCALE = 1 << 14;

    /** Longest author of a change, and longest message, in bytes of UTF-8 each. */
    public static final int MAX_NOTE_BYTES = 1 << 16;

    /** Most operations of one change. */
    public static final int MAX_CHANGE_OPERATIONS = 1 << 20;

    /** Most ids (dots, floors) that one operation names. */
    public static final int MAX_OPERATION_DOTS = 1 << 20;

    private FormatLimits() {}

    /**
     * Checks a key of a map before it is written.
     *
     * @param key the key
     * @return the key
     * @throws IllegalArgumentException if the key has an unpaired surrogate
     * @throws LimitExceededException if the key is longer than {@link #MAX_KEY_BYTES}
     */
    public static String checkKey(String key) {
        long bytes = Utf8.length(key);
        if (bytes > MAX_KEY_BYTES) {
            throw new LimitExceededException(Limit.KEY_BYTES, MAX_KEY_BYTES, bytes);
        }
        return key;
    }

    /**
     * Checks an author or a message before it is noted.
     *
     * @param text who made a change, or why
     * @return the text
     * @throws IllegalArgumentException if it has an unpaired surrogate, or is empty
     * @throws LimitExceededException if it is longer than {@link #MAX_NOTE_BYTES}
     */
    public static String checkNote(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("An author or a message must not be empty");
        }
        long bytes = Utf8.length(text);
        if (bytes > MAX_NOTE_BYTES) {
            throw new LimitExceededException(Limit.NOTE_BYTES, MAX_NOTE_BYTES, bytes);
        }
        return text;
    }

    /**
     * Checks the number of operations of a change before it is written.
     *
     * @param operations how many
     * @throws LimitExceededException if there are more than {@link #MAX_CHANGE_OPERATIONS}
     */
    public static void checkChangeOperations(long operations) {
        if (operations > MAX_CHANGE_OPERATIONS) {
            throw new LimitExceededException(Limit.CHANGE_OPERATIONS, MAX_CHANGE_OPERATIONS, operations);
        }
    }

    /**
     * Checks a depth of nesting before it is written.
     *
     * @param depth levels, 0 for a scalar or the root
     * @throws LimitExceededException if it is deeper than {@link #MAX_DEPTH}
     */
    public static void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new LimitExceededException(Limit.DEPTH, MAX_DEPTH, depth);
        }
    }
}
