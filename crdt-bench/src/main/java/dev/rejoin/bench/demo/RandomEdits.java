package dev.rejoin.bench.demo;

import dev.rejoin.document.ListEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.Transaction;
import java.util.random.RandomGenerator;

/** Random edits of every type, mostly of a text. */
final class RandomEdits {
    private static final String LETTERS = "etaoinshrdlucmfwypvbgk ,.";
    private static final int KEYS = 24;
    private static final int ITEMS = 16;
    private static final int LONGEST_LIST = 200;

    private final RandomGenerator random;

    RandomEdits(RandomGenerator random) {
        this.random = random;
    }

    void apply(Transaction transaction) {
        MapEditor root = transaction.root();
        int kind = random.nextInt(20);
        if (kind < 9) {
            editText(root.text("text"));
        } else if (kind < 12) {
            root.put("key " + random.nextInt(KEYS), random.nextInt(1_000));
        } else if (kind < 14) {
            root.counter("count").increment(random.nextInt(9) - 4);
        } else if (kind < 16) {
            editSet(root);
        } else if (kind < 18) {
            editList(root.list("list"));
        } else if (kind < 19) {
            root.map("section " + random.nextInt(KEYS)).map("detail").put("key " + random.nextInt(4), word());
        } else {
            root.remove("section " + random.nextInt(KEYS));
        }
    }

    private void editText(TextEditor text) {
        int length = text.length();
        int start = random.nextInt(length + 1);
        if (random.nextInt(4) == 0 && length > 0) {
            text.delete(start, Math.min(length, start + 1 + random.nextInt(6)));
        } else {
            text.insert(start, word());
        }
    }

    private void editSet(MapEditor root) {
        String item = "item " + random.nextInt(ITEMS);
        if (random.nextBoolean()) {
            root.set("set").add(item);
        } else {
            root.set("set").remove(item);
        }
    }

    private void editList(ListEditor list) {
        int size = list.size();
        int index = random.nextInt(size + 1);
        int kind = random.nextInt(6);
        if (size > LONGEST_LIST || (kind == 0 && index < size)) {
            list.remove(Math.min(index, size - 1));
        } else if (kind == 1 && index < size && list.kindOf(index) == SlotKind.SCALAR) {
            list.set(index, word());
        } else if (kind == 2 && index < size && list.kindOf(index) == SlotKind.MAP) {
            list.map(index).put("done", random.nextBoolean());
        } else if (kind == 3) {
            list.insertMap(index).put("task", word());
        } else {
            list.insert(index, word());
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(8); length > 0; length--) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }
}
