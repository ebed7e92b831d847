package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.internal.ReplicaTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Replicas at index 0, 1, 2 whose retained history begins at 10, 0 and 20; nothing is known of the one at 3. */
class StartFormTest {
    private static final long[] IDS = {90, 70, 80, 60};

    private final ReplicaTable replicas = new ReplicaTable();
    private final StartForm form = new StartForm(replicas, new long[] {10, 0, 20});
    private final MapState container = new MapState(1, 0);

    StartFormTest() {
        for (long id : IDS) {
            replicas.intern(id);
        }
    }

    /** Pairs of index and end. */
    private static ReplicaVector vector(long... pairs) {
        ReplicaVector vector = new ReplicaVector(0);
        for (int i = 0; i < pairs.length; i += 2) {
            vector.raise((int) pairs[i], pairs[i + 1]);
        }
        return vector;
    }

    private void start(
            @Nullable ReplicaVector touched, @Nullable ReplicaVector hidden, @Nullable ReplicaVector cleared) {
        container.start = new StartVectors(touched, hidden, cleared);
    }

    @Test
    void start_replicaThatNobodyKnows_isTheBeginning() {
        assertThat(form.start(0)).isEqualTo(10);
        assertThat(form.start(1)).isZero();
        assertThat(form.start(2)).isEqualTo(20);
        assertThat(form.start(3)).isZero();
        assertThat(form.start(-1)).isZero();
    }

    @Test
    void isOpen_onlyWhatWasTouchedSinceAStartThatIsNotTheBeginning() {
        assertThat(form.isOpen(0, 11)).isTrue();
        assertThat(form.isOpen(0, 10)).isFalse();
        assertThat(form.isOpen(0, 9)).isFalse();
        assertThat(form.isOpen(1, 5)).isFalse();
        assertThat(form.isOpen(3, 5)).isFalse();
        assertThat(form.isOpen(2, 21)).isTrue();
    }

    @Test
    void guess_containerOfTheRetainedHistory_wasNotTouchedBefore() {
        assertThat(form.guess(container, 0)).isEqualTo(10); // never created: named by keys alone
        container.raiseMarker(1, IDS[2], 19);
        assertThat(form.guess(container, 0)).isEqualTo(10);
        assertThat(form.guess(container, 2)).isEqualTo(20);
        container.raiseMarker(2, IDS[2], 20);
        assertThat(form.guess(container, 0)).isZero();
        assertThat(form.guess(container, 2)).isZero();
    }

    @Test
    void guessHidden_deleteSinceTheStart_wasNotThere() {
        assertThat(form.guessHidden(container)).isNull();
        container.hidden = vector(0, 10, 2, 20);
        assertThat(form.guessHidden(container)).isSameAs(container.hidden);
        container.hidden = vector(0, 10, 2, 21);
        assertThat(form.guessHidden(container)).isNull();
        container.hidden = vector(1, 1);
        assertThat(form.guessHidden(container)).isNull();
    }

    @Test
    void open_whatFollows_isNotSaid() {
        assertThat(form.open(container)).isZero();
        container.touched = vector(0, 15, 1, 7, 2, 8);
        container.hidden = vector(0, 4);
        container.cleared = vector(0, 3);
        start(vector(0, 10, 2, 8), container.hidden, container.cleared);
        assertThat(form.open(container)).isZero();
        assertThat(form.openTouches(container)).isEmpty();
    }

    @Test
    void open_whatDoesNotFollow_isSaid() {
        container.touched = vector(0, 15, 1, 7, 2, 8);
        container.hidden = vector(0, 4);
        container.cleared = vector(0, 3);
        start(vector(0, 9, 2, 8), container.hidden, container.cleared);
        assertThat(form.open(container)).isEqualTo(StartForm.TOUCHED);
        start(vector(0, 10, 2, 8), null, container.cleared);
        assertThat(form.open(container)).isEqualTo(StartForm.HIDDEN);
        start(vector(0, 10, 2, 8), container.hidden, vector(0, 2));
        assertThat(form.open(container)).isEqualTo(StartForm.CLEARED);
        container.start = null;
        assertThat(form.open(container)).isEqualTo(StartForm.TOUCHED | StartForm.HIDDEN | StartForm.CLEARED);
        container.hidden = vector(0, 11);
        start(vector(0, 10, 2, 8), vector(0, 3), container.cleared);
        assertThat(form.open(container)).isEqualTo(StartForm.HIDDEN);
    }

    /** Ascending by the ids of the replicas, which are 90, 70 and 80. */
    @Test
    void openTouches_severalReplicas_areInTheOrderOfTheirIds() {
        container.touched = vector(0, 11, 1, 5, 2, 21);
        start(vector(0, 1, 2, 3), null, null);
        assertThat(form.openTouches(container)).containsExactly(2, 0);
        start(vector(0, 10, 2, 3), null, null);
        assertThat(form.openTouches(container)).containsExactly(2);
        container.raiseMarker(2, IDS[0], 12);
        container.start = null;
        assertThat(form.openTouches(container)).isEmpty();
    }

    @Test
    void touched_atTheStart_isThatOfTheContainerThere() {
        container.touched = vector(0, 15);
        assertThat(StartForm.touched(container, 0)).isZero();
        start(vector(0, 4), null, null);
        assertThat(StartForm.touched(container, 0)).isEqualTo(4);
        assertThat(StartForm.touched(container, 2)).isZero();
    }

    @Test
    void areEqual_vectorsWithTheSameEnds_whoeverHasEntriesForNothing() {
        assertThat(StartForm.areEqual(null, null)).isTrue();
        assertThat(StartForm.areEqual(null, new ReplicaVector(0))).isTrue();
        assertThat(StartForm.areEqual(vector(0, 1), vector(0, 1))).isTrue();
        assertThat(StartForm.areEqual(vector(0, 1), null)).isFalse();
        assertThat(StartForm.areEqual(null, vector(0, 1))).isFalse();
        assertThat(StartForm.areEqual(vector(0, 1), vector(0, 2))).isFalse();
        assertThat(StartForm.areEqual(vector(0, 2), vector(0, 1))).isFalse();
    }

    /** Who changes a vector copies it first, if a start may have it too. */
    @Test
    void sharedWith_vectorsThatDidNotChangeSince_areThoseOfTheContainer() {
        container.touched = vector(0, 15);
        container.hidden = vector(0, 4);
        container.cleared = vector(0, 3);
        StartVectors same = new StartVectors(vector(0, 15), vector(0, 4), vector(0, 3)).sharedWith(container);
        assertThat(same).isNotNull();
        assertThat(same.touched()).isSameAs(container.touched);
        assertThat(same.hidden()).isSameAs(container.hidden);
        assertThat(same.cleared()).isSameAs(container.cleared);
        ReplicaVector[] older = {vector(0, 14), vector(0, 2), vector(0, 1)};
        StartVectors others = new StartVectors(older[0], older[1], older[2]).sharedWith(container);
        assertThat(others).isNotNull();
        assertThat(others.touched()).isSameAs(older[0]);
        assertThat(others.hidden()).isSameAs(older[1]);
        assertThat(others.cleared()).isSameAs(older[2]);
    }

    @Test
    void sharedWith_nothing_isNothing() {
        container.touched = vector(0, 15);
        container.hidden = vector(0, 4);
        container.cleared = vector(0, 3);
        assertThat(StartVectors.NONE.sharedWith(container)).isNull();
        for (int only = 0; only < 3; only++) {
            ReplicaVector[] one = new ReplicaVector[3];
            one[only] = vector(0, 1);
            StartVectors kept = new StartVectors(one[0], one[1], one[2]).sharedWith(container);
            assertThat(kept).isNotNull();
            assertThat(kept.touched()).isSameAs(one[0]);
            assertThat(kept.hidden()).isSameAs(one[1]);
            assertThat(kept.cleared()).isSameAs(one[2]);
        }
    }
}
