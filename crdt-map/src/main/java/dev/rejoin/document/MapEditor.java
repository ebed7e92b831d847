package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Reads and writes the map at a place; valid only inside the transaction that gave it, afterwards every call throws
 * {@link IllegalStateException}.
 *
 * <p>The first write creates what is missing on the way. A map that was deleted starts empty again; so do all deleted
 * containers above it. Any write may throw:
 * <ul>
 *   <li>{@link TypeMismatchException}: something of another type can be read at this place or at one above it,
 *   <li>{@link dev.rejoin.io.LimitExceededException}: key, value, depth or change too large,
 *   <li>{@link IllegalArgumentException}: a key or string with an unpaired surrogate,
 *   <li>{@link IllegalStateException}: the transaction is over, or the list element of the place was removed.
 * </ul>
 */
public interface MapEditor extends MapReader {
    /**
     * Writes a string to a key. Containers that stand there are deleted, as {@link #remove} does.
     *
     * @param key the key
     * @param value the value
     * @return this editor
     */
    MapEditor put(String key, String value);

    /**
     * Writes an integer to a key, as {@link #put(String, String)}.
     *
     * @param key the key
     * @param value the value
     * @return this editor
     */
    MapEditor put(String key, long value);

    /**
     * Writes a boolean to a key, as {@link #put(String, String)}.
     *
     * @param key the key
     * @param value the value
     * @return this editor
     */
    MapEditor put(String key, boolean value);

    /**
     * Writes a floating-point number to a key, as {@link #put(String, String)}.
     *
     * @param key the key
     * @param value the value
     * @return this editor
     */
    MapEditor put(String key, double value);

    /**
     * Writes a decimal number to a key, as {@link #put(String, String)}.
     *
     * @param key the key
     * @param value the value
     * @return this editor
     */
    MapEditor put(String key, BigDecimal value);

    /**
     * Writes a point in time to a key, as {@link #put(String, String)}.
     *
     * @param key the key
     * @param value the value
     * @return this editor
     */
    MapEditor put(String key, Instant value);

    /**
     * Writes bytes to a key, as {@link #put(String, String)}.
     *
     * @param key the key
     * @param value the value; copied
     * @return this editor
     */
    MapEditor put(String key, byte[] value);

    /**
     * Writes a value to a key, as {@link #put(String, String)}. Writing an equal value is a write too: it takes a new
     * timestamp and settles a conflict.
     *
     * @param key the key
     * @param value the value
     * @return this editor
     */
    MapEditor put(String key, Value value);

    /**
     * Deletes what stands at a key: the scalar, and every container of any type. What others do there concurrently is
     * not deleted. Nothing happens when there is nothing.
     *
     * @param key the key
     * @return this editor
     */
    MapEditor remove(String key);

    /**
     * Puts an empty container at a key that is another one than all before it, and deletes what stands there as {@link #remove}
     * does. A container that is deleted and created again is still the one that others edit; what they do concurrently shows
     * in it. Into a new one nothing gets that was not written to it: if others edit the old one concurrently, it is kept
     * beside the new one, as a conflict of types. Of two that are put there concurrently, the one that was created last is
     * read, and the other one is kept as such a conflict too.
     *
     * @param key the key
     * @param kind of the new container
     * @return this editor
     */
    MapEditor replaceWithNew(String key, SlotKind kind);

    /**
     * Takes back the delete of a container at a key, with all that stood in it and whatever was edited in it meanwhile. Deleted
     * containers above it come back too. Of several containers at the key the one that was created last is read.
     *
     * @param key the key
     * @param kind which container; of several the one that was created last
     * @return this editor
     * @throws IllegalStateException if there never was such a container, or it is not deleted
     * @throws dev.rejoin.delivery.PrunedContentException if all members know of its deletion, and may have pruned it
     */
    MapEditor restore(String key, SlotKind kind);

    /**
     * Makes an empty map here when none exists.
     *
     * @return this editor
     */
    MapEditor create();

    @Override
    MapEditor map(String key);

    @Override
    ListEditor list(String key);

    @Override
    TextEditor text(String key);

    @Override
    CounterEditor counter(String key);

    @Override
    SetEditor set(String key);

    @Override
    SetEditor removeWinsSet(String key);

    @Override
    LogEditor log(String key);

    @Override
    RegisterEditor register(String key);
}
