package dev.rejoin.map.internal;

import dev.rejoin.op.TotalOrder;
import dev.rejoin.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The schema that counts, and what wrote it: of all that were written the one with the largest version, of those the
 * largest in the total order.
 *
 * @param version of the schema
 * @param schema its stored form
 * @param time packed time of the write
 * @param replica id of its author
 * @param seq its seq
 */
public record StoredSchema(int version, Value.MapValue schema, long time, long replica, long seq) {
    /** Whether this counts rather than another. */
    boolean isAfter(@Nullable StoredSchema other) {
        if (other == null || version != other.version) {
            return other == null || version > other.version;
        }
        return TotalOrder.compare(time, replica, seq, other.time, other.replica, other.seq) > 0;
    }
}
