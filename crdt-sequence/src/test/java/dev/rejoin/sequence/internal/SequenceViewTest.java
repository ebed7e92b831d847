package dev.rejoin.sequence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.content.TextContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SequenceViewTest {
    @Test
    void text_ofAnEmptySequence_isEmpty() {
        TestText text = new TestText(1, TreeShape.TINY);
        SequenceView view = text.view();

        assertThat(view.length()).isZero();
        assertThat(view.text(text.content, 0, 0)).isEmpty();
        assertThatThrownBy(() -> view.elementAt(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void text_parts_areSubstrings() {
        TestText text = new TestText(1, TreeShape.TINY);
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            text.insert(random.nextInt(text.rga.length() + 1), i == 40 ? "\u20ac" : "ab");
        }
        text.delete(10, 20);
        String all = text.text();
        SequenceView view = text.view();
        for (int start = 0; start <= all.length(); start++) {
            for (int end = start; end <= all.length(); end++) {
                assertThat(view.text(text.content, start, end)).isEqualTo(all.substring(start, end));
            }
        }
    }

    @Test
    void text_loneSurrogates_readAsReplacements() {
        TestText text = new TestText(1, TreeShape.TINY);
        text.insert(0, "a\ud83d\ude00b\ud83d\ude00c");
        text.delete(2, 3);
        text.delete(3, 4);
        String expected = "a\ufffdb\ufffdc";
        SequenceView view = text.view();

        for (int start = 0; start <= expected.length(); start++) {
            for (int end = start; end <= expected.length(); end++) {
                assertThat(view.text(text.content, start, end)).isEqualTo(expected.substring(start, end));
            }
        }
        for (int i = 0; i < expected.length(); i++) {
            assertThat(view.charAt(text.content, i)).isEqualTo(expected.charAt(i));
        }
    }

    @Test
    void text_pairCutByTheRange_isGivenAsItIs() {
        TestText text = new TestText(1, TreeShape.TINY);
        text.insert(0, "\ud83d\ude00");
        SequenceView view = text.view();

        assertThat(view.text(text.content, 0, 1)).isEqualTo("\ud83d");
        assertThat(view.text(text.content, 1, 2)).isEqualTo("\ude00");
        assertThat(view.charAt(text.content, 1)).isEqualTo('\ude00');
    }

    @Test
    void forEachVisibleRange_anyRange_visitsItsElements() {
        TestText text = new TestText(1, TreeShape.TINY);
        for (int i = 0; i < 30; i++) {
            text.insert(i / 2, "xyz");
        }
        text.delete(5, 25);
        SequenceView view = text.view();
        List<Long> elements = new ArrayList<>();
        view.forEachVisibleRange(3, 60, (first, count) -> {
            for (int i = 0; i < count; i++) {
                elements.add(first + i);
            }
        });

        assertThat(elements).hasSize(57);
        for (int i = 0; i < 57; i++) {
            assertThat(elements.get(i)).isEqualTo(view.elementAt(3 + i));
        }
    }

    @Test
    void indexOf_everyElement_isWhereItStandsOrStood() {
        TestText text = new TestText(1, TreeShape.TINY);
        for (int i = 0; i < 40; i++) {
            text.insert(i, "xyz");
        }
        SequenceView before = text.view();
        text.delete(30, 60);
        text.delete(7, 8);
        SequenceView view = text.view();

        for (int i = 0; i < before.length(); i++) {
            long element = before.elementAt(i);
            boolean deleted = i == 7 || i >= 30 && i < 60;
            int gone = (i > 7 ? 1 : 0) + Math.max(0, Math.min(i, 60) - 30);
            assertThat(before.indexOf(element)).isEqualTo(i);
            assertThat(view.indexOf(element)).isEqualTo(i - gone);
            assertThat(view.isVisible(element)).isEqualTo(!deleted);
            if (!deleted) {
                assertThat(view.elementAt(i - gone)).isEqualTo(element);
            }
        }
        long none = ElementId.of(0, 1_000);
        assertThat(view.indexOf(none)).isEqualTo(-1);
        assertThat(view.isVisible(none)).isFalse();
    }

    /** Views that are taken while the writer goes on, and read on other threads, keep their text. */
    @Test
    void text_readByOtherThreads_doesNotChange() {
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            TestText text = new TestText(1, TreeShape.TINY);
            StringBuilder model = new StringBuilder();
            Random random = new Random(11);
            List<CompletableFuture<Void>> reads = new ArrayList<>();
            for (int i = 0; i < 6_000; i++) {
                if (random.nextInt(4) > 0 || model.isEmpty()) {
                    int index = random.nextInt(3) == 0 ? random.nextInt(model.length() + 1) : model.length();
                    String typed = random.nextInt(500) == 0 ? "\u4e2d" : "ab";
                    text.insert(index, typed);
                    model.insert(index, typed);
                } else {
                    int index = random.nextInt(model.length());
                    text.delete(index, index + 1);
                    model.delete(index, index + 1);
                }
                if (random.nextInt(10) == 0) {
                    reads.add(readLater(text, model.toString(), readers));
                }
            }
            reads.forEach(CompletableFuture::join);
            text.rga.checkInvariants();
            assertThat(text.text()).isEqualTo(model.toString());
        } finally {
            readers.shutdownNow();
        }
    }

    private static CompletableFuture<Void> readLater(TestText text, String expected, ExecutorService readers) {
        SequenceView view = text.view();
        TextContent content = text.content;
        return CompletableFuture.runAsync(
                () -> {
                    assertThat(view.text(content, 0, view.length())).isEqualTo(expected);
                    for (int i = 0; i < view.length(); i += 97) {
                        assertThat(view.charAt(content, i)).isEqualTo(expected.charAt(i));
                        assertThat(ElementId.replica(view.elementAt(i))).isZero();
                    }
                },
                readers);
    }
}
