package dev.rejoin.delivery;

import dev.rejoin.CrdtException;
import dev.rejoin.version.OpIdSpan;
import java.util.List;

/** A version was asked for that showed text which is not kept here: it was deleted later and left out of history. */
public final class DeletedContentException extends CrdtException {
    private static final long serialVersionUID = 1L;

    private final transient List<OpIdSpan> missing;

    /**
     * Text of that version is not here.
     *
     * @param missing the elements whose characters are not here
     */
    public DeletedContentException(List<OpIdSpan> missing) {
        super("the version shows text that was deleted later and is not kept here: that of " + missing.get(0)
                + (missing.size() == 1 ? "" : " and of " + (missing.size() - 1) + " more runs"));
        this.missing = List.copyOf(missing);
    }

    /**
     * The elements of that version whose characters are not here.
     *
     * @return ascending, at least one
     */
    public List<OpIdSpan> missing() {
        return missing;
    }
}
