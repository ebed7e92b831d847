package dev.rejoin.document;

import dev.rejoin.sequence.Anchor;
import dev.rejoin.sequence.AnchorBias;
import dev.rejoin.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the list at a place; its elements are values or containers. Places: see {@link MapReader}.
 *
 * <p>Concurrent edits: elements inserted at one place by different devices stand one run after the other, in the same
 * order everywhere. A removed element stays removed, unless it holds a container that somebody else edited meanwhile:
 * then it stays, with that container.
 *
 * <p>An index is found in O(log n).
 */
public interface ListReader {
    /**
     * Whether a list can be read here.
     *
     * @return false where nobody created one, where it was deleted, or where something else stands
     */
    boolean exists();

    /**
     * How many elements there are.
     *
     * @return the size, 0 when the list does not exist
     */
    int size();

    /**
     * What an element holds.
     *
     * @param index from 0 to {@code size() - 1}
     * @return {@link SlotKind#SCALAR} or the type of a container
     * @throws IndexOutOfBoundsException if there is no such element
     */
    SlotKind kindOf(int index);

    /**
     * The value in an element.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the winning value; empty when the element holds a container
     * @throws IndexOutOfBoundsException if there is no such element
     */
    Optional<Value> get(int index);

    /**
     * The string in an element.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the winning value; empty when it is not a string
     * @throws IndexOutOfBoundsException if there is no such element
     */
    Optional<String> getString(int index);

    /**
     * The integer in an element.
     *
     * @param index from 0 to {@code size() - 1}
     * @param orElse what to answer when there is none
     * @return the winning value, or {@code orElse} when it is not an integer
     * @throws IndexOutOfBoundsException if there is no such element
     */
    long getLong(int index, long orElse);

    /**
     * All scalar values in order; elements that hold containers are left out.
     *
     * @return a snapshot, unmodifiable
     */
    List<Value> values();

    /**
     * The place of a map in an element. It stays with the element when others move it to another index.
     *
     * @param index from 0 to {@code size() - 1}
     * @return its reader, whatever the element holds
     * @throws IndexOutOfBoundsException if there is no such element
     */
    MapReader map(int index);

    /**
     * The place of a list in an element, as {@link #map(int)}.
     *
     * @param index from 0 to {@code size() - 1}
     * @return its reader, whatever the element holds
     * @throws IndexOutOfBoundsException if there is no such element
     */
    ListReader list(int index);

    /**
     * The place of a text in an element, as {@link #map(int)}.
     *
     * @param index from 0 to {@code size() - 1}
     * @return its reader, whatever the element holds
     * @throws IndexOutOfBoundsException if there is no such element
     */
    TextReader text(int index);

    /**
     * The place of a counter in an element, as {@link #map(int)}.
     *
     * @param index from 0 to {@code size() - 1}
     * @return its reader, whatever the element holds
     * @throws IndexOutOfBoundsException if there is no such element
     */
    CounterReader counter(int index);

    /**
     * The place of a set in an element, as {@link #map(int)}.
     *
     * @param index from 0 to {@code size() - 1}
     * @return its reader, whatever the element holds
     * @throws IndexOutOfBoundsException if there is no such element
     */
    SetReader set(int index);

    /**
     * A position that stays where it is while the list is edited. Tied to the element before or behind it: with
     * {@link AnchorBias#AFTER} what is inserted there lands behind the position, with {@link AnchorBias#BEFORE} before it.
     * It goes along when its element is moved. A position that bias ties to nothing is the start or the end.
     *
     * @param index from 0 to {@code size()}
     * @param bias which neighbour it stays with
     * @return the position
     * @throws IndexOutOfBoundsException if the index is not within the list
     */
    Anchor anchorAt(int index, AnchorBias bias);

    /**
     * Where a position is now. In a view O(spans), else O(log n).
     *
     * @param anchor a position in this list
     * @return an index from 0 to {@code size()}; empty when this list has no such element, or did not receive it yet
     */
    OptionalInt indexOf(Anchor anchor);

    /**
     * The place of a set in which removing wins in an element, as {@link #map(int)}.
     *
     * @param index from 0 to {@code size() - 1}
     * @return its reader, whatever the element holds
     * @throws IndexOutOfBoundsException if there is no such element
     */
    SetReader removeWinsSet(int index);

    /**
     * The place of a log in an element, as {@link #map(int)}.
     *
     * @param index from 0 to {@code size() - 1}
     * @return its reader, whatever the element holds
     * @throws IndexOutOfBoundsException if there is no such element
     */
    LogReader log(int index);

    /**
     * The list and all that is nested in it as JSON, by the rules of {@link MapReader#toJson}.
     *
     * @return a JSON array, {@code []} when the list does not exist
     */
    String toJson();
}
