package dev.rejoin.document;

import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What can be read at a place, as plain immutable data: what an event carries when a whole container appears or goes.
 * Conflicting values that lost are left out.
 */
public sealed interface Content {
    /**
     * What this is.
     *
     * @return its kind; {@link SlotKind#ABSENT} never occurs
     */
    SlotKind kind();

    /**
     * A scalar.
     *
     * @param value the winning value
     */
    record Scalar(Value value) implements Content {
        @Override
        public SlotKind kind() {
            return SlotKind.SCALAR;
        }
    }

    /**
     * A map.
     *
     * @param entries what stands at its keys, in ascending order of the keys
     */
    record MapContent(Map<String, Content> entries) implements Content {
        @Override
        public SlotKind kind() {
            return SlotKind.MAP;
        }
    }

    /**
     * A list.
     *
     * @param elements its elements in order
     */
    record ListContent(List<Content> elements) implements Content {
        /** Keeps a copy. */
        public ListContent {
            elements = List.copyOf(elements);
        }

        @Override
        public SlotKind kind() {
            return SlotKind.LIST;
        }
    }

    /**
     * A text.
     *
     * @param text its characters
     */
    record TextContent(String text) implements Content {
        @Override
        public SlotKind kind() {
            return SlotKind.TEXT;
        }
    }

    /**
     * A counter.
     *
     * @param value its value
     */
    record CounterContent(BigInteger value) implements Content {
        @Override
        public SlotKind kind() {
            return SlotKind.COUNTER;
        }
    }

    /**
     * A set.
     *
     * @param values its elements in canonical order
     */
    record SetContent(List<Value> values) implements Content {
        /** Keeps a copy. */
        public SetContent {
            values = List.copyOf(values);
        }

        @Override
        public SlotKind kind() {
            return SlotKind.SET;
        }
    }

    /**
     * A set in which removing wins.
     *
     * @param values its elements in canonical order
     */
    record RemoveWinsSetContent(List<Value> values) implements Content {
        /** Keeps a copy. */
        public RemoveWinsSetContent {
            values = List.copyOf(values);
        }

        @Override
        public SlotKind kind() {
            return SlotKind.REMOVE_WINS_SET;
        }
    }

    /**
     * A log.
     *
     * @param values its entries, the oldest first
     */
    record LogContent(List<Value> values) implements Content {
        /** Keeps a copy. */
        public LogContent {
            values = List.copyOf(values);
        }

        @Override
        public SlotKind kind() {
            return SlotKind.LOG;
        }
    }
}
