package dev.rejoin.exchange;

import dev.rejoin.document.CounterReader;
import dev.rejoin.document.ListReader;
import dev.rejoin.document.LogReader;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.SetReader;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextReader;
import dev.rejoin.value.Value;

/** A key of a map or an element of a list, read alike. */
sealed interface Slot {
    SlotKind kind();

    /** The scalar; only where {@link #kind} says that there is one. */
    Value value();

    MapReader map();

    ListReader list();

    TextReader text();

    CounterReader counter();

    SetReader set();

    SetReader removeWinsSet();

    LogReader log();

    record OfKey(MapReader parent, String key) implements Slot {
        @Override
        public SlotKind kind() {
            return parent.kindOf(key);
        }

        @Override
        public Value value() {
            return parent.get(key).orElseThrow();
        }

        @Override
        public MapReader map() {
            return parent.map(key);
        }

        @Override
        public ListReader list() {
            return parent.list(key);
        }

        @Override
        public TextReader text() {
            return parent.text(key);
        }

        @Override
        public CounterReader counter() {
            return parent.counter(key);
        }

        @Override
        public SetReader set() {
            return parent.set(key);
        }

        @Override
        public SetReader removeWinsSet() {
            return parent.removeWinsSet(key);
        }

        @Override
        public LogReader log() {
            return parent.log(key);
        }
    }

    record OfElement(ListReader parent, int index) implements Slot {
        @Override
        public SlotKind kind() {
            return parent.kindOf(index);
        }

        @Override
        public Value value() {
            return parent.get(index).orElseThrow();
        }

        @Override
        public MapReader map() {
            return parent.map(index);
        }

        @Override
        public ListReader list() {
            return parent.list(index);
        }

        @Override
        public TextReader text() {
            return parent.text(index);
        }

        @Override
        public CounterReader counter() {
            return parent.counter(index);
        }

        @Override
        public SetReader set() {
            return parent.set(index);
        }

        @Override
        public SetReader removeWinsSet() {
            return parent.removeWinsSet(index);
        }

        @Override
        public LogReader log() {
            return parent.log(index);
        }
    }
}
