package dev.rejoin.document;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.Candidate.Standing;
import dev.rejoin.conflict.ConflictKind;
import dev.rejoin.conflict.Explanation;
import dev.rejoin.conflict.Explanation.Rule;
import dev.rejoin.conflict.Stamp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.map.internal.ContainerState;
import dev.rejoin.map.internal.Contest;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what stands at a place into explanations and conflicts. Reads only. */
final class Explainer {
    private final DocumentState state;
    private final @Nullable LiveDocument document;

    /** For questions and answers while a document is edited. */
    Explainer(DocumentState state) {
        this.state = state;
        this.document = null;
    }

    /** For answers that the application keeps. */
    Explainer(LiveDocument document) {
        this.state = document.state();
        this.document = document;
    }

    Explanation explain(Path path) {
        int container = ContainerTable.ROOT;
        Path here = Path.root();
        Explanation found = new Explanation(
                here.toString(), Rule.ONLY_ONE, Optional.empty(), Optional.empty(), List.of(), List.of());
        for (Path.Step step : path.steps()) {
            ContainerState above = container == StateSource.NONE && !here.isRoot() ? null : state.state(container);
            if (step instanceof Path.Key key && above instanceof MapState map) {
                here = here.key(key.key());
                found = explain(here, state.contest(map, key.key()), state.scalarPolicy(container, key.key()));
                container = state.winner(map, key.key());
            } else if (step instanceof Path.Index index && above instanceof SequenceState list && isList(list)) {
                here = here.index(index.index());
                long element = state.elementAt(list, index.index());
                found = explain(here, state.contest(list, element), RegisterPolicy.LAST_WRITER);
                container = state.winner(list, element);
            } else {
                return new Explanation(
                        found.place(), Rule.NOT_REACHED, found.read(), found.value(), found.beside(), found.hidden());
            }
        }
        return found;
    }

    List<Conflict> conflicts() {
        List<Conflict> conflicts = new ArrayList<>();
        collect(ContainerTable.ROOT, Path.root(), conflicts);
        return List.copyOf(conflicts);
    }

    /** The conflict as it is now; null when there is none of its kind at its place, or the place is no longer read. */
    @Nullable
    Conflict present(Conflict listed) {
        if (!isRead(listed.container())) {
            return null;
        }
        List<Conflict> there = new ArrayList<>();
        collectAt(listed.container(), listed.key(), listed.element(), listed.path(), there);
        Conflict changed = null;
        for (Conflict conflict : there) {
            if (conflict.kind() == listed.kind()) {
                if (conflict.choices().equals(listed.choices())) {
                    return conflict;
                }
                changed = conflict;
            }
        }
        return changed;
    }

    /** What stands at the place of a conflict. */
    Contest contest(Conflict conflict) {
        ContainerState above = state.state(conflict.container());
        String key = conflict.key();
        return key == null
                ? state.contest((SequenceState) above, conflict.element())
                : state.contest((MapState) above, key);
    }

    Explanation explain(Conflict conflict) {
        String key = conflict.key();
        RegisterPolicy policy =
                key == null ? RegisterPolicy.LAST_WRITER : state.scalarPolicy(conflict.container(), key);
        return explain(conflict.path(), contest(conflict), policy);
    }

    private boolean isRead(int container) {
        ContainerTable containers = state.context().containers();
        for (int at = container; at != ContainerTable.ROOT; at = containers.parent(at)) {
            ContainerState above = state.state(containers.parent(at));
            int winner = containers.isInElement(at)
                    ? state.winner((SequenceState) above, containers.element(at))
                    : state.winner((MapState) above, containers.key(at));
            if (winner != at) {
                return false;
            }
        }
        return true;
    }

    private void collect(int container, Path path, List<Conflict> conflicts) {
        ContainerState above = state.state(container);
        if (above instanceof MapState map) {
            for (String key : state.contestedKeys(map)) {
                Path here = path.key(key);
                collectAt(container, key, ElementId.NONE, here, conflicts);
                collectBelow(state.winner(map, key), here, conflicts);
            }
        } else if (above instanceof SequenceState list && isList(list)) {
            for (long element : state.contestedElements(list)) {
                Path here = path.index(list.indexOf(element));
                collectAt(container, null, element, here, conflicts);
                collectBelow(state.winner(list, element), here, conflicts);
            }
        }
    }

    private void collectBelow(int winner, Path here, List<Conflict> conflicts) {
        if (winner != StateSource.NONE) {
            collect(winner, here, conflicts);
        }
    }

    private void collectAt(int container, @Nullable String key, long element, Path here, List<Conflict> conflicts) {
        ContainerState above = state.state(container);
        Contest contest;
        RegisterPolicy policy;
        if (key == null) {
            contest = state.contest((SequenceState) above, element);
            policy = RegisterPolicy.LAST_WRITER;
        } else {
            contest = state.contest((MapState) above, key);
            policy = state.scalarPolicy(container, key);
        }
        Explanation explanation = explain(here, contest, policy);
        boolean containerIsRead = contest.containers().stream().anyMatch(Contest.Claim::shown);
        if (containerIsRead && !explanation.beside().isEmpty()) {
            conflicts.add(new Conflict(
                    here, ConflictKind.TYPES, explanation, choices(explanation), document, container, key, element));
        } else if (!containerIsRead && Contest.isAskedAbout(policy) && outcomes(contest) > 1) {
            conflicts.add(new Conflict(
                    here, ConflictKind.VALUES, explanation, choices(explanation), document, container, key, element));
        }
        for (Candidate.Container hidden : explanation.hidden()) {
            if (hidden.standing() == Standing.OVERRULED) {
                List<Candidate> choices = List.of(new Candidate.Deletion(hidden.type(), hidden.deletions()), hidden);
                conflicts.add(new Conflict(
                        here,
                        ConflictKind.DELETED_AND_UPDATED,
                        explanation,
                        choices,
                        document,
                        container,
                        key,
                        element));
            }
        }
    }

    private static int outcomes(Contest contest) {
        Set<Optional<Value>> outcomes = new HashSet<>();
        contest.writes().forEach(write -> outcomes.add(Optional.ofNullable(write.value())));
        return outcomes.size();
    }

    private static List<Candidate> choices(Explanation explanation) {
        List<Candidate> choices = new ArrayList<>();
        explanation.read().ifPresent(choices::add);
        choices.addAll(explanation.beside());
        return choices;
    }

    /** What is read rather than a write that stands; empty if the write is read, or does not stand. */
    static Optional<OpId> winnerOver(OpId write, Contest contest, RegisterPolicy policy) {
        if (contest.writes().stream().noneMatch(stands -> stands.id().equals(write))) {
            return Optional.empty();
        }
        return explain(Path.root(), contest, policy)
                .read()
                .map(Explainer::idOf)
                .filter(winner -> !winner.equals(write));
    }

    private static OpId idOf(Candidate candidate) {
        if (candidate instanceof Candidate.Scalar scalar) {
            return scalar.written().id();
        }
        return candidate instanceof Candidate.Removal removal
                ? removal.written().id()
                : ((Candidate.Container) candidate).created().id();
    }

    private static Explanation explain(Path here, Contest contest, RegisterPolicy policy) {
        List<Candidate> shown = new ArrayList<>();
        List<Candidate.Container> hidden = new ArrayList<>();
        for (Contest.Claim claim : contest.containers()) {
            if (claim.shown()) {
                shown.add(candidate(claim));
            } else {
                hidden.add(candidate(claim));
            }
        }
        if (!shown.isEmpty()) {
            Rule rule = shown.size() > 1 ? Rule.LAST_CREATED : Rule.ONLY_ONE;
            for (Contest.Write write : contest.writes()) {
                if (write.value() != null) {
                    rule = rule == Rule.ONLY_ONE ? Rule.CONTAINER_FIRST : rule;
                    shown.add(candidate(write));
                }
            }
            return new Explanation(
                    here.toString(),
                    rule,
                    Optional.of(shown.get(0)),
                    Optional.empty(),
                    shown.subList(1, shown.size()),
                    hidden);
        }
        return explainScalar(here, contest.writes(), policy, hidden);
    }

    private static Explanation explainScalar(
            Path here, List<Contest.Write> writes, RegisterPolicy policy, List<Candidate.Container> hidden) {
        List<Candidate> beside = new ArrayList<>();
        writes.forEach(write -> beside.add(candidate(write)));
        Value value = DocumentState.read(writes, policy);
        int read = 0;
        while (read < writes.size() && !isRead(writes, read, value, policy)) {
            read++;
        }
        Rule rule = writes.isEmpty() ? Rule.NOTHING : writes.size() == 1 ? Rule.ONLY_ONE : rule(policy);
        Optional<Candidate> winner =
                read < writes.size() ? Optional.of(beside.remove(read)) : Optional.<Candidate>empty();
        return new Explanation(here.toString(), rule, winner, Optional.ofNullable(value), beside, hidden);
    }

    /** Whether a write is the one that the policy picks; several may have written the same value. */
    private static boolean isRead(List<Contest.Write> writes, int index, @Nullable Value value, RegisterPolicy policy) {
        Value written = writes.get(index).value();
        if (policy instanceof RegisterPolicy.Merge
                && writes.stream().filter(write -> write.value() != null).count() > 1) {
            return false;
        }
        if (policy == RegisterPolicy.FIRST_WRITER && value != null) {
            return written != null
                    && writes.subList(index + 1, writes.size()).stream().allMatch(write -> write.value() == null);
        }
        return written == null ? value == null : written.equals(value);
    }

    private static Rule rule(RegisterPolicy policy) {
        return policy instanceof RegisterPolicy.Standard standard
                ? switch (standard) {
                    case LAST_WRITER -> Rule.LAST_WRITER;
                    case MULTI_VALUE -> Rule.MULTI_VALUE;
                    case FIRST_WRITER -> Rule.FIRST_WRITER;
                    case MAX -> Rule.MAX;
                    case MIN -> Rule.MIN;
                }
                : Rule.MERGE;
    }

    private static Candidate candidate(Contest.Write write) {
        Stamp stamp = stamp(write.id(), write.time());
        Value value = write.value();
        return value == null ? new Candidate.Removal(stamp) : new Candidate.Scalar(value, stamp);
    }

    static Candidate.Container candidate(Contest.Claim claim) {
        return new Candidate.Container(
                typeName(claim.type()),
                stamp(claim.marker(), claim.markerTime()),
                standing(claim),
                claim.touched(),
                claim.deletions(),
                claim.unseen());
    }

    private static Standing standing(Contest.Claim claim) {
        if (claim.shown()) {
            return claim.deletions().isEmpty() ? Standing.LIVE : Standing.KEPT;
        }
        if (claim.visible()) {
            return Standing.OVERRULED;
        }
        return claim.reset() ? Standing.RESET : Standing.DELETED;
    }

    private static Stamp stamp(OpId id, long time) {
        return new Stamp(id, new HybridTimestamp(time));
    }

    private static String typeName(int type) {
        SlotKind kind = Place.kind(type);
        return kind == SlotKind.ABSENT
                ? "container of type " + type
                : kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isList(SequenceState sequence) {
        return sequence.type() == ContainerType.LIST;
    }
}
