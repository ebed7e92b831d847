package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.history.ChangeLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

class FrontierTest {
    private final ReplicaContext context = new ReplicaContext(DocumentId.named("frontier"), 1);
    private final ChangeLog log = new ChangeLog(context, OpRegistry.of());
    private final Frontier frontier = new Frontier(context, log);
    // Their order by id is neither that of their indices nor that of signed numbers.
    private final int large = context.replicas().intern(-1);
    private final int small = context.replicas().intern(1);
    private final int middle = context.replicas().intern(9);
    private final int self = context.replicas().intern(4);

    /** Integrates a change of one operation that depends on others. */
    private void change(int author, long... dependencies) {
        Frontier.IntLongLookup lookup = new Frontier.IntLongLookup() {
            @Override
            public int replica(int i) {
                return ElementId.replica(dependencies[i]);
            }

            @Override
            public long seq(int i) {
                return ElementId.seq(dependencies[i]);
            }
        };
        frontier.advance(author, lookup, dependencies.length);
        log.writable(author).change(1, dependencies, null);
        log.writable(author).delete(0, 1, 0);
    }

    private static long id(int replica, long seq) {
        return ElementId.of(replica, seq);
    }

    @Test
    void dependenciesOf_concurrentChanges_areTheirNewestInTheOrderOfIds() {
        assertThat(frontier.dependenciesOf(self)).isEmpty();
        change(large);
        change(large);
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(large, 1));
        change(middle);
        change(small);
        change(self);
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(small, 0), id(middle, 0), id(large, 1));
        assertThat(frontier.dependenciesOf(small)).containsExactly(id(self, 0), id(middle, 0), id(large, 1));
    }

    @Test
    void advance_changeThatFollowsHeads_takesTheirPlace() {
        change(large);
        change(middle);
        change(small, id(large, 0));
        assertThat(frontier.contains(large)).isFalse();
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(small, 0), id(middle, 0));
        change(large, id(small, 0), id(middle, 0));
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(large, 1));
        change(small, id(large, 1));
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(small, 1));
        assertThat(frontier.dependenciesOf(small)).isEmpty();
    }

    @Test
    void advance_changeThatFollowsAnOlderOne_leavesTheHead() {
        change(large);
        change(large);
        change(middle);
        change(small, id(large, 0));
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(small, 0), id(middle, 0), id(large, 1));
        change(middle);
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(small, 0), id(middle, 1), id(large, 1));
    }

    @Test
    void advance_onlyHeadThatFollowsAnotherOne_staysTheOnlyHead() {
        change(large);
        change(small, id(large, 0));
        change(large);
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(small, 0), id(large, 1));
        change(small, id(large, 1));
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(small, 1));
        assertThat(frontier.contains(small)).isTrue();
        assertThat(frontier.contains(large)).isFalse();
    }

    @Test
    void replaceAll_ownChange_isTheOnlyHead() {
        change(large);
        change(middle);
        frontier.replaceAll(self);
        log.writable(self).delete(0, 1, 0);
        assertThat(frontier.contains(self)).isTrue();
        assertThat(frontier.contains(large)).isFalse();
        assertThat(frontier.dependenciesOf(self)).isEmpty();
        change(small);
        assertThat(frontier.dependenciesOf(self)).containsExactly(id(small, 0));
    }
}
