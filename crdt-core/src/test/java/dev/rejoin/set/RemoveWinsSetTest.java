package dev.rejoin.set;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.op.OpMeta;
import dev.rejoin.value.Value;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RemoveWinsSetTest {
    private static final Value ADA = Value.of("ada");

    private final RemoveWinsSet set = new RemoveWinsSet(1);
    private final RemoveWinsSet other = new RemoveWinsSet(2);
    private long seq;

    private OpMeta next() {
        return new OpMeta(1, seq++, seq);
    }

    private void both(RemoveWinsSetOp op) {
        OpMeta meta = next();
        assertThat(set.apply(op, meta)).isEqualTo(other.apply(op, meta));
    }

    @Test
    void remove_concurrentAdd_removes() {
        both(set.prepareAdd(ADA));
        RemoveWinsSetOp add = set.prepareAdd(ADA);
        RemoveWinsSetOp remove = other.prepareRemove(ADA).orElseThrow();
        OpMeta added = next();
        OpMeta removed = next();
        assertThat(set.apply(add, added)).isEqualTo(new SetEvent.Kept(ADA));
        assertThat(set.apply(remove, removed)).isEqualTo(new SetEvent.Removed(ADA));
        assertThat(other.apply(remove, removed)).isEqualTo(new SetEvent.Removed(ADA));
        assertThat(other.apply(add, added)).isEqualTo(new SetEvent.Kept(ADA));
        assertThat(set.values()).isEmpty();
        assertThat(other.contains(ADA)).isFalse();
        both(other.prepareAdd(ADA));
        assertThat(set.values()).containsExactly(ADA);
        assertThat(set.size()).isOne();
    }

    @Test
    void prepareRemove_absent_isNoOperation() {
        assertThat(set.prepareRemove(ADA)).isEmpty();
        both(set.prepareAdd(ADA));
        both(set.prepareRemove(ADA).orElseThrow());
        assertThat(set.prepareRemove(ADA)).isEmpty();
    }

    @Test
    void restorer_afterOperations_putsTheElementBack() {
        both(set.prepareAdd(ADA));
        Consumer<RemoveWinsSet> restorer = set.restorer(ADA);
        set.apply(set.prepareRemove(ADA).orElseThrow(), next());
        restorer.accept(set);
        assertThat(set.contains(ADA)).isTrue();
        assertThat(set.prepareAdd(ADA)).isEqualTo(other.prepareAdd(ADA));
        set.checkInvariants();
    }
}
