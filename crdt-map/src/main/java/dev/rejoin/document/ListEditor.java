package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.util.List;

/**
 * Reads and writes the list at a place; valid only inside the transaction that gave it. What any write may throw is said
 * in {@link MapEditor}; an index outside of the list gives {@link IndexOutOfBoundsException}.
 */
public interface ListEditor extends ListReader {
    /**
     * Inserts a string.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @param value the value
     * @return this editor
     */
    ListEditor insert(int index, String value);

    /**
     * Inserts an integer.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @param value the value
     * @return this editor
     */
    ListEditor insert(int index, long value);

    /**
     * Inserts a boolean.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @param value the value
     * @return this editor
     */
    ListEditor insert(int index, boolean value);

    /**
     * Inserts a floating-point number.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @param value the value
     * @return this editor
     */
    ListEditor insert(int index, double value);

    /**
     * Inserts a value.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @param value the value
     * @return this editor
     */
    ListEditor insert(int index, Value value);

    /**
     * Inserts values side by side, as one operation.
     *
     * @param index where the first one will stand, from 0 to {@code size()}
     * @param values the values; nothing happens when there are none
     * @return this editor
     */
    ListEditor insertAll(int index, List<Value> values);

    /**
     * Inserts a string at the end.
     *
     * @param value the value
     * @return this editor
     */
    ListEditor append(String value);

    /**
     * Inserts an integer at the end.
     *
     * @param value the value
     * @return this editor
     */
    ListEditor append(long value);

    /**
     * Inserts a value at the end.
     *
     * @param value the value
     * @return this editor
     */
    ListEditor append(Value value);

    /**
     * Inserts an element that holds an empty map.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @return the editor of the new map
     */
    MapEditor insertMap(int index);

    /**
     * Inserts an element that holds an empty list.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @return the editor of the new list
     */
    ListEditor insertList(int index);

    /**
     * Inserts an element that holds an empty text.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @return the editor of the new text
     */
    TextEditor insertText(int index);

    /**
     * Inserts an element that holds a counter at 0.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @return the editor of the new counter
     */
    CounterEditor insertCounter(int index);

    /**
     * Inserts an element that holds an empty set.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @return the editor of the new set
     */
    SetEditor insertSet(int index);

    /**
     * Inserts an element that holds an empty set in which removing wins.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @return the editor of the new set
     */
    SetEditor insertRemoveWinsSet(int index);

    /**
     * Inserts an element that holds an empty log.
     *
     * @param index where it will stand, from 0 to {@code size()}
     * @return the editor of the new log
     */
    LogEditor insertLog(int index);

    /**
     * Replaces what an element holds by a string. Of concurrent writes the one with the larger (timestamp, replica, seq)
     * is read; a concurrent removal of the element wins. A container in the element is deleted.
     *
     * @param index from 0 to {@code size() - 1}
     * @param value the value
     * @return this editor
     */
    ListEditor set(int index, String value);

    /**
     * Replaces what an element holds by an integer, as {@link #set(int, String)}.
     *
     * @param index from 0 to {@code size() - 1}
     * @param value the value
     * @return this editor
     */
    ListEditor set(int index, long value);

    /**
     * Replaces what an element holds, as {@link #set(int, String)}.
     *
     * @param index from 0 to {@code size() - 1}
     * @param value the value
     * @return this editor
     */
    ListEditor set(int index, Value value);

    /**
     * Moves an element, with all that it holds, to another index. Of concurrent moves of one element the one with the
     * larger (timestamp, replica, seq) counts, so there is never more than one copy; a concurrent removal wins; what others
     * write to the element or edit inside it meanwhile goes along. O(log n).
     *
     * @param from where it stands, from 0 to {@code size() - 1}
     * @param to where it will stand, from 0 to {@code size() - 1}; nothing happens when that is where it stands
     * @return this editor
     */
    ListEditor move(int from, int to);

    /**
     * Removes an element with all that it holds.
     *
     * @param index from 0 to {@code size() - 1}
     * @return this editor
     */
    ListEditor remove(int index);

    /**
     * Removes elements with all that they hold.
     *
     * @param start index of the first, from 0
     * @param end index after the last, at most {@code size()}; nothing happens when it equals {@code start}
     * @return this editor
     */
    ListEditor remove(int start, int end);

    /**
     * Makes an empty list here when none exists.
     *
     * @return this editor
     */
    ListEditor create();

    @Override
    MapEditor map(int index);

    @Override
    ListEditor list(int index);

    @Override
    TextEditor text(int index);

    @Override
    CounterEditor counter(int index);

    @Override
    SetEditor set(int index);

    @Override
    SetEditor removeWinsSet(int index);

    @Override
    LogEditor log(int index);
}
