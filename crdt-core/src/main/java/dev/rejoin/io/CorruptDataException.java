package dev.rejoin.io;

import dev.rejoin.CrdtException;
import java.io.Serial;

/**
 * Bytes from outside are not what the format allows. Nothing was changed by the call that throws it.
 *
 * <p>The message names the place, what was expected and what was found; it never repeats content of the bytes.
 */
public final class CorruptDataException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why bytes were refused. */
    public enum Kind {
        /** The bytes end before what they announce. */
        TRUNCATED,
        /** Bytes are left over where the end was expected. */
        TRAILING_BYTES,
        /** A variable-length number is longer than its value needs, or does not fit in 64 bits. */
        OVERLONG_VARINT,
        /** A count, length or number is outside of what its place allows. */
        LIMIT,
        /** Text is not well-formed UTF-8. */
        MALFORMED_UTF8,
        /** The checksum does not match. */
        CHECKSUM,
        /** Entries do not stand in their canonical order. */
        UNSORTED,
        /** An entry that must be unique stands there twice. */
        DUPLICATE,
        /** A tag, flag or field has a value that the format does not define here. */
        BAD_VALUE,
        /** The same content has another encoding, which is the canonical one. */
        NOT_CANONICAL,
        /** These are not bytes of this format at all. */
        BAD_MAGIC,
        /** The bytes belong to another document. */
        WRONG_DOCUMENT
    }

    /** The class of the fault. */
    private final Kind kind;

    /** Its place, in bytes from the start. */
    private final long offset;

    /** What the format wants there. */
    private final String expected;

    /** What stands there instead. */
    private final String found;

    /**
     * A refusal of bytes.
     *
     * @param kind the class of the fault
     * @param offset where, in bytes from the start of what was given to the decoder
     * @param expected what the format wants there
     * @param found what stands there instead
     */
    public CorruptDataException(Kind kind, long offset, String expected, String found) {
        super("Corrupt data (" + kind + ") at byte " + offset + ": expected " + expected + ", found " + found);
        this.kind = kind;
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /**
     * The class of the fault.
     *
     * @return why the bytes were refused
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The place of the fault.
     *
     * @return bytes from the start of what was given to the decoder
     */
    public long offset() {
        return offset;
    }

    /**
     * What the format wants at that place.
     *
     * @return a phrase for people
     */
    public String expected() {
        return expected;
    }

    /**
     * What stands at that place.
     *
     * @return a phrase for people
     */
    public String found() {
        return found;
    }
}
