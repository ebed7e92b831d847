package dev.rejoin.proptests.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.proptests.sequence.SequenceEdit.Delete;
import dev.rejoin.proptests.sequence.SequenceEdit.Dot;
import dev.rejoin.proptests.sequence.SequenceEdit.Insert;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.sequence.internal.SequenceColumns;
import dev.rejoin.sequence.internal.SequenceStore;
import dev.rejoin.sequence.internal.SequenceView;
import dev.rejoin.sequence.internal.SequencesReader;
import dev.rejoin.sequence.internal.SequencesWriter;
import dev.rejoin.sequence.internal.SpanVisitor;
import dev.rejoin.sequence.internal.TreeShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One device: the engine's sequences and, beside them, the model of each, fed with the same operations. */
final class SequencePeer {
    private record Captured(SequenceView view, TextContent content, String text) {}

    private record Undone(int container, Dot first, int count, boolean inserted) {}

    final long replica;
    final TreeShape shape;
    private final EditEpoch epoch = new EditEpoch();
    private final ReplicaTable replicas = new ReplicaTable();
    private SequenceStore store;
    private TextContent content = new TextContent(epoch);
    private final Rga[] sequences;
    private TextModel[] models;
    private final List<Captured> captured = new ArrayList<>();
    private @Nullable Deque<Undone> undo;
    private TextModel @Nullable [] before;
    private long seqBefore;
    long nextSeq;
    long clock;

    SequencePeer(long replica, int containers, TreeShape shape) {
        this.replica = replica;
        this.shape = shape;
        store = new SequenceStore(replicas, epoch, shape);
        sequences = new Rga[containers];
        models = new TextModel[containers];
        for (int i = 0; i < containers; i++) {
            sequences[i] = new Rga(store, i);
            models[i] = new TextModel();
        }
    }

    TextModel model(int container) {
        return models[container];
    }

    int length(int container) {
        return sequences[container].length();
    }

    /** Prepares and applies an insert; the place is checked against the model. */
    Insert insert(int container, int index, String text, boolean mayContinue, long time) {
        Rga sequence = sequences[container];
        sequence.locate(index, replicas.intern(replica), nextSeq);
        TextModel.Place place = models[container].locate(index, replica, nextSeq);
        Dot parent = sequence.parent() == ElementId.NONE ? null : dot(sequence.parent());
        assertThat(new TextModel.Place(parent, sequence.leftSide(), sequence.continues()))
                .isEqualTo(place);
        boolean continues = place.continues() && mayContinue;
        long headTime = continues ? models[container].headTime(place.parent()) : time;
        Dot first = new Dot(replica, nextSeq);
        nextSeq += text.length();
        Insert edit = new Insert(container, parent, place.left(), continues, first, text, headTime);
        assertThat(apply(edit)).isEqualTo(index);
        return edit;
    }

    /** Prepares and applies the deletion of a visible range, one operation per range of ids. */
    List<Delete> delete(int container, int start, int end) {
        List<Delete> edits = new ArrayList<>();
        sequences[container].forEachVisibleRange(start, end, (first, count) -> {
            edits.add(new Delete(container, dot(first), count));
        });
        int sum = 0;
        for (Delete edit : edits) {
            nextSeq++;
            apply(edit);
            sum += edit.count();
        }
        assertThat(sum).isEqualTo(end - start);
        return edits;
    }

    void apply(SequenceEdit edit) {
        if (edit instanceof Insert insert) {
            apply(insert);
        } else {
            apply((Delete) edit);
        }
    }

    private int apply(Insert edit) {
        content = content.forkIfStale();
        Rga sequence = writable(edit.container());
        long first = element(edit.first());
        long parent = edit.parent() == null ? ElementId.NONE : element(edit.parent());
        int count = edit.text().length();
        content.append(ElementId.replica(first), ElementId.seq(first), edit.text(), 0, count);
        long time = edit.continues() ? 12345 : edit.time();
        int index = sequence.insert(parent, edit.left(), edit.continues(), first, count, time);
        TextModel model = models[edit.container()];
        model.insert(edit);
        assertThat(index).isEqualTo(model.indexOf(edit.first()));
        if (undo != null) {
            undo.push(new Undone(edit.container(), edit.first(), count, true));
        }
        return index;
    }

    private void apply(Delete edit) {
        Rga sequence = writable(edit.container());
        TextModel model = models[edit.container()];
        StringBuilder mirror = new StringBuilder(model.text());
        List<Dot> removed = new ArrayList<>();
        int count = sequence.delete(element(edit.first()), edit.count(), (index, first, length) -> {
            mirror.delete(index, index + length);
            for (int i = 0; i < length; i++) {
                removed.add(dot(first + i));
            }
            if (undo != null) {
                undo.push(new Undone(edit.container(), dot(first), length, false));
            }
        });
        assertThat(removed).isEqualTo(model.delete(edit)).hasSize(count);
        assertThat(mirror).hasToString(model.text());
    }

    private Rga writable(int container) {
        sequences[container] = sequences[container].writable();
        return sequences[container];
    }

    /** From here on, {@link #rollback} leads back to here. */
    void begin() {
        undo = new ArrayDeque<>();
        before = new TextModel[models.length];
        for (int i = 0; i < models.length; i++) {
            before[i] = models[i].copy();
        }
        seqBefore = nextSeq;
    }

    void commit() {
        undo = null;
        before = null;
    }

    void rollback() {
        content = content.forkIfStale();
        for (Undone step : undo) {
            long first = element(step.first());
            if (step.inserted()) {
                writable(step.container()).revertInsert(first, step.count());
            } else {
                writable(step.container()).revertDelete(first, step.count());
            }
        }
        content.truncate(replicas.intern(replica), seqBefore);
        nextSeq = seqBefore;
        models = before;
        commit();
    }

    /** Tombstones for whatever is covered. */
    void clear(int container, java.util.function.ToLongFunction<Long> coveredEnd) {
        Rga sequence = writable(container);
        TextModel model = models[container];
        StringBuilder mirror = new StringBuilder(model.text());
        int count = sequence.clear(
                index -> coveredEnd.applyAsLong(replicas.id(index)),
                (index, first, length) -> mirror.delete(index, index + length));
        int expected = 0;
        for (Dot dot : model.order()) {
            if (dot.seq() < coveredEnd.applyAsLong(dot.replica())) {
                expected += model.delete(new Delete(container, dot, 1)).size();
            }
        }
        assertThat(count).isEqualTo(expected);
        assertThat(mirror).hasToString(model.text());
    }

    /** Takes a view of everything, to be compared with the text it has now at the end. */
    void capture() {
        store.flush();
        for (int i = 0; i < sequences.length; i++) {
            captured.add(new Captured(new SequenceView(sequences[i]), content, models[i].text()));
        }
        epoch.advance();
    }

    void checkCaptured() {
        for (Captured one : captured) {
            assertThat(one.view().text(one.content(), 0, one.view().length())).isEqualTo(one.text());
            for (int i = 0; i < one.text().length(); i++) {
                assertThat(one.view().charAt(one.content(), i))
                        .isEqualTo(one.text().charAt(i));
            }
        }
    }

    /** Replaces every sequence by what is read from its saved form. */
    void reload() {
        ByteWriter[] saved = new ByteWriter[SequenceColumns.NUMBER];
        Arrays.setAll(saved, i -> new ByteWriter());
        SequencesWriter writer = new SequencesWriter(replicas, saved);
        int[] pieces = new int[sequences.length];
        Arrays.setAll(pieces, i -> writer.add(sequences[i]::forEachSpan));
        int[] order = IntStream.range(0, replicas.size())
                .boxed()
                .sorted(replicas::compare)
                .mapToInt(Integer::intValue)
                .toArray();
        writer.finish(order);

        SequenceStore fresh = new SequenceStore(replicas, epoch, shape);
        ByteReader[] columns = new ByteReader[saved.length];
        Arrays.setAll(columns, i -> new ByteReader(saved[i].toByteArray()));
        long[] ends = new long[order.length];
        Arrays.fill(ends, ElementId.MAX_SEQ);
        SequencesReader reader = new SequencesReader(replicas, columns, order, ends);
        for (int i = 0; i < sequences.length; i++) {
            List<String> before = spans(sequences[i]);
            sequences[i] = reader.next(fresh, i, pieces[i], (piece, first, count, isVisible) -> {});
            assertThat(spans(sequences[i])).isEqualTo(before);
        }
        reader.finish();
        store = fresh;
    }

    /** Everything that can be read must be as in the model. */
    void check() {
        for (int i = 0; i < sequences.length; i++) {
            Rga sequence = sequences[i];
            TextModel model = models[i];
            sequence.checkInvariants();
            String text = model.text();
            assertThat(sequence.length()).isEqualTo(text.length());
            assertThat(spans(sequence)).isEqualTo(model.spans());
            store.flush();
            assertThat(new SequenceView(sequence).text(content, 0, text.length()))
                    .isEqualTo(text);
        }
    }

    /** Like {@link #check}, element by element. */
    void checkEveryElement() {
        check();
        for (int i = 0; i < sequences.length; i++) {
            Rga sequence = sequences[i];
            TextModel model = models[i];
            List<Dot> visible = model.visible();
            for (int k = 0; k < visible.size(); k++) {
                assertThat(dot(sequence.elementAt(k))).isEqualTo(visible.get(k));
            }
            for (Dot dot : model.order()) {
                long element = element(dot);
                assertThat(sequence.indexOf(element)).isEqualTo(model.indexOf(dot));
                assertThat(sequence.isVisible(element)).isEqualTo(model.isVisible(dot));
                assertThat(store.containerOf(element)).isEqualTo(i);
                assertThat(store.headTime(element)).isEqualTo(model.headTime(dot));
            }
            sequence.checkInvariants();
        }
    }

    private List<String> spans(Rga sequence) {
        List<String> spans = new ArrayList<>();
        sequence.forEachSpan(new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                spans.add(TextModel.span(dot(first), count, deleted, headTime));
            }

            @Override
            public void marker(long element, long headTime) {
                spans.add(TextModel.marker(dot(element), headTime));
            }
        });
        return spans;
    }

    private long element(Dot dot) {
        return ElementId.of(replicas.intern(dot.replica()), dot.seq());
    }

    private Dot dot(long element) {
        return new Dot(replicas.id(ElementId.replica(element)), ElementId.seq(element));
    }
}
