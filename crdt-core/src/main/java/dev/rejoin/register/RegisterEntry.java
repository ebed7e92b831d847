package dev.rejoin.register;

import dev.rejoin.op.OpMeta;
import dev.rejoin.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * One of the concurrent writes that a register holds.
 *
 * @param meta who wrote it, and when
 * @param value what was written; {@code null} if the write erased
 */
public record RegisterEntry(OpMeta meta, @Nullable Value value) {}
