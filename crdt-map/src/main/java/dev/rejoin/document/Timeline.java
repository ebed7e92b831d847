package dev.rejoin.document;

import dev.rejoin.delivery.DeletedContentException;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.UnknownVersionException;
import dev.rejoin.engine.Past;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.StateView;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.timeline.PastChange;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The past of a document, as far as its history is retained: what it read at a version, what became different between two
 * of them, which changes there were.
 *
 * <p>A version is what {@link Document#version()} gave once, at any replica: a set of changes that holds what they depend
 * on. What is read at a version is what a replica reads that received exactly these changes, by the policies of this one.
 *
 * <p>For the thread of its document, not inside a transaction; the views that it gives are for any thread. A timeline that
 * is kept remembers some states of the past, up to 32 of at most five million operations together, so that the next question
 * is answered sooner; one that is given up costs nothing.
 *
 * <p>Costs: a version is replayed from the nearest remembered state, at first from the beginning, so that asking is never
 * dearer than receiving all of history as one batch. ({@code crdt-bench replay}, rows past and difference)
 */
public final class Timeline {
    private final Document document;
    private final long leastDistance;
    private LiveDocument parts;
    private Past past;
    private DocumentState live;
    private PastStates states;

    Timeline(Document document, LiveDocument parts, long leastDistance) {
        this.document = document;
        this.leastDistance = leastDistance;
        this.parts = parts;
        past = parts.replica().past();
        live = parts.state();
        states = parts.pastStates(past, leastDistance);
    }

    /** Before each question: a document that was issued again is made of other parts. */
    private void begin(String call) {
        document.checkNotInTransaction(call);
        LiveDocument present = document.parts();
        if (present != parts) {
            parts = present;
            past = present.replica().past();
            live = present.state();
            states = present.pastStates(past, leastDistance);
        }
    }

    /** Throws AssertionError if a remembered state is not as it should be. For tests; O(all of them). */
    void checkInvariants() {
        states.checkInvariants();
    }

    /**
     * Where history begins: what is below is not retained.
     *
     * @return a version; empty if history is whole
     */
    public VersionVector base() {
        begin("base");
        return past.base();
    }

    /**
     * What the document read at a version.
     *
     * @param version any version that is integrated here
     * @return a view that never changes
     * @throws UnknownVersionException if the document never can have been at this version
     * @throws HistoryCutException if history does not reach back to the beginning, and the version is not the present one
     * @throws DeletedContentException if it showed text that was deleted later and is not kept here
     */
    public DocumentView at(VersionVector version) {
        begin("at");
        if (version.equals(document.version())) {
            return document.view();
        }
        StateView then = states.at(ends(version));
        live.view(); // the contents, which both share, are copied by who writes on
        return new DocumentView(document.id(), version, then);
    }

    /**
     * What is different at a version from what it was at another one; either may be the earlier one, or neither. Costs
     * what reading both costs, and the length of what is read.
     *
     * @param from where to begin
     * @param to where to end
     * @return the events that lead from what was read at the first to what was read at the second, in the order in which
     *     they are to be applied; a log that is shorter at the second goes and appears again
     * @throws UnknownVersionException if the document never can have been at one of the versions
     * @throws HistoryCutException if history does not reach back to the beginning, and a version is not the present one
     * @throws DeletedContentException if one of them showed text that was deleted later and is not kept here
     */
    public List<DocumentEvent> difference(VersionVector from, VersionVector to) {
        begin("difference");
        long[] begin = ends(from);
        long[] end = ends(to);
        if (from.equals(document.version())) {
            return Differences.between(live, begin, states.at(end), end);
        }
        if (to.equals(document.version())) {
            return Differences.between(states.at(begin), begin, live, end);
        }
        List<StateView> views = states.at(begin, end);
        return Differences.between(views.get(0), begin, views.get(1), end);
    }

    private long[] ends(VersionVector version) {
        if (version.equals(document.version())) {
            return past.now();
        }
        if (!past.base().isEmpty()) {
            throw new HistoryCutException(past.base());
        }
        long[] ends = past.ends(version);
        past.checkReadable(ends);
        return ends;
    }

    /**
     * The elements whose text is not kept here, because it was deleted and left out of what was received or loaded. A
     * version that showed some of it cannot be read here.
     *
     * @return ascending
     */
    public List<OpIdSpan> leftOut() {
        begin("leftOut");
        return past.gaps();
    }

    /**
     * The retained changes that are meant, everything a change depends on before it. O(retained history).
     *
     * @param filter which changes; of a change that one of its versions divides, the part that is meant is told
     * @return a snapshot
     * @throws UnknownVersionException if the document never can have been at a version of the filter
     * @throws HistoryCutException if changes are meant that are not retained
     */
    public List<PastChange> changes(ChangeFilter filter) {
        begin("changes");
        long[] to = filter.upTo().map(past::ends).orElseGet(past::now);
        long[] from = Arrays.copyOf(filter.since().map(past::ends).orElseGet(past::beginning), to.length);
        for (int i = 0; i < to.length; i++) {
            from[i] = Math.min(from[i], to[i]);
        }
        List<PastChange> changes = new ArrayList<>();
        past.walk(from, to, new ChangeLister(live, filter, changes::add));
        return changes;
    }

    /**
     * A new replica of the document that received exactly the changes of a version: it can be edited, and merges with all
     * other replicas like any.
     *
     * @param version any version that is integrated here
     * @return a document with a replica id of its own, held as this one is, but without its sink
     * @throws UnknownVersionException if the document never can have been at this version
     * @throws HistoryCutException if history does not reach back to the beginning
     * @throws DeletedContentException if it showed text that was deleted later and is not kept here
     */
    public Document fork(VersionVector version) {
        return document.fork(upTo(version));
    }

    /**
     * A new replica of the document that received exactly the changes of a version, as {@link #fork(VersionVector)}.
     *
     * @param version any version that is integrated here
     * @param options how to hold it; its sink is not given what the version holds
     * @return a document with the replica id of the options, or one of its own
     * @throws UnknownVersionException if the document never can have been at this version
     * @throws HistoryCutException if history does not reach back to the beginning
     * @throws DeletedContentException if it showed text that was deleted later and is not kept here
     */
    public Document fork(VersionVector version, DocumentOptions options) {
        return document.fork(upTo(version), options);
    }

    private byte[] upTo(VersionVector version) {
        begin("fork");
        if (!past.base().isEmpty()) {
            throw new HistoryCutException(past.base());
        }
        return past.upTo(past.ends(version));
    }
}
