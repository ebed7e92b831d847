package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.document.Document;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.Transaction;
import dev.rejoin.proptests.gen.Scenarios;
import dev.rejoin.proptests.gen.Values;
import dev.rejoin.proptests.model.ObservedOrder;
import dev.rejoin.proptests.oracle.ConvergenceOracle;
import dev.rejoin.proptests.sim.Action;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.CheckedEdits;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.proptests.sim.Oracle;
import dev.rejoin.proptests.sim.Peer;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.proptests.sim.Simulation;
import dev.rejoin.proptests.sim.Workload;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Text and list against lists that anybody can write. */
class SequenceProperties {
    private static final String EMOJI = "\uD83D\uDE00";

    @Provide
    Arbitrary<Scenario> edits() {
        return Scenarios.ofEdits(40);
    }

    @Provide
    Arbitrary<List<OpSpec>> ops() {
        return Scenarios.op().list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<String> texts() {
        return Values.wellFormedText();
    }

    /** Keeps one model through many transactions: nothing moves between them either. */
    @Property(tries = 200)
    void text_editedAlone_equalsStringBuilder(@ForAll("ops") List<OpSpec> ops) {
        Document document = Replicas.create(1);
        StringBuilder model = new StringBuilder();
        for (OpSpec op : ops) {
            document.edit(transaction -> {
                var text = transaction.root().text("t");
                int start = OpSpec.clamp(op.index(), model.length() + 1);
                int end = Math.min(model.length(), start + OpSpec.clamp(op.place(), 5));
                String characters = "abcdefgh".substring(OpSpec.clamp(op.amount(), 9));
                switch (OpSpec.clamp(op.kind(), 4)) {
                    case 0, 1 -> text.insert(start, characters);
                    case 2 -> text.delete(start, end);
                    default -> text.replace(start, end, characters);
                }
                model.replace(
                        start,
                        OpSpec.clamp(op.kind(), 4) < 2 ? start : end,
                        OpSpec.clamp(op.kind(), 4) == 2 ? "" : characters);
            });
            assertThat(document.root().text("t").toString()).isEqualTo(model.toString());
            assertThat(document.root().text("t").length()).isEqualTo(model.length());
        }
        int half = model.length() / 2;
        assertThat(document.root().text("t").substring(half, model.length())).isEqualTo(model.substring(half));
        for (int i = 0; i < model.length(); i++) {
            assertThat(document.root().text("t").charAt(i)).isEqualTo(model.charAt(i));
        }
    }

    @Property(tries = 200)
    void list_editedAlone_equalsArrayList(@ForAll("ops") List<OpSpec> ops) {
        Document document = Replicas.create(1);
        List<Value> model = new ArrayList<>();
        for (OpSpec op : ops) {
            document.edit(transaction -> {
                var list = transaction.root().list("l");
                Value value = Value.of(op.amount());
                int index = OpSpec.clamp(op.index(), model.size() + 1);
                int end = Math.min(model.size(), index + OpSpec.clamp(op.place(), 4));
                if (OpSpec.clamp(op.kind(), 4) < 2) {
                    list.insertAll(index, List.of(value, Value.of("next")));
                    model.addAll(index, List.of(value, Value.of("next")));
                } else if (OpSpec.clamp(op.kind(), 4) == 2) {
                    list.remove(index, end);
                    model.subList(index, end).clear();
                } else if (index < model.size()) {
                    list.set(index, value);
                    model.set(index, value);
                }
            });
            assertThat(document.root().list("l").values()).isEqualTo(model);
            assertThat(document.root().list("l").size()).isEqualTo(model.size());
        }
    }

    @Property(tries = 200)
    void text_editedApart_putsEachInsertWhereItWasAskedTo(@ForAll("edits") Scenario scenario) {
        Simulation.of(MixedWorkload.of(SlotKind.TEXT))
                .withOracles(() -> List.of(new ConvergenceOracle()))
                .run(scenario);
    }

    @Property(tries = 200)
    void list_editedApart_putsEachInsertWhereItWasAskedTo(@ForAll("edits") Scenario scenario) {
        Simulation.of(MixedWorkload.of(SlotKind.LIST))
                .withOracles(() -> List.of(new ConvergenceOracle()))
                .run(scenario);
    }

    /** Every element is unique, so that orders seen by anybody at any time can be compared. */
    @Property(tries = 200)
    void list_editedApart_keepsAllObservedOrdersCompatible(@ForAll("edits") Scenario scenario) {
        Simulation.of(new UniqueElements(false))
                .withOracles(() -> List.of(new OneOrder(), new ConvergenceOracle()))
                .run(scenario);
    }

    @Property(tries = 200)
    void text_editedApart_keepsAllObservedOrdersCompatible(@ForAll("edits") Scenario scenario) {
        Simulation.of(new UniqueElements(true))
                .withOracles(() -> List.of(new OneOrder(), new ConvergenceOracle()))
                .run(scenario);
    }

    @Property(tries = 200)
    void text_ofSurrogatePairsEditedApart_isWellFormedAtEveryMoment(@ForAll("edits") Scenario scenario) {
        Simulation.of(SequenceProperties::editPairs)
                .withOracles(() -> List.of(new WellFormed(), new ConvergenceOracle()))
                .run(scenario);
    }

    @Property(tries = 200)
    void text_editThatWouldDivideAPair_isRefusedAndChangesNothing(
            @ForAll("texts") String before, @ForAll("texts") String after) {
        Document document = Replicas.create(1);
        document.edit(transaction -> transaction.root().text("t").append(before + EMOJI + after));
        Fingerprint fingerprint = Fingerprint.of(document);
        int middle = before.length() + 1;
        int length = document.root().text("t").length();
        List<Consumer<Transaction>> edits = List.of(
                transaction -> transaction.root().text("t").insert(middle, "x"),
                transaction -> transaction.root().text("t").delete(middle, length),
                transaction -> transaction.root().text("t").delete(0, middle),
                transaction -> transaction.root().text("t").replace(middle, length, "x"),
                transaction -> transaction.root().text("t").insert(0, EMOJI.substring(0, 1)),
                transaction -> transaction.root().text("t").append(EMOJI.substring(1)),
                transaction -> transaction.root().put("k", EMOJI.substring(1)));
        edits.forEach(
                edit -> assertThatThrownBy(() -> document.edit(edit)).isInstanceOf(IllegalArgumentException.class));
        assertThat(Fingerprint.of(document)).isEqualTo(fingerprint);
    }

    private static void editPairs(Transaction transaction, OpSpec op, Carets carets) {
        var text = transaction.root().text("t");
        int pairs = text.length() / 2;
        int start = carets.position("t", op.index(), text.length()) / 2;
        if (OpSpec.clamp(op.kind(), 3) < 2) {
            CheckedEdits.insert(text, 2 * start, EMOJI.repeat(1 + OpSpec.clamp(op.amount(), 2)));
            carets.inserted("t", op.index(), 2 * start, 2);
        } else {
            CheckedEdits.delete(text, 2 * start, 2 * Math.min(pairs, start + 1 + OpSpec.clamp(op.amount(), 3)));
        }
    }

    private static final class WellFormed implements Oracle {
        @Override
        public void stepped(SimulatedWorld world, Action action) {
            for (Peer peer : world.peers()) {
                String text = peer.document().root().text("t").toString();
                assertThat(text).isEqualTo(EMOJI.repeat(text.length() / 2));
            }
        }
    }

    /** Inserts elements that nobody inserted before: numbers in a list, characters in a text. */
    private static final class UniqueElements implements Workload {
        private final boolean text;
        private int next;

        UniqueElements(boolean text) {
            this.text = text;
        }

        @Override
        public void perform(Transaction transaction, OpSpec op, Carets carets) {
            int size = text
                    ? transaction.root().text("e").length()
                    : transaction.root().list("e").size();
            int index = carets.position("e", op.index(), size);
            int count = 1 + OpSpec.clamp(op.amount(), 3);
            if (OpSpec.clamp(op.kind(), 4) == 0) {
                int end = Math.min(size, index + count);
                if (text) {
                    CheckedEdits.delete(transaction.root().text("e"), index, end);
                } else {
                    CheckedEdits.remove(transaction.root().list("e"), index, end);
                }
                return;
            }
            if (text) {
                StringBuilder characters = new StringBuilder();
                for (int i = 0; i < count; i++) {
                    characters.append((char) (0x100 + next++));
                }
                CheckedEdits.insert(transaction.root().text("e"), index, characters);
            } else {
                List<Value> values = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    values.add(Value.of(next++));
                }
                CheckedEdits.insert(transaction.root().list("e"), index, values);
            }
            carets.inserted("e", op.index(), index, count);
        }
    }

    /** The strong list specification: one order holds for all replicas at all times. */
    private static final class OneOrder implements Oracle {
        private final ObservedOrder<Object> order = new ObservedOrder<>();

        @Override
        public void stepped(SimulatedWorld world, Action action) {
            for (Peer peer : world.peers()) {
                List<Object> seen =
                        new ArrayList<>(peer.document().root().list("e").values());
                peer.document().root().text("e").toString().chars().forEach(seen::add);
                order.observe(seen);
            }
        }

        @Override
        public void settled(SimulatedWorld world) {
            stepped(world, new Action.Heal());
            assertThat(order.unorderable()).isEmpty();
        }
    }
}
