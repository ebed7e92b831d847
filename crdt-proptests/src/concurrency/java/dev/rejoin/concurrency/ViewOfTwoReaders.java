package dev.rejoin.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rejoin.document.DocumentView;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads read one view at once: whatever it prepares for readers when it is first read is not in their way. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both read all that was edited before the view.")
@Outcome(expect = FORBIDDEN, desc = "One of them read something else.")
@State
public class ViewOfTwoReaders {
    private final DocumentView view;

    /** A view of a document that was edited before and after it was taken. */
    public ViewOfTwoReaders() {
        EditedDocument document = new EditedDocument();
        view = document.view();
        document.edit(3);
    }

    /**
     * Reads.
     *
     * @param seen what
     */
    @Actor
    public void one(II_Result seen) {
        seen.r1 = EditedDocument.seenIn(view);
    }

    /**
     * Reads.
     *
     * @param seen what
     */
    @Actor
    public void other(II_Result seen) {
        seen.r2 = EditedDocument.seenIn(view);
    }
}
