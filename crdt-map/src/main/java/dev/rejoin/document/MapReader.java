package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the map at a place: the root, a key of a map, or a list element.
 *
 * <p>A handle is a <em>place</em> (parent place, key, type), looked up at each use. Asking for one never fails, never
 * creates anything and never gives null: where no map can be read, everything reads as empty and {@link #exists()} is
 * false.
 *
 * <p>Concurrent edits: two devices that create the same key edit the same container. A scalar is the write with the
 * largest (timestamp, replica, seq); see {@link RegisterReader} for the concurrent ones. A container wins over scalars;
 * of containers of different types the one with the larger creation marker is read, the others are kept. A delete hides
 * what its author saw: a container that somebody else edited meanwhile stays, whole.
 *
 * <p>A key is looked up in constant time. Readers of a document are for the thread that edits it, readers of a view for
 * any thread.
 */
public interface MapReader {
    /**
     * Whether a map can be read here.
     *
     * @return false for a place that nobody created, that was deleted, or where something else stands; true for the root
     */
    boolean exists();

    /**
     * The keys at which something can be read; O(n log n).
     *
     * @return a snapshot, unmodifiable, in ascending order of {@link String#compareTo}
     */
    Set<String> keys();

    /**
     * How many keys there are; O(n).
     *
     * @return the number of keys at which something can be read
     */
    int size();

    /**
     * Whether something can be read at a key.
     *
     * @param key the key
     * @return whether a scalar or a container stands there
     */
    boolean contains(String key);

    /**
     * What can be read at a key.
     *
     * @param key the key
     * @return {@link SlotKind#SCALAR}, the type of a container, or {@link SlotKind#ABSENT}
     */
    SlotKind kindOf(String key);

    /**
     * The scalar at a key.
     *
     * @param key the key
     * @return the winning value; empty when nothing or a container stands there
     */
    Optional<Value> get(String key);

    /**
     * The string at a key.
     *
     * @param key the key
     * @return the winning value; empty when it is not a string
     */
    Optional<String> getString(String key);

    /**
     * The integer at a key.
     *
     * @param key the key
     * @param orElse what to answer when there is none
     * @return the winning value, or {@code orElse} when it is not an integer
     */
    long getLong(String key, long orElse);

    /**
     * The boolean at a key.
     *
     * @param key the key
     * @param orElse what to answer when there is none
     * @return the winning value, or {@code orElse} when it is not a boolean
     */
    boolean getBoolean(String key, boolean orElse);

    /**
     * The floating-point number at a key.
     *
     * @param key the key
     * @param orElse what to answer when there is none
     * @return the winning value, or {@code orElse} when it is not a {@link Value.Float64}
     */
    double getDouble(String key, double orElse);

    /**
     * The decimal number at a key.
     *
     * @param key the key
     * @return the winning value; empty when it is not a decimal
     */
    Optional<BigDecimal> getDecimal(String key);

    /**
     * The point in time at a key.
     *
     * @param key the key
     * @return the winning value; empty when it is not a timestamp
     */
    Optional<Instant> getTimestamp(String key);

    /**
     * The bytes at a key.
     *
     * @param key the key
     * @return a copy of the winning value; empty when it is not bytes
     */
    Optional<byte[]> getBytes(String key);

    /**
     * The place of a nested map.
     *
     * @param key the key
     * @return its reader, whatever stands there
     */
    MapReader map(String key);

    /**
     * The place of a list.
     *
     * @param key the key
     * @return its reader, whatever stands there
     */
    ListReader list(String key);

    /**
     * The place of a text.
     *
     * @param key the key
     * @return its reader, whatever stands there
     */
    TextReader text(String key);

    /**
     * The place of a counter.
     *
     * @param key the key
     * @return its reader, whatever stands there
     */
    CounterReader counter(String key);

    /**
     * The place of a set.
     *
     * @param key the key
     * @return its reader, whatever stands there
     */
    SetReader set(String key);

    /**
     * The place of a set in which removing wins over adding.
     *
     * @param key the key
     * @return its reader, whatever stands there
     */
    SetReader removeWinsSet(String key);

    /**
     * The place of a log.
     *
     * @param key the key
     * @return its reader, whatever stands there
     */
    LogReader log(String key);

    /**
     * The scalar at a key, with its concurrent values.
     *
     * @param key the key
     * @return its reader, whatever stands there
     */
    RegisterReader register(String key);

    /**
     * The map and all that is nested in it as JSON (RFC 8259), without white space, keys in ascending order: equal
     * content gives equal text. Integers and decimals are exact numbers; texts are strings, counters numbers, sets
     * and logs arrays; bytes are Base64 strings, timestamps ISO-8601 strings; NaN and infinities are strings, because JSON has no
     * numbers for them.
     *
     * @return a JSON object, {@code {}} when the map does not exist
     */
    String toJson();
}
