package dev.rejoin.map.internal;

import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.conflict.PathPattern;
import dev.rejoin.register.RegisterPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link ConflictPolicies} that can matter at one place of a document and below it. Found step by step on the
 * way down, so that a place at which no pattern can match costs nothing. Immutable.
 */
final class FieldRules {
    private final List<Candidate> candidates;

    private FieldRules(List<Candidate> candidates) {
        this.candidates = candidates;
    }

    /** The rules at the root; null when there are none. */
    static @Nullable FieldRules of(ConflictPolicies policies) {
        List<Candidate> candidates = new ArrayList<>();
        for (ConflictPolicies.FieldPolicy field : policies.fields()) {
            candidates.add(new Candidate(field, field.pattern()));
        }
        return candidates.isEmpty() ? null : new FieldRules(candidates);
    }

    /** The rules one step below, at a key, or null for a list element; null when no pattern can match there or below. */
    @Nullable
    FieldRules below(@Nullable String key) {
        List<Candidate> left = new ArrayList<>();
        for (Candidate candidate : candidates) {
            for (PathPattern rest : candidate.rest.after(key)) {
                left.add(new Candidate(candidate.field, rest));
            }
        }
        return left.isEmpty() ? null : new FieldRules(left);
    }

    /** Whether a delete wins over a concurrent update at this place. */
    boolean deleteWins() {
        DeletePolicy policy = DeletePolicy.UPDATE_WINS;
        for (Candidate candidate : candidates) {
            if (candidate.rest.isMatched()) {
                policy = candidate.field.onDelete().orElse(policy);
            }
        }
        return policy == DeletePolicy.DELETE_WINS;
    }

    /** How a scalar at this place is read. */
    RegisterPolicy scalar() {
        RegisterPolicy policy = RegisterPolicy.LAST_WRITER;
        for (Candidate candidate : candidates) {
            if (candidate.rest.isMatched()) {
                policy = candidate.field.scalar().orElse(policy);
            }
        }
        return policy;
    }

    /** How the scalar at a key of a map is read, whose rules are null when there are none. */
    static RegisterPolicy scalarAt(@Nullable FieldRules rules, String key) {
        FieldRules there = rules == null ? null : rules.below(key);
        return there == null ? RegisterPolicy.LAST_WRITER : there.scalar();
    }

    private record Candidate(ConflictPolicies.FieldPolicy field, PathPattern rest) {}
}
