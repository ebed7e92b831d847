package dev.rejoin.document;

import dev.rejoin.CrdtException;
import dev.rejoin.value.Value;
import java.io.Serial;

/**
 * A write to a key that keeps its first value ({@link dev.rejoin.register.RegisterPolicy#FIRST_WRITER}) and has one;
 * nothing was changed. Removing the key first is a way to begin anew.
 */
public final class FirstValueStandsException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Path path;
    private final transient Value first;

    FirstValueStandsException(Path path, Value first) {
        super(path + " keeps its first value, " + first);
        this.path = path;
        this.first = first;
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
     * What stands there.
     *
     * @return the first value
     */
    public Value first() {
        return first;
    }
}
