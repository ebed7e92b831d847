package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.document.CounterEditor;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.LogEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SetEditor;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextEditor;
import dev.rejoin.value.Value;

/** A key of a map, an element of a list, or an element that is being inserted, written alike. */
sealed interface EditSlot {
    /** What stands there now. */
    SlotKind kind();

    /** Writes a scalar there. */
    void put(Value value);

    /** Writes a container there, over whatever stands there. */
    void replace(Content container);

    MapEditor map();

    ListEditor list();

    TextEditor text();

    CounterEditor counter();

    SetEditor set();

    SetEditor removeWinsSet();

    LogEditor log();

    record OfKey(MapEditor parent, String key) implements EditSlot {
        @Override
        public SlotKind kind() {
            return parent.kindOf(key);
        }

        @Override
        public void put(Value value) {
            parent.put(key, value);
        }

        @Override
        public void replace(Content container) {
            if (kind() != container.kind()) {
                parent.remove(key);
            }
            TreeUpdate.write(this, container);
        }

        @Override
        public MapEditor map() {
            return parent.map(key);
        }

        @Override
        public ListEditor list() {
            return parent.list(key);
        }

        @Override
        public TextEditor text() {
            return parent.text(key);
        }

        @Override
        public CounterEditor counter() {
            return parent.counter(key);
        }

        @Override
        public SetEditor set() {
            return parent.set(key);
        }

        @Override
        public SetEditor removeWinsSet() {
            return parent.removeWinsSet(key);
        }

        @Override
        public LogEditor log() {
            return parent.log(key);
        }
    }

    record OfElement(ListEditor parent, int index) implements EditSlot {
        @Override
        public SlotKind kind() {
            return parent.kindOf(index);
        }

        @Override
        public void put(Value value) {
            parent.set(index, value);
        }

        @Override
        public void replace(Content container) {
            if (kind() == container.kind()) {
                TreeUpdate.write(this, container);
            } else {
                parent.remove(index);
                TreeUpdate.insert(parent, index, container);
            }
        }

        @Override
        public MapEditor map() {
            return parent.map(index);
        }

        @Override
        public ListEditor list() {
            return parent.list(index);
        }

        @Override
        public TextEditor text() {
            return parent.text(index);
        }

        @Override
        public CounterEditor counter() {
            return parent.counter(index);
        }

        @Override
        public SetEditor set() {
            return parent.set(index);
        }

        @Override
        public SetEditor removeWinsSet() {
            return parent.removeWinsSet(index);
        }

        @Override
        public LogEditor log() {
            return parent.log(index);
        }
    }

    /** Each call inserts an element. */
    record Inserted(ListEditor parent, int index) implements EditSlot {
        @Override
        public SlotKind kind() {
            return SlotKind.ABSENT;
        }

        @Override
        public void put(Value value) {
            parent.insert(index, value);
        }

        @Override
        public void replace(Content container) {
            TreeUpdate.write(this, container);
        }

        @Override
        public MapEditor map() {
            return parent.insertMap(index);
        }

        @Override
        public ListEditor list() {
            return parent.insertList(index);
        }

        @Override
        public TextEditor text() {
            return parent.insertText(index);
        }

        @Override
        public CounterEditor counter() {
            return parent.insertCounter(index);
        }

        @Override
        public SetEditor set() {
            return parent.insertSet(index);
        }

        @Override
        public SetEditor removeWinsSet() {
            return parent.insertRemoveWinsSet(index);
        }

        @Override
        public LogEditor log() {
            return parent.insertLog(index);
        }
    }
}
