package dev.rejoin.sequence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.internal.ElementId;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Costs by counted node visits, which no busy machine disturbs: the last tenth of n operations against that of 4 n. */
class RgaStepsTest {
    private static final int N = 4_000;
    private static final TreeShape SHAPE = new TreeShape(8, 8);

    /** Node visits per operation, at most: a few ways up and down a tree of ten levels. */
    private static final int MOST = 60;

    private interface Workload {
        IntConsumer on(TestText text, int n);
    }

    private static void check(Workload workload) {
        double small = visits(workload, N);
        double large = visits(workload, 4 * N);
        assertThat(large).isLessThan(MOST).isLessThan(1.5 * small + 4);
    }

    private static double visits(Workload workload, int n) {
        TestText text = new TestText(1, SHAPE);
        IntConsumer operation = workload.on(text, n);
        long before = 0;
        for (int i = 0; i < n; i++) {
            if (i == n - n / 10) {
                before = text.store.search.steps();
            }
            operation.accept(i);
        }
        double visits = (text.store.search.steps() - before) / (n / 10.0);
        text.rga.checkInvariants();
        return visits;
    }

    private static IntConsumer siblings(TestText text, int[] order, boolean equalTimes) {
        text.insert(0, "a");
        return i -> {
            long element = ElementId.of(text.replicas.intern(100 + order[i]), 0);
            text.rga.insert(ElementId.of(text.own, 0), false, false, element, 1, equalTimes ? 50 : 50 + order[i]);
        };
    }

    private static int[] ascending(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        return order;
    }

    private static int[] descending(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = n - i;
        }
        return order;
    }

    private static int[] shuffled(int n) {
        int[] order = ascending(n);
        Random random = new Random(1);
        for (int i = n - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    @Test
    void insert_alwaysAtTheStart_isLogarithmic() {
        check((text, n) -> i -> text.insert(0, "x"));
    }

    @Test
    void insert_alwaysBehindTheFirst_isLogarithmic() {
        check((text, n) -> i -> text.insert(Math.min(i, 1), "x"));
    }

    @Test
    void insert_anywhere_isLogarithmic() {
        Random random = new Random(1);
        check((text, n) -> i -> text.insert(random.nextInt(i + 1), "x"));
    }

    @Test
    void insert_siblingsInAnyOrderOfArrival_isLogarithmic() {
        for (boolean equalTimes : new boolean[] {false, true}) {
            check((text, n) -> siblings(text, ascending(n), equalTimes));
            check((text, n) -> siblings(text, descending(n), equalTimes));
            check((text, n) -> siblings(text, shuffled(n), equalTimes));
        }
    }

    @Test
    void insert_lowSiblingBesideALargeSubtree_isLogarithmic() {
        check((text, n) -> {
            text.insert(0, "a");
            long parent = ElementId.of(text.own, 0);
            for (int i = 0; i < n; i++) {
                long element = ElementId.of(text.own, 2 + 2L * i);
                text.rga.insert(parent, false, false, element, 1, 1_000 + i);
                parent = element;
            }
            int low = text.replicas.intern(2);
            return i -> text.rga.insert(ElementId.of(text.own, 0), false, false, ElementId.of(low, i), 1, 10 + i % 5);
        });
    }

    @Test
    void insert_beforeManyTombstones_isLogarithmic() {
        check((text, n) -> {
            for (int i = 0; i < n; i++) {
                text.insert(0, "x");
            }
            text.insert(n, "y");
            text.delete(0, n);
            return i -> {
                text.insert(i % 2 == 0 ? 0 : text.rga.length(), "z");
                text.delete(0, 1);
            };
        });
    }

    @Test
    void insert_besideManyTombstonesThatAreNotNamed_isLogarithmic() {
        check((text, n) -> {
            text.store.nameVisibleOnly();
            text.insert(0, "xz");
            return i -> {
                text.insert(1, "y");
                text.delete(1, 2);
            };
        });
    }

    @Test
    void delete_everythingTwice_isLogarithmic() {
        Random random = new Random(1);
        check((text, n) -> i -> {
            text.insert(random.nextInt(text.rga.length() + 1), "x");
            if (text.rga.length() == n / 20) {
                text.delete(0, text.rga.length());
            }
        });
    }

    @Test
    void delete_anywhere_isLogarithmic() {
        Random random = new Random(1);
        check((text, n) -> {
            text.insert(0, "x".repeat(n));
            return i -> {
                int index = random.nextInt(text.rga.length());
                text.delete(index, index + 1);
            };
        });
    }

    @Test
    void indexOf_anyElement_isLogarithmic() {
        Random random = new Random(1);
        check((text, n) -> {
            for (int i = 0; i < n; i++) {
                text.insert(random.nextInt(i + 1), "x");
            }
            return i -> assertThat(text.rga.elementAt(text.rga.indexOf(ElementId.of(text.own, i))))
                    .isEqualTo(ElementId.of(text.own, i));
        });
    }
}
