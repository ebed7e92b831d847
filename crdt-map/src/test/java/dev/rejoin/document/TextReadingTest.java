package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rejoin.sequence.Anchor;
import dev.rejoin.sequence.AnchorBias;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpId;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A text reads as the string that it holds, live and in a view; edits and positions never cut a surrogate pair. */
class TextReadingTest {
    private static final DocumentId ID = DocumentId.named("text");
    private static final String MIXED = "ab\ud83d\ude00c\ud840\udc00\u00e9";

    private final Document document = Document.create(ID);

    private void edit(Consumer<TextEditor> body) {
        document.edit(tx -> body.accept(tx.root().text("t")));
    }

    private List<TextReader> readers() {
        return List.of(document.root().text("t"), document.view().root().text("t"));
    }

    @Test
    void read_everyMethodOfAString_agreesWithTheString() throws IOException {
        edit(text -> text.append("abé").delete(0, 3).append(MIXED));
        for (TextReader text : readers()) {
            assertThat(text.toString()).isEqualTo(MIXED);
            assertThat(text).hasSize(MIXED.length());
            assertThat(text.isEmpty()).isFalse();
            assertThat(text.chars().toArray()).isEqualTo(MIXED.chars().toArray());
            assertThat(text.codePoints().toArray()).isEqualTo(MIXED.codePoints().toArray());
            assertThat(Pattern.compile("c.").matcher(text).find()).isTrue();
            StringWriter written = new StringWriter();
            text.appendTo(written);
            assertThat(written).hasToString(MIXED);
            for (int start = 0; start <= MIXED.length(); start++) {
                for (int end = start; end <= MIXED.length(); end++) {
                    assertThat(text.subSequence(start, end)).hasToString(MIXED.substring(start, end));
                    assertThat(text.codePointCount(start, end)).isEqualTo(MIXED.codePointCount(start, end));
                    char[] target = "..........".toCharArray();
                    text.getChars(start, end, target, 1);
                    char[] expected = "..........".toCharArray();
                    MIXED.getChars(start, end, expected, 1);
                    assertThat(target).isEqualTo(expected);
                }
                for (int count = -MIXED.length() - 1; count <= MIXED.length() + 1; count++) {
                    int from = start;
                    int by = count;
                    same(text, t -> t.offsetByCodePoints(from, by), MIXED, s -> s.offsetByCodePoints(from, by));
                }
            }
            for (int index = -1; index <= MIXED.length(); index++) {
                int at = index;
                same(text, t -> t.codePointAt(at), MIXED, s -> s.codePointAt(at));
                same(text, t -> t.charAt(at), MIXED, s -> s.charAt(at));
            }
            assertThatThrownBy(() -> text.getChars(0, 2, new char[1], 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> text.codePointCount(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private static void same(TextReader text, ToIntFunction<TextReader> read, String string, ToIntFunction<String> is) {
        Throwable expected = catchThrowable(() -> is.applyAsInt(string));
        if (expected == null) {
            assertThat(read.applyAsInt(text)).isEqualTo(is.applyAsInt(string));
        } else {
            assertThatThrownBy(() -> read.applyAsInt(text)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void appendTo_longText_comesInPiecesThatCutNoPair() throws IOException {
        String whole = "x" + "\ud83d\ude00".repeat(10_000);
        edit(text -> text.append(whole));
        for (TextReader text : readers()) {
            List<String> pieces = new ArrayList<>();
            text.appendTo(new Pieces(pieces));
            assertThat(pieces).hasSizeGreaterThan(2).allMatch(piece -> piece.length() <= 1 << 13);
            assertThat(pieces).noneMatch(piece -> Character.isLowSurrogate(piece.charAt(0)));
            assertThat(String.join("", pieces)).isEqualTo(whole);
        }
    }

    private record Pieces(List<String> all) implements Appendable {
        @Override
        public Appendable append(CharSequence text) {
            return append(text, 0, text.length());
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) {
            all.add(text.subSequence(start, end).toString());
            return this;
        }

        @Override
        public Appendable append(char unit) {
            throw new AssertionError("one by one");
        }
    }

    @Test
    void everyEntry_insideAPair_isRefusedAndChangesNothing() {
        edit(text -> text.append("\ud83d\ude00x"));
        byte[] before = document.save();
        List<Consumer<TextEditor>> all = List.of(
                text -> text.insert(1, "y"),
                text -> text.delete(0, 1),
                text -> text.delete(1, 2),
                text -> text.replace(1, 3, "y"),
                text -> text.replace(0, 1, "y"),
                text -> text.replace(1, 1, "y"),
                text -> text.anchorAt(1, AnchorBias.AFTER),
                text -> text.anchorAt(1, AnchorBias.BEFORE),
                text -> text.insert(0, "\ud83d"),
                text -> text.append("\ude00"),
                text -> text.replace(2, 3, "\ude00\ud83d"),
                text -> text.updateTo("\ud83d\ude00\ude00x"));
        for (Consumer<TextEditor> each : all) {
            assertThatThrownBy(() -> edit(each)).isInstanceOf(IllegalArgumentException.class);
            assertThat(document.save()).isEqualTo(before);
        }
        assertThatThrownBy(() -> edit(text -> text.insert(1, "y")))
                .hasMessage("Index 1 of the text at /t would split a surrogate pair");
    }

    @Test
    void updateTo_keepsWhatStays_soThatConcurrentEditsMeetIt() {
        edit(text -> text.append("The quick brown fox"));
        Document other = Document.load(document.save());
        Anchor caret = document.root().text("t").anchorAt(10, AnchorBias.AFTER); // behind "The quick "
        edit(text -> text.updateTo("A very quick red fox \ud83d\ude00"));
        other.edit(tx -> tx.root().text("t").insert(9, "er"));
        other.receive(document.changesSince(other.version()));
        document.receive(other.changesSince(document.version()));
        assertThat(document.root().text("t")).hasToString("A very quicker red fox \ud83d\ude00");
        assertThat(other.root().text("t")).hasToString("A very quicker red fox \ud83d\ude00");
        for (TextReader text : readers()) {
            assertThat(text.indexOf(caret)).hasValue("A very quicker ".length());
        }
    }

    @Test
    void updateTo_sameText_makesNoChange_absentTextBecomesOne() {
        assertThat(document.edit(tx -> tx.root().text("t").updateTo("")).isEmpty())
                .isTrue();
        edit(text -> text.updateTo("new"));
        assertThat(document.edit(tx -> tx.root().text("t").updateTo("new")).isEmpty())
                .isTrue();
        edit(text -> text.updateTo(""));
        assertThat(document.root().text("t")).isEmpty();
    }

    @Test
    void anchor_staysWithItsNeighbour_andSurvivesItsDeletion() {
        edit(text -> text.append("abcd"));
        TextReader live = document.root().text("t");
        Anchor after = live.anchorAt(2, AnchorBias.AFTER);
        Anchor before = live.anchorAt(2, AnchorBias.BEFORE);
        Anchor start = live.anchorAt(0, AnchorBias.AFTER);
        Anchor first = live.anchorAt(0, AnchorBias.BEFORE);
        Anchor last = live.anchorAt(4, AnchorBias.AFTER);
        Anchor end = live.anchorAt(4, AnchorBias.BEFORE);
        assertThat(start).isEqualTo(Anchor.start());
        assertThat(end).isEqualTo(Anchor.end());
        edit(text -> text.insert(2, "XY").insert(0, "<").append(">"));
        assertThat(indices(after, before, start, first, last, end)).containsExactly(3, 5, 0, 1, 7, 8);
        edit(text -> text.delete(2, 6)); // b, XY and c: "<ad>"
        assertThat(indices(after, before, start, first, last, end)).containsExactly(2, 2, 0, 1, 3, 4);
        edit(text -> text.delete(0, 4));
        assertThat(indices(after, before, start, first, last, end)).containsExactly(0, 0, 0, 0, 0, 0);
        edit(text -> text.append("new"));
        assertThat(indices(start, end)).containsExactly(0, 3);
    }

    private List<Integer> indices(Anchor... anchors) {
        List<Integer> indices = new ArrayList<>();
        for (Anchor anchor : anchors) {
            OptionalInt live = document.root().text("t").indexOf(anchor);
            assertThat(document.view().root().text("t").indexOf(anchor)).isEqualTo(live);
            indices.add(live.orElseThrow());
        }
        return indices;
    }

    @Test
    void anchor_ofAnElementThatIsNotHere_isEmpty() {
        edit(text -> text.append("abc"));
        document.edit(tx -> tx.root().text("other").append("xyz"));
        document.edit(tx -> tx.root().list("l").append(1));
        Document ahead = Document.load(document.save());
        ahead.edit(tx -> tx.root().text("t").append("d"));
        List<Anchor> strange = List.of(
                ahead.root().text("t").anchorAt(4, AnchorBias.AFTER),
                document.root().text("other").anchorAt(1, AnchorBias.AFTER),
                document.root().list("l").anchorAt(1, AnchorBias.AFTER),
                Anchor.of(OpId.of(42, 1), AnchorBias.BEFORE),
                Anchor.of(OpId.of(document.replica().value(), 1L << 39), AnchorBias.BEFORE));
        for (Anchor anchor : strange) {
            for (TextReader text : readers()) {
                assertThat(text.indexOf(anchor)).isEmpty();
            }
            assertThat(document.root().text("absent").indexOf(anchor)).isEmpty();
        }
        document.receive(ahead.changesSince(document.version()));
        assertThat(document.root().text("t").indexOf(strange.get(0))).hasValue(4);
        assertThatThrownBy(() -> document.root().text("t").anchorAt(5, AnchorBias.AFTER))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
