package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final ReplicaId AUTHOR = new ReplicaId(7);

    private static Quarantine.Entry entry(long seq, int bytes) {
        return entry(seq, new byte[bytes]);
    }

    private static Quarantine.Entry entry(long seq, byte[] bytes) {
        OpIdSpan change = new OpIdSpan(AUTHOR, seq, seq + 1);
        return new Quarantine.Entry(bytes, change, QuarantineReason.FORKED, "why", 5);
    }

    @Test
    void offer_asManyAsTheLimitSays_keepsThemAndNoMore() {
        Quarantine quarantine = new Quarantine(2, 1000);
        assertThat(quarantine.isEmpty()).isTrue();
        assertThat(quarantine.offer(entry(0, 1))).isTrue();
        assertThat(quarantine.offer(entry(1, 1))).isTrue();
        assertThat(quarantine.offer(entry(2, 1))).isFalse();
        assertThat(quarantine.count()).isEqualTo(2);
        assertThat(quarantine.isEmpty()).isFalse();
        quarantine.checkInvariants();
    }

    @Test
    void offer_asManyBytesAsTheLimitSays_keepsThemAndNoMore() {
        Quarantine quarantine = new Quarantine(100, 10);
        assertThat(quarantine.offer(entry(0, 6))).isTrue();
        assertThat(quarantine.offer(entry(1, 5))).isFalse();
        assertThat(quarantine.offer(entry(2, 4))).isTrue();
        assertThat(quarantine.offer(entry(3, 1))).isFalse();
        assertThat(quarantine.byteCount()).isEqualTo(10);
        assertThat(quarantine.limits()).contains("100 and 10 bytes");
        quarantine.checkInvariants();
    }

    @Test
    void offer_theSameAgain_isKeptOnceEvenWhenNothingFitsAnyMore() {
        Quarantine quarantine = new Quarantine(2, 100);
        quarantine.offer(entry(0, new byte[] {1}));
        quarantine.offer(entry(0, new byte[] {2})); // the other branch of a fork
        assertThat(quarantine.offer(entry(0, new byte[] {1}))).isTrue();
        assertThat(quarantine.offer(entry(0, new byte[] {2}))).isTrue();
        assertThat(quarantine.offer(entry(0, new byte[] {3}))).isFalse();
        assertThat(quarantine.offer(entry(1, new byte[] {1}))).isFalse();
        assertThat(quarantine.count()).isEqualTo(2);
        assertThat(quarantine.byteCount()).isEqualTo(2);
    }

    @Test
    void removeLast_givesItsRoomBack() {
        Quarantine quarantine = new Quarantine(2, 10);
        quarantine.offer(entry(0, 4));
        quarantine.offer(entry(1, 6));
        quarantine.removeLast();
        assertThat(quarantine.byteCount()).isEqualTo(4);
        quarantine.checkInvariants();
        assertThat(quarantine.offer(entry(2, 6))).isTrue();
        assertThat(quarantine.entries())
                .extracting(each -> each.change().start())
                .containsExactly(0L, 2L);
    }

    @Test
    void release_picksWhatATestPicks_andGivesItsRoomBack() {
        Quarantine quarantine = new Quarantine(3, 10);
        quarantine.offer(entry(0, 3));
        quarantine.offer(entry(1, 3));
        quarantine.offer(entry(2, 4));
        assertThat(quarantine.release(each -> each.change().start() != 1))
                .extracting(each -> each.change().start())
                .containsExactly(0L, 2L);
        assertThat(quarantine.entries())
                .extracting(each -> each.change().start())
                .containsExactly(1L);
        assertThat(quarantine.byteCount()).isEqualTo(3);
        quarantine.checkInvariants();
        assertThat(quarantine.offer(entry(4, 7))).isTrue();
    }

    @Test
    void delivery_saysWhatWasSetAsideAndWhy() {
        Quarantine.Entry entry = entry(4, 1);
        assertThat(entry.delivery().change()).isEqualTo(new OpIdSpan(AUTHOR, 4, 5));
        assertThat(entry.delivery().reason()).isEqualTo(QuarantineReason.FORKED);
        assertThat(entry.delivery().detail()).isEqualTo("why");
        assertThat(entry.time()).isEqualTo(5);
    }
}
