package dev.rejoin.document;

import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.StaleConflictException;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.Contest;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import org.jspecify.annotations.Nullable;

/** Makes the operations that settle a conflict: ordinary writes, deletes, creations and restorations. */
final class Resolution {
    private final DocumentState live;
    private final OpenChange change;
    private final Explainer explainer;

    Resolution(DocumentState live, OpenChange change) {
        this.live = live;
        this.change = change;
        this.explainer = new Explainer(live);
    }

    void resolve(Conflict conflict, Candidate choice) {
        if (!conflict.choices().contains(choice)) {
            throw new IllegalArgumentException("Not among the choices: " + choice);
        }
        Conflict present = explainer.present(conflict);
        if (present == null || !present.choices().equals(conflict.choices())) {
            throw new StaleConflictException(explainer.explain(conflict));
        }
        Contest contest = explainer.contest(conflict);
        Dots dots = dots(contest);
        if (choice instanceof Candidate.Scalar scalar) {
            write(conflict, scalar.value(), dots);
            hideShownBut(contest, null);
        } else if (choice instanceof Candidate.Removal) {
            write(conflict, null, dots);
        } else if (choice instanceof Candidate.Deletion deletion) {
            int container = claim(contest, conflict.hiddenIn(deletion)).ordinal();
            change.operation(container, new MapOp.Hide(live.touched(container)));
        } else if (choice instanceof Candidate.Container container) {
            Contest.Claim claim = claim(contest, container);
            if (claim.shown()) {
                hideShownBut(contest, claim);
                change.operation(claim.ordinal(), dots.isEmpty() ? MapOp.Create.PLAIN : new MapOp.Create(dots));
            } else {
                change.operation(claim.ordinal(), new MapOp.Restore(live.hidden(claim.ordinal())));
            }
        }
    }

    private void write(Conflict conflict, @Nullable Value value, Dots dots) {
        RegisterOp.Write write = new RegisterOp.Write(value, dots);
        String key = conflict.key();
        change.operation(
                conflict.container(),
                key == null ? new MapOp.SetElement(live.unpack(conflict.element()), write) : new MapOp.Put(key, write));
    }

    private void hideShownBut(Contest contest, Contest.@Nullable Claim chosen) {
        for (Contest.Claim claim : contest.containers()) {
            if (claim.shown() && !claim.equals(chosen)) {
                change.operation(claim.ordinal(), new MapOp.Hide(live.touched(claim.ordinal())));
            }
        }
    }

    private static Contest.Claim claim(Contest contest, Candidate.Container container) {
        for (Contest.Claim claim : contest.containers()) {
            if (Explainer.candidate(claim).equals(container)) {
                return claim;
            }
        }
        throw new AssertionError("The conflict was compared with what is there: " + container);
    }

    private static Dots dots(Contest contest) {
        Dots.Builder dots = Dots.builder();
        contest.writes()
                .forEach(write ->
                        dots.add(write.id().replica().value(), write.id().seq()));
        return dots.build();
    }
}
