package dev.rejoin.document;

import dev.rejoin.audit.AuditReport;
import dev.rejoin.audit.BlameRun;
import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.conflict.Explanation;
import dev.rejoin.history.ChangeAt;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells who changed what and when, out of the state and the retained history; changes nothing. Belongs to the thread of
 * its document.
 *
 * <p>Authors and messages are those that transactions gave; who writes under which replica id, the application may say.
 * Nothing here is proven: whoever can write can name any author.
 */
public final class Audit {
    private final Supplier<LiveDocument> document;
    private final Function<ReplicaId, Optional<String>> names;
    private final Runnable guard;

    Audit(Supplier<LiveDocument> document, Function<ReplicaId, Optional<String>> names, Runnable guard) {
        this.document = document;
        this.names = names;
        this.guard = guard;
    }

    /**
     * What was ever done at a place and below it, and what each write there lost to. O(retained history).
     *
     * @param place any key or list element, whether something is read there or not
     * @return the changes that concern it, with those operations only
     * @throws IndexOutOfBoundsException if the path names an element that a list does not have
     */
    public AuditReport history(Path place) {
        guard.run();
        return new AuditScan(parts(), this::who).history(place);
    }

    /**
     * What changed since a version, when, and by whom. O(what is told, and a scan of what is retained of each replica that
     * changed something).
     *
     * @param version for example that of a view that somebody read before
     * @return the changes that it lacks
     */
    public AuditReport since(VersionVector version) {
        guard.run();
        return new AuditScan(parts(), this::who).since(version);
    }

    /**
     * Who wrote which part of a text. O(runs in the range × log n), where a run is what one author typed at one place.
     *
     * @param text where the text is
     * @param start index of the first character, in UTF-16 code units
     * @param end index behind the last one
     * @return adjoining runs, from left to right; a piece that an undo brought back is the undoer's
     * @throws IllegalArgumentException if no text can be read there
     * @throws IndexOutOfBoundsException if the range is not in the text
     */
    public List<BlameRun> blame(Path text, int start, int end) {
        guard.run();
        SequenceState sequence = text(text);
        Objects.checkFromToIndex(start, end, sequence.length());
        List<BlameRun> runs = new ArrayList<>();
        if (start < end) {
            sequence.forEachVisibleRange(start, end, (first, count) -> blame(first, count, start, runs));
        }
        return List.copyOf(runs);
    }

    /**
     * Who wrote which part of a whole text.
     *
     * @param text where the text is
     * @return adjoining runs, from left to right
     * @throws IllegalArgumentException if no text can be read there
     */
    public List<BlameRun> blame(Path text) {
        guard.run();
        return blame(text, 0, text(text).length());
    }

    /**
     * An explanation for people, with names in the place of replica ids.
     *
     * @param explanation from {@link Document#explain} or a conflict
     * @return several lines
     */
    public String describe(Explanation explanation) {
        guard.run();
        String text = explanation.toString();
        ReplicaTable replicas = parts().context().replicas();
        for (int i = 0; i < replicas.size(); i++) {
            ReplicaId replica = new ReplicaId(replicas.id(i));
            Optional<String> name = names.apply(replica);
            if (name.isPresent()) {
                text = text.replace(replica.toString(), name.get());
            }
        }
        return text;
    }

    private LiveDocument parts() {
        return document.get();
    }

    private void blame(long first, int count, int start, List<BlameRun> runs) {
        ReplicaId replica = new ReplicaId(parts().context().replicas().id(ElementId.replica(first)));
        ReplicaLog log = parts().replica().log().find(ElementId.replica(first));
        long end = ElementId.seq(first) + count;
        for (long seq = ElementId.seq(first); seq < end; ) {
            ChangeAt change = log == null ? null : log.changeOf(seq);
            long until = change != null ? change.endSeq() : log == null ? end : log.firstSeq();
            long next = Math.min(end, until);
            int at = runs.isEmpty() ? start : runs.get(runs.size() - 1).end();
            runs.add(new BlameRun(
                    at,
                    (int) (at + next - seq),
                    new OpIdSpan(replica, seq, next),
                    who(replica, change == null ? null : change.note()),
                    Optional.ofNullable(change).map(known -> new HybridTimestamp(known.time())),
                    Optional.ofNullable(change).map(ChangeAt::note).map(ChangeNote::message),
                    Optional.ofNullable(change).map(known -> new OpIdSpan(replica, known.firstSeq(), known.endSeq()))));
            seq = next;
        }
    }

    private String who(ReplicaId replica, @Nullable ChangeNote note) {
        if (note != null && note.author() != null) {
            return note.author();
        }
        return names.apply(replica).orElseGet(replica::toString);
    }

    private SequenceState text(Path path) {
        int container = ContainerTable.ROOT;
        for (Path.Step step : path.steps()) {
            container = below(container, step);
            if (container == StateSource.NONE) {
                break;
            }
        }
        if (container != ContainerTable.ROOT
                && parts().state().state(container) instanceof SequenceState sequence
                && sequence.type() == ContainerType.TEXT) {
            return sequence;
        }
        throw new IllegalArgumentException("No text can be read at " + path);
    }

    private int below(int container, Path.Step step) {
        if (step instanceof Path.Key key && parts().state().state(container) instanceof MapState map) {
            return parts().state().winner(map, key.key());
        }
        if (step instanceof Path.Index index && parts().state().state(container) instanceof SequenceState list) {
            return parts().state().winner(list, parts().state().elementAt(list, index.index()));
        }
        return StateSource.NONE;
    }
}
