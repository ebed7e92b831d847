package dev.rejoin.proptests.contract;

import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The laws of a merge function. A test class extends this one, names the function and the values that the application
 * writes, and inherits the properties. A function that keeps them reads the same whatever the order of its values, and
 * whether they are merged at once or one after the other.
 */
public abstract class MergeContract {
    /** For constructors of subclasses. */
    protected MergeContract() {}

    /**
     * The function under test.
     *
     * @return the policy that applications configure
     */
    protected abstract RegisterPolicy.Merge merge();

    /**
     * What the application writes to fields that are read so.
     *
     * @return arbitrary values
     */
    @Provide
    protected abstract Arbitrary<Value> values();

    private Value merged(Value... values) {
        return merge().function().apply(List.of(values));
    }

    /**
     * The order of two values does not matter, nor does a second look.
     *
     * @param a a value
     * @param b a value
     */
    @Property
    protected void merge_isCommutativeAndDeterministic(@ForAll("values") Value a, @ForAll("values") Value b) {
        requireEqual(merged(a, b), merged(b, a));
        requireEqual(merged(a, b), merged(a, b));
    }

    /**
     * Three values give the same at once and in any two steps.
     *
     * @param a a value
     * @param b a value
     * @param c a value
     */
    @Property
    protected void merge_isAssociative(
            @ForAll("values") Value a, @ForAll("values") Value b, @ForAll("values") Value c) {
        Value atOnce = merged(a, b, c);
        requireEqual(atOnce, merged(merged(a, b), c));
        requireEqual(atOnce, merged(a, merged(b, c)));
    }

    /**
     * A value and itself are itself, and so is what was merged before.
     *
     * @param a a value
     * @param b a value
     */
    @Property
    protected void merge_isIdempotent(@ForAll("values") Value a, @ForAll("values") Value b) {
        requireEqual(a, merged(a, a));
        requireEqual(merged(a, b), merged(merged(a, b), b));
    }

    private static void requireEqual(Value one, Value other) {
        if (!one.equals(other)) {
            throw new AssertionError("merged to " + one + " and to " + other);
        }
    }
}
