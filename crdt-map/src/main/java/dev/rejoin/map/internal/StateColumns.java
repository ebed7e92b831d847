package dev.rejoin.map.internal;

import dev.rejoin.sequence.internal.SequenceColumns;

/** The columns of a saved state. */
final class StateColumns {
    /** Replicas, then the containers, each inside its parent. */
    static final int FIELDS = 0;
    /** The first of those that hold the structure of the sequences. */
    static final int SEQUENCES = 1;
    /** The characters of all texts. */
    static final int TEXT = SEQUENCES + SequenceColumns.NUMBER;

    static final int NUMBER = TEXT + 1;

    /** Form of the characters: UTF-8. */
    static final int UTF8 = 0;
    /** Form of the characters: UTF-16 code units, where a text is not well-formed, which only forged operations make. */
    static final int UNITS = 1;

    private StateColumns() {}
}
