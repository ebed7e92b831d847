package dev.rejoin.timeline;

import dev.rejoin.conflict.PathPattern;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Which changes of the past are meant: those that meet every condition that was set.
 *
 * <p>Immutable, for any thread; each method gives a new filter.
 *
 * @param replica who wrote it
 * @param author who made it, as its transaction said
 * @param place where it wrote: there or below
 * @param from not before this time of the writer's clock
 * @param until before this time
 * @param span it shares an id with these
 * @param since it is not part of this version
 * @param upTo it is part of this version
 */
public record ChangeFilter(
        Optional<ReplicaId> replica,
        Optional<String> author,
        Optional<PathPattern> place,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<OpIdSpan> span,
        Optional<VersionVector> since,
        Optional<VersionVector> upTo) {
    private static final ChangeFilter ALL = new ChangeFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Refuses nulls. */
    public ChangeFilter {
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(upTo, "upTo");
    }

    /**
     * Every retained change.
     *
     * @return a filter without conditions
     */
    public static ChangeFilter all() {
        return ALL;
    }

    /**
     * Changes of one writer.
     *
     * @param id the replica
     * @return this and that condition
     */
    public ChangeFilter writtenBy(ReplicaId id) {
        return new ChangeFilter(Optional.of(id), author, place, from, until, span, since, upTo);
    }

    /**
     * Changes whose transaction named this author.
     *
     * @param name the author, exactly
     * @return this and that condition
     */
    public ChangeFilter madeBy(String name) {
        return new ChangeFilter(replica, Optional.of(name), place, from, until, span, since, upTo);
    }

    /**
     * Changes that wrote at a place or below it.
     *
     * @param pattern the place
     * @return this and that condition
     */
    public ChangeFilter at(PathPattern pattern) {
        return new ChangeFilter(replica, author, Optional.of(pattern), from, until, span, since, upTo);
    }

    /**
     * Changes made at or after a time, by the clock of the writer.
     *
     * @param time the time
     * @return this and that condition
     */
    public ChangeFilter notBefore(Instant time) {
        return new ChangeFilter(replica, author, place, Optional.of(time), until, span, since, upTo);
    }

    /**
     * Changes made before a time, by the clock of the writer.
     *
     * @param time the time
     * @return this and that condition
     */
    public ChangeFilter before(Instant time) {
        return new ChangeFilter(replica, author, place, from, Optional.of(time), span, since, upTo);
    }

    /**
     * Changes that hold one of these ids.
     *
     * @param ids ids of one replica
     * @return this and that condition
     */
    public ChangeFilter within(OpIdSpan ids) {
        return new ChangeFilter(replica, author, place, from, until, Optional.of(ids), since, upTo);
    }

    /**
     * Changes that a version lacks.
     *
     * @param version a version of the document
     * @return this and that condition
     */
    public ChangeFilter notIn(VersionVector version) {
        return new ChangeFilter(replica, author, place, from, until, span, Optional.of(version), upTo);
    }

    /**
     * Changes that a version holds.
     *
     * @param version a version of the document
     * @return this and that condition
     */
    public ChangeFilter in(VersionVector version) {
        return new ChangeFilter(replica, author, place, from, until, span, since, Optional.of(version));
    }

    /**
     * Whether a change meets every condition but those of versions, which whoever walks history sees to.
     *
     * @param change a change
     * @return whether it is meant
     */
    public boolean matches(PastChange change) {
        OpIdSpan ids = change.span();
        long millis = change.timestamp().millis();
        return (replica.isEmpty() || replica.get().equals(ids.replica()))
                && (author.isEmpty() || author.equals(change.author()))
                && (from.isEmpty() || millis >= from.get().toEpochMilli())
                && (until.isEmpty() || millis < until.get().toEpochMilli())
                && (span.isEmpty() || overlap(span.get(), ids))
                && (place.isEmpty() || change.places().stream().anyMatch(place.get()::coversPlace));
    }

    private static boolean overlap(OpIdSpan one, OpIdSpan other) {
        return one.replica().equals(other.replica()) && one.start() < other.end() && other.start() < one.end();
    }
}
