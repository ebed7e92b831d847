package dev.rejoin.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import org.junit.jupiter.api.Test;

class RangesTest {
    private static final ReplicaId A = new ReplicaId(1);
    private static final ReplicaId B = new ReplicaId(2);

    @Test
    void spans_overlappingAndTouching_areJoinedPerReplica() {
        Ranges ranges = new Ranges();
        ranges.add(span(B, 5, 7));
        ranges.add(span(A, 3, 6));
        ranges.add(span(A, 0, 4));
        ranges.add(span(A, 6, 8));
        ranges.add(span(A, 9, 10));

        assertThat(ranges.spans()).containsExactly(span(A, 0, 8), span(A, 9, 10), span(B, 5, 7));
    }

    @Test
    void remove_insideAndAtTheEdges_cutsThatPart() {
        Ranges ranges = new Ranges();
        ranges.add(span(A, 0, 10));
        ranges.add(span(B, 0, 3));
        ranges.remove(span(A, 2, 4));
        ranges.remove(span(A, 8, 20));
        ranges.remove(span(B, 0, 3));

        assertThat(ranges.spans()).containsExactly(span(A, 0, 2), span(A, 4, 8));
    }

    private static OpIdSpan span(ReplicaId replica, long start, long end) {
        return new OpIdSpan(replica, start, end);
    }
}
