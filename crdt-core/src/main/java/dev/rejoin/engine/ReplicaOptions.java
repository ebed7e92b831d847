package dev.rejoin.engine;

import dev.rejoin.delivery.ChangeSink;
import dev.rejoin.io.DecodeLimits;
import org.jspecify.annotations.Nullable;

/**
 * What a replica is told by its owner. None of it decides what is applied, only when and how much may wait.
 *
 * @param maxDriftMillis how far a received timestamp may be ahead of the wall clock; Long.MAX_VALUE for any
 * @param maxWaiting most changes that wait, and most that are quarantined
 * @param maxWaitingBytes most bytes of either
 * @param sink makes changes durable, or null
 */
public record ReplicaOptions(
        long maxDriftMillis,
        DecodeLimits limits,
        int maxWaiting,
        long maxWaitingBytes,
        @Nullable ChangeSink sink) {}
