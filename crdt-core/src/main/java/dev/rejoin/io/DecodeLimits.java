package dev.rejoin.io;

import dev.rejoin.io.LimitExceededException.Limit;

/**
 * How much one decoding may cost on this device. These are local options, never a reason to refuse a change for good:
 * what exceeds them is answered by a {@link LimitExceededException} whose limit is not a format limit, does not count
 * as seen, and may be offered again in smaller pieces or to a device with other limits.
 *
 * @param maxMessageBytes largest message, as received
 * @param maxExpandedBytes largest size of the content of one message, after decompression and run-length decoding
 * @param maxChanges most changes in one message
 * @param maxReplicas most distinct replicas that one message may name
 */
public record DecodeLimits(long maxMessageBytes, long maxExpandedBytes, int maxChanges, int maxReplicas) {
    /** 64 MiB as received, 256 MiB expanded, 2^24 changes, 2^20 replicas. */
    public static final DecodeLimits DEFAULT = new DecodeLimits(64L << 20, 256L << 20, 1 << 24, 1 << 20);

    /**
     * Checks that every limit is positive.
     *
     * @param maxMessageBytes largest message, as received
     * @param maxExpandedBytes largest size of the content of one message, after decompression and run-length decoding
     * @param maxChanges most changes in one message
     * @param maxReplicas most distinct replicas that one message may name
     */
    public DecodeLimits {
        if (maxMessageBytes <= 0 || maxExpandedBytes <= 0 || maxChanges <= 0 || maxReplicas <= 0) {
            throw new IllegalArgumentException("Limits must be positive: maxMessageBytes=" + maxMessageBytes
                    + ", maxExpandedBytes=" + maxExpandedBytes + ", maxChanges=" + maxChanges + ", maxReplicas="
                    + maxReplicas);
        }
    }

    /**
     * A builder that starts from {@link #DEFAULT}.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder(DEFAULT);
    }

    /**
     * A builder that starts from these limits.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Checks the size of a message as received.
     *
     * @param bytes its length
     * @throws LimitExceededException if it is larger than {@link #maxMessageBytes()}
     */
    public void checkMessageBytes(long bytes) {
        if (bytes > maxMessageBytes) {
            throw new LimitExceededException(Limit.MESSAGE_BYTES, maxMessageBytes, bytes, 0);
        }
    }

    /**
     * Checks the size of the content of a message before it is allocated.
     *
     * @param bytes the size so far, or the size announced
     * @param offset where the message announces it
     * @throws LimitExceededException if it is larger than {@link #maxExpandedBytes()}
     */
    public void checkExpandedBytes(long bytes, long offset) {
        if (bytes > maxExpandedBytes) {
            throw new LimitExceededException(Limit.EXPANDED_BYTES, maxExpandedBytes, bytes, offset);
        }
    }

    /**
     * Checks the number of changes in a message before they are decoded.
     *
     * @param changes how many the message announces
     * @param offset where it does
     * @throws LimitExceededException if there are more than {@link #maxChanges()}
     */
    public void checkChanges(long changes, long offset) {
        if (changes > maxChanges) {
            throw new LimitExceededException(Limit.CHANGES, maxChanges, changes, offset);
        }
    }

    /**
     * Checks the number of replicas that a message names before they are interned.
     *
     * @param replicas how many the message announces
     * @param offset where it does
     * @throws LimitExceededException if there are more than {@link #maxReplicas()}
     */
    public void checkReplicas(long replicas, long offset) {
        if (replicas > maxReplicas) {
            throw new LimitExceededException(Limit.REPLICAS, maxReplicas, replicas, offset);
        }
    }

    /** Collects limits; each setter returns the builder. */
    public static final class Builder {
        private long maxMessageBytes;
        private long maxExpandedBytes;
        private int maxChanges;
        private int maxReplicas;

        private Builder(DecodeLimits from) {
            maxMessageBytes = from.maxMessageBytes;
            maxExpandedBytes = from.maxExpandedBytes;
            maxChanges = from.maxChanges;
            maxReplicas = from.maxReplicas;
        }

        /**
         * Sets the largest message, as received.
         *
         * @param bytes a positive size
         * @return this builder
         */
        public Builder maxMessageBytes(long bytes) {
            maxMessageBytes = bytes;
            return this;
        }

        /**
         * Sets the largest expanded content of one message.
         *
         * @param bytes a positive size
         * @return this builder
         */
        public Builder maxExpandedBytes(long bytes) {
            maxExpandedBytes = bytes;
            return this;
        }

        /**
         * Sets the most changes in one message.
         *
         * @param changes a positive count
         * @return this builder
         */
        public Builder maxChanges(int changes) {
            maxChanges = changes;
            return this;
        }

        /**
         * Sets the most distinct replicas that one message may name.
         *
         * @param replicas a positive count
         * @return this builder
         */
        public Builder maxReplicas(int replicas) {
            maxReplicas = replicas;
            return this;
        }

        /**
         * The limits as set.
         *
         * @return new limits
         * @throws IllegalArgumentException if a limit is not positive
         */
        public DecodeLimits build() {
            return new DecodeLimits(maxMessageBytes, maxExpandedBytes, maxChanges, maxReplicas);
        }
    }
}
