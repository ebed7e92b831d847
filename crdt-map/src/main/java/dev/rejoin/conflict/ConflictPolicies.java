package dev.rejoin.conflict;

import dev.rejoin.register.RegisterPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a device reads what concurrent edits left, field by field. Where nothing is said, the last writer of a scalar is
 * read, and an update wins over a delete.
 *
 * <p>Policies act when reading and when a local edit is prepared, never when operations are applied: devices with other
 * policies hold the same state, byte for byte, and can change their mind later. What they read may differ.
 *
 * <p>Immutable, for any thread.
 */
public final class ConflictPolicies {
    private static final ConflictPolicies DEFAULTS = new ConflictPolicies(List.of());

    private final List<FieldPolicy> fields;

    private ConflictPolicies(List<FieldPolicy> fields) {
        this.fields = fields;
    }

    /**
     * Last writer and {@link DeletePolicy#UPDATE_WINS} everywhere.
     *
     * @return policies without entries
     */
    public static ConflictPolicies defaults() {
        return DEFAULTS;
    }

    /**
     * Says what becomes of a deleted container that somebody edited concurrently.
     *
     * @param pattern which containers, see {@link PathPattern}
     * @param policy which of the two wins
     * @return changed policies; of several entries that match a place the last one counts
     * @throws IllegalArgumentException if the pattern is malformed
     */
    public ConflictPolicies onDelete(String pattern, DeletePolicy policy) {
        return with(new FieldPolicy(PathPattern.of(pattern), Optional.of(policy), Optional.empty()));
    }

    /**
     * Says how the scalar at keys of maps is read, and whether it may be written.
     *
     * <p>A merge function must be pure, commutative, associative and idempotent. One that throws reads as multi-value; so
     * should a device that lacks the function be configured.
     *
     * @param pattern which keys, see {@link PathPattern}; list elements are always read as the last writer's
     * @param policy how to read them
     * @return changed policies; of several entries that match a place the last one counts
     * @throws IllegalArgumentException if the pattern is malformed
     */
    public ConflictPolicies scalar(String pattern, RegisterPolicy policy) {
        return with(new FieldPolicy(PathPattern.of(pattern), Optional.empty(), Optional.of(policy)));
    }

    private ConflictPolicies with(FieldPolicy field) {
        List<FieldPolicy> more = new ArrayList<>(fields);
        more.add(field);
        return new ConflictPolicies(List.copyOf(more));
    }

    /**
     * All entries.
     *
     * @return an unmodifiable list in the order in which they were added
     */
    public List<FieldPolicy> fields() {
        return fields;
    }

    /**
     * One entry.
     *
     * @param pattern which places
     * @param onDelete what wins there, if the entry says so
     * @param scalar how scalars there are read, if the entry says so
     */
    public record FieldPolicy(PathPattern pattern, Optional<DeletePolicy> onDelete, Optional<RegisterPolicy> scalar) {
        /** Checks that nothing is missing. */
        public FieldPolicy {
            Objects.requireNonNull(pattern, "pattern");
            Objects.requireNonNull(onDelete, "onDelete");
            Objects.requireNonNull(scalar, "scalar");
        }
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
