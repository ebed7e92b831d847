package dev.rejoin.sequence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.internal.ElementId;
import dev.rejoin.sequence.internal.TestText.Edit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RgaTest {
    private final TestText text = new TestText(1, TreeShape.TINY);

    @AfterEach
    void checkInvariants() {
        text.rga.checkInvariants();
    }

    @Test
    void insert_typedForward_isOneSpan() {
        for (int i = 0; i < 100; i++) {
            text.insert(i, "x");
        }

        assertThat(text.spans()).isEqualTo("+0x100");
        assertThat(text.rga.length()).isEqualTo(100);
    }

    @Test
    void insert_intoARun_marksTheRightNeighbour() {
        text.insert(0, "ad");
        text.insert(1, "bc");

        assertThat(text.spans()).isEqualTo("+0x1 m1 +2x2 +1x1");
        assertThat(text.text()).isEqualTo("abcd");
    }

    @Test
    void locate_behindADeletedElement_hangsOnItsLeft() {
        text.insert(0, "ab");
        text.delete(1, 2);
        text.rga.locate(1, text.own, text.nextSeq);

        assertThat(text.rga.parent()).isEqualTo(ElementId.of(text.own, 1));
        assertThat(text.rga.leftSide()).isTrue();
        assertThat(text.rga.continues()).isFalse();
    }

    @Test
    void locate_outsideTheText_throws() {
        text.insert(0, "ab");

        assertThatThrownBy(() -> text.rga.locate(3, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> text.rga.locate(-1, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> text.rga.elementAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void insert_twoWordsTypedApart_neverMix() {
        for (boolean forward : new boolean[] {true, false}) {
            TestText a = new TestText(1, TreeShape.TINY);
            TestText b = new TestText(2, TreeShape.TINY);
            List<Edit> mine = new ArrayList<>();
            List<Edit> theirs = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                mine.add(a.insert(forward ? i : 0, "a"));
                theirs.add(b.insert(forward ? i : 0, "b"));
            }
            theirs.forEach(a::apply);
            mine.forEach(b::apply);

            assertThat(a.text()).isEqualTo(b.text()).isIn("aaaaaabbbbbb", "bbbbbbaaaaaa");
            a.rga.checkInvariants();
            b.rga.checkInvariants();
        }
    }

    @Test
    void delete_pieceByPiece_joinsTombstones() {
        text.insert(0, "abcdefgh");
        text.delete(2, 4);
        text.delete(4, 5);
        assertThat(text.spans()).isEqualTo("+0x2 -2x2 +4x2 -6x1 +7x1");
        text.delete(2, 4);
        assertThat(text.spans()).isEqualTo("+0x2 -2x5 +7x1");
        text.delete(0, 3);

        assertThat(text.spans()).isEqualTo("-0x8");
        assertThat(text.rga.length()).isZero();
    }

    @Test
    void delete_keystrokesInBothDirections_reportsWhatIsGone() {
        text.insert(0, "abcdefgh");
        List<String> removed = new ArrayList<>();
        for (int index : new int[] {5, 4, 3, 3, 3, 2}) {
            text.rga.forEachVisibleRange(
                    index,
                    index + 1,
                    (first, count) -> text.rga.delete(
                            first, count, (at, element, gone) -> removed.add(at + ":" + ElementId.seq(element))));
        }

        assertThat(removed).containsExactly("5:5", "4:4", "3:3", "3:6", "3:7", "2:2");
        assertThat(text.text()).isEqualTo("ab");
    }

    @Test
    void delete_alreadyDeleted_reportsTheRestOnly() {
        text.insert(0, "abcdef");
        text.delete(1, 3);
        List<String> removed = new ArrayList<>();

        int count = text.rga.delete(ElementId.of(text.own, 0), 6, (at, first, gone) -> removed.add(at + ":" + gone));

        assertThat(count).isEqualTo(4);
        assertThat(removed).containsExactly("0:1", "0:3");
    }

    @Test
    void delete_unknownElement_throws() {
        text.insert(0, "abc");

        assertThatThrownBy(() -> text.rga.delete(ElementId.of(text.own, 3), 1, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text.rga.indexOf(ElementId.of(9, 0))).isInstanceOf(IllegalArgumentException.class);
        assertThat(text.store.containerOf(ElementId.of(text.own, 3))).isEqualTo(-1);
        assertThat(text.store.isElement(ElementId.NONE)).isFalse();
    }

    @Test
    void revertInsert_onlyLeftChild_takesTheMarkerAlong() {
        text.insert(0, "abcd");
        text.delete(3, 4);
        String before = text.spans();
        long seq = text.nextSeq;
        text.insert(2, "xy");
        text.rga.revertInsert(ElementId.of(text.own, seq), 2);

        assertThat(text.spans()).isEqualTo(before);
        assertThat(text.store.isElement(ElementId.of(text.own, seq))).isFalse();
    }

    @Test
    void revertInsert_everything_leavesNothing() {
        text.insert(0, "abc");
        text.rga.revertInsert(ElementId.of(text.own, 0), 3);

        assertThat(text.spans()).isEmpty();
        text.nextSeq = 0;
        text.content.truncate(text.own, 0);
        text.insert(0, "x");
        assertThat(text.text()).isEqualTo("x");
    }

    @Test
    void nearestVisible_ofATombstone_isItsNeighbour() {
        text.insert(0, "abcd");
        text.delete(1, 3);

        assertThat(text.rga.nearestVisibleLeft(ElementId.of(text.own, 2))).isEqualTo(ElementId.of(text.own, 0));
        assertThat(text.rga.nearestVisibleRight(ElementId.of(text.own, 1))).isEqualTo(ElementId.of(text.own, 3));
        assertThat(text.rga.nearestVisibleRight(ElementId.of(text.own, 0))).isEqualTo(ElementId.of(text.own, 0));
        text.delete(0, 2);
        assertThat(text.rga.nearestVisibleLeft(ElementId.of(text.own, 2))).isEqualTo(ElementId.NONE);
        assertThat(text.rga.nearestVisibleRight(ElementId.of(text.own, 2))).isEqualTo(ElementId.NONE);
    }

    @Test
    void insert_intoASequenceThatAViewHolds_throws() {
        text.insert(0, "abc");
        text.view();

        assertThatThrownBy(() -> text.rga.delete(ElementId.of(text.own, 0), 1, null))
                .isInstanceOf(IllegalStateException.class);
        assertThat(text.rga.writable()).isNotSameAs(text.rga);
    }

    @Test
    void writable_nothingTaken_isTheSame() {
        assertThat(text.rga.writable()).isSameAs(text.rga);
    }

    @Test
    void build_fromSpans_givesTheSameSequence() {
        for (int i = 0; i < 200; i++) {
            text.insert(i * 7 % (i + 1), "xy");
            if (i % 3 == 0) {
                text.delete(i / 2, i / 2 + 1);
            }
        }
        TestText loaded = new TestText(1, TreeShape.TINY);
        RgaBuilder builder = new RgaBuilder(loaded.store, 0);
        text.rga.forEachSpan(new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                builder.span(first, count, deleted, headTime);
            }

            @Override
            public void marker(long element, long headTime) {
                builder.marker(element, headTime);
            }
        });
        loaded.rga = builder.build();
        loaded.content = text.content;
        loaded.nextSeq = text.nextSeq;
        loaded.clock = text.clock;

        assertThat(loaded.spans()).isEqualTo(text.spans());
        assertThat(loaded.text()).isEqualTo(text.text());
        loaded.insert(3, "new");
        loaded.delete(0, 2);
        loaded.rga.checkInvariants();
    }

    @Test
    void build_emptySpan_throws() {
        RgaBuilder builder = new RgaBuilder(text.store, 0);

        assertThatThrownBy(() -> builder.span(9, 0, false, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void insert_leftOfElementsAtTheBase_findsTheirMarkers() {
        long first = ElementId.of(text.own, 0);
        RgaBuilder builder = new RgaBuilder(text.store, 0).span(first, 1, false, 0);
        // Each of ten elements at the base has a marker, and one left child that is at the base too.
        for (int i = 1; i <= 10; i++) {
            builder.marker(first + 10 * i, 0).span(first + 200 + i, 1, false, 0).span(first + 10 * i, 2, false, 0);
        }
        text.rga = builder.build();
        text.nextSeq = 1_000;
        for (int round = 0; round < 5; round++) {
            for (int i = 1; i <= 10; i++) {
                long parent = first + 10 * i;
                long element = ElementId.of(text.own, text.nextSeq++);
                int index = text.rga.insert(parent, true, false, element, 1, 7);
                assertThat(text.rga.elementAt(index + 1 + round)).isEqualTo(first + 200 + i);
                text.rga.checkInvariants();
            }
        }
        for (long seq = text.nextSeq - 1; seq >= 1_000; seq--) {
            text.rga.revertInsert(ElementId.of(text.own, seq), 1);
        }
        assertThat(text.rga.length()).isEqualTo(31);
    }

    @Test
    void insert_leftOfAnElementAtTheBaseWithoutMarker_marksItOnce() {
        long first = ElementId.of(text.own, 0);
        text.rga = new RgaBuilder(text.store, 0).span(first, 20, false, 0).build();
        text.nextSeq = 100;
        for (int i = 0; i < 8; i++) {
            text.rga.insert(first + 10, true, false, ElementId.of(text.own, 100 + 2L * i), 1, 5 + i);
        }
        assertThat(text.spans()).startsWith("+0x10 m10 +114x1 +112x1").endsWith("+100x1 +10x10");
        for (int i = 7; i >= 0; i--) {
            text.rga.revertInsert(ElementId.of(text.own, 100 + 2L * i), 1);
        }

        assertThat(text.spans()).isEqualTo("+0x20");
    }

    @Test
    void locate_betweenElementsAtTheBase_isARightChild() {
        text.rga = new RgaBuilder(text.store, 0)
                .span(ElementId.of(text.own, 7), 1, false, 0)
                .span(ElementId.of(text.own, 3), 1, false, 0)
                .build();
        text.rga.locate(1, text.own, 8);

        assertThat(text.rga.parent()).isEqualTo(ElementId.of(text.own, 7));
        assertThat(text.rga.leftSide()).isFalse();
        text.rga.locate(0, text.own, 8);
        assertThat(text.rga.leftSide()).isTrue();
    }

    @Test
    void release_afterASuccessorWasBuilt_leavesViewsAndTheSuccessor() {
        for (int i = 0; i < 50; i++) {
            text.insert(i / 2, "xy");
        }
        String before = text.text();
        SequenceView view = text.view();
        Rga old = text.rga.writable();
        RgaBuilder builder = new RgaBuilder(text.store, 0);
        old.forEachSpan(new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                if (first % 4 == 0) {
                    builder.span(first, count, deleted, 0);
                }
            }

            @Override
            public void marker(long element, long headTime) {}
        });
        text.rga = builder.build();
        old.release();

        assertThat(view.text(text.content, 0, view.length())).isEqualTo(before);
        assertThat(text.store.isElement(ElementId.of(text.own, 0))).isTrue();
        assertThat(text.store.isElement(ElementId.of(text.own, 2))).isFalse();
        text.insert(3, "new");
        text.delete(0, 2);
    }

    @Test
    void clear_coveredPart_leavesTheRest() {
        text.insert(0, "abcdef");
        text.insert(3, "xy");

        int count = text.rga.clear(replica -> 5, null);

        assertThat(count).isEqualTo(5);
        assertThat(text.text()).isEqualTo("xyf");
    }
}
