package dev.rejoin.log;

import dev.rejoin.value.Value;

/**
 * An entry is in a log that was not in it.
 *
 * @param index where it stands now; earlier than the end if it is older than entries that were there
 * @param value the entry
 */
public record LogAppended(int index, Value value) {}
