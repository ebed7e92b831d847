package dev.rejoin.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads edit one document, which it forbids: calls that overlap throw, others take turns and lose nothing. */
@JCStressTest
@Outcome(id = "1, 1, 3", expect = ACCEPTABLE, desc = "One after the other.")
@Outcome(
        id = {"0, 1, 2", "1, 0, 2"},
        expect = ACCEPTABLE,
        desc = "One of them was refused.")
@Outcome(expect = FORBIDDEN, desc = "An edit was lost, or both were refused.")
@State
public class OverlappingEdits {
    private final EditedDocument document = new EditedDocument();

    /** A document that was edited once. */
    public OverlappingEdits() {}

    private int edit(int number) {
        try {
            document.edit(number);
            return 1;
        } catch (IllegalStateException anotherCallIsOpen) {
            return 0;
        }
    }

    /**
     * Edits.
     *
     * @param edited whether it did
     */
    @Actor
    public void one(III_Result edited) {
        edited.r1 = edit(2);
    }

    /**
     * Edits.
     *
     * @param edited whether it did
     */
    @Actor
    public void other(III_Result edited) {
        edited.r2 = edit(3);
    }

    /**
     * Counts.
     *
     * @param edited gets the number of edits
     */
    @Arbiter
    public void count(III_Result edited) {
        edited.r3 = document.edits();
    }
}
