package dev.rejoin.proptests.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.HybridLogicalClock;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.object.CrdtObject;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpMeta;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Three replicas of one object that edit, reset the container around it and receive each other's events in random
 * causal order; one seed decides everything. After each step the replica is compared with the type's specification
 * over the events that it has seen, and at the end all replicas must have equal bytes.
 *
 * @param <O> operations of the type
 * @param <S> the type
 */
final class TypeSchedule<O extends Op, S extends CrdtObject<O, ?>> {
    private static final int REPLICAS = 3;

    /** What the schedule needs to know about a type. */
    interface Type<O extends Op, S extends CrdtObject<O, ?>> {
        S create();

        /** A random edit, or {@code null} for none. */
        @Nullable
        O prepare(S object, long replica, SplittableRandom random);

        /** Drops what nobody can name any more. */
        void prune(S object, Coverage base);

        S read(byte[] bytes);

        /** Compares the object with what its specification says about the events. */
        void check(S object, List<Event<O>> seen);
    }

    /**
     * An operation, or a reset of the container.
     *
     * @param meta identity and time
     * @param op the operation; {@code null} for a reset
     * @param past what its author had seen
     */
    record Event<O extends Op>(OpMeta meta, @Nullable O op, VersionVector past) {
        boolean saw(Event<O> other) {
            return past.covers(other.meta.replica(), other.meta.seq());
        }

        boolean isReset() {
            return op == null;
        }
    }

    private final class Replica {
        final ReplicaId id;
        S object = type.create();
        VersionVector version = VersionVector.EMPTY;
        final List<Event<O>> seen = new ArrayList<>();
        final HybridLogicalClock clock;

        Replica(ReplicaId id) {
            this.id = id;
            this.clock = new HybridLogicalClock(() -> 1 + random.nextLong(20));
        }

        void edit(@Nullable O op) {
            OpMeta meta = new OpMeta(id.value(), nextSeq(), clock.peek());
            clock.take(meta.time());
            Event<O> event = new Event<>(meta, op, version);
            events.add(event);
            integrate(event);
        }

        /** Other objects of the document take numbers too. */
        private long nextSeq() {
            version = version.with(id, version.get(id) + (random.nextInt(3) == 0 ? random.nextInt(5) : 0));
            return version.get(id);
        }

        boolean receive(Event<O> event) {
            if (version.contains(event.meta.id()) || !isReady(event)) {
                return false;
            }
            clock.observe(event.meta.time());
            integrate(event);
            return true;
        }

        /** Numbers that other objects took are nobody's events and need not arrive. */
        private boolean isReady(Event<O> event) {
            return events.stream().allMatch(other -> !event.saw(other) || version.contains(other.meta.id()));
        }

        private void integrate(Event<O> event) {
            // The numbers that other objects took arrive with the event.
            version = version.merge(event.past).with(event.meta.replicaId(), event.meta.seq() + 1);
            seen.add(event);
            if (event.op == null) {
                object.clear(event.past);
            } else {
                object.apply(event.op, event.meta);
            }
            object.checkInvariants();
        }
    }

    private final Type<O, S> type;
    private final SplittableRandom random;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Event<O>> events = new ArrayList<>();
    private final List<Replica> pruned = new ArrayList<>();
    private VersionVector base = VersionVector.EMPTY;

    TypeSchedule(Type<O, S> type, long seed) {
        this.type = type;
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < REPLICAS; i++) {
            replicas.add(new Replica(new ReplicaId(random.nextLong())));
        }
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            Replica replica = replicas.get(random.nextInt(REPLICAS));
            int choice = random.nextInt(100);
            if (choice < 45) {
                O op = type.prepare(replica.object, replica.id.value(), random);
                if (op != null) {
                    byte[] before = bytes(replica.object);
                    type.prepare(replica.object, replica.id.value(), random);
                    assertThat(bytes(replica.object))
                            .as("prepare changes nothing")
                            .isEqualTo(before);
                    replica.edit(op);
                }
            } else if (choice < 50) {
                replica.edit(null);
            } else if (choice < 90 && !events.isEmpty()) {
                replica.receive(events.get(random.nextInt(events.size())));
            } else if (choice < 96) {
                continueAsCopy(replica);
            } else if (choice < 98) {
                syncAll();
                pruneSome();
            }
            type.check(replica.object, replica.seen);
        }
        finish();
    }

    /** Goes on with a copy or with what was written and read; changes to the old object must not be seen. */
    private void continueAsCopy(Replica replica) {
        S old = replica.object;
        byte[] bytes = bytes(old);
        @SuppressWarnings("unchecked") // copies have the type of the original
        S copy = random.nextBoolean() ? (S) old.copy() : type.read(bytes);
        assertThat(bytes(copy)).isEqualTo(bytes);
        old.clear(any -> Long.MAX_VALUE);
        copy.checkInvariants();
        assertThat(bytes(copy)).as("the copy shares nothing").isEqualTo(bytes);
        replica.object = copy;
    }

    private void syncAll() {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Replica replica : replicas) {
                for (Event<O> event : events) {
                    progress |= replica.receive(event);
                }
            }
        }
        VersionVector all = VersionVector.EMPTY;
        for (Replica replica : replicas) {
            all = all.merge(replica.version);
        }
        for (Replica replica : replicas) {
            replica.version = all;
        }
    }

    /** Everyone has everything now, so any version up to here may become the base, at some of the replicas. */
    private void pruneSome() {
        base = replicas.get(0).version;
        for (Replica replica : replicas) {
            if (random.nextBoolean()) {
                type.prune(replica.object, base);
                replica.object.checkInvariants();
                pruned.add(replica);
            }
        }
    }

    private void finish() {
        syncAll();
        for (Replica replica : replicas) {
            type.check(replica.object, replica.seen);
            if (pruned.isEmpty()) {
                assertThat(bytes(replica.object)).isEqualTo(bytes(replicas.get(0).object));
            }
        }
        for (Replica replica : replicas) {
            type.prune(replica.object, base);
            type.check(replica.object, replica.seen);
            byte[] bytes = bytes(replica.object);
            assertThat(bytes).as("pruned to the same base").isEqualTo(bytes(replicas.get(0).object));
            assertThat(bytes(type.read(bytes))).isEqualTo(bytes);
        }
        assertThat(replicas.get(0).seen).hasSameSizeAs(events);
    }

    private byte[] bytes(S object) {
        ByteWriter writer = new ByteWriter();
        Objects.requireNonNull(object).writeState(writer);
        return writer.toByteArray();
    }
}
