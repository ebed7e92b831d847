package dev.rejoin.io;

import dev.rejoin.CrdtException;
import java.io.Serial;
import java.util.OptionalLong;

/**
 * Something is larger than a limit allows; nothing was changed. A local write and a decoder throw the same type for
 * the same limit.
 *
 * <p>{@linkplain Limit#isFormat() Format limits} are constants of the format version and equal everywhere, so such a
 * refusal is final. The other limits are local options ({@link DecodeLimits}): the same bytes may be accepted later
 * or elsewhere.
 */
public final class LimitExceededException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What is limited. */
    public enum Limit {
        /** UTF-8 length of a map key: {@link FormatLimits#MAX_KEY_BYTES}. */
        KEY_BYTES(true),
        /** UTF-8 length of a short name inside a value, such as a media type: {@link FormatLimits#MAX_NAME_BYTES}. */
        NAME_BYTES(true),
        /** Nesting of values and of containers: {@link FormatLimits#MAX_DEPTH}. */
        DEPTH(true),
        /** Encoded size of one value: {@link FormatLimits#MAX_VALUE_BYTES}. */
        VALUE_BYTES(true),
        /** Digits of a decimal, or its scale: {@link FormatLimits#MAX_DECIMAL_BYTES} and its neighbour. */
        DECIMAL(true),
        /** UTF-8 length of an author or a message: {@link FormatLimits#MAX_NOTE_BYTES}. */
        NOTE_BYTES(true),
        /** Operations of one change: {@link FormatLimits#MAX_CHANGE_OPERATIONS}. */
        CHANGE_OPERATIONS(true),
        /** Ids that one operation names: {@link FormatLimits#MAX_OPERATION_DOTS}. */
        OPERATION_DOTS(true),
        /** A Java array cannot be larger. */
        BUFFER_BYTES(true),
        /** {@link DecodeLimits#maxMessageBytes()}. */
        MESSAGE_BYTES(false),
        /** {@link DecodeLimits#maxExpandedBytes()}. */
        EXPANDED_BYTES(false),
        /** {@link DecodeLimits#maxChanges()}. */
        CHANGES(false),
        /** {@link DecodeLimits#maxReplicas()}. */
        REPLICAS(false);

        private final boolean format;

        Limit(boolean format) {
            this.format = format;
        }

        /**
         * Whether the limit belongs to the format version.
         *
         * @return {@code true} for a constant that is equal everywhere, {@code false} for a local option
         */
        public boolean isFormat() {
            return format;
        }
    }

    private static final long NO_OFFSET = -1;

    /** What is limited. */
    private final Limit limit;

    /** The largest size that is allowed. */
    private final long allowed;

    /** The size that was met. */
    private final long found;

    /** The place in bytes from the start, or {@link #NO_OFFSET}. */
    private final long offset;

    /**
     * A refusal at a local write.
     *
     * @param limit what is limited
     * @param allowed the largest size that is allowed
     * @param found the size that was asked for, or a lower bound of it
     */
    public LimitExceededException(Limit limit, long allowed, long found) {
        super("Limit " + limit + " exceeded: allowed " + allowed + ", found " + found);
        this.limit = limit;
        this.allowed = allowed;
        this.found = found;
        this.offset = NO_OFFSET;
    }

    /**
     * A refusal of bytes.
     *
     * @param limit what is limited
     * @param allowed the largest size that is allowed
     * @param found the size that the bytes ask for, or a lower bound of it
     * @param offset where, in bytes from the start of what was given to the decoder, not negative
     */
    public LimitExceededException(Limit limit, long allowed, long found, long offset) {
        super("Limit " + limit + " exceeded at byte " + offset + ": allowed " + allowed + ", found " + found);
        this.limit = limit;
        this.allowed = allowed;
        this.found = found;
        this.offset = offset;
    }

    /**
     * What is limited.
     *
     * @return the limit
     */
    public Limit limit() {
        return limit;
    }

    /**
     * The largest size that is allowed.
     *
     * @return bytes, levels or a count, as the limit says
     */
    public long allowed() {
        return allowed;
    }

    /**
     * The size that was met.
     *
     * @return bytes, levels or a count, as the limit says; a lower bound where counting stopped early
     */
    public long found() {
        return found;
    }

    /**
     * The place of the fault when bytes were decoded.
     *
     * @return bytes from the start of what was given to the decoder; empty at a local write
     */
    public OptionalLong offset() {
        return offset == NO_OFFSET ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
