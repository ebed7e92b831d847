package dev.rejoin.document;

import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.map.internal.ChangeObserver;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SchemaCheck;
import dev.rejoin.map.internal.StoredSchema;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.schema.Violation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the schema of this device and the one in the document mean for a document: policies, and the check of edits. */
final class SchemaRules {
    private final DocumentState state;
    private final ConflictPolicies device;
    private final @Nullable Schema own;
    private ConflictPolicies applied = ConflictPolicies.defaults();
    /** What {@link #stored} was read from. */
    private @Nullable StoredSchema seen;

    private @Nullable Schema stored;

    SchemaRules(DocumentState state, DocumentOptions options) {
        this.state = state;
        this.device = options.policies();
        this.own = options.schema().orElse(null);
        apply(policies());
    }

    /** The schema that stands in the document, if there is one. */
    @Nullable
    Schema stored() {
        return stored;
    }

    /** How the document is read now. */
    ConflictPolicies applied() {
        return applied;
    }

    /** The schema by which edits are checked: the one that this application was written for, else the one in the document. */
    @Nullable
    Schema inForce() {
        return own == null ? stored : own;
    }

    /** Whether a schema asks for keys in the root, and nothing stands there yet. */
    boolean isRootNew() {
        return inForce() != null && state.count((MapState) state.state(ContainerTable.ROOT)) == 0;
    }

    /** Throws when an open change did something wrong. */
    void check(OpenChange change, boolean rootWasNew) {
        Schema schema = inForce();
        if (schema == null || change.isEmpty()) {
            return;
        }
        List<Violation> violations = SchemaCheck.ofChange(state, schema, change::forEach, rootWasNew);
        if (!violations.isEmpty()) {
            throw new SchemaViolationException(schema.version(), violations);
        }
    }

    /**
     * Reads by the schema in the document, if that is another one since the last time.
     *
     * @param telling whether to say what reads differently now
     * @return what does
     */
    List<DocumentEvent> follow(boolean telling) {
        StoredSchema now = state.schema();
        if (Objects.equals(now, seen)) {
            return List.of();
        }
        seen = now;
        stored = now == null ? null : Schema.read(now.version(), now.schema());
        ConflictPolicies policies = policies();
        if (policies.fields().equals(applied.fields())) {
            return List.of();
        }
        ChangeObserver observer = state.observer();
        state.setObserver(null);
        try {
            @Nullable Content before = telling ? content() : null;
            apply(policies);
            return before == null ? List.of() : ContentDifference.events(before, content());
        } finally {
            state.setObserver(observer);
        }
    }

    private Content content() {
        return Contents.of(state, state.state(ContainerTable.ROOT));
    }

    private void apply(ConflictPolicies policies) {
        if (!policies.fields().equals(applied.fields())) {
            state.setPolicies(policies);
            applied = policies;
        }
    }

    /** What the device says, then what the older schema says, then the newer one. */
    private ConflictPolicies policies() {
        Map<String, Field> fields = new TreeMap<>();
        Schema mine = own;
        Schema theirs = stored;
        boolean mineIsNewer = mine != null && (theirs == null || mine.version() > theirs.version());
        for (Schema schema :
                mineIsNewer ? new @Nullable Schema[] {theirs, mine} : new @Nullable Schema[] {mine, theirs}) {
            if (schema != null) {
                fields.putAll(schema.fields());
            }
        }
        ConflictPolicies policies = device;
        for (Map.Entry<String, Field> entry : fields.entrySet()) {
            Field field = entry.getValue();
            if (field.policy() != RegisterPolicy.LAST_WRITER) {
                policies = policies.scalar(entry.getKey(), withFunction(field.policy()));
            }
            if (field.onDelete() != DeletePolicy.UPDATE_WINS) {
                policies = policies.onDelete(entry.getKey(), field.onDelete());
            }
        }
        return policies;
    }

    /** A stored merge function has only its name: the function is that of the own schema, if it has one of the name. */
    private RegisterPolicy withFunction(RegisterPolicy policy) {
        if (policy instanceof RegisterPolicy.Merge named && own != null) {
            for (Field field : own.fields().values()) {
                if (field.policy() instanceof RegisterPolicy.Merge known
                        && known.name().equals(named.name())) {
                    return known;
                }
            }
        }
        return policy;
    }
}
