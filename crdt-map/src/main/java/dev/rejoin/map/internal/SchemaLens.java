package dev.rejoin.map.internal;

import dev.rejoin.op.TotalOrder;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Repair.Reason;
import dev.rejoin.schema.Rule;
import dev.rejoin.schema.SchemaNode;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is read at a key through a schema: what stands there, or later at an older key, in the form of the newest version;
 * else the nearest value that is right; else the default. A function of the state. Reads only.
 */
public final class SchemaLens {
    private final DocumentState state;

    /** A lens on a document. */
    public SchemaLens(DocumentState state) {
        this.state = state;
    }

    /**
     * What is read.
     *
     * @param stored what stands in the document; null if a default is read where nothing stands
     * @param value what is read
     * @param reason why it is another; null if it is not
     */
    public record Reading(
            @Nullable Value stored, Value value, @Nullable Reason reason) {}

    /** A value in the form that one version gives it, and the write that it comes from; no value if it was removed. */
    private record Written(@Nullable Value stored, @Nullable Value value, Contest.Write write, boolean atOlderKey) {}

    /** The scalar that is read at a key of a map; null if nothing or a container is. */
    public @Nullable Reading read(MapState map, SchemaNode node, String key) {
        if (state.winner(map, key) != StateSource.NONE) {
            return null;
        }
        SchemaNode there = node.below(key);
        Field field = there == null ? null : there.field().orElse(null);
        Written written = newest(map, node, key, Integer.MAX_VALUE);
        Value stored = written == null ? null : written.stored();
        Value value = written == null ? null : written.value();
        if (written == null || stored == null || value == null) {
            Optional<Value> otherwise = field == null ? Optional.empty() : field.orElse();
            return otherwise.map(instead -> new Reading(null, instead, null)).orElse(null);
        }
        Reading moved = new Reading(stored, value, written.atOlderKey() ? Reason.MIGRATED : null);
        if (there == null || field == null || !field.type().isScalar()) {
            return moved;
        }
        Optional<Rule> broken = field.check(value);
        if (broken.isEmpty()) {
            return moved;
        }
        Optional<Value> converted = there.converted(value);
        if (converted.isPresent()) {
            return new Reading(stored, converted.get(), Reason.MIGRATED);
        }
        Value repaired = field.repaired(value).orElse(value);
        if (repaired.equals(value)) {
            return moved;
        }
        return new Reading(stored, repaired, broken.get() == Rule.TYPE ? Reason.DEFAULT : Reason.RANGE);
    }

    /** The value of a counter that is read; itself if the schema does not say otherwise. */
    public static Reading read(BigInteger count, Field field) {
        BigInteger repaired = field.repaired(count);
        Value stored = Value.of(new BigDecimal(count));
        return repaired.equals(count)
                ? new Reading(stored, stored, null)
                : new Reading(stored, Value.of(new BigDecimal(repaired)), Reason.RANGE);
    }

    /** Of what was written at a key and at older ones, the newest, in the form that a version gives it. */
    private @Nullable Written newest(MapState map, SchemaNode node, String key, int version) {
        Contest contest = state.contest(map, key);
        Value here = state.scalar(map, key);
        Written newest = contest.writes().isEmpty()
                ? null
                : new Written(here, here, contest.writes().get(0), false);
        for (SchemaNode.OlderKey older : node.olderKeys(key)) {
            boolean read = older.version() < version && state.winner(map, older.key()) == StateSource.NONE;
            Written there = read ? newest(map, node, older.key(), older.version()) : null;
            if (there != null && (newest == null || isAfter(there.write(), newest.write()))) {
                Value value = there.value();
                Optional<Value> moved = value == null ? Optional.empty() : older.convert(value);
                if (value == null || moved.isPresent()) {
                    newest = new Written(there.stored(), moved.orElse(null), there.write(), true);
                }
            }
        }
        return newest;
    }

    private static boolean isAfter(Contest.Write one, Contest.Write other) {
        return TotalOrder.compare(
                        one.time(),
                        one.id().replica().value(),
                        one.id().seq(),
                        other.time(),
                        other.id().replica().value(),
                        other.id().seq())
                > 0;
    }
}
