package dev.rejoin.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.counter.CounterOpCodec;
import dev.rejoin.internal.ElementId;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
    private static final ChangeNote NOTE = new ChangeNote("somebody", "why");

    private final ReplicaContext context = new ReplicaContext(DocumentId.named("log"), 1);
    private final ChangeLog log = new ChangeLog(context, OpRegistry.of(new CounterOpCodec()));

    /** Changes of three operations each, of which every fourth has a note; enough of them take several pages. */
    private void write(int author, int changes) {
        for (int i = 0; i < changes; i++) {
            ReplicaLog history = log.writable(author);
            history.change(time(i), new long[0], i % 4 == 0 ? NOTE : null);
            history.operation(ContainerTable.ROOT, new CounterOp.Increment(i));
            history.delete(ElementId.of(author, history.endSeq() - 1), 1, 0);
            history.delete(ElementId.of(author, 0), 1, 0);
        }
    }

    private static long time(int change) {
        return 1_000_000L * (change + 1) << 16;
    }

    @Test
    void writable_authorsInAnyOrder_areKeptApart() {
        for (int i = 0; i < 9; i++) {
            context.replicas().intern(i);
        }
        write(7, 2);
        write(0, 1);
        write(8, 3);
        assertThat(log.ends()).containsExactly(3, 0, 0, 0, 0, 0, 0, 6, 9);
        assertThat(log.find(1)).isNull();
        assertThat(log.find(-1)).isNull();
        assertThat(log.find(99)).isNull();
        assertThat(log.end(99)).isZero();
        assertThat(log.changeCount()).isEqualTo(6);
        log.checkInvariants();
    }

    @Test
    void writable_afterAnEpoch_leavesWhatAViewHolds() {
        context.replicas().intern(1);
        write(0, 2);
        ReplicaLog held = log.writable(0);
        long digest = held.digest();
        context.epoch().advance();
        write(0, 200);
        assertThat(held.endSeq()).isEqualTo(6);
        assertThat(held.digest()).isEqualTo(digest);
        assertThat(held.changeOf(5)).isEqualTo(new ChangeAt(3, 6, time(1), null));
        assertThat(log.end(0)).isEqualTo(606);
        assertThat(log.writable(0))
                .as("once an epoch")
                .isSameAs(log.writable(0))
                .isNotSameAs(held);
        log.checkInvariants();
    }

    @Test
    void byteSize_isThatOfTheLogs_whateverIsCut() {
        context.replicas().intern(1);
        write(0, 300);
        long all = log.byteSize();
        assertThat(all).isEqualTo(log.writable(0).byteSize()).isGreaterThan(2000);
        log.cutBelow(0, 600);
        assertThat(log.byteSize()).isEqualTo(log.writable(0).byteSize()).isLessThan(all / 2);
        assertThat(log.changeCount()).isEqualTo(100);
        log.checkInvariants();
    }

    @Test
    void changeOf_anySeq_isTheChangeThatHoldsIt() {
        context.replicas().intern(1);
        write(0, 100);
        assertChanges(0);
        log.cutBelow(0, 151); // divides change 50, of which nobody asks before it
        ReplicaLog history = log.writable(0);
        assertThat(history.changeOf(150)).isNull();
        assertThat(history.changeOf(151)).isEqualTo(new ChangeAt(151, 153, time(50), null));
        assertThat(history.changeOf(152)).isEqualTo(new ChangeAt(151, 153, time(50), null));
        assertChanges(51);
        log.cutBelow(0, 299);
        assertThat(log.writable(0).changeOf(299)).isEqualTo(new ChangeAt(299, 300, time(99), null));
        assertThat(log.writable(0).timeOf(299)).isEqualTo(time(99));
        assertThat(log.writable(0).changeOf(300)).isNull();
        log.cutBelow(0, 300);
        assertThat(log.writable(0).isEmpty()).isTrue();
        assertThat(log.writable(0).lastTime()).isEqualTo(time(99));
        log.checkInvariants();
    }

    private void assertChanges(int from) {
        ReplicaLog history = log.writable(0);
        for (int change = from; change < 100; change++) {
            for (long seq = 3L * change; seq < 3L * change + 3; seq++) {
                ChangeNote note = change % 4 == 0 ? NOTE : null;
                assertThat(history.changeOf(seq))
                        .isEqualTo(new ChangeAt(3L * change, 3L * change + 3, time(change), note));
                assertThat(history.timeOf(seq)).isEqualTo(time(change));
            }
        }
    }

    @Test
    void digestAt_anySeq_isThatOfALogThatEndsThere() {
        context.replicas().intern(1);
        write(0, 100);
        ReplicaLog whole = log.writable(0);
        ChangeLog other = new ChangeLog(context, OpRegistry.of(new CounterOpCodec()));
        ChangeCursor changes = new ChangeCursor(whole, 0);
        while (changes.next()) {
            long first = changes.firstSeq();
            assertThat(whole.digestAt(first)).isEqualTo(other.writable(0).digest());
            other.writable(0).change(changes.time(), changes.dependencies(), changes.note());
            changes.emit(OpSink.NOTHING);
            whole.replay(first, first + 3, new Appender(other.writable(0)));
        }
        assertThat(whole.digestAt(300)).isEqualTo(other.writable(0).digest());
    }

    /** Appends what it is given. */
    private record Appender(ReplicaLog log) implements OpSink {
        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            log.insert(container, text, count, parent, left, continues);
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            log.delete(element, count, step);
        }

        @Override
        public void operation(int container, long seq, Op op) {
            log.operation(container, op);
        }
    }
}
