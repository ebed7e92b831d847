package dev.rejoin.proptests.sim;

import java.util.HashMap;
import java.util.Map;

/**
 * Where a replica inserted last, per text or list. People type at a caret, and runs typed forward or backward are where
 * merging goes wrong; positions drawn anew each time would hardly ever make a run.
 */
public final class Carets {
    private final Map<String, Integer> carets;

    /** No caret anywhere. */
    public Carets() {
        this(Map.of());
    }

    private Carets(Map<String, Integer> carets) {
        this.carets = new HashMap<>(carets);
    }

    /**
     * A copy that changes on its own.
     *
     * @return a new object
     */
    public Carets copy() {
        return new Carets(carets);
    }

    /**
     * Takes a raw number for an insert position: half of them anywhere, half at the caret.
     *
     * @param place name of the text or list
     * @param raw any number
     * @param length length of the text or list
     * @return a position from 0 to length
     */
    public int position(String place, int raw, int length) {
        boolean anywhere = (raw & 1) == 0;
        return anywhere ? OpSpec.clamp(raw >> 2, length + 1) : Math.min(carets.getOrDefault(place, length), length);
    }

    /**
     * Remembers an insert.
     *
     * @param place name of the text or list
     * @param raw the number given to {@link #position}; says whether typing goes on behind or before what was inserted
     * @param position where it was inserted
     * @param count how much was inserted
     */
    public void inserted(String place, int raw, int position, int count) {
        boolean forward = (raw & 2) == 0;
        carets.put(place, forward ? position + count : position);
    }
}
