package dev.rejoin.sequence.internal;

import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.internal.content.TextContent;
import java.util.ArrayList;
import java.util.List;

/** A text of one device, for tests: what a document does around an {@link Rga}, and nothing else. */
final class TestText {
    final EditEpoch epoch = new EditEpoch();
    final ReplicaTable replicas = new ReplicaTable();
    final SequenceStore store;
    final int own;
    Rga rga;
    TextContent content = new TextContent(epoch);
    long nextSeq;
    long clock;

    /** An insert in terms that mean the same on every device. */
    record Edit(
            long parentReplica,
            long parentSeq,
            boolean left,
            boolean continues,
            long replica,
            long seq,
            String text,
            long time) {}

    TestText(long replica, TreeShape shape) {
        store = new SequenceStore(replicas, epoch, shape);
        rga = new Rga(store, 0);
        own = replicas.intern(replica);
    }

    Edit insert(int index, String text) {
        rga.locate(index, own, nextSeq);
        clock++;
        long parent = rga.parent();
        Edit edit = new Edit(
                parent == ElementId.NONE ? -1 : replicas.id(ElementId.replica(parent)),
                parent == ElementId.NONE ? -1 : ElementId.seq(parent),
                rga.leftSide(),
                rga.continues(),
                replicas.id(own),
                nextSeq,
                text,
                clock);
        nextSeq += text.length();
        apply(edit);
        return edit;
    }

    void apply(Edit edit) {
        clock = Math.max(clock, edit.time());
        rga = rga.writable();
        content = content.forkIfStale();
        int replica = replicas.intern(edit.replica());
        long parent = edit.parentSeq() < 0
                ? ElementId.NONE
                : ElementId.of(replicas.intern(edit.parentReplica()), edit.parentSeq());
        int count = edit.text().length();
        content.append(replica, edit.seq(), edit.text(), 0, count);
        rga.insert(parent, edit.left(), edit.continues(), ElementId.of(replica, edit.seq()), count, edit.time());
    }

    void delete(int start, int end) {
        List<long[]> ranges = new ArrayList<>();
        rga.forEachVisibleRange(start, end, (first, count) -> ranges.add(new long[] {first, count}));
        rga = rga.writable();
        for (long[] range : ranges) {
            rga.delete(range[0], (int) range[1], null);
            nextSeq++;
        }
    }

    /** The text as it is now, for good. */
    SequenceView view() {
        store.flush();
        SequenceView view = new SequenceView(rga);
        epoch.advance();
        return view;
    }

    String text() {
        store.flush();
        return new SequenceView(rga).text(content, 0, rga.length());
    }

    /** The entries: + visible, - deleted, m marker, each with its first seq and length. */
    String spans() {
        StringBuilder spans = new StringBuilder();
        rga.forEachSpan(new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                spans.append(deleted ? " -" : " +")
                        .append(ElementId.seq(first))
                        .append('x')
                        .append(count);
            }

            @Override
            public void marker(long element, long headTime) {
                spans.append(" m").append(ElementId.seq(element));
            }
        });
        return spans.toString().trim();
    }
}
