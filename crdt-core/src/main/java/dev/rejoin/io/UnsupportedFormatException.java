package dev.rejoin.io;

import dev.rejoin.CrdtException;
import java.io.Serial;

/** Bytes were written by a format version, or need a feature, that this version of the library does not know. */
public final class UnsupportedFormatException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What the bytes name. */
    private final String found;

    /** What this library reads. */
    private final String supported;

    /**
     * A refusal of a format.
     *
     * @param found the version or feature that the bytes name
     * @param supported what this library reads
     */
    public UnsupportedFormatException(String found, String supported) {
        super("Unsupported format: found " + found + ", supported " + supported);
        this.found = found;
        this.supported = supported;
    }

    /**
     * What the bytes name.
     *
     * @return a version or feature
     */
    public String found() {
        return found;
    }

    /**
     * What this library reads.
     *
     * @return versions or features
     */
    public String supported() {
        return supported;
    }
}
