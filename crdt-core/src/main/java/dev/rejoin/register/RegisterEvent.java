package dev.rejoin.register;

import dev.rejoin.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operation changed in a register, as a reader on this replica sees it. */
public sealed interface RegisterEvent {
    /**
     * The value that a reader gets is another one.
     *
     * @param before the value until now; {@code null} if the register was empty
     * @param after the value from now on; {@code null} if the register is empty
     * @param concurrent all values that stand side by side, the winner first
     */
    record Changed(@Nullable Value before, @Nullable Value after, List<Value> concurrent) implements RegisterEvent {}

    /**
     * The value that a reader gets stayed; the values that stand beside it may have changed.
     *
     * @param value the value; {@code null} if the register is empty
     * @param concurrent all values that stand side by side, the winner first
     */
    record Kept(@Nullable Value value, List<Value> concurrent) implements RegisterEvent {}
}
