package dev.rejoin.document;

import dev.rejoin.clock.PhysicalClock;
import dev.rejoin.delivery.ChangeSink;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.version.ReplicaId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * How one device holds a document: clock, randomness, durability and local limits. Immutable; nothing here decides what
 * is applied, so devices with different options stay equal.
 */
public final class DocumentOptions {
    private static final DocumentOptions DEFAULTS = new DocumentOptions(
            Optional.empty(),
            PhysicalClock.system(),
            Optional.of(Duration.ofMinutes(5)),
            Optional.empty(),
            DecodeLimits.DEFAULT,
            100_000,
            256L << 20,
            Optional.empty(),
            Optional.empty());

    private final Optional<ReplicaId> replica;
    private final PhysicalClock clock;
    private final Optional<Duration> maxDrift;
    private final Optional<ChangeSink> sink;
    private final DecodeLimits decodeLimits;
    private final int maxWaiting;
    private final long maxWaitingBytes;
    private final Optional<RandomGenerator> random;
    private final Optional<Consumer<DocumentWarning>> warnings;

    private DocumentOptions(
            Optional<ReplicaId> replica,
            PhysicalClock clock,
            Optional<Duration> maxDrift,
            Optional<ChangeSink> sink,
            DecodeLimits decodeLimits,
            int maxWaiting,
            long maxWaitingBytes,
            Optional<RandomGenerator> random,
            Optional<Consumer<DocumentWarning>> warnings) {
        this.replica = replica;
        this.clock = clock;
        this.maxDrift = maxDrift;
        this.sink = sink;
        this.decodeLimits = decodeLimits;
        this.maxWaiting = maxWaiting;
        this.maxWaitingBytes = maxWaitingBytes;
        this.random = random;
        this.warnings = warnings;
    }

    /**
     * System clock, a random replica id, five minutes of allowed drift, no sink, and at most 100,000 changes or 256 MiB
     * that wait.
     *
     * @return the defaults
     */
    public static DocumentOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Gives the replica id instead of a random one. It must never have been used by another copy of the document.
     *
     * @param id who writes
     * @return changed options
     */
    public DocumentOptions withReplica(ReplicaId id) {
        return new DocumentOptions(
                Optional.of(id), clock, maxDrift, sink, decodeLimits, maxWaiting, maxWaitingBytes, random, warnings);
    }

    /**
     * Gives the wall clock.
     *
     * @param wall the only source of time
     * @return changed options
     */
    public DocumentOptions withClock(PhysicalClock wall) {
        return new DocumentOptions(
                replica,
                Objects.requireNonNull(wall),
                maxDrift,
                sink,
                decodeLimits,
                maxWaiting,
                maxWaitingBytes,
                random,
                warnings);
    }

    /**
     * Says how far ahead of the wall clock a received change may be before it is quarantined.
     *
     * @param drift not negative
     * @return changed options
     */
    public DocumentOptions withMaxDrift(Duration drift) {
        if (drift.isNegative()) {
            throw new IllegalArgumentException("drift must not be negative: " + drift);
        }
        return new DocumentOptions(
                replica, clock, Optional.of(drift), sink, decodeLimits, maxWaiting, maxWaitingBytes, random, warnings);
    }

    /**
     * Takes changes from any future. One wrong clock then drags all others along.
     *
     * @return changed options
     */
    public DocumentOptions withoutMaxDrift() {
        return new DocumentOptions(
                replica, clock, Optional.empty(), sink, decodeLimits, maxWaiting, maxWaitingBytes, random, warnings);
    }

    /**
     * Makes changes durable before they count.
     *
     * @param journal is given each change
     * @return changed options
     */
    public DocumentOptions withSink(ChangeSink journal) {
        return new DocumentOptions(
                replica,
                clock,
                maxDrift,
                Optional.of(journal),
                decodeLimits,
                maxWaiting,
                maxWaitingBytes,
                random,
                warnings);
    }

    /**
     * Limits what decoding may cost.
     *
     * @param limits local limits
     * @return changed options
     */
    public DocumentOptions withDecodeLimits(DecodeLimits limits) {
        return new DocumentOptions(
                replica,
                clock,
                maxDrift,
                sink,
                Objects.requireNonNull(limits),
                maxWaiting,
                maxWaitingBytes,
                random,
                warnings);
    }

    /**
     * Limits what may wait for other changes, and what may be quarantined; each by itself.
     *
     * @param changes most changes
     * @param bytes most bytes
     * @return changed options
     */
    public DocumentOptions withMaxWaiting(int changes, long bytes) {
        if (changes < 0 || bytes < 0) {
            throw new IllegalArgumentException("limits must not be negative: " + changes + ", " + bytes);
        }
        return new DocumentOptions(replica, clock, maxDrift, sink, decodeLimits, changes, bytes, random, warnings);
    }

    /**
     * Gives the randomness that the replica id and the hash seed are drawn from.
     *
     * @param source for tests; by default a secure one
     * @return changed options
     */
    public DocumentOptions withRandom(RandomGenerator source) {
        return new DocumentOptions(
                replica,
                clock,
                maxDrift,
                sink,
                decodeLimits,
                maxWaiting,
                maxWaitingBytes,
                Optional.of(source),
                warnings);
    }

    /**
     * Says who hears of what the application should know: a listener that failed, a clock that is ahead.
     *
     * @param target called on the document's thread, must not edit or receive; by default the warnings go to the logger
     *     {@code dev.rejoin}
     * @return changed options
     */
    public DocumentOptions withWarnings(Consumer<DocumentWarning> target) {
        return new DocumentOptions(
                replica, clock, maxDrift, sink, decodeLimits, maxWaiting, maxWaitingBytes, random, Optional.of(target));
    }

    Optional<ReplicaId> replica() {
        return replica;
    }

    PhysicalClock clock() {
        return clock;
    }

    long maxDriftMillis() {
        return maxDrift.map(Duration::toMillis).orElse(Long.MAX_VALUE);
    }

    Optional<ChangeSink> sink() {
        return sink;
    }

    DecodeLimits decodeLimits() {
        return decodeLimits;
    }

    int maxWaiting() {
        return maxWaiting;
    }

    long maxWaitingBytes() {
        return maxWaitingBytes;
    }

    Optional<RandomGenerator> random() {
        return random;
    }

    Optional<Consumer<DocumentWarning>> warnings() {
        return warnings;
    }
}
