package dev.rejoin.proptests.sequence;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.proptests.model.SequenceModel;
import dev.rejoin.proptests.model.SequenceModel.Entry;
import dev.rejoin.proptests.model.SequenceModel.Side;
import dev.rejoin.proptests.model.Stamp;
import dev.rejoin.proptests.sequence.SequenceEdit.Delete;
import dev.rejoin.proptests.sequence.SequenceEdit.Dot;
import dev.rejoin.proptests.sequence.SequenceEdit.Insert;
import dev.rejoin.version.OpId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The model of a sequence, edited by runs of characters as the engine's are. */
final class TextModel {
    record Place(@Nullable Dot parent, boolean left, boolean continues) {}

    private final SequenceModel<Character> elements;

    TextModel() {
        this(new SequenceModel<>());
    }

    private TextModel(SequenceModel<Character> elements) {
        this.elements = elements;
    }

    TextModel copy() {
        return new TextModel(elements.copy());
    }

    List<Dot> order() {
        return elements.ids().stream().map(Dot::of).toList();
    }

    List<Dot> visible() {
        return elements.visibleIds().stream().map(Dot::of).toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        elements.values().forEach(text::append);
        return text.toString();
    }

    boolean isVisible(Dot dot) {
        return elements.isVisible(dot.id());
    }

    long headTime(Dot dot) {
        return elements.priorityOf(dot.id()).time().packed();
    }

    /** Visible elements before an element. */
    int indexOf(Dot dot) {
        List<OpId> ids = elements.ids();
        return (int) ids.subList(0, ids.indexOf(dot.id())).stream()
                .filter(elements::isVisible)
                .count();
    }

    Place locate(int index, long replica, long nextSeq) {
        SequenceModel.Place place = elements.placeAt(index);
        Dot parent = place.parent().map(Dot::of).orElse(null);
        boolean left = place.side() == Side.LEFT;
        return new Place(parent, left, !left && new Dot(replica, nextSeq - 1).equals(parent));
    }

    void insert(Insert edit) {
        Optional<OpId> parent = Optional.ofNullable(edit.parent()).map(Dot::id);
        Side side = edit.left() ? Side.LEFT : Side.RIGHT;
        for (int i = 0; i < edit.text().length(); i++) {
            OpId id = edit.first().plus(i).id();
            Stamp priority = new Stamp(new HybridTimestamp(edit.time()), id.replica(), id.seq());
            elements.insert(
                    id,
                    priority,
                    new SequenceModel.Place(parent, side),
                    edit.text().charAt(i));
            parent = Optional.of(id);
            side = Side.RIGHT;
        }
    }

    /** Elements that were visible before. */
    List<Dot> delete(Delete edit) {
        List<Dot> removed = new ArrayList<>();
        for (int i = 0; i < edit.count(); i++) {
            Dot dot = edit.first().plus(i);
            if (elements.delete(dot.id())) {
                removed.add(dot);
            }
        }
        return removed;
    }

    /** The entries as maximal spans, in words. */
    List<String> spans() {
        List<Entry> entries = elements.entries();
        List<String> spans = new ArrayList<>();
        int i = 0;
        while (i < entries.size()) {
            Entry first = entries.get(i);
            int next = i + 1;
            while (!first.marker() && next < entries.size() && isOneSpan(first, next - i, entries.get(next))) {
                next++;
            }
            spans.add(inWords(first, next - i));
            i = next;
        }
        return spans;
    }

    private boolean isOneSpan(Entry first, int distance, Entry next) {
        Dot start = Dot.of(first.id());
        Dot dot = Dot.of(next.id());
        return !next.marker()
                && dot.equals(start.plus(distance))
                && isVisible(dot) == isVisible(start)
                && headTime(dot) == headTime(start);
    }

    private String inWords(Entry first, int count) {
        Dot dot = Dot.of(first.id());
        return first.marker() ? marker(dot, headTime(dot)) : span(dot, count, !isVisible(dot), headTime(dot));
    }

    static String marker(Dot dot, long time) {
        return "m(" + dot.replica() + "." + dot.seq() + ")@" + time;
    }

    static String span(Dot dot, int count, boolean isDeleted, long time) {
        return (isDeleted ? "-" : "+") + dot.replica() + "." + dot.seq() + "x" + count + "@" + time;
    }
}
