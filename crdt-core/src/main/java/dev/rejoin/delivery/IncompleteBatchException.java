package dev.rejoin.delivery;

import dev.rejoin.CrdtException;

/**
 * A batch that lacks deleted text is taken whole or not at all, because what deletes the text must not come later; here one
 * of its changes could not be applied. Nothing was changed: ask again for what this document lacks, or with the text.
 */
public final class IncompleteBatchException extends CrdtException {
    private static final long serialVersionUID = 1L;

    private final transient Delivery hindrance;

    /**
     * It cannot be applied.
     *
     * @param hindrance what would become of the first change that is in the way
     */
    public IncompleteBatchException(Delivery hindrance) {
        super("a batch without deleted text is taken whole or not at all; in the way is " + hindrance);
        this.hindrance = hindrance;
    }

    /**
     * What would become of the first change that is in the way.
     *
     * @return waiting, quarantined, full, rejected, retired or below the base
     */
    public Delivery hindrance() {
        return hindrance;
    }
}
