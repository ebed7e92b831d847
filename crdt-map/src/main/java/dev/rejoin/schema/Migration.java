package dev.rejoin.schema;

import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How what one version of a schema wrote reads in the next. Nothing is written for it: what an application writes itself is
 * written in the newest version, and devices of the older version go on as before.
 *
 * <p>Concurrent edits: of a field that moved, what was written later is read, at its old or its new key. So devices of both
 * versions may go on for as long as they like. It converges because what is read is a function of the state alone, if
 * conversions are functions of their argument.
 *
 * <p>Only scalars migrate. A container that two devices turned into another one would hold everything twice; give it a new
 * key, or let the set or map stay what it is.
 *
 * <p>Immutable, for any thread.
 */
public final class Migration {
    private final int from;
    private final List<Step> steps;

    /** From an old key to another of the same map, or, without one, to a new form at the same key. */
    record Step(String path, Optional<String> newKey, Function<Value, Optional<Value>> conversion) {}

    private Migration(int from, List<Step> steps) {
        this.from = from;
        this.steps = List.copyOf(steps);
    }

    /**
     * Begins a step between two versions.
     *
     * @param version the older one; the migration leads to the next
     * @return a migration without effect
     */
    public static Migration from(int version) {
        return new Migration(version, List.of());
    }

    /**
     * A field has another key in the same map.
     *
     * @param path the old place, see {@link Schema}; its last step is a key
     * @param newKey its new key
     * @return a changed migration
     */
    public Migration moved(String path, String newKey) {
        return moved(path, newKey, Optional::of);
    }

    /**
     * A field has another key in the same map, and another form.
     *
     * @param path the old place, see {@link Schema}; its last step is a key
     * @param newKey its new key
     * @param conversion of the old form; empty for what has none in the new one. What throws counts as empty
     * @return a changed migration
     */
    public Migration moved(String path, String newKey, Function<Value, Optional<Value>> conversion) {
        return with(new Step(path, Optional.of(newKey), conversion));
    }

    /**
     * A field has another form. The conversion is asked for values only that are not right in the new form, so the forms
     * must be told apart by type or rule: if both are right in it, move the field. Older devices read the new form as it
     * is written: to keep them going, move the field.
     *
     * @param path which places, see {@link Schema}; keys of maps
     * @param conversion of the old form; empty for what has none in the new one. What throws counts as empty
     * @return a changed migration
     */
    public Migration converted(String path, Function<Value, Optional<Value>> conversion) {
        return with(new Step(path, Optional.empty(), conversion));
    }

    private Migration with(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Migration(from, more);
    }

    /**
     * The older version.
     *
     * @return the version before the one it leads to
     */
    public int from() {
        return from;
    }

    List<Step> steps() {
        return steps;
    }

    /** What a conversion makes of a value; nothing, if it fails. */
    static Optional<Value> convert(Function<Value, Optional<Value>> conversion, Value value) {
        try {
            return conversion.apply(value);
        } catch (RuntimeException failed) { // the application's own function: a reader must not fail for it
            return Optional.empty();
        }
    }
}
