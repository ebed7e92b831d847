package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContainerStateTest {
    private static MapState created(long time, long replica, long seq) {
        MapState state = new MapState(1, 0);
        state.raiseMarker(time, replica, seq);
        return state;
    }

    /** Times and replicas are unsigned. */
    @Test
    void compareMarkerTo_creations_areInTheTotalOrder_whatWasNeverCreatedIsSmallest() {
        List<MapState> ascending = new ArrayList<>();
        ascending.add(new MapState(1, 0));
        ascending.add(created(0, 0, 0));
        ascending.add(created(5, 7, 2));
        ascending.add(created(5, 7, 3));
        ascending.add(created(5, -1, 0));
        ascending.add(created(6, 1, 0));
        ascending.add(created(-1, 0, 0));
        for (int i = 0; i < ascending.size(); i++) {
            for (int k = 0; k < ascending.size(); k++) {
                assertThat(Integer.signum(ascending.get(i).compareMarkerTo(ascending.get(k))))
                        .as(i + " with " + k)
                        .isEqualTo(Integer.compare(i, k));
            }
        }
        assertThat(ascending.get(0).isCreated()).isFalse();
        assertThat(ascending.get(1).isCreated()).isTrue();
    }

    @Test
    void raiseMarker_inAnyOrder_keepsTheLargest() {
        List<long[]> markers = new ArrayList<>();
        for (long time : new long[] {0, 5, -1}) {
            for (long replica : new long[] {3, -2}) {
                markers.add(new long[] {time, replica, 0});
                markers.add(new long[] {time, replica, 9});
            }
        }
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(markers, new Random(round));
            MapState state = new MapState(1, 0);
            for (long[] marker : markers) {
                state.raiseMarker(marker[0], marker[1], marker[2]);
            }
            assertThat(new long[] {state.markerTime, state.markerReplica, state.markerSeq})
                    .containsExactly(-1, -2, 9);
        }
    }

    private static ReplicaVector vector(long... ends) {
        ReplicaVector vector = new ReplicaVector(0);
        for (int i = 0; i < ends.length; i++) {
            vector.raise(i, ends[i]);
        }
        return vector;
    }

    /** C1, C3. */
    @Test
    void visible_somethingTouchedThatNoDeleteAndNoResetCovers_isRead() {
        MapState state = new MapState(1, 0);
        assertThat(state.isVisibleWith(null)).isFalse();
        state.touched = vector(3, 4);
        assertThat(state.isVisibleWith(null)).isTrue();
        state.hidden = vector(3, 3);
        assertThat(state.isVisibleWith(null)).isTrue();
        assertThat(state.isVisibleWith(vector(0, 4))).isFalse();
        state.hidden = vector(3, 4);
        assertThat(state.isVisibleWith(null)).isFalse();
    }

    @Test
    void shownWhenVisible_whereDeletesWin_onlyIfEveryDeleteWasSeen() {
        MapState state = new MapState(1, 0);
        state.hidden = vector(3, 4);
        assertThat(state.isShownWhenVisible()).isTrue();
        state.deleteWins = true;
        assertThat(state.isShownWhenVisible()).isFalse();
        state.cleared = vector(3);
        assertThat(state.isShownWhenVisible()).isFalse();
        state.restored = vector(0, 4);
        assertThat(state.isShownWhenVisible()).isTrue();
        state.hidden = null;
        state.cleared = null;
        state.restored = null;
        assertThat(state.isShownWhenVisible()).isTrue();
    }

    @Test
    void copy_ofEverything_isTheSame() {
        MapState state = created(5, 7, 2);
        state.visible = true;
        state.shown = true;
        state.deleteWins = true;
        state.nextSibling = 9;
        state.touched = vector(1);
        state.hidden = vector(2);
        state.cleared = vector(3);
        state.restored = vector(4);
        state.start = new StartVectors(vector(5), null, null);
        state.shownKeys = 11;
        MapState copy = state.copy(1);
        assertThat(copy).usingRecursiveComparison().ignoringFields("epoch").isEqualTo(state);
        assertThat(copy.epoch()).isEqualTo(1);
    }
}
