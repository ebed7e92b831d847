package dev.rejoin.register;

import dev.rejoin.io.FormatLimits;
import dev.rejoin.value.Value;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a register that holds concurrent writes is read. A policy acts when reading, never when operations are applied,
 * so devices that know different policies still hold equal state.
 */
public sealed interface RegisterPolicy {
    /** The largest write in the total order. */
    RegisterPolicy LAST_WRITER = Standard.LAST_WRITER;

    /** All concurrent values; as a single value the one of the largest write that is not an erasure. */
    RegisterPolicy MULTI_VALUE = Standard.MULTI_VALUE;

    /** The smallest write in the total order. */
    RegisterPolicy FIRST_WRITER = Standard.FIRST_WRITER;

    /** The largest value by {@link Value#compare}. */
    RegisterPolicy MAX = Standard.MAX;

    /** The smallest value by {@link Value#compare}. */
    RegisterPolicy MIN = Standard.MIN;

    /*
     * The interface has no default methods on purpose: with one, initialising Standard would initialise the interface,
     * whose constants initialise Standard, and two threads could wait for each other.
     */

    /** Policies that need nothing from the application. */
    enum Standard implements RegisterPolicy {
        /** {@link RegisterPolicy#LAST_WRITER}. */
        LAST_WRITER,
        /** {@link RegisterPolicy#MULTI_VALUE}. */
        MULTI_VALUE,
        /** {@link RegisterPolicy#FIRST_WRITER}. */
        FIRST_WRITER,
        /** {@link RegisterPolicy#MAX}. */
        MAX,
        /** {@link RegisterPolicy#MIN}. */
        MIN;

        @Override
        public boolean replacesSeen() {
            return this == LAST_WRITER || this == MULTI_VALUE;
        }

        @Override
        public @Nullable Value read(RegisterState state) {
            return switch (this) {
                case LAST_WRITER -> state.winner();
                case MULTI_VALUE -> state.firstValue();
                case FIRST_WRITER -> state.lastValue();
                case MAX -> state.largestValue();
                case MIN -> state.smallestValue();
            };
        }
    }

    /**
     * The application's own merge of concurrent values.
     *
     * @param name names the function in schemas and explanations
     * @param function makes one value of several, at least two, given with the winner of the total order first; it
     *     should be commutative, associative and idempotent, and must depend on nothing but its argument
     */
    record Merge(String name, Function<List<Value>, Value> function) implements RegisterPolicy {
        /**
         * Checks the parts.
         *
         * @param name names the function in schemas and explanations
         * @param function makes one value of several, at least two, given with the winner of the total order first; it
         *     should be commutative, associative and idempotent, and must depend on nothing but its argument
         */
        public Merge {
            FormatLimits.checkKey(name);
            Objects.requireNonNull(function, "function");
        }

        @Override
        public boolean replacesSeen() {
            return true;
        }

        @Override
        public @Nullable Value read(RegisterState state) {
            List<Value> values = state.values();
            return values.size() > 1 ? Objects.requireNonNull(function.apply(values), name) : state.firstValue();
        }
    }

    /**
     * A policy of an application's merge function.
     *
     * @param name names the function
     * @param function makes one value of two
     * @return the policy
     */
    static RegisterPolicy merge(String name, BinaryOperator<Value> function) {
        return new Merge(name, values -> values.stream().reduce(function).orElseThrow());
    }

    /**
     * Whether a local write names the writes that it saw, so that they go. Under first-writer, maximum and minimum they
     * must stay, because they still count.
     *
     * @return {@code true} if it does
     */
    boolean replacesSeen();

    /**
     * The value that a reader gets.
     *
     * @param state the concurrent writes
     * @return the value; {@code null} if the register reads as empty
     */
    @Nullable
    Value read(RegisterState state);
}
