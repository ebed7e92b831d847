package dev.rejoin.proptests.sequence;

import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.proptests.sequence.SequenceEdit.Delete;
import dev.rejoin.proptests.sequence.SequenceEdit.Dot;
import dev.rejoin.proptests.sequence.SequenceEdit.Insert;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.sequence.internal.SequenceStore;
import dev.rejoin.sequence.internal.SequenceView;
import dev.rejoin.sequence.internal.SpanVisitor;
import dev.rejoin.sequence.internal.TreeShape;
import java.util.ArrayList;
import java.util.List;

/** One device with one text and no model beside it, for properties of many short sessions. */
final class TypingDevice {
    private final EditEpoch epoch = new EditEpoch();
    private final ReplicaTable replicas = new ReplicaTable();
    private final SequenceStore store = new SequenceStore(replicas, epoch, TreeShape.TINY);
    private final Rga sequence = new Rga(store, 0);
    private final TextContent content = new TextContent(epoch);
    private final long replica;
    private final int own;
    private long nextSeq;
    private long clock = 1;

    TypingDevice(long replica) {
        this.replica = replica;
        own = replicas.intern(replica);
    }

    String text() {
        store.flush();
        return new SequenceView(sequence).text(content, 0, sequence.length());
    }

    /** The text as it is stored, unpaired surrogates included. */
    String units() {
        StringBuilder units = new StringBuilder();
        if (sequence.length() > 0) {
            sequence.forEachVisibleRange(
                    0,
                    sequence.length(),
                    (first, count) -> content.appendTo(ElementId.replica(first), ElementId.seq(first), count, units));
        }
        return units.toString();
    }

    Insert insert(int index, String text) {
        sequence.locate(index, own, nextSeq);
        Dot parent = sequence.parent() == ElementId.NONE ? null : dot(sequence.parent());
        boolean continues = sequence.continues();
        Dot first = new Dot(replica, nextSeq);
        nextSeq += text.length();
        Insert edit = new Insert(0, parent, sequence.leftSide(), continues, first, text, ++clock);
        apply(edit);
        return edit;
    }

    List<SequenceEdit> delete(int start, int end) {
        List<SequenceEdit> edits = new ArrayList<>();
        sequence.forEachVisibleRange(start, end, (first, count) -> edits.add(new Delete(0, dot(first), count)));
        edits.forEach(this::apply);
        nextSeq += edits.size();
        return edits;
    }

    void apply(SequenceEdit edit) {
        if (edit instanceof Insert insert) {
            apply(insert);
        } else if (edit instanceof Delete delete) {
            sequence.delete(element(delete.first()), delete.count(), null);
        }
    }

    private void apply(Insert edit) {
        clock = Math.max(clock, edit.time());
        long first = element(edit.first());
        int count = edit.text().length();
        content.append(ElementId.replica(first), ElementId.seq(first), edit.text(), 0, count);
        long parent = edit.parent() == null ? ElementId.NONE : element(edit.parent());
        sequence.insert(parent, edit.left(), edit.continues(), first, count, edit.time());
    }

    int length() {
        return sequence.length();
    }

    /** All elements from left to right, tombstones included. */
    List<Dot> order() {
        List<Dot> order = new ArrayList<>();
        sequence.forEachSpan(new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                for (int i = 0; i < count; i++) {
                    order.add(dot(first + i));
                }
            }

            @Override
            public void marker(long element, long headTime) {}
        });
        return order;
    }

    void checkInvariants() {
        sequence.checkInvariants();
    }

    private long element(Dot dot) {
        return ElementId.of(replicas.intern(dot.replica()), dot.seq());
    }

    private Dot dot(long element) {
        return new Dot(replicas.id(ElementId.replica(element)), ElementId.seq(element));
    }
}
