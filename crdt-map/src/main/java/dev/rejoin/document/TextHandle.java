package dev.rejoin.document;

import dev.rejoin.engine.OpenChange;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.Utf8;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.sequence.internal.Rga;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one implementation of text readers and editors. */
final class TextHandle extends Place implements TextEditor {
    private @Nullable Rga edited;
    private int editedOrdinal;
    private int editedAt = -1;

    TextHandle(Access access, @Nullable Place parent, @Nullable String key, long element) {
        super(access, parent, key, element, ContainerType.TEXT);
    }

    private @Nullable SequenceState state() {
        return (SequenceState) read();
    }

    @Override
    public boolean exists() {
        return find() != ABSENT;
    }

    @Override
    public int length() {
        SequenceState state = state();
        return state == null ? 0 : state.rga().length();
    }

    @Override
    public char charAt(int index) {
        SequenceState state = state();
        Objects.checkIndex(index, state == null ? 0 : state.rga().length());
        StateSource source = access.source();
        Objects.requireNonNull(state);
        char unit = unit(source.text(), source.elementAt(state, index));
        return Character.isSurrogate(unit) ? source.view(state).charAt(source.text(), index) : unit;
    }

    @Override
    public String substring(int start, int end) {
        SequenceState state = state();
        Objects.checkFromToIndex(start, end, state == null ? 0 : state.rga().length());
        return state == null
                ? ""
                : access.source().view(state).text(access.source().text(), start, end);
    }

    @Override
    public void appendTo(Appendable target) throws IOException {
        target.append(toString());
    }

    @Override
    public String toString() {
        return substring(0, length());
    }

    @Override
    public TextEditor insert(int index, CharSequence text) {
        OpenChange change = access.change();
        Rga elements = edited();
        int length = elements == null ? 0 : elements.length();
        if (index < 0 || index > length) {
            throw new IndexOutOfBoundsException("index " + index + ", length " + length);
        }
        int count = text.length();
        if (count == 0) {
            return this;
        }
        checkWellFormed(text, count);
        if (elements == null) {
            forWriting();
            elements = Objects.requireNonNull(edited());
        } else {
            checkBoundary(elements, index, length);
        }
        elements.locate(index, change.author(), change.nextSeq());
        change.insertText(editedOrdinal, elements.parent(), elements.leftSide(), elements.continues(), text, 0, count);
        return this;
    }

    @Override
    public TextEditor append(CharSequence text) {
        return insert(length(), text);
    }

    @Override
    public TextEditor delete(int start, int end) {
        OpenChange change = access.change();
        Rga elements = edited();
        int length = elements == null ? 0 : elements.length();
        Objects.checkFromToIndex(start, end, length);
        if (elements == null || start == end) {
            return this;
        }
        checkBoundary(elements, start, length);
        checkBoundary(elements, end, length);
        if (end == start + 1) {
            change.delete(elements.elementAt(start), 1);
        } else {
            Ranges ranges = new Ranges();
            elements.forEachVisibleRange(start, end, ranges);
            for (int i = 0; i < ranges.size(); i++) {
                change.delete(ranges.first(i), ranges.count(i));
            }
        }
        return this;
    }

    @Override
    public TextEditor replace(int start, int end, CharSequence text) {
        Objects.checkFromToIndex(start, end, length());
        checkWellFormed(text, text.length());
        delete(start, end);
        return insert(start, text);
    }

    @Override
    public TextEditor create() {
        forWriting();
        return this;
    }

    /** The elements under edit, kept as long as they stay where they are; null when the text cannot be read. */
    private @Nullable Rga edited() {
        checkGiven();
        DocumentState live = access.live();
        if (editedAt != live.structure()) {
            int found = find();
            edited = found == ABSENT ? null : ((SequenceState) live.state(found)).rga();
            editedOrdinal = found;
            editedAt = live.structure();
        }
        return edited;
    }

    private static void checkWellFormed(CharSequence text, int count) {
        if (count == 1) {
            char unit = text.charAt(0); // typing
            if (!Character.isSurrogate(unit)) {
                return;
            }
        }
        Utf8.requireWellFormed(text);
    }

    /** Throws when an index lies between the two halves of a pair. */
    private void checkBoundary(Rga elements, int index, int length) {
        TextContent content = access.live().text();
        if (index == 0 || index == length || content.hasOnlyLatin1()) {
            return;
        }
        if (Character.isLowSurrogate(unit(content, elements.elementAt(index)))
                && Character.isHighSurrogate(unit(content, elements.elementAt(index - 1)))) {
            throw new IllegalArgumentException(
                    "Index " + index + " of the text at " + path() + " would split a surrogate pair");
        }
    }

    private static char unit(TextContent content, long element) {
        return content.charAt(ElementId.replica(element), ElementId.seq(element));
    }
}
