package dev.rejoin.document;

import dev.rejoin.engine.OpenChange;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.Utf8;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.sequence.Anchor;
import dev.rejoin.sequence.AnchorBias;
import dev.rejoin.sequence.internal.Rga;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The one implementation of text readers and editors. */
final class TextHandle extends Place implements TextEditor {
    /** Code units that are appended at once. */
    private static final int PIECE = 1 << 13;

    private final @Nullable Keystrokes keystrokes;
    private @Nullable Rga edited;
    private int editedOrdinal;
    private int editedAt = -1;

    TextHandle(Access access, @Nullable Place parent, @Nullable String key, long element) {
        super(access, parent, key, element, ContainerType.TEXT);
        keystrokes = access.keystrokes();
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
        if (keystrokes != null && keystrokes.isAt(this)) {
            return keystrokes.length();
        }
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
    public CharSequence subSequence(int start, int end) {
        return substring(start, end);
    }

    @Override
    public void getChars(int start, int end, char[] target, int at) {
        SequenceState state = state();
        Objects.checkFromToIndex(start, end, state == null ? 0 : state.rga().length());
        Objects.checkFromIndexSize(at, end - start, target.length);
        if (state != null) {
            access.source().view(state).copyTo(access.source().text(), start, end, target, at);
        }
    }

    @Override
    public void appendTo(Appendable target) throws IOException {
        int length = length();
        for (int start = 0; start < length; ) {
            String piece = substring(start, Math.min(length, start + PIECE));
            int whole = piece.length();
            if (start + whole < length && Character.isHighSurrogate(piece.charAt(whole - 1))) {
                whole--;
            }
            target.append(piece, 0, whole);
            start += whole;
        }
    }

    @Override
    public int codePointAt(int index) {
        char unit = charAt(index);
        return Character.isHighSurrogate(unit) ? Character.toCodePoint(unit, charAt(index + 1)) : unit;
    }

    @Override
    public int codePointCount(int start, int end) {
        String part = substring(start, end);
        return part.codePointCount(0, part.length());
    }

    @Override
    public int offsetByCodePoints(int index, int count) {
        int length = length();
        if (index < 0 || index > length) {
            throw new IndexOutOfBoundsException("index " + index + ", length " + length);
        }
        long reach = index + 2L * count; // no code point takes more than two units
        if (count >= 0) {
            String right = substring(index, (int) Math.min(length, reach));
            return index + right.offsetByCodePoints(0, count);
        }
        int start = (int) Math.max(0, reach);
        String left = substring(start, index);
        return start + left.offsetByCodePoints(left.length(), count);
    }

    @Override
    public IntStream chars() {
        return toString().chars();
    }

    @Override
    public IntStream codePoints() {
        return toString().codePoints();
    }

    @Override
    public Anchor anchorAt(int index, AnchorBias bias) {
        SequenceState state = state();
        Anchor anchor = Anchors.at(access.source(), state, index, bias);
        if (index > 0
                && index < length()
                && Character.isLowSurrogate(charAt(index))
                && Character.isHighSurrogate(charAt(index - 1))) {
            throw splitsPair(index);
        }
        return anchor;
    }

    @Override
    public OptionalInt indexOf(Anchor anchor) {
        return Anchors.indexOf(access.source(), state(), anchor);
    }

    @Override
    public String toString() {
        return substring(0, length());
    }

    @Override
    public TextEditor insert(int index, CharSequence text) {
        boolean goesOn = text.length() == 1 && keystrokes != null && keystrokes.type(this, index, text.charAt(0));
        return goesOn ? this : insertAfresh(index, text);
    }

    private TextEditor insertAfresh(int index, CharSequence text) {
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
        insert(change, elements, index, text, count);
        if (count == 1 && keystrokes != null && !Character.isSurrogate(text.charAt(0))) {
            keystrokes.startTyping(this, index + 1, length + 1);
        }
        return this;
    }

    private void insert(OpenChange change, Rga elements, int index, CharSequence text, int count) {
        elements.locate(index, change.author(), change.nextSeq());
        change.insertText(editedOrdinal, elements.parent(), elements.leftSide(), elements.continues(), text, 0, count);
    }

    /** Writes what was typed. */
    void type(int index, String text) {
        insert(access.change(), Objects.requireNonNull(edited()), index, text, text.length());
    }

    @Override
    public TextEditor append(CharSequence text) {
        return insert(length(), text);
    }

    @Override
    public TextEditor delete(int start, int end) {
        boolean goesOn = end - start == 1 && keystrokes != null && keystrokes.erase(this, start);
        return goesOn ? this : deleteAfresh(start, end);
    }

    private TextEditor deleteAfresh(int start, int end) {
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
            if (keystrokes != null && access.live().text().hasOnlyLatin1()) {
                keystrokes.startErasing(this, start, length - 1);
            }
        } else {
            Ranges ranges = new Ranges();
            elements.forEachVisibleRange(start, end, ranges);
            for (int i = 0; i < ranges.size(); i++) {
                change.delete(ranges.first(i), ranges.count(i));
            }
        }
        return this;
    }

    /** Writes what was erased one by one, in that order. */
    void erase(int start, int end, int step) {
        OpenChange change = access.change();
        Ranges ranges = new Ranges();
        Objects.requireNonNull(edited()).forEachVisibleRange(start, end, ranges);
        int size = ranges.size();
        for (int i = 0; i < size; i++) {
            int range = step > 0 ? i : size - 1 - i;
            int count = ranges.count(range);
            long first = ranges.first(range);
            change.deleteEach(step > 0 ? first : first + count - 1, count, step);
        }
    }

    @Override
    public TextEditor replace(int start, int end, CharSequence text) {
        Objects.checkFromToIndex(start, end, length());
        checkWellFormed(text, text.length());
        delete(start, end);
        return insert(start, text);
    }

    @Override
    public TextEditor updateTo(CharSequence text) {
        String now = text.toString();
        checkWellFormed(now, now.length());
        TextDiff diff = new TextDiff(toString(), now);
        for (int i = diff.size() - 1; i >= 0; i--) {
            replace(diff.oldStart(i), diff.oldEnd(i), now.substring(diff.newStart(i), diff.newEnd(i)));
        }
        return this;
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
            throw splitsPair(index);
        }
    }

    private IllegalArgumentException splitsPair(int index) {
        return new IllegalArgumentException(
                "Index " + index + " of the text at " + path() + " would split a surrogate pair");
    }

    private static char unit(TextContent content, long element) {
        return content.charAt(ElementId.replica(element), ElementId.seq(element));
    }
}
