package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.register.RegisterState;
import dev.rejoin.value.Value;
import dev.rejoin.version.Coverage;
import dev.rejoin.version.Dots;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Registers in cells against the registers of the core. */
class RegistersTest {
    private final ReplicaTable replicas = new ReplicaTable();

    @Test
    void write_randomWrites_equalsTheRegisterOfTheCore() {
        for (int i = 0; i < 6; i++) {
            replicas.intern(i == 3 ? -7 : 100 - 9L * i); // unsigned order differs from the order of the indices
        }
        for (int round = 0; round < 3_000; round++) {
            Random random = new Random(round);
            SlotPage page = new SlotPage(0, 0, 1);
            page.add("key", 1);
            RegisterState model = RegisterState.EMPTY;
            for (int i = 0; i < 12; i++) {
                if (random.nextInt(8) == 0) {
                    long end = random.nextInt(12);
                    Coverage covered = replica -> replica == 100 ? end : 0;
                    Registers.clear(page, 0, covered, replicas, 0);
                    model = model.clear(covered);
                } else {
                    int replica = random.nextInt(6);
                    long time = random.nextInt(6);
                    Value value = value(random);
                    Dots replaced = random.nextInt(3) == 0 ? model.dots() : some(model, random);
                    long dot = ElementId.of(replica, i);
                    Registers.write(page, 0, value, replaced, time, dot, replicas, 0, random.nextBoolean());
                    model = model.apply(value, replaced, time, replicas.id(replica), i);
                }
                compare(page, model);
            }
        }
    }

    private static Value value(Random random) {
        switch (random.nextInt(4)) {
            case 0:
                return null;
            case 1:
                return Value.of(random.nextLong());
            case 2:
                return Value.of("text " + "x".repeat(random.nextInt(80)));
            default:
                return Value.of(random.nextBoolean());
        }
    }

    private static Dots some(RegisterState model, Random random) {
        Dots.Builder dots = Dots.builder();
        for (int i = 0; i < model.size(); i++) {
            if (random.nextBoolean()) {
                dots.add(model.replica(i), model.seq(i));
            }
        }
        return dots.build();
    }

    private void compare(SlotPage page, RegisterState model) {
        int count = Registers.count(page, 0);
        assertThat(count).isEqualTo(model.size());
        assertThat(Registers.winner(page, 0)).isEqualTo(model.winner());
        assertThat(Registers.hasValue(page, 0)).isEqualTo(model.winner() != null);
        assertThat(Registers.hasAnyValue(page, 0)).isEqualTo(!model.values().isEmpty());
        assertThat(Registers.dots(page, 0, replicas)).isEqualTo(model.dots());
        for (int i = 0; i < count; i++) {
            int descending = count - 1 - i;
            assertThat(Registers.value(page, 0, i)).isEqualTo(model.value(descending));
            assertThat(Registers.time(page, 0, i)).isEqualTo(model.time(descending));
            assertThat(ElementId.seq(Registers.dot(page, 0, i))).isEqualTo(model.seq(descending));
        }
        if (page.cell(0) instanceof ConcurrentWrites writes) {
            writes.checkInvariants(replicas);
        }
    }
}
