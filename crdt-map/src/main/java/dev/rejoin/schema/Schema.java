package dev.rejoin.schema;

import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an application says about its documents, in one version: the fields by path, with the type, the policy, the rules
 * and the default of each. What it does not name may stand in a document too, and is left alone.
 *
 * <p>A path is keys separated by {@code /}, such as {@code site/city}; {@code *} stands for every key of a map, element of
 * a list, entry of a log or value of a set, as in {@code orders/*}{@code /status}. {@code ~0 ~1 ~2} read {@code ~ / *}.
 *
 * <p>Migrations are code, and no part of what is stored: they belong to the application that was written for the version.
 *
 * <p>Of schemas that are written into a document concurrently the higher version counts, of equal ones the later. It
 * converges because that is a maximum. Applying operations never looks at a schema.
 *
 * <p>Immutable, for any thread.
 */
public final class Schema {
    /** Longest stored form, in bytes. */
    public static final int MAX_BYTES = 1 << 16;

    private final int version;
    private final Map<String, Field> fields;
    private final SchemaNode root;
    private final List<String> unsupported;

    Schema(int version, Map<String, Field> fields, List<Migration> migrations, List<String> unsupported) {
        this.version = version;
        this.fields = Collections.unmodifiableMap(fields);
        this.root = tree(this.fields);
        migrations.forEach(migration -> migration.steps().forEach(step -> migrate(root, migration.from(), step)));
        this.unsupported = List.copyOf(unsupported);
    }

    /**
     * Begins a schema.
     *
     * @param version of the schema, at least 1; a later one gets a larger number
     * @return a builder without fields
     */
    public static Builder builder(int version) {
        return new Builder(version);
    }

    /**
     * Reads a stored schema. What this version of the library does not know is left out of the fields and listed in
     * {@link #unsupported()}, since it may come from a later one.
     *
     * @param version of the schema
     * @param stored as {@link #toValue()} gave it; hostile bytes may stand behind it
     * @return the schema, as far as it is understood
     */
    public static Schema read(int version, Value.MapValue stored) {
        return new SchemaReader().read(version, stored);
    }

    /**
     * Checks a stored form before it is written, or after it was received.
     *
     * @param version of the schema
     * @param stored its form
     * @throws IllegalArgumentException if the version is not positive
     * @throws LimitExceededException if the form is longer than {@link #MAX_BYTES}
     */
    public static void checkStored(int version, Value.MapValue stored) {
        if (version < 1) {
            throw new IllegalArgumentException("The version of a schema must be at least 1: " + version);
        }
        int bytes = ValueCodec.encode(stored).length;
        if (bytes > MAX_BYTES) {
            throw new LimitExceededException(Limit.VALUE_BYTES, MAX_BYTES, bytes);
        }
    }

    /**
     * Which version of the application's schema this is.
     *
     * @return at least 1
     */
    public int version() {
        return version;
    }

    /**
     * All fields.
     *
     * @return by path, in ascending order
     */
    public Map<String, Field> fields() {
        return fields;
    }

    /**
     * What is said about the root map, and the way to everything below.
     *
     * @return the root
     */
    public SchemaNode root() {
        return root;
    }

    /**
     * What a stored schema says that this version of the library does not understand. It is kept where it is stored.
     *
     * @return path and part of each, for people
     */
    public List<String> unsupported() {
        return unsupported;
    }

    /**
     * The form in which the schema is stored: functions are left out, but for their names.
     *
     * @return plain data
     */
    public Value.MapValue toValue() {
        return SchemaWriter.write(fields);
    }

    private static SchemaNode tree(Map<String, Field> fields) {
        SchemaNode root = new SchemaNode();
        fields.forEach((path, field) -> insert(root, path, field)); // ascending, so that what is above comes first
        return root;
    }

    static void insert(SchemaNode root, String path, Field field) {
        SchemaNode at = root;
        boolean inCollection = false;
        Field above = null;
        for (String step : steps(path)) {
            inCollection = step == null;
            above = at.field().orElse(null);
            at = at.grow(step, path);
        }
        checkInside(path, field, above, inCollection);
        at.set(field, path);
    }

    private static void migrate(SchemaNode root, int version, Migration.Step step) {
        List<@Nullable String> steps = steps(step.path());
        SchemaNode at = root;
        for (String each : steps.subList(0, steps.size() - 1)) {
            SchemaNode next = at.below(each);
            if (next == null) {
                throw new SchemaException("The migration of " + step.path() + " leads to no field of the schema");
            }
            at = next;
        }
        String last = steps.get(steps.size() - 1);
        if (step.newKey().isPresent()) {
            if (last == null) {
                throw new SchemaException("The migration of " + step.path() + " moves no single key");
            }
            checkScalar(at.below(step.newKey().get()), step);
            at.addOlderKey(step.newKey().get(), new SchemaNode.OlderKey(last, version, step.conversion()));
        } else {
            SchemaNode there = at.below(last);
            if (there == null || there.field().isEmpty()) {
                throw new SchemaException("The migration of " + step.path() + " leads to no field of the schema");
            }
            checkScalar(there, step);
            there.addConversion(step.conversion());
        }
    }

    private static void checkScalar(@Nullable SchemaNode there, Migration.Step step) {
        boolean isScalar = there == null
                || there.field().map(field -> field.type().isScalar()).orElse(false);
        if (!isScalar) {
            throw new SchemaException("The migration of " + step.path() + " leads to a container. Two devices that each"
                    + " fill it would fill it twice");
        }
    }

    private static void checkInside(String path, Field field, @Nullable Field above, boolean inCollection) {
        if (!inCollection) {
            return;
        }
        if (field.isRequired() || field.otherwise != null) {
            throw new SchemaException(
                    path + " means what stands in a collection: it is neither required nor has it a" + " default");
        }
        boolean isMap = above == null || above.type() == FieldType.MAP;
        if (!isMap && field.policy() != RegisterPolicy.LAST_WRITER) {
            throw new SchemaException(path + " is no key of a map, and has no policy of its own");
        }
        if (above != null && above.type().holdsScalarsOnly() && !field.type().isScalar()) {
            throw new SchemaException(path + " is a " + field.type().id() + " in a "
                    + above.type().id() + ", which holds scalars only");
        }
    }

    /** The steps of a path; null for {@code *}. */
    static List<@Nullable String> steps(String path) {
        List<@Nullable String> steps = new ArrayList<>();
        for (String step : path.split("/", -1)) {
            if (step.equals("*")) {
                steps.add(null);
                continue;
            }
            if (step.isEmpty()
                    || step.contains("*")
                    || step.replaceAll("~[012]", "").contains("~")) {
                throw new SchemaException("Step \"" + step + "\" of the path \"" + path
                        + "\" is no key: it is empty, or holds a * or ~ that is not written as ~2 or ~0");
            }
            steps.add(FormatLimits.checkKey(
                    step.replace("~2", "*").replace("~1", "/").replace("~0", "~")));
        }
        if (steps.size() > FormatLimits.MAX_DEPTH) {
            throw new SchemaException("The path " + path + " has more than " + FormatLimits.MAX_DEPTH + " steps");
        }
        return steps;
    }

    /** Version and number of fields. */
    @Override
    public String toString() {
        return "Schema " + version + " of " + fields.size() + " fields";
    }

    /** Collects fields; each method returns the builder. */
    public static final class Builder {
        private final int version;
        private final Map<String, Field> fields = new TreeMap<>();
        private final List<String> unique = new ArrayList<>();
        private final Map<Integer, Migration> migrations = new TreeMap<>();

        private Builder(int version) {
            if (version < 1) {
                throw new SchemaException("The version of a schema must be at least 1: " + version);
            }
            this.version = version;
        }

        /**
         * Describes places.
         *
         * @param path which ones, see {@link Schema}
         * @param field what stands there
         * @return this builder
         * @throws SchemaException if they were described already, or the path is malformed
         */
        public Builder field(String path, Field field) {
            steps(path);
            if (fields.put(path, field) != null) {
                throw new SchemaException(path + " is described twice");
            }
            return this;
        }

        /**
         * Says how what an older version wrote reads in the next: one migration for each step of versions that needs one.
         *
         * @param migration from a version before this one
         * @return this builder
         * @throws SchemaException if there is one of that step, or it does not lead to this version or an earlier one
         */
        public Builder migration(Migration migration) {
            if (migration.from() < 1 || migration.from() >= version) {
                throw new SchemaException(
                        "A migration from version " + migration.from() + " in a schema of version " + version);
            }
            if (migrations.put(migration.from(), migration) != null) {
                throw new SchemaException("There are two migrations from version " + migration.from());
            }
            return this;
        }

        /**
         * Asks that values be different from each other, which {@link #build()} refuses: devices that are apart may each
         * write the same value, and no reading of both mends that.
         *
         * @param path where values should be different
         * @return this builder
         */
        public Builder unique(String path) {
            unique.add(path);
            return this;
        }

        /**
         * The schema of the fields so far.
         *
         * @return a schema
         * @throws SchemaException if it contradicts itself, or asks for what devices that are apart cannot keep
         * @throws LimitExceededException if it is larger than {@link #MAX_BYTES}
         */
        public Schema build() {
            if (!unique.isEmpty()) {
                throw new SchemaException(
                        unique.get(0) + " cannot be unique: two devices that are apart may each write the same value."
                                + " Make the value the key of a map, or derive the id of the document from it"
                                + " (DocumentId.named), so that both edit one thing");
            }
            fields.forEach((path, field) -> field.orElse().flatMap(field::check).ifPresent(rule -> {
                throw new SchemaException("The default of " + path + " is not " + field.expectation(rule));
            }));
            long states = fields.values().stream()
                    .map(field -> field.pattern)
                    .mapToLong(pattern -> pattern == null ? 0 : pattern.size())
                    .sum();
            if (states > LinearPattern.MAX_STATES_OF_ALL) {
                throw new SchemaException("The patterns of the schema are too large together");
            }
            Schema schema = new Schema(version, new TreeMap<>(fields), List.copyOf(migrations.values()), List.of());
            checkStored(version, schema.toValue());
            return schema;
        }
    }
}
