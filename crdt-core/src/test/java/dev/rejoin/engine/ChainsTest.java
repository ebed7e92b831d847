package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.DocumentId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a change tells of another history of its author than the one here: 2 changes of 2 operations above seq 4. */
class ChainsTest {
    private static final long AUTHOR = 5;
    private static final long BASE_DIGEST = 0xbadeL;
    private static final long ELSEWHERE = 0xe15eL;

    private final ReplicaContext context = new ReplicaContext(DocumentId.named("chains"), 1);
    private final ChangeLog log = new ChangeLog(context, OpRegistry.of());
    private final Chains chains = new Chains(log);
    private final int author = context.replicas().intern(AUTHOR);

    private void write(long baseDigest) {
        ReplicaLog history = log.writable(author);
        history.startAt(4, 4, 1, baseDigest);
        for (int seq = 4; seq < 8; seq++) {
            if (seq % 2 == 0) {
                history.change(seq, new long[0], null);
            }
            history.delete(ElementId.of(author, 4 - seq / 2), 1, 0);
        }
    }

    private long digestAt(long seq) {
        return log.writable(author).digestAt(seq);
    }

    private String fork(long first, long end, long digestBefore, long endDigest) {
        FollowingChange change =
                new FollowingChange(AUTHOR, first, end, 9, List.of(), List.of(), false, null, digestBefore, endDigest);
        return chains.fork(change, author);
    }

    private void assertForked(String found, long seq) {
        assertThat(found)
                .contains("before seq " + seq + " is " + Long.toHexString(digestAt(seq)) + " here and e15e there");
        assertThat(chains.isForked(AUTHOR)).isTrue();
        chains.beginBatch();
        assertThat(chains.isForked(AUTHOR)).as("in another batch").isFalse();
    }

    @Test
    void fork_endThatIsHereAndOther_isFound() {
        write(BASE_DIGEST);
        assertForked(fork(2, 4, 0, ELSEWHERE), 4);
        assertForked(fork(4, 6, 0, ELSEWHERE), 6);
        assertForked(fork(6, 8, 0, ELSEWHERE), 8);
        assertThat(fork(1, 3, 0, ELSEWHERE)).as("below what is kept").isEmpty();
        assertThat(fork(8, 9, 0, ELSEWHERE)).as("behind what is here").isEmpty();
        assertThat(fork(6, 8, 0, 0)).as("not told").isEmpty();
        for (long seq : new long[] {4, 6, 8}) {
            assertThat(fork(seq - 2, seq, 0, digestAt(seq))).isEmpty();
        }
        assertThat(chains.isForked(AUTHOR)).isFalse();
    }

    @Test
    void fork_beginningThatIsHereAndOther_isFound() {
        write(BASE_DIGEST);
        assertForked(fork(4, 9, ELSEWHERE, 0), 4);
        assertForked(fork(6, 9, ELSEWHERE, 0), 6);
        assertForked(fork(8, 9, ELSEWHERE, 0), 8);
        assertThat(fork(3, 9, ELSEWHERE, 0)).as("below what is kept").isEmpty();
        assertThat(fork(9, 10, ELSEWHERE, 0)).as("behind what is here").isEmpty();
        assertThat(fork(6, 9, 0, 0)).as("not told").isEmpty();
        for (long seq : new long[] {4, 6, 8}) {
            assertThat(fork(seq, 9, digestAt(seq), 0)).isEmpty();
        }
        assertForked(fork(6, 8, ELSEWHERE, digestAt(8)), 6);
        assertThat(chains.isForked(AUTHOR)).isFalse();
    }

    @Test
    void fork_digestThatIsNotKnownHere_saysNothing() {
        write(0);
        assertThat(fork(2, 4, 0, ELSEWHERE)).isEmpty();
        assertThat(fork(6, 8, 0, ELSEWHERE)).isEmpty();
        assertThat(fork(6, 9, ELSEWHERE, 0)).isEmpty();
        assertThat(chains.isForked(AUTHOR)).isFalse();
    }

    @Test
    void fork_firstChange_followsNothing() {
        ReplicaLog history = log.writable(author);
        history.change(1, new long[0], null);
        history.delete(ElementId.of(author, 0), 1, 0);
        assertForked(fork(0, 5, ELSEWHERE, 0), 0);
    }

    @Test
    void fork_authorThatIsNotKnown_isNone() {
        FollowingChange change =
                new FollowingChange(99, 0, 2, 9, List.of(), List.of(), false, null, ELSEWHERE, ELSEWHERE);
        assertThat(chains.fork(change, -1)).isEmpty();
    }
}
