package dev.rejoin.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.op.ByteOpReader;
import dev.rejoin.op.OpMeta;
import dev.rejoin.value.Value;
import org.junit.jupiter.api.Test;

class GrowOnlyLogTest {
    private final GrowOnlyLog log = new GrowOnlyLog();

    private LogAppended append(GrowOnlyLog to, String value, long replica, long seq, long time) {
        return to.apply(to.prepareAppend(Value.of(value)), new OpMeta(replica, seq, time));
    }

    @Test
    void apply_olderEntry_standsBeforeNewerOnes() {
        append(log, "b", 1, 0, 20);
        assertThat(append(log, "a", 2, 0, 10).index()).isZero();
        assertThat(append(log, "c", 2, 1, 20).index()).isEqualTo(2);
        assertThat(log.values()).containsExactly(Value.of("a"), Value.of("b"), Value.of("c"));
        log.checkInvariants();
    }

    @Test
    void copy_bothGrow_neitherSeesTheOther() {
        append(log, "a", 1, 0, 1);
        GrowOnlyLog copy = log.copy();
        append(log, "b", 1, 1, 2);
        append(copy, "c", 2, 0, 3);
        append(log, "d", 1, 2, 4);
        assertThat(log.values()).containsExactly(Value.of("a"), Value.of("b"), Value.of("d"));
        assertThat(copy.values()).containsExactly(Value.of("a"), Value.of("c"));
    }

    @Test
    void revert_entry_isAsIfItHadNeverBeen() {
        append(log, "a", 1, 0, 1);
        GrowOnlyLog view = log.copy();
        append(log, "b", 1, 1, 2);
        log.revert(new OpMeta(1, 1, 2));
        append(log, "c", 1, 1, 3);
        assertThat(log.values()).containsExactly(Value.of("a"), Value.of("c"));
        assertThat(view.values()).containsExactly(Value.of("a"));
    }

    @Test
    void revert_entryBetweenOthers_leavesThem() {
        for (int i = 0; i < 5; i++) {
            append(log, "a" + i, 1, i, 10 * i);
        }
        append(log, "between", 2, 0, 15);
        log.revert(new OpMeta(2, 0, 15));
        log.checkInvariants();
        assertThat(log.values())
                .containsExactly(Value.of("a0"), Value.of("a1"), Value.of("a2"), Value.of("a3"), Value.of("a4"));
    }

    @Test
    void clear_coveredEntries_areGone() {
        append(log, "a", 1, 0, 1);
        append(log, "b", 2, 0, 2);
        append(log, "c", 1, 1, 3);
        log.clear(replica -> replica == 1 ? 1 : 0);
        assertThat(log.values()).containsExactly(Value.of("b"), Value.of("c"));
        assertThat(log.get(1)).isEqualTo(Value.of("c"));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.get(2));
    }

    @Test
    void readState_entriesOutOfOrder_areRefused() {
        append(log, "a", 1, 0, 1);
        append(log, "b", 1, 1, 1);
        ByteWriter bytes = new ByteWriter();
        log.writeState(bytes);
        byte[] written = bytes.toByteArray();
        assertThat(GrowOnlyLog.readState(new ByteOpReader(new ByteReader(written)))
                        .values())
                .isEqualTo(log.values());
        GrowOnlyLog other = new GrowOnlyLog();
        append(other, "b", 1, 1, 1);
        append(other, "b", 1, 2, 1);
        ByteWriter forged = new ByteWriter();
        other.writeState(forged);
        byte[] twice = forged.toByteArray();
        int last = twice.length - 1;
        while (twice[last] != 2) {
            last--;
        }
        twice[last] = 1;
        assertThatExceptionOfType(CorruptDataException.class)
                .isThrownBy(() -> GrowOnlyLog.readState(new ByteOpReader(new ByteReader(twice))));
    }
}
