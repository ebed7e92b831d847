package dev.rejoin.proptests.undo;

import dev.rejoin.document.CounterEditor;
import dev.rejoin.document.FirstValueStandsException;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SetEditor;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextEditor;
import dev.rejoin.value.Value;
import java.util.List;
import java.util.Random;

/**
 * Random edits of all types at few places, so that they meet.
 *
 * <p>A device that is to undo never writes below a deleted container but restores it: a recreation gives the old
 * content up.
 */
final class RandomEdits {
    private static final int DEEPEST = 2;

    /** What stands at the keys of containers. */
    private static final List<SlotKind> KINDS = List.of(
            SlotKind.TEXT, SlotKind.LIST, SlotKind.COUNTER, SlotKind.SET, SlotKind.REMOVE_WINS_SET, SlotKind.MAP);

    private final Random random;
    private final boolean undoes;
    private final boolean replaces;
    private int token;

    /** Replacing puts new containers in the place of others. */
    RandomEdits(Random random, boolean undoes, boolean replaces, int firstToken) {
        this.random = random;
        this.undoes = undoes;
        this.replaces = replaces;
        this.token = firstToken;
    }

    void edit(MapEditor root) {
        int edits = 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            edit(root, 0);
        }
    }

    private void edit(MapEditor map, int depth) {
        switch (random.nextInt(14)) {
            case 0, 1 -> {
                String key = "k" + random.nextInt(3);
                if (map.kindOf(key) == SlotKind.SCALAR || map.kindOf(key) == SlotKind.ABSENT) {
                    try {
                        map.put(key, value());
                    } catch (FirstValueStandsException stands) {
                        map.remove(key);
                    }
                }
            }
            case 2 -> map.remove("k" + random.nextInt(3));
            case 3, 4, 5 -> onText(map);
            case 6, 7, 8 -> onList(map, depth);
            case 9 -> onCounter(map, depth);
            case 10 -> onSet(map, "s");
            case 11 -> onSet(map, "r");
            case 12 -> {
                if (depth < DEEPEST && free(map, "m", SlotKind.MAP)) {
                    edit(map.map("m"), depth + 1);
                }
            }
            default -> onContainer(map);
        }
    }

    private Value value() {
        return Value.of(token++);
    }

    private boolean free(MapEditor map, String key, SlotKind kind) {
        SlotKind there = map.kindOf(key);
        return there == kind || there == SlotKind.ABSENT && !(undoes && restores(map, key, kind));
    }

    private static boolean restores(MapEditor map, String key, SlotKind kind) {
        try {
            map.restore(key, kind);
            return true;
        } catch (IllegalStateException nothingToRestore) {
            return false;
        }
    }

    /** Deletes a container, or puts another type or a scalar in its place. */
    private void onContainer(MapEditor map) {
        String key = "tlnsrm".substring(random.nextInt(6)).substring(0, 1);
        if (map.kindOf(key) == SlotKind.ABSENT) {
            return;
        }
        if (replaces && random.nextBoolean()) {
            map.replaceWithNew(key, KINDS.get("tlnsrm".indexOf(key)));
            return;
        }
        if (random.nextInt(3) == 0) {
            map.put(key, value());
        } else {
            map.remove(key);
        }
    }

    private void onText(MapEditor map) {
        if (!free(map, "t", SlotKind.TEXT)) {
            return;
        }
        TextEditor text = map.text("t");
        int at = boundary(text, random.nextInt(text.length() + 1));
        switch (random.nextInt(4)) {
            case 0 -> text.delete(at, Math.max(at, boundary(text, at + random.nextInt(text.length() - at + 1))));
            case 1 -> text.insert(at, "<" + token++ + ">");
            default -> text.insert(at, letter());
        }
    }

    private static int boundary(TextEditor text, int index) {
        boolean inside = index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index));
        return inside ? index - 1 : index;
    }

    private String letter() {
        return random.nextInt(10) == 0
                ? new String(Character.toChars(0x1F600 + random.nextInt(60)))
                : String.valueOf((char) ('a' + token++ % 26));
    }

    private void onList(MapEditor map, int depth) {
        if (!free(map, "l", SlotKind.LIST)) {
            return;
        }
        ListEditor list = map.list("l");
        int size = list.size();
        if (size == 0 || random.nextInt(4) == 0) {
            int at = random.nextInt(size + 1);
            if (random.nextInt(3) == 0) {
                list.insertMap(at).put("k0", value());
            } else {
                list.insert(at, value());
            }
            return;
        }
        int at = random.nextInt(size);
        switch (random.nextInt(5)) {
            case 0 -> list.remove(at, Math.min(size, at + 1 + random.nextInt(2)));
            case 1 -> {
                if (undoes || list.kindOf(at) == SlotKind.SCALAR) { // see SEMANTICS.md on elements with containers
                    list.set(at, value());
                }
            }
            case 2 -> {
                if (list.kindOf(at) == SlotKind.MAP && depth < DEEPEST) {
                    edit(list.map(at), DEEPEST);
                }
            }
            default -> list.move(at, random.nextInt(size));
        }
    }

    /** Settings of a counter are undone as if nobody else set or recreated it meanwhile: there is one such counter. */
    private void onCounter(MapEditor map, int depth) {
        if (depth == 0 && random.nextInt(3) == 0) {
            CounterEditor counter = map.counter("c");
            if (undoes && random.nextBoolean()) {
                counter.set(random.nextInt(100));
            } else {
                counter.increment(random.nextInt(20));
            }
        } else if (free(map, "n", SlotKind.COUNTER)) {
            map.counter("n").increment(random.nextInt(20) - 5);
        }
    }

    private void onSet(MapEditor map, String key) {
        boolean removeWins = key.equals("r");
        if (!free(map, key, removeWins ? SlotKind.REMOVE_WINS_SET : SlotKind.SET)) {
            return;
        }
        SetEditor set = removeWins ? map.removeWinsSet(key) : map.set(key);
        if (random.nextBoolean()) {
            set.add(random.nextInt(4));
        } else {
            set.remove(random.nextInt(4));
        }
    }
}
