package dev.rejoin.document;

import dev.rejoin.CrdtException;
import java.io.Serial;

/**
 * A write through an editor of one type to a place where something of another type can be read; nothing was changed.
 *
 * <p>Places never fail by being named or read: {@code map("x")} is a place whatever stands at {@code x}, and reads as
 * absent unless a map can be read there. The first write is what checks. To put a container where a scalar or another
 * container stands, remove the key first.
 */
public final class TypeMismatchException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Path path;
    private final SlotKind expected;
    private final SlotKind found;

    /**
     * A refused write.
     *
     * @param path the place
     * @param expected the type of the editor
     * @param found what can be read there
     */
    public TypeMismatchException(Path path, SlotKind expected, SlotKind found) {
        super("Expected " + expected + " at " + path + ", found " + found);
        this.path = path;
        this.expected = expected;
        this.found = found;
    }

    /**
     * The place of the write.
     *
     * @return its path at the time of the write
     */
    public Path path() {
        return path;
    }

    /**
     * The type that the editor writes.
     *
     * @return what was expected at the place
     */
    public SlotKind expected() {
        return expected;
    }

    /**
     * What can be read at the place.
     *
     * @return what was found there
     */
    public SlotKind found() {
        return found;
    }
}
