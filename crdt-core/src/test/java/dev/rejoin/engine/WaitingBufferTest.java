package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingBufferTest {
    private static final long LACKED = -3;
    private static final long OTHER = 4;

    private static WaitingBuffer.Entry entry(long author, long seq, int bytes, long replica, long lack) {
        return new WaitingBuffer.Entry(
                new byte[bytes], new OpIdSpan(new ReplicaId(author), seq, seq + 1), replica, lack);
    }

    private static List<Long> seqs(List<WaitingBuffer.Entry> entries) {
        return entries.stream().map(entry -> entry.change().start()).toList();
    }

    @Test
    void offer_asManyAsTheLimitsSay_keepsThemAndNoMore() {
        WaitingBuffer few = new WaitingBuffer(2, 1000);
        assertThat(few.isEmpty()).isTrue();
        assertThat(few.offer(entry(1, 0, 1, LACKED, 5))).isTrue();
        assertThat(few.offer(entry(1, 1, 1, LACKED, 5))).isTrue();
        assertThat(few.offer(entry(1, 2, 1, OTHER, 5))).isFalse();
        assertThat(few.count()).isEqualTo(2);
        assertThat(few.isEmpty()).isFalse();
        assertThat(few.wake(OTHER, 99)).as("what was refused").isEmpty();
        WaitingBuffer small = new WaitingBuffer(1000, 10);
        assertThat(small.offer(entry(1, 0, 6, LACKED, 5))).isTrue();
        assertThat(small.offer(entry(1, 1, 5, LACKED, 5))).isFalse();
        assertThat(small.offer(entry(1, 2, 4, LACKED, 5))).isTrue();
        assertThat(small.offer(entry(1, 3, 1, LACKED, 5))).isFalse();
        assertThat(small.byteCount()).isEqualTo(10);
        assertThat(small.limits()).contains("1000 and 10 bytes");
        few.checkInvariants(replica -> 5);
        small.checkInvariants(replica -> 5);
    }

    @Test
    void wake_byWhatArrived_givesExactlyWhatLackedIt() {
        WaitingBuffer waiting = new WaitingBuffer(10, 1000);
        waiting.offer(entry(1, 10, 3, LACKED, 5));
        waiting.offer(entry(1, 11, 3, LACKED, 6));
        waiting.offer(entry(1, 12, 3, LACKED, 6));
        waiting.offer(entry(1, 13, 3, LACKED, 7));
        waiting.offer(entry(1, 14, 3, OTHER, 0));
        assertThat(waiting.wake(LACKED, 5)).as("seqs up to 4 came").isEmpty();
        assertThat(seqs(waiting.wake(LACKED, 7))).containsExactly(10L, 11L, 12L);
        assertThat(waiting.count()).isEqualTo(2);
        assertThat(waiting.byteCount()).isEqualTo(6);
        assertThat(waiting.wake(LACKED, 7)).isEmpty();
        assertThat(seqs(waiting.wake(LACKED, 8))).containsExactly(13L);
        assertThat(waiting.wake(LACKED, 100)).isEmpty();
        assertThat(seqs(waiting.wake(OTHER, 1))).containsExactly(14L);
        assertThat(waiting.isEmpty()).isTrue();
        assertThat(waiting.byteCount()).isZero();
    }

    @Test
    void remove_oneOfSeveral_leavesTheOthersWaiting() {
        WaitingBuffer waiting = new WaitingBuffer(10, 1000);
        WaitingBuffer.Entry first = entry(1, 0, 2, LACKED, 5);
        WaitingBuffer.Entry same = entry(1, 1, 3, LACKED, 5);
        WaitingBuffer.Entry later = entry(1, 2, 4, LACKED, 9);
        List.of(first, same, later).forEach(waiting::offer);
        waiting.remove(first);
        assertThat(waiting.byteCount()).isEqualTo(7);
        assertThat(waiting.contains(first)).isFalse();
        assertThat(waiting.contains(same)).isTrue();
        assertThat(waiting.contains(later)).isTrue();
        waiting.remove(same);
        assertThat(waiting.wake(LACKED, 6)).isEmpty();
        assertThat(waiting.wake(LACKED, 10)).containsExactly(later);
        waiting.offer(later);
        waiting.remove(later);
        assertThat(waiting.isEmpty()).isTrue();
        assertThat(waiting.wake(LACKED, 10)).isEmpty();
        assertThat(waiting.entries()).isEmpty();
        waiting.checkInvariants(replica -> 0);
    }

    @Test
    void contains_anotherChangeWithTheSameLack_isFalse() {
        WaitingBuffer waiting = new WaitingBuffer(10, 1000);
        waiting.offer(entry(1, 0, 2, LACKED, 5));
        assertThat(waiting.contains(entry(1, 0, 2, LACKED, 5))).isTrue();
        assertThat(waiting.contains(entry(1, 0, 3, LACKED, 5))).isFalse();
        assertThat(waiting.contains(entry(1, 1, 2, LACKED, 5))).isFalse();
        assertThat(waiting.contains(entry(1, 0, 2, LACKED, 6))).isFalse();
        assertThat(waiting.contains(entry(1, 0, 2, OTHER, 5))).isFalse();
    }

    @Test
    void entries_areInTheOrderOfTheirIds() {
        WaitingBuffer waiting = new WaitingBuffer(10, 1000);
        waiting.offer(entry(-1, 0, 1, OTHER, 1));
        waiting.offer(entry(1, 7, 1, LACKED, 1));
        waiting.offer(entry(1, 3, 2, OTHER, 9));
        waiting.offer(entry(1, 3, 1, LACKED, 4));
        assertThat(waiting.entries())
                .extracting(entry -> entry.change() + " " + entry.bytes().length)
                .containsExactly(
                        "0000000000000001:3..4 1",
                        "0000000000000001:3..4 2",
                        "0000000000000001:7..8 1",
                        "ffffffffffffffff:0..1 1");
    }
}
