package dev.rejoin.map.internal;

import dev.rejoin.log.LogAppended;
import dev.rejoin.set.SetEvent;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sees what operations do to what can be read, while they are applied. Called around every operation of a change if
 * somebody listens; the state must not be changed from here.
 */
public interface ChangeObserver {
    /** A change begins; what was recorded before is final. */
    void begin();

    /**
     * An operation is about to be applied.
     *
     * @param container what it addresses
     * @param key the key that it writes, else null
     * @param element the element that it writes, else ElementId.NONE
     * @param whole whether it may change the visibility of the container itself: create, hide, clear
     */
    void before(int container, @Nullable String key, long element, boolean whole);

    /** The operation that was announced last was applied. */
    void after();

    /** A run was inserted at a visible index. */
    void inserted(int container, int index, long first, int count);

    /** A list or text is about to lose elements; those that are visible matter. */
    void deleting(int container, long first, int count);

    /** Visible elements are gone. */
    void deleted(int container, int index, long first, int count);

    /** A visible element stood at an index and stands at another one now. */
    void moved(int container, int from, int to);

    /** A counter has another value. */
    void counted(int container, BigInteger before, BigInteger after);

    /** A set was changed. */
    void set(int container, SetEvent event);

    /** A log has one more entry. */
    void appended(int container, LogAppended event);

    /** What was recorded of the open change never happened. */
    void rollback();
}
