package dev.rejoin.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rejoin.document.DocumentView;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread reads a view that another one hands over in a final field, through a race. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "No view yet.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "All that was edited before the view.")
@Outcome(expect = FORBIDDEN, desc = "Less, or what was edited later.")
@State
public class ViewThroughFinal {
    private final EditedDocument document = new EditedDocument();
    private @Nullable Holder holder;

    /** A document that was edited once. */
    public ViewThroughFinal() {}

    /** Edits, hands a view over, edits. */
    @Actor
    public void writer() {
        holder = new Holder(document.view());
        document.edit(3);
    }

    /**
     * Reads.
     *
     * @param seen what
     */
    @Actor
    public void reader(I_Result seen) {
        Holder handed = holder;
        seen.r1 = EditedDocument.seenIn(handed == null ? null : handed.view);
    }

    private static final class Holder {
        final DocumentView view;

        Holder(DocumentView view) {
            this.view = view;
        }
    }
}
