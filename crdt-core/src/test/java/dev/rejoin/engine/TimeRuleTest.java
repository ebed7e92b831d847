package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which times a change may have, each rule with the last one that it refuses and the first that it lets pass. */
class TimeRuleTest {
    private static final long AUTHOR = 5;
    private static final long OTHER = -6;
    private static final long NOON = 1_767_268_800_000L << 16;

    private final ReplicaContext context = new ReplicaContext(DocumentId.named("times"), 1);
    private final ChangeLog log = new ChangeLog(context, OpRegistry.of());
    private final TimeRule rule = new TimeRule(context, log);

    /** Appends a change of some operations. */
    private void change(long replica, long time, int operations) {
        ReplicaLog history = log.writable(context.replicas().intern(replica));
        history.change(time, new long[0], null);
        for (int i = 0; i < operations; i++) {
            history.delete(ElementId.of(0, 2 * history.endSeq()), 1, 0);
        }
    }

    private String fault(FollowingChange change) {
        return rule.fault(change, context.replicas().intern(change.replica()));
    }

    private FollowingChange after(long firstSeq, long time, OpId... dependencies) {
        return new FollowingChange(AUTHOR, firstSeq, time, List.of(dependencies), List.of());
    }

    @Test
    void fault_timeOfTheChangeBefore_isRefused() {
        assertThat(fault(after(0, 0))).as("nothing is before it").isEmpty();
        change(AUTHOR, NOON, 2);
        change(AUTHOR, NOON + 7, 1);
        assertThat(fault(after(3, NOON))).contains("its author's change before");
        assertThat(fault(after(3, NOON + 7))).contains("its author's change before");
        assertThat(fault(after(3, NOON + 8))).isEmpty();
        assertThat(fault(after(3, -1))).as("times are unsigned").isEmpty();
    }

    @Test
    void fault_authorOfWhichNothingWasApplied_hasNoChangeBefore() {
        log.writable(context.replicas().intern(AUTHOR));
        assertThat(fault(after(0, 0))).isEmpty();
    }

    @Test
    void fault_authorOfWhichOnlyTheEndIsKept_isJudgedByThat() {
        log.writable(context.replicas().intern(AUTHOR)).startAt(4, 2, NOON, 99);
        assertThat(fault(after(4, NOON))).contains("its author's change before");
        assertThat(fault(after(4, NOON + 1))).isEmpty();
    }

    @Test
    void fault_timeOfADependency_isRefused() {
        change(OTHER, NOON, 2);
        change(OTHER, NOON + 5, 2);
        change(OTHER, NOON + 9, 3);
        String before = "its dependency fffffffffffffffa:";
        for (int seq = 0; seq < 7; seq++) {
            long time = NOON + (seq < 2 ? 0 : seq < 4 ? 5 : 9);
            OpId dependency = OpId.of(OTHER, seq);
            assertThat(fault(after(0, time, dependency))).contains(before + seq);
            assertThat(fault(after(0, time + 1, dependency))).isEmpty();
            assertThat(fault(new FollowingChange(AUTHOR, 0, time, List.of(), List.of(dependency))))
                    .as("named, but no dependency")
                    .isEmpty();
        }
    }

    @Test
    void fault_anyOfSeveralDependencies_isJudged() {
        change(OTHER, NOON, 1);
        change(7, NOON + 5, 1);
        OpId early = OpId.of(OTHER, 0);
        OpId late = OpId.of(7, 0);
        OpId unknown = OpId.of(8, 0);
        assertThat(fault(after(0, NOON + 5, early, late))).contains("0000000000000007:0");
        assertThat(fault(after(0, NOON + 5, late, early))).contains("0000000000000007:0");
        assertThat(fault(after(0, NOON + 5, unknown, late))).contains("0000000000000007:0");
        assertThat(fault(after(0, NOON + 6, unknown, early, late))).isEmpty();
    }

    @Test
    void fault_dependencyWhoseTimeIsNotKept_isNotJudged() {
        log.writable(context.replicas().intern(OTHER)).startAt(4, 2, NOON, 99);
        assertThat(fault(after(0, NOON, OpId.of(OTHER, 3))))
                .as("the last one's is kept")
                .contains("dependency");
        assertThat(fault(after(0, NOON + 1, OpId.of(OTHER, 3)))).isEmpty();
        assertThat(fault(after(0, 1, OpId.of(OTHER, 2)))).isEmpty();
        change(OTHER, NOON + 5, 2);
        assertThat(fault(after(0, 1, OpId.of(OTHER, 3)))).isEmpty();
        assertThat(fault(after(0, NOON + 5, OpId.of(OTHER, 4)))).contains("dependency");
        assertThat(fault(after(0, NOON + 6, OpId.of(OTHER, 4)))).isEmpty();
    }

    private boolean joins(long firstSeq, long from, long time, List<OpId> dependencies, boolean on, boolean noted) {
        ChangeNote note = noted ? ChangeNote.of(null, "note") : null;
        FollowingChange change =
                new FollowingChange(AUTHOR, firstSeq, firstSeq + 2, time, dependencies, List.of(), on, note, 0, 0);
        return rule.joins(change, context.replicas().intern(AUTHOR), from);
    }

    @Test
    void joins_onlyWhatContinuesAndSaysNothingOfItsOwn() {
        assertThat(joins(0, 0, NOON, List.of(), true, false))
                .as("nothing before it")
                .isFalse();
        change(AUTHOR, NOON, 2);
        change(OTHER, NOON, 1);
        assertThat(joins(2, 2, NOON, List.of(), true, false)).isTrue();
        assertThat(joins(2, 2, NOON, List.of(), false, false)).isFalse();
        assertThat(joins(2, 2, NOON, List.of(), true, true)).isFalse();
        assertThat(joins(2, 2, NOON, List.of(OpId.of(OTHER, 0)), true, false)).isFalse();
        assertThat(joins(2, 2, NOON + (30_000L << 16), List.of(), true, false))
                .as("too old")
                .isFalse();
        assertThat(joins(1, 2, NOON, List.of(OpId.of(OTHER, 0)), false, true))
                .as("its beginning is known, which was judged")
                .isTrue();
    }
}
