package dev.rejoin.engine;

import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.ReplicatedState;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.map.mutable.primitive.IntLongHashMap;

/**
 * A receipt that is taken back: changes are applied as ever, for the one who wants to see what they do, and then
 * everything is as it was before. Costs what the changes cost, whatever the size of the document.
 *
 * <p>State, logs and contents go back by the means of a transaction that fails; what the buffers of held changes did is
 * remembered here and undone newest first. Clock, frontier, version and sink never hear of it.
 */
final class Trial {
    private final ReplicaContext context;
    private final ReplicatedState state;
    private final ChangeLog log;
    private final int replicas;
    private final int containers;
    private final IdRanges gaps;
    private final boolean lacksNotes;
    private final List<Runnable> undo = new ArrayList<>();
    /** Where each author's log ended. */
    private final IntLongHashMap ends = new IntLongHashMap();

    Trial(ReplicaContext context, ReplicatedState state, ChangeLog log) {
        this.context = context;
        this.state = state;
        this.log = log;
        this.replicas = context.replicas().size();
        this.containers = context.containers().size();
        this.gaps = context.gaps();
        this.lacksNotes = context.lacksNotes();
    }

    /** A change of an author is about to be applied. */
    void entering(int author) {
        if (!ends.containsKey(author)) {
            ReplicaLog history = log.writable(author);
            history.mark();
            ends.put(author, history.endSeq());
        }
    }

    /** Something has to be undone at the end. */
    void undoLater(Runnable step) {
        undo.add(step);
    }

    void takeBack() {
        if (!ends.isEmpty()) {
            state.rollback();
        }
        ends.forEachKeyValue((author, end) -> {
            log.writable(author).rewind();
            context.writableText().truncate(author, end);
            context.writableElements().truncate(author, end);
        });
        for (int i = undo.size() - 1; i >= 0; i--) {
            undo.get(i).run();
        }
        context.setGaps(gaps);
        context.setLacksNotes(lacksNotes);
        context.containers().truncate(containers);
        context.replicas().truncate(replicas);
    }
}
