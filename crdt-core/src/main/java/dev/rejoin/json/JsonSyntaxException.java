package dev.rejoin.json;

import dev.rejoin.CrdtException;
import java.io.Serial;

/**
 * A text is not JSON as RFC 8259 defines it. The message names the place, what was expected and what was found; it never
 * repeats content of the text beyond one character.
 */
public final class JsonSyntaxException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Its place. */
    private final int offset;

    /** What the grammar wants there. */
    private final String expected;

    /** What stands there instead. */
    private final String found;

    /**
     * A refusal of a text.
     *
     * @param offset where, in UTF-16 code units from the start of the text; in bytes where the bytes are not UTF-8
     * @param expected what the grammar wants there
     * @param found what stands there instead
     */
    public JsonSyntaxException(int offset, String expected, String found) {
        super("Not JSON at " + offset + ": expected " + expected + ", found " + found);
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /**
     * The place of the fault.
     *
     * @return UTF-16 code units from the start of the text; bytes where the bytes are not UTF-8
     */
    public int offset() {
        return offset;
    }

    /**
     * What the grammar wants at that place.
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
