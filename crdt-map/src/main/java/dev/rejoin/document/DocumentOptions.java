package dev.rejoin.document;

import dev.rejoin.clock.PhysicalClock;
import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.delivery.ChangeSink;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.schema.Schema;
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
    private static final DocumentOptions DEFAULTS = new DocumentOptions(new Settings());

    /** Never changed once an instance holds it. */
    private final Settings settings;

    private DocumentOptions(Settings settings) {
        this.settings = settings;
    }

    /** All options with their defaults; what changes one of them changes a copy. */
    private static final class Settings {
        private Optional<ReplicaId> replica = Optional.empty();
        private PhysicalClock clock = PhysicalClock.system();
        private Optional<Duration> maxDrift = Optional.of(Duration.ofMinutes(5));
        private Optional<ChangeSink> sink = Optional.empty();
        private DecodeLimits decodeLimits = DecodeLimits.DEFAULT;
        private int maxWaiting = 100_000;
        private long maxWaitingBytes = 256L << 20;
        private Optional<RandomGenerator> random = Optional.empty();
        private Optional<Consumer<DocumentWarning>> warnings = Optional.empty();
        private ConflictPolicies policies = ConflictPolicies.defaults();
        private Optional<Schema> schema = Optional.empty();

        private Settings() {}

        private Settings(Settings from) {
            replica = from.replica;
            clock = from.clock;
            maxDrift = from.maxDrift;
            sink = from.sink;
            decodeLimits = from.decodeLimits;
            maxWaiting = from.maxWaiting;
            maxWaitingBytes = from.maxWaitingBytes;
            random = from.random;
            warnings = from.warnings;
            policies = from.policies;
            schema = from.schema;
        }
    }

    private DocumentOptions with(Consumer<Settings> change) {
        Settings copy = new Settings(settings);
        change.accept(copy);
        return new DocumentOptions(copy);
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
        Objects.requireNonNull(id, "id");
        return with(to -> to.replica = Optional.of(id));
    }

    /**
     * Gives the wall clock.
     *
     * @param wall the only source of time
     * @return changed options
     */
    public DocumentOptions withClock(PhysicalClock wall) {
        Objects.requireNonNull(wall, "wall");
        return with(to -> to.clock = wall);
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
        return with(to -> to.maxDrift = Optional.of(drift));
    }

    /**
     * Takes changes from any future. One wrong clock then drags all others along.
     *
     * @return changed options
     */
    public DocumentOptions withoutMaxDrift() {
        return with(to -> to.maxDrift = Optional.empty());
    }

    /**
     * Makes changes durable before they count.
     *
     * @param journal is given each change
     * @return changed options
     */
    public DocumentOptions withSink(ChangeSink journal) {
        Objects.requireNonNull(journal, "journal");
        return with(to -> to.sink = Optional.of(journal));
    }

    DocumentOptions withoutSink() {
        return with(to -> to.sink = Optional.empty());
    }

    /**
     * Limits what decoding may cost.
     *
     * @param limits local limits
     * @return changed options
     */
    public DocumentOptions withDecodeLimits(DecodeLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return with(to -> to.decodeLimits = limits);
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
        return with(to -> {
            to.maxWaiting = changes;
            to.maxWaitingBytes = bytes;
        });
    }

    /**
     * Gives the randomness that the replica id and the hash seed are drawn from.
     *
     * @param source for tests; by default a secure one
     * @return changed options
     */
    public DocumentOptions withRandom(RandomGenerator source) {
        Objects.requireNonNull(source, "source");
        return with(to -> to.random = Optional.of(source));
    }

    /**
     * Says who hears of what the application should know: a listener that failed, a clock that is ahead.
     *
     * @param target called on the document's thread, must not edit or receive; by default the warnings go to the logger
     *     {@code dev.rejoin}
     * @return changed options
     */
    public DocumentOptions withWarnings(Consumer<DocumentWarning> target) {
        Objects.requireNonNull(target, "target");
        return with(to -> to.warnings = Optional.of(target));
    }

    /**
     * Says how this device reads what concurrent edits left. Devices with other policies hold the same state.
     *
     * @param conflictPolicies what each field reads
     * @return changed options
     */
    public DocumentOptions withPolicies(ConflictPolicies conflictPolicies) {
        Objects.requireNonNull(conflictPolicies, "conflictPolicies");
        return with(to -> to.policies = conflictPolicies);
    }

    /**
     * Says for which schema this application was written: local edits are checked by it. It is written into the document
     * by {@link Transaction#adopt} only.
     *
     * @param own the schema
     * @return changed options
     */
    public DocumentOptions withSchema(Schema own) {
        Objects.requireNonNull(own, "own");
        return with(to -> to.schema = Optional.of(own));
    }

    Optional<Schema> schema() {
        return settings.schema;
    }

    Optional<ReplicaId> replica() {
        return settings.replica;
    }

    PhysicalClock clock() {
        return settings.clock;
    }

    long maxDriftMillis() {
        return settings.maxDrift.map(Duration::toMillis).orElse(Long.MAX_VALUE);
    }

    Optional<ChangeSink> sink() {
        return settings.sink;
    }

    DecodeLimits decodeLimits() {
        return settings.decodeLimits;
    }

    int maxWaiting() {
        return settings.maxWaiting;
    }

    long maxWaitingBytes() {
        return settings.maxWaitingBytes;
    }

    Optional<RandomGenerator> random() {
        return settings.random;
    }

    Optional<Consumer<DocumentWarning>> warnings() {
        return settings.warnings;
    }

    ConflictPolicies policies() {
        return settings.policies;
    }
}
