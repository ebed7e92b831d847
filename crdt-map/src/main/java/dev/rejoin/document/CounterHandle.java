package dev.rejoin.document;

import dev.rejoin.counter.PnCounter;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.object.ContainerType;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The one implementation of counter readers and editors. */
final class CounterHandle extends Place implements CounterEditor {
    CounterHandle(Access access, @Nullable Place parent, @Nullable String key, long element) {
        super(access, parent, key, element, ContainerType.COUNTER);
    }

    private @Nullable PnCounter counter() {
        CounterState state = (CounterState) read();
        return state == null ? null : state.counter();
    }

    @Override
    public boolean exists() {
        return find() != ABSENT;
    }

    @Override
    public long value() {
        PnCounter counter = counter();
        return counter == null ? 0 : counter.longValueExact();
    }

    @Override
    public BigInteger bigValue() {
        PnCounter counter = counter();
        return counter == null ? BigInteger.ZERO : counter.value();
    }

    @Override
    public CounterEditor increment() {
        return increment(1);
    }

    @Override
    public CounterEditor increment(long delta) {
        OpenChange change = access.change();
        int container = forWriting();
        if (delta != 0) {
            DocumentState live = access.live();
            long self = live.context().replicas().id(change.author());
            change.operation(container, counter(live, container).prepareIncrement(self, delta));
        }
        return this;
    }

    @Override
    public CounterEditor decrement() {
        return increment(-1);
    }

    @Override
    public CounterEditor decrement(long delta) {
        return increment(Math.negateExact(delta));
    }

    @Override
    public CounterEditor reset() {
        OpenChange change = access.change();
        int container = find();
        if (container != ABSENT) {
            change.operation(container, counter(access.live(), container).prepareReset());
        }
        return this;
    }

    @Override
    public CounterEditor set(long value) {
        OpenChange change = access.change();
        int container = forWriting();
        change.operation(container, counter(access.live(), container).prepareSet(value));
        return this;
    }

    @Override
    public CounterEditor create() {
        forWriting();
        return this;
    }

    private static PnCounter counter(DocumentState live, int container) {
        return ((CounterState) live.state(container)).counter();
    }
}
