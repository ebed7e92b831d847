package dev.rejoin.conflict;

import dev.rejoin.CrdtException;
import java.io.Serial;

/**
 * A conflict was to be resolved that is not as it was when it was listed: somebody settled it, or added to it. Nothing
 * was changed; list the conflicts again.
 */
public final class StaleConflictException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Explanation present;

    /**
     * A refused resolution.
     *
     * @param present what is there now
     */
    public StaleConflictException(Explanation present) {
        super("The conflict is not as it was listed any more. Now " + present);
        this.present = present;
    }

    /**
     * What is there now.
     *
     * @return the explanation of the place
     */
    public Explanation present() {
        return present;
    }
}
