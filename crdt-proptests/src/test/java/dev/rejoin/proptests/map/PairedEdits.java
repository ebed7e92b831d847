package dev.rejoin.proptests.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.document.CounterEditor;
import dev.rejoin.document.FirstValueStandsException;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SetEditor;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.TypeMismatchException;
import dev.rejoin.proptests.map.MapModel.Dot;
import dev.rejoin.proptests.map.MapModel.Op;
import dev.rejoin.proptests.map.MapModel.Step;
import dev.rejoin.register.RegisterPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Edits that are made in a document and, by their rules, in the model. Both must refuse the same ones. */
final class PairedEdits {
    private static final Map<Character, SlotKind> KINDS =
            Map.of('M', SlotKind.MAP, 'L', SlotKind.LIST, 'T', SlotKind.TEXT, 'C', SlotKind.COUNTER, 'S', SlotKind.SET);

    final MapModel model;
    private final Consumer<Op> issue;

    PairedEdits(MapModel model, Consumer<Op> issue) {
        this.model = model;
        this.issue = issue;
    }

    static List<Step> at(List<Step> path, Object key, char type) {
        List<Step> longer = new ArrayList<>(path);
        longer.add(new Step(key, type));
        return List.copyOf(longer);
    }

    /** Performs a write on both sides, unless both refuse it. */
    private void both(Runnable document, List<Step> path, Runnable inModel) {
        boolean refused = model.isRefused(path);
        try {
            document.run();
            assertThat(refused).isFalse();
        } catch (TypeMismatchException mismatch) {
            assertThat(refused).as(mismatch.getMessage()).isTrue();
            return;
        }
        inModel.run();
    }

    private void opened(Runnable document, List<Step> path, Runnable inModel) {
        both(document, path, () -> {
            model.open(path, issue);
            inModel.run();
        });
    }

    void put(MapEditor map, List<Step> path, String key, String value) {
        if (keepsFirst(map, path, key)) {
            assertThatExceptionOfType(FirstValueStandsException.class)
                    .isThrownBy(() -> map.put(key, Long.parseLong(value)));
            return;
        }
        both(() -> map.put(key, Long.parseLong(value)), path, () -> model.put(path, key, value, issue));
    }

    private boolean keepsFirst(MapEditor map, List<Step> path, String key) {
        return MapModel.policy(model.root, key) == RegisterPolicy.FIRST_WRITER
                && model.isRead(path)
                && map.kindOf(key) == SlotKind.SCALAR;
    }

    /** Takes back deletes of a container, unless both sides say that there are none. */
    void restore(MapEditor map, List<Step> named) {
        Step last = named.get(named.size() - 1);
        List<Step> path = model.toRestore(named.subList(0, named.size() - 1), last.at(), last.type());
        boolean refused = model.restorable(path).isEmpty();
        try {
            map.restore((String) last.at(), KINDS.get(last.type()));
            assertThat(refused).isFalse();
        } catch (IllegalStateException nothingDeleted) {
            assertThat(refused).as(nothingDeleted.getMessage()).isTrue();
            return;
        }
        model.restore(path, issue);
    }

    void remove(MapEditor map, List<Step> path, String key) {
        map.remove(key);
        model.remove(path, key, issue);
    }

    void replaceWithNew(MapEditor map, List<Step> path, String key, char type) {
        both(() -> map.replaceWithNew(key, KINDS.get(type)), path, () -> model.replaceWithNew(path, key, type, issue));
    }

    void createMap(MapEditor map, List<Step> path, String key) {
        opened(() -> map.map(key).create(), model.read(path, key, 'M'), () -> {});
    }

    void increment(CounterEditor counter, List<Step> path, long delta) {
        opened(() -> counter.increment(delta), path, () -> model.increment(path, delta, issue));
    }

    void set(CounterEditor counter, List<Step> path, long value) {
        opened(() -> counter.set(value), path, () -> model.setCounter(path, value, issue));
    }

    void add(SetEditor set, List<Step> path, String value) {
        opened(() -> set.add(Long.parseLong(value)), path, () -> model.add(path, value, issue));
    }

    void discard(SetEditor set, List<Step> path, String value) {
        set.remove(Long.parseLong(value));
        model.discard(path, value, issue);
    }

    void insert(TextEditor text, List<Step> path, int index, char character) {
        opened(
                () -> text.insert(index, "" + character),
                path,
                () -> model.insertCharacter(path, index, character, issue));
    }

    void delete(TextEditor text, List<Step> path, int index) {
        text.delete(index, index + 1);
        model.deleteCharacter(path, index, issue);
    }

    void insert(ListEditor list, List<Step> path, int index, String value) {
        opened(
                () -> list.insert(index, Long.parseLong(value)),
                path,
                () -> model.insertElement(path, index, value, issue));
    }

    void insertMap(ListEditor list, List<Step> path, int index) {
        opened(() -> list.insertMap(index), path, () -> {
            Dot element = model.insertElement(path, index, "null", issue);
            model.create(at(path, element, 'M'), issue);
        });
    }

    void remove(ListEditor list, List<Step> path, int index) {
        list.remove(index);
        model.removeElement(path, element(path, index), issue);
    }

    /** A removed element that is there for its container alone cannot hold a value: a new one takes its place. */
    void set(ListEditor list, List<Step> path, int index, String value) {
        list.set(index, Long.parseLong(value));
        Dot element = element(path, index);
        if (model.node(path).elements.get(element).dead) {
            model.removeElement(path, element, issue);
            model.insertElement(path, index, value, issue);
        } else {
            model.setElement(path, element, value, issue);
        }
    }

    void move(ListEditor list, List<Step> path, int from, int to) {
        list.move(from, to);
        if (from != to) {
            model.moveElement(path, from, to, issue);
        }
    }

    Dot element(List<Step> list, int index) {
        return MapModel.inOrder(model.node(list)).get(index);
    }
}
