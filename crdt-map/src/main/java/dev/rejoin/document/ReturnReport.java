package dev.rejoin.document;

import dev.rejoin.change.Change;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.Set;

/**
 * What a device brought along when it came back.
 *
 * @param former the replica that it was
 * @param replica the replica that it is now
 * @param sources its changes that nobody else had, in order, those of earlier calls too as far as history tells them
 * @param written the changes to send that this call made; empty for a preview
 * @param others other replicas that the same device came back as, which is a fault of its store: edits may be there twice
 */
public record ReturnReport(
        ReplicaId former, ReplicaId replica, List<Source> sources, List<Change> written, Set<ReplicaId> others) {
    /** Keeps copies. */
    public ReturnReport {
        sources = List.copyOf(sources);
        written = List.copyOf(written);
        others = Set.copyOf(others);
    }

    /**
     * One change of the former replica.
     *
     * @param change its operations that nobody else had
     * @param outcomes what became of them, in order
     */
    public record Source(OpIdSpan change, List<ReturnOutcome> outcomes) {
        /** Keeps a copy. */
        public Source {
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * What somebody has to look at, because it was not made again.
     *
     * @return all of it, in order
     */
    public List<ReturnOutcome.NotRepeated> notRepeated() {
        return sources.stream()
                .flatMap(source -> source.outcomes().stream())
                .filter(ReturnOutcome.NotRepeated.class::isInstance)
                .map(ReturnOutcome.NotRepeated.class::cast)
                .toList();
    }
}
