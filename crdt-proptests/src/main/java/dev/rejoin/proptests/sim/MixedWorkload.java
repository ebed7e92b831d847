package dev.rejoin.proptests.sim;

import dev.rejoin.document.CounterEditor;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.LogEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SetEditor;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.Transaction;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Edits of every type at a handful of places: few enough for replicas to meet at them all the time. Some keys are used
 * for all types, so that replicas put different types at one key. Every edit is checked right after it was made.
 */
public final class MixedWorkload implements Workload {
    private enum Edit {
        TEXT_INSERT(SlotKind.TEXT, 6),
        TEXT_DELETE(SlotKind.TEXT, 2),
        TEXT_REPLACE(SlotKind.TEXT, 1),
        LIST_INSERT(SlotKind.LIST, 4),
        LIST_INSERT_CONTAINER(SlotKind.LIST, 1),
        LIST_SET(SlotKind.LIST, 1),
        LIST_REMOVE(SlotKind.LIST, 1),
        LIST_EDIT_ELEMENT(SlotKind.LIST, 2),
        LIST_MOVE(SlotKind.LIST, 2),
        COUNTER_ADD(SlotKind.COUNTER, 2),
        COUNTER_RESET(SlotKind.COUNTER, 1),
        COUNTER_SET(SlotKind.COUNTER, 1),
        SET_ADD(SlotKind.SET, 3),
        SET_REMOVE(SlotKind.SET, 2),
        REMOVE_WINS_SET_ADD(SlotKind.REMOVE_WINS_SET, 3),
        REMOVE_WINS_SET_REMOVE(SlotKind.REMOVE_WINS_SET, 2),
        LOG_APPEND(SlotKind.LOG, 3),
        PUT(SlotKind.SCALAR, 4),
        MAP_CREATE(SlotKind.MAP, 1),
        REMOVE_KEY(SlotKind.MAP, 2),
        RESTORE(SlotKind.MAP, 1);

        private final SlotKind kind;
        private final int weight;

        Edit(SlotKind kind, int weight) {
            this.kind = kind;
            this.weight = weight;
        }
    }

    private static final SlotKind[] CONTAINERS = {
        SlotKind.MAP,
        SlotKind.LIST,
        SlotKind.TEXT,
        SlotKind.COUNTER,
        SlotKind.SET,
        SlotKind.REMOVE_WINS_SET,
        SlotKind.LOG
    };
    private static final List<Value> VALUES = List.of(
            Value.of("a"),
            Value.of(1),
            Value.of("b"),
            Value.of(2),
            Value.of(true),
            Value.of(0.0),
            Value.of(-0.0),
            Value.of(Double.NaN),
            Value.of(""),
            Value.of(Long.MIN_VALUE),
            Value.of(new BigDecimal("1.00")),
            Value.of(new BigDecimal("1.0")),
            Value.of("\uD83D\uDE00e\u0301"),
            Value.of(new byte[] {0, -1}),
            Value.of(Instant.ofEpochSecond(-1, 5)),
            Value.NULL,
            Value.of(List.of(Value.of(1), Value.of("x"))));

    private final Edit[] edits;

    private MixedWorkload(Set<SlotKind> kinds) {
        this.edits = Arrays.stream(Edit.values())
                .filter(edit -> kinds.contains(edit.kind))
                .flatMap(edit -> Collections.nCopies(edit.weight, edit).stream())
                .toArray(Edit[]::new);
    }

    /**
     * Edits of all types.
     *
     * @return the workload
     */
    public static MixedWorkload ofEverything() {
        return new MixedWorkload(EnumSet.allOf(SlotKind.class));
    }

    /**
     * Edits of all types for two seeds in five, and for the others edits of texts, of lists, or of everything but these.
     *
     * @param seed any seed
     * @return always the same workload for one seed
     */
    public static MixedWorkload bySeed(long seed) {
        return switch ((int) Math.floorMod(seed, 5L)) {
            case 0 -> of(SlotKind.LIST);
            case 1 -> of(SlotKind.TEXT);
            case 2 ->
                of(
                        SlotKind.MAP,
                        SlotKind.SCALAR,
                        SlotKind.COUNTER,
                        SlotKind.SET,
                        SlotKind.REMOVE_WINS_SET,
                        SlotKind.LOG);
            default -> ofEverything();
        };
    }

    /**
     * Edits of some types. Containers are still created where edits need them.
     *
     * @param first one type; {@link SlotKind#MAP} stands for creating maps and removing keys
     * @param others more types
     * @return the workload
     */
    public static MixedWorkload of(SlotKind first, SlotKind... others) {
        return new MixedWorkload(EnumSet.of(first, others));
    }

    @Override
    public void perform(Transaction transaction, OpSpec op, Carets carets) {
        Edit edit = edits[OpSpec.clamp(op.kind(), edits.length)];
        MapEditor map = mapAt(transaction.root(), op.place());
        String key = key(edit, op.place());
        String place = OpSpec.clamp(op.place(), 4) + key;
        switch (edit) {
            case TEXT_INSERT -> insert(text(map, key), op, place, carets);
            case TEXT_DELETE -> delete(text(map, key), op);
            case TEXT_REPLACE -> replace(text(map, key), op);
            case LIST_INSERT -> insert(list(map, key), op, place, carets);
            case LIST_INSERT_CONTAINER -> insertContainer(list(map, key), op);
            case LIST_SET -> setElement(list(map, key), op);
            case LIST_REMOVE -> remove(list(map, key), op);
            case LIST_EDIT_ELEMENT -> editElement(list(map, key), op, carets);
            case LIST_MOVE -> move(list(map, key), op);
            case COUNTER_ADD -> add(counter(map, key), op);
            case COUNTER_RESET -> requireValue(0, counter(map, key).reset());
            case COUNTER_SET -> requireValue(op.amount(), counter(map, key).set(op.amount()));
            case SET_ADD -> add(set(map, key), op);
            case SET_REMOVE -> remove(set(map, key), op);
            case REMOVE_WINS_SET_ADD -> add(removeWinsSet(map, key), op);
            case REMOVE_WINS_SET_REMOVE -> remove(removeWinsSet(map, key), op);
            case LOG_APPEND -> append(cleared(map, key, SlotKind.LOG).log(key), op);
            case PUT -> put(map, key, value(op));
            case MAP_CREATE ->
                require(cleared(map, key, SlotKind.MAP).map(key).create().exists(), "a map was created");
            case REMOVE_KEY -> {
                map.remove(key);
                require(map.kindOf(key) == SlotKind.ABSENT && !map.contains(key), "the key is gone");
            }
            case RESTORE -> removeAndRestore(map, key);
        }
    }

    private static MapEditor mapAt(MapEditor root, int place) {
        return switch (OpSpec.clamp(place, 4)) {
            case 0 -> root;
            case 1 -> cleared(root, "m", SlotKind.MAP).map("m");
            case 2 -> cleared(root, "n", SlotKind.MAP).map("n");
            default ->
                cleared(cleared(root, "m", SlotKind.MAP).map("m"), "n", SlotKind.MAP)
                        .map("n");
        };
    }

    /** Mostly one key per type; every fifth place has a key for all types, and removals take any. */
    private static String key(Edit edit, int place) {
        int rest = Math.floorDiv(place, 4);
        if (OpSpec.clamp(rest, 5) == 4) {
            return "x";
        }
        return edit == Edit.REMOVE_KEY || edit == Edit.RESTORE
                ? List.of("m", "n", "t", "l", "c", "s", "k", "r", "o").get(OpSpec.clamp(rest, 9))
                : switch (edit.kind) {
                    case TEXT -> "t";
                    case LIST -> "l";
                    case COUNTER -> "c";
                    case SET -> "s";
                    case REMOVE_WINS_SET -> "r";
                    case LOG -> "o";
                    case MAP -> "n";
                    case SCALAR, ABSENT -> "k" + OpSpec.clamp(rest, 2);
                };
    }

    /** Removes what stands at the key if it is of another type, as an application must. */
    private static MapEditor cleared(MapEditor map, String key, SlotKind wanted) {
        SlotKind found = map.kindOf(key);
        if (found != wanted && found != SlotKind.ABSENT) {
            map.remove(key);
        }
        return map;
    }

    private static TextEditor text(MapEditor map, String key) {
        return cleared(map, key, SlotKind.TEXT).text(key);
    }

    private static ListEditor list(MapEditor map, String key) {
        return cleared(map, key, SlotKind.LIST).list(key);
    }

    private static CounterEditor counter(MapEditor map, String key) {
        return cleared(map, key, SlotKind.COUNTER).counter(key);
    }

    private static SetEditor set(MapEditor map, String key) {
        return cleared(map, key, SlotKind.SET).set(key);
    }

    private static SetEditor removeWinsSet(MapEditor map, String key) {
        return cleared(map, key, SlotKind.REMOVE_WINS_SET).removeWinsSet(key);
    }

    /** What is deleted and restored at once reads as before. */
    private static void removeAndRestore(MapEditor map, String key) {
        SlotKind kind = map.kindOf(key);
        if (kind == SlotKind.ABSENT || kind == SlotKind.SCALAR) {
            return;
        }
        String before = map.toJson();
        map.remove(key);
        map.restore(key, kind);
        require(map.toJson().equals(before), before + " is back, not " + map.toJson());
    }

    private static void append(LogEditor log, OpSpec op) {
        int size = log.size();
        log.append(value(op));
        require(log.size() == size + 1 && log.get(size).equals(value(op)), value(op) + " is the last entry");
    }

    private static void insert(TextEditor text, OpSpec op, String place, Carets carets) {
        int position = boundary(text, carets.position(place, op.index(), text.length()));
        String inserted = characters(op.amount());
        CheckedEdits.insert(text, position, inserted);
        carets.inserted(place, op.index(), position, inserted.length());
    }

    private static void delete(TextEditor text, OpSpec op) {
        int start = boundary(text, OpSpec.clamp(op.index(), text.length() + 1));
        int end = boundary(text, Math.min(text.length(), start + 1 + OpSpec.clamp(op.amount(), 6)));
        CheckedEdits.delete(text, start, Math.max(start, end));
    }

    private static void replace(TextEditor text, OpSpec op) {
        int start = boundary(text, OpSpec.clamp(op.index(), text.length() + 1));
        int end = boundary(text, Math.min(text.length(), start + OpSpec.clamp(op.amount(), 4)));
        CheckedEdits.replace(text, start, Math.max(start, end), characters(op.amount()));
    }

    private static void insert(ListEditor list, OpSpec op, String place, Carets carets) {
        int position = carets.position(place, op.index(), list.size());
        List<Value> values = new ArrayList<>();
        for (int i = 0; i <= OpSpec.clamp(op.amount(), 4); i++) {
            values.add(VALUES.get(OpSpec.clamp(op.amount() + i, VALUES.size())));
        }
        CheckedEdits.insert(list, position, values);
        carets.inserted(place, op.index(), position, values.size());
    }

    private static void insertContainer(ListEditor list, OpSpec op) {
        int index = OpSpec.clamp(op.index(), list.size() + 1);
        int size = list.size();
        SlotKind kind = CONTAINERS[OpSpec.clamp(op.amount(), CONTAINERS.length)];
        switch (kind) {
            case MAP -> list.insertMap(index).put("k", op.amount());
            case LIST -> list.insertList(index);
            case TEXT -> list.insertText(index);
            case COUNTER -> list.insertCounter(index);
            case SET -> list.insertSet(index);
            case REMOVE_WINS_SET -> list.insertRemoveWinsSet(index);
            default -> list.insertLog(index);
        }
        require(list.size() == size + 1 && list.kindOf(index) == kind, "a " + kind + " stands at " + index);
    }

    private static void setElement(ListEditor list, OpSpec op) {
        if (list.size() > 0) {
            int index = OpSpec.clamp(op.index(), list.size());
            if (list.kindOf(index) == SlotKind.SCALAR) {
                CheckedEdits.set(list, index, value(op));
            }
        }
    }

    private static void remove(ListEditor list, OpSpec op) {
        int start = OpSpec.clamp(op.index(), list.size() + 1);
        CheckedEdits.remove(list, start, Math.min(list.size(), start + 1 + OpSpec.clamp(op.amount(), 3)));
    }

    private static void move(ListEditor list, OpSpec op) {
        if (list.size() > 0) {
            CheckedEdits.move(list, OpSpec.clamp(op.index(), list.size()), OpSpec.clamp(op.amount(), list.size()));
        }
    }

    private static void editElement(ListEditor list, OpSpec op, Carets carets) {
        if (list.size() == 0) {
            return;
        }
        int index = OpSpec.clamp(op.index(), list.size());
        switch (list.kindOf(index)) {
            case MAP -> put(list.map(index), "k", value(op));
            case LIST -> insert(list.list(index), op, "nested", carets);
            case TEXT -> insert(list.text(index), op, "nested", carets);
            case COUNTER -> add(list.counter(index), op);
            case SET -> add(list.set(index), op);
            case REMOVE_WINS_SET -> add(list.removeWinsSet(index), op);
            case LOG -> append(list.log(index), op);
            case SCALAR, ABSENT -> setElement(list, op);
        }
    }

    private static void add(CounterEditor counter, OpSpec op) {
        BigInteger before = counter.bigValue();
        long delta = op.amount() % 5 == 4 ? (long) op.amount() << 45 : op.amount() % 7 - 2;
        counter.increment(delta);
        require(counter.bigValue().equals(before.add(BigInteger.valueOf(delta))), before + " grew by " + delta);
    }

    private static void requireValue(long expected, CounterEditor counter) {
        require(counter.value() == expected, "the counter reads " + expected + ", not " + counter.value());
    }

    private static void add(SetEditor set, OpSpec op) {
        Value value = value(op);
        set.add(value);
        require(set.contains(value) && set.values().contains(value), value + " is in the set");
    }

    private static void remove(SetEditor set, OpSpec op) {
        Value value = value(op);
        set.remove(value);
        require(!set.contains(value) && !set.values().contains(value), value + " is no longer in the set");
    }

    private static void put(MapEditor map, String key, Value value) {
        map.put(key, value);
        require(map.get(key).filter(value::equals).isPresent(), key + " reads " + value);
    }

    private static Value value(OpSpec op) {
        return VALUES.get(OpSpec.clamp(op.amount(), VALUES.size()));
    }

    /** One to five characters, now and then one beyond the basic plane. */
    private static String characters(int amount) {
        StringBuilder characters = new StringBuilder();
        for (int i = 0; i <= OpSpec.clamp(amount, 5); i++) {
            if (OpSpec.clamp(amount + i, 11) == 7) {
                characters.append("\uD83D\uDE00");
            } else {
                characters.append((char) ('a' + OpSpec.clamp(amount + i, 26)));
            }
        }
        return characters.toString();
    }

    /** The index itself, or the one before it when it would divide a surrogate pair. */
    private static int boundary(TextEditor text, int index) {
        boolean inside = index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index));
        return inside ? index - 1 : index;
    }

    private static void require(boolean condition, String claim) {
        if (!condition) {
            throw new AssertionError("it does not hold that " + claim);
        }
    }
}
