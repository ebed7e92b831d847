package dev.rejoin.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.op.ByteOpReader;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.op.OpMeta;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrSetTest {
    private static final Value X = Value.of("x");
    private static final Value Y = Value.of("y");
    private static final long A = 1;
    private static final long B = 2;

    private final OrSet set = new OrSet();

    @AfterEach
    void invariants() {
        set.checkInvariants();
    }

    private static OpMeta meta(long replica, long seq) {
        return new OpMeta(replica, seq, 1);
    }

    private static byte[] bytes(OrSet set) {
        ByteWriter writer = new ByteWriter();
        set.writeState(writer);
        return writer.toByteArray();
    }

    private static OrSet read(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        OrSet set = OrSet.readState(new ByteOpReader(reader), 42);
        reader.expectEnd();
        set.checkInvariants();
        return set;
    }

    @Test
    void apply_addAndRemove_changeMembership() {
        assertThat(set.apply(set.prepareAdd(X), meta(A, 0))).isEqualTo(new SetEvent.Added(X));
        assertThat(set.contains(X)).isTrue();
        assertThat(set.isEmpty()).isFalse();
        assertThat(set.apply(set.prepareAdd(X), meta(A, 1))).isEqualTo(new SetEvent.Kept(X));
        assertThat(set.dots(X)).isEqualTo(Dots.of(A, 1));
        assertThat(set.apply(set.prepareRemove(X).orElseThrow(), meta(A, 2))).isEqualTo(new SetEvent.Removed(X));
        assertThat(set.contains(X)).isFalse();
        assertThat(set.isEmpty()).isTrue();
        assertThat(set.prepareRemove(X)).isEmpty();
    }

    @Test
    void restorer_afterAddAndRemove_bringsBackWhatWas() {
        set.add(X, Dots.EMPTY, A, 0);
        for (Value value : List.of(X, Y)) {
            byte[] before = bytes(set);
            Consumer<OrSet> restorer = set.restorer(value);
            set.add(value, set.dots(value), B, 5);
            assertThat(bytes(set)).isNotEqualTo(before);
            restorer.accept(set);
            assertThat(bytes(set)).isEqualTo(before);
            set.remove(value, set.dots(value));
            restorer.accept(set);
            assertThat(bytes(set)).isEqualTo(before);
        }
    }

    @Test
    void add_tellsWhetherTheElementIsNew() {
        assertThat(set.add(X, Dots.EMPTY, A, 0)).isTrue();
        assertThat(set.add(X, Dots.EMPTY, B, 0)).isFalse();
        assertThat(set.remove(X, Dots.of(A, 0))).isFalse();
        assertThat(set.remove(X, Dots.of(B, 0))).isTrue();
    }

    @Test
    void apply_concurrentAddAndRemove_addWins() {
        set.apply(set.prepareAdd(X), meta(A, 0));
        SetOp.Remove remove = set.prepareRemove(X).orElseThrow();
        SetOp.Add again = set.prepareAdd(X);
        OrSet other = set.copy();

        assertThat(set.apply(again, meta(B, 0))).isEqualTo(new SetEvent.Kept(X));
        assertThat(set.apply(remove, meta(A, 1))).isEqualTo(new SetEvent.Kept(X));
        other.apply(remove, meta(A, 1));
        other.apply(again, meta(B, 0));

        assertThat(set.contains(X)).isTrue();
        assertThat(bytes(set)).isEqualTo(bytes(other));
    }

    @Test
    void apply_concurrentAdds_bothStandUntilSeen() {
        SetOp.Add add = set.prepareAdd(X);
        set.apply(add, meta(B, 0));
        set.apply(add, meta(A, 0));
        assertThat(set.dots(X)).isEqualTo(Dots.of(A, 0).with(B, 0));
        assertThat(set.size()).isEqualTo(1);
        assertThat(set.remove(X, Dots.of(A, 0))).isFalse();
        assertThat(set.add(X, Dots.of(B, 0), A, 5)).isFalse();
        assertThat(set.dots(X)).isEqualTo(Dots.of(A, 5));
        assertThat(set.remove(X, Dots.of(A, 5))).isTrue();
    }

    @Test
    void remove_absentElement_changesNothing() {
        assertThat(set.apply(new SetOp.Remove(X, Dots.of(A, 0)), meta(B, 0))).isEqualTo(new SetEvent.Kept(X));
    }

    @Test
    void values_anyInsertionOrder_areCanonical() {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            values.add(i % 2 == 0 ? Value.of(i) : Value.of("t" + i));
        }
        OrSet other = new OrSet();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            set.add(values.get(i), Dots.EMPTY, A, i);
            order.add(i);
        }
        Collections.shuffle(order, new Random(1));
        for (int i : order) {
            other.add(values.get(i), Dots.EMPTY, A, i);
        }
        assertThat(set.values())
                .isEqualTo(other.values())
                .isSortedAccordingTo(Value.ORDER)
                .hasSize(500);
        assertThat(bytes(set)).isEqualTo(bytes(other)).isEqualTo(bytes(read(bytes(set))));
        for (int i : order) {
            assertThat(other.remove(values.get(i), Dots.of(A, i))).isTrue();
        }
        assertThat(bytes(other)).isEqualTo(bytes(new OrSet()));
    }

    @Test
    void clear_coveredAdditions_go() {
        set.add(X, Dots.EMPTY, A, 0);
        set.add(X, Dots.EMPTY, B, 7);
        set.add(Y, Dots.EMPTY, A, 1);
        set.clear(VersionVector.of(new ReplicaId(A), 2));
        assertThat(set.values()).containsExactly(X);
        assertThat(set.dots(X)).isEqualTo(Dots.of(B, 7));
        set.clear(VersionVector.EMPTY);
        assertThat(set.size()).isEqualTo(1);
        set.clear(replica -> 8);
        assertThat(set.isEmpty()).isTrue();
    }

    @Test
    void copies_ofALargeSet_stayAsTheyWere() {
        Random random = new Random(5);
        Set<Value> model = new HashSet<>();
        Map<OrSet, Set<Value>> copies = new LinkedHashMap<>();
        for (int i = 0; i < 4_000; i++) {
            Value value = Value.of(random.nextInt(700));
            if (random.nextInt(10) < (i < 2_500 ? 7 : 1)) {
                set.add(value, set.dots(value), A, i);
                model.add(value);
            } else {
                assertThat(set.remove(value, set.dots(value))).isEqualTo(model.remove(value));
            }
            if (i % 400 == 0) {
                copies.put(set.copy(), new HashSet<>(model));
            }
        }
        assertThat(set.values()).hasSameElementsAs(model);
        copies.forEach((copy, expected) -> {
            copy.checkInvariants();
            assertThat(copy.values()).hasSameElementsAs(expected);
            copy.add(X, Dots.EMPTY, B, 0);
            assertThat(copy.contains(X)).isTrue();
        });
        assertThat(set.contains(X)).isFalse();
    }

    @Test
    void copy_thenApply_isIndependent() {
        set.add(X, Dots.EMPTY, A, 0);
        OrSet copy = set.copy();
        set.add(Y, Dots.EMPTY, A, 1);
        set.remove(X, Dots.of(A, 0));
        assertThat(copy.values()).containsExactly(X);
        assertThat(set.values()).containsExactly(Y);
        copy.checkInvariants();
    }

    @Test
    void contains_valuesThatLookAlike_areDifferentElements() {
        set.add(Value.of(0.0), Dots.EMPTY, A, 0);
        assertThat(set.contains(Value.of(-0.0))).isFalse();
        assertThat(set.contains(Value.of(0))).isFalse();
        assertThat(set.contains(Value.of(0.0))).isTrue();
    }

    @Test
    void readState_otherThanCanonical_isRefused() {
        String x = "060178" + "01" + "000000000000000100";
        assertThat(read(HexFormat.of().parseHex("01" + x)).values()).containsExactly(X);
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("02" + x + x))).hasMessageContaining("DUPLICATE");
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("02" + x + "0001" + "000000000000000100")))
                .hasMessageContaining("UNSORTED");
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("01" + "0601780000")))
                .hasMessageContaining("BAD_VALUE");
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("ffffffff0f"))).hasMessageContaining("TRUNCATED");
    }

    @Test
    void codec_operations_areReadBack() {
        OpRegistry registry = OpRegistry.of(new SetOpCodec());
        for (SetOp op : List.of(
                new SetOp.Add(X, Dots.EMPTY),
                new SetOp.Add(Value.of(List.of(X, Y)), Dots.of(A, 3).with(B, 4)),
                new SetOp.Remove(X, Dots.of(-1, 0)))) {
            ByteWriter writer = new ByteWriter();
            registry.write(op, new ByteOpWriter(writer));
            ByteReader reader = new ByteReader(writer.toByteArray());
            assertThat(registry.read(op.tag(), new ByteOpReader(reader))).isEqualTo(op);
            reader.expectEnd();
        }
    }
}
