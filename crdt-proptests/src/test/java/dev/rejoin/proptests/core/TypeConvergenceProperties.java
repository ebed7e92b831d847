package dev.rejoin.proptests.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.counter.PnCounter;
import dev.rejoin.io.ByteReader;
import dev.rejoin.log.GrowOnlyLog;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.op.ByteOpReader;
import dev.rejoin.proptests.core.TypeSchedule.Event;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.register.LwwRegister;
import dev.rejoin.register.RegisterEntry;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.set.OrSet;
import dev.rejoin.set.RemoveWinsSet;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Coverage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Every type converges and equals its specification over the visible history. */
class TypeConvergenceProperties {
    private static final int STEPS = 100;

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property
    void register_anySchedule_convergesToItsSpecification(@ForAll("seeds") long seed) {
        new TypeSchedule<>(new Register(), seed).run(STEPS);
    }

    @Property
    void counter_anySchedule_convergesToItsSpecification(@ForAll("seeds") long seed) {
        new TypeSchedule<>(new Counter(), seed).run(STEPS);
    }

    @Property
    void set_anySchedule_convergesToItsSpecification(@ForAll("seeds") long seed) {
        new TypeSchedule<>(new SetType(), seed).run(STEPS);
    }

    @Property
    void removeWinsSet_anySchedule_convergesToItsSpecification(@ForAll("seeds") long seed) {
        new TypeSchedule<>(new RemoveWinsSetType(), seed).run(STEPS);
    }

    @Property
    void log_anySchedule_convergesToItsSpecification(@ForAll("seeds") long seed) {
        new TypeSchedule<>(new LogType(), seed).run(STEPS);
    }

    /** Whether a reset among the events covers one of them. */
    private static boolean isCleared(Event<?> event, List<? extends Event<?>> seen) {
        for (Event<?> other : seen) {
            if (other.isReset()
                    && other.past().covers(event.meta().replica(), event.meta().seq())) {
                return true;
            }
        }
        return false;
    }

    /** A write stands unless a write saw it or a reset covers it. */
    private static final class Register implements TypeSchedule.Type<RegisterOp, LwwRegister> {
        @Override
        public LwwRegister create() {
            return new LwwRegister();
        }

        @Override
        public RegisterOp prepare(LwwRegister object, long replica, SplittableRandom random) {
            int choice = random.nextInt(10);
            if (choice == 0) {
                return object.prepareErase();
            }
            return choice == 1 ? object.prepareResolve() : object.prepareWrite(Value.of(random.nextInt(3)));
        }

        @Override
        public void prune(LwwRegister object, Coverage base) {}

        @Override
        public LwwRegister read(byte[] bytes) {
            return LwwRegister.readState(new ByteOpReader(new ByteReader(bytes)));
        }

        @Override
        public void check(LwwRegister object, List<Event<RegisterOp>> seen) {
            List<RegisterEntry> expected = new ArrayList<>();
            for (Event<RegisterOp> event : seen) {
                boolean replaced = seen.stream().anyMatch(other -> other.saw(event));
                if (event.op() instanceof RegisterOp.Write write && !replaced) {
                    expected.add(new RegisterEntry(event.meta(), write.value()));
                }
            }
            expected.sort(Comparator.comparing(RegisterEntry::meta).reversed());
            assertThat(object.state().entries()).isEqualTo(expected);
        }
    }

    /** Increments that no setting saw and no reset covers, on top of the largest setting that no reset covers. */
    private static final class Counter implements TypeSchedule.Type<CounterOp, PnCounter> {
        @Override
        public PnCounter create() {
            return new PnCounter();
        }

        @Override
        public CounterOp prepare(PnCounter object, long replica, SplittableRandom random) {
            int choice = random.nextInt(10);
            if (choice < 2) {
                return choice == 0 ? object.prepareReset() : object.prepareSet(random.nextInt(-100, 100));
            }
            long delta = choice == 2 ? random.nextLong() / 1000 : random.nextInt(-5, 6);
            return object.prepareIncrement(replica, delta);
        }

        @Override
        public void prune(PnCounter object, Coverage base) {
            object.fold(base);
        }

        @Override
        public PnCounter read(byte[] bytes) {
            return PnCounter.readState(new ByteOpReader(new ByteReader(bytes)));
        }

        @Override
        public void check(PnCounter object, List<Event<CounterOp>> seen) {
            BigInteger sum = BigInteger.ZERO;
            @Nullable Event<CounterOp> winner = null;
            for (Event<CounterOp> event : seen) {
                boolean cleared = isCleared(event, seen);
                if (event.op() instanceof CounterOp.Increment increment && !cleared) {
                    boolean replaced =
                            seen.stream().anyMatch(other -> other.op() instanceof CounterOp.Reset && other.saw(event));
                    sum = replaced ? sum : sum.add(BigInteger.valueOf(increment.delta()));
                }
                boolean larger = winner == null || event.meta().compareTo(winner.meta()) > 0;
                winner = event.op() instanceof CounterOp.Reset && !cleared && larger ? event : winner;
            }
            if (winner != null && winner.op() instanceof CounterOp.Reset reset) {
                sum = sum.add(BigInteger.valueOf(reset.base()));
            }
            assertThat(object.value()).isEqualTo(sum);
        }
    }

    /** An element is in the set if there is an addition that no addition or removal of it saw and no reset covers. */
    private static final class SetType implements TypeSchedule.Type<SetOp, OrSet> {
        @Override
        public OrSet create() {
            return new OrSet(7);
        }

        @Override
        public @Nullable SetOp prepare(OrSet object, long replica, SplittableRandom random) {
            Value value = Value.of(random.nextInt(4));
            return random.nextInt(3) == 0 ? object.prepareRemove(value).orElse(null) : object.prepareAdd(value);
        }

        @Override
        public void prune(OrSet object, Coverage base) {}

        @Override
        public OrSet read(byte[] bytes) {
            return OrSet.readState(new ByteOpReader(new ByteReader(bytes)), 8);
        }

        private static @Nullable Value element(@Nullable SetOp op) {
            if (op instanceof SetOp.Add add) {
                return add.value();
            }
            return op instanceof SetOp.Remove remove ? remove.value() : null;
        }

        @Override
        public void check(OrSet object, List<Event<SetOp>> seen) {
            TreeSet<Value> expected = new TreeSet<>(Value.ORDER);
            for (Event<SetOp> event : seen) {
                if (event.op() instanceof SetOp.Add add && !isCleared(event, seen)) {
                    boolean gone = seen.stream()
                            .anyMatch(other -> add.value().equals(element(other.op())) && other.saw(event));
                    if (!gone) {
                        expected.add(add.value());
                        assertThat(object.dots(add.value())
                                        .contains(
                                                event.meta().replica(),
                                                event.meta().seq()))
                                .isTrue();
                    }
                }
            }
            assertThat(object.values()).containsExactlyElementsOf(expected);
            assertThat(object.size()).isEqualTo(expected.size());
        }
    }

    /**
     * An element is in the set if there is an addition of it that no operation on it saw, and no such removal; what a reset
     * covers never was.
     */
    private static final class RemoveWinsSetType implements TypeSchedule.Type<RemoveWinsSetOp, RemoveWinsSet> {
        @Override
        public RemoveWinsSet create() {
            return new RemoveWinsSet(7);
        }

        @Override
        public @Nullable RemoveWinsSetOp prepare(RemoveWinsSet object, long replica, SplittableRandom random) {
            Value value = Value.of(random.nextInt(3));
            return random.nextInt(2) == 0 ? object.prepareRemove(value).orElse(null) : object.prepareAdd(value);
        }

        @Override
        public void prune(RemoveWinsSet object, Coverage base) {}

        @Override
        public RemoveWinsSet read(byte[] bytes) {
            return RemoveWinsSet.readState(new ByteOpReader(new ByteReader(bytes)), 8);
        }

        @Override
        public void check(RemoveWinsSet object, List<Event<RemoveWinsSetOp>> seen) {
            TreeSet<Value> added = new TreeSet<>(Value.ORDER);
            TreeSet<Value> removed = new TreeSet<>(Value.ORDER);
            for (Event<RemoveWinsSetOp> event : seen) {
                RemoveWinsSetOp op = event.op();
                if (op == null || isCleared(event, seen)) {
                    continue;
                }
                Value value = op.value();
                boolean replaced = seen.stream().anyMatch(other -> {
                    RemoveWinsSetOp later = other.op();
                    return later != null && later.value().equals(value) && other.saw(event);
                });
                if (!replaced) {
                    (op instanceof RemoveWinsSetOp.Add ? added : removed).add(value);
                }
            }
            added.removeAll(removed);
            assertThat(object.values()).containsExactlyElementsOf(added);
            assertThat(object.size()).isEqualTo(added.size());
            for (int i = 0; i < 3; i++) {
                assertThat(object.contains(Value.of(i))).isEqualTo(added.contains(Value.of(i)));
            }
        }
    }

    /** All entries that no reset covers, in the order of their stamps. */
    private static final class LogType implements TypeSchedule.Type<GrowOnlyLogOp, GrowOnlyLog> {
        @Override
        public GrowOnlyLog create() {
            return new GrowOnlyLog();
        }

        @Override
        public GrowOnlyLogOp prepare(GrowOnlyLog object, long replica, SplittableRandom random) {
            return object.prepareAppend(Value.of(random.nextInt(100)));
        }

        @Override
        public void prune(GrowOnlyLog object, Coverage base) {}

        @Override
        public GrowOnlyLog read(byte[] bytes) {
            return GrowOnlyLog.readState(new ByteOpReader(new ByteReader(bytes)));
        }

        @Override
        public void check(GrowOnlyLog object, List<Event<GrowOnlyLogOp>> seen) {
            List<Value> expected = seen.stream()
                    .filter(event -> event.op() != null && !isCleared(event, seen))
                    .sorted(Comparator.comparing(Event::meta))
                    .map(event -> ((GrowOnlyLogOp.Append) Objects.requireNonNull(event.op())).value())
                    .toList();
            assertThat(object.values()).isEqualTo(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(object.get(i)).isEqualTo(expected.get(i));
            }
        }
    }
}
