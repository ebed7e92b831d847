package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * One step by which what can be read in a document changed. Applying the events of all changes in order to an empty
 * mirror gives what the document reads.
 *
 * <p>Paths and indices are those that hold when all events before this one have been applied. An event with a key names
 * the path of the map and the key; the others name the container they happened in.
 */
public sealed interface DocumentEvent {
    /**
     * Where it happened.
     *
     * @return the path of the container whose content changed
     */
    Path path();

    /**
     * The scalar that can be read at a key changed, appeared or went.
     *
     * @param path the map
     * @param key the key
     * @param before what could be read before; empty when there was no scalar
     * @param after what can be read now; empty when there is no scalar
     */
    record ValueChanged(Path path, String key, Optional<Value> before, Optional<Value> after)
            implements DocumentEvent {}

    /**
     * A container can now be read at a key; nothing could be read there after the events before this one.
     *
     * @param path the map
     * @param key the key
     * @param content all that can be read in it
     */
    record ContainerAppeared(Path path, String key, Content content) implements DocumentEvent {}

    /**
     * A container can no longer be read at a key.
     *
     * @param path the map
     * @param key the key
     * @param content all that could be read in it
     */
    record ContainerDisappeared(Path path, String key, Content content) implements DocumentEvent {}

    /**
     * Characters were inserted into a text.
     *
     * @param path the text
     * @param index where the first one stands now, in UTF-16 code units
     * @param text the characters
     */
    record TextInserted(Path path, int index, String text) implements DocumentEvent {}

    /**
     * Characters were deleted from a text.
     *
     * @param path the text
     * @param index where the first one stood, in UTF-16 code units
     * @param text the characters that went
     */
    record TextDeleted(Path path, int index, String text) implements DocumentEvent {
        /**
         * How many UTF-16 code units went.
         *
         * @return the length of {@link #text}
         */
        public int length() {
            return text.length();
        }
    }

    /**
     * Elements were inserted into a list, or became readable again.
     *
     * @param path the list
     * @param index where the first one stands now
     * @param elements what they hold
     */
    record ElementsInserted(Path path, int index, List<Content> elements) implements DocumentEvent {
        /** Keeps a copy. */
        public ElementsInserted {
            elements = List.copyOf(elements);
        }
    }

    /**
     * Elements were removed from a list.
     *
     * @param path the list
     * @param index where the first one stood
     * @param elements what they held
     */
    record ElementsRemoved(Path path, int index, List<Content> elements) implements DocumentEvent {
        /** Keeps a copy. */
        public ElementsRemoved {
            elements = List.copyOf(elements);
        }
    }

    /**
     * An element of a list holds something else.
     *
     * @param path the list
     * @param index its index
     * @param before what it held
     * @param after what it holds now
     */
    record ElementSet(Path path, int index, Content before, Content after) implements DocumentEvent {}

    /**
     * An element of a list stands elsewhere; it holds what it held.
     *
     * @param path the list
     * @param from its index before
     * @param to its index now, when it no longer stands at {@code from}
     */
    record ElementMoved(Path path, int from, int to) implements DocumentEvent {}

    /**
     * A counter has another value.
     *
     * @param path the counter
     * @param before its value before
     * @param after its value now
     */
    record CounterChanged(Path path, BigInteger before, BigInteger after) implements DocumentEvent {}

    /**
     * A value that was not in a set is there now.
     *
     * @param path the set
     * @param value the value
     */
    record SetAdded(Path path, Value value) implements DocumentEvent {}

    /**
     * A value that was in a set is no longer there.
     *
     * @param path the set
     * @param value the value
     */
    record SetRemoved(Path path, Value value) implements DocumentEvent {}

    /**
     * A log has one more entry.
     *
     * @param path the log
     * @param index where the entry stands now; not at the end if it is older than entries that were there
     * @param value the entry
     */
    record LogAppended(Path path, int index, Value value) implements DocumentEvent {}
}
