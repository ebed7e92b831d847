package dev.rejoin.map.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Up to {@link #MAX_SLOTS} slots of a {@link SlotTable}, as parallel arrays in order of arrival. A slot is a map key or a
 * list element together with its register and the containers that stand there. Belongs to an edit epoch.
 *
 * <p>A slot costs 37 bytes, plus its key in UTF-8 and whatever its cell refers to; an integer costs 8 bytes in the pages
 * that hold one, containers 4.
 */
final class SlotPage {
    /** A page is split when it would grow beyond this; searched linearly, so that it stays below some 20 ns. */
    static final int MAX_SLOTS = 64;

    /** Bytes of the key of a list element: its packed id, little-endian. */
    private static final int ELEMENT_BYTES = Long.BYTES;

    static final SlotPage EMPTY = new SlotPage(-1, 0, 0);

    private final int epoch;
    /** Number of leading hash bits, below those of the directories above, that all keys here share. */
    private final int bits;

    private int size;
    /** Two a slot: low half of the hash, end of the key in {@link #keys}. */
    private int[] index;

    private byte[] keys;
    /** See {@link Registers} for what a cell means; null: no register. */
    private @Nullable Object[] cells;
    /** Two a slot: timestamp and packed dot of the only register entry. */
    private long[] stamps;
    /** Integers whose cell says so; null as long as there is none. */
    private long @Nullable [] numbers;
    /** Ordinal of the first container at the slot, 0 for none; null as long as there is none. */
    private int @Nullable [] children;

    SlotPage(int epoch, int bits, int capacity) {
        this.epoch = epoch;
        this.bits = bits;
        index = new int[2 * capacity];
        keys = new byte[8 * capacity];
        cells = new Object[capacity];
        stamps = new long[2 * capacity];
    }

    private SlotPage(SlotPage from, int epoch) {
        this.epoch = epoch;
        bits = from.bits;
        size = from.size;
        index = from.index.clone();
        keys = from.keys.clone();
        cells = from.cells.clone();
        stamps = from.stamps.clone();
        numbers = from.numbers == null ? null : from.numbers.clone();
        children = from.children == null ? null : from.children.clone();
    }

    boolean isOwnedBy(int writer) {
        return epoch == writer;
    }

    SlotPage copy(int writer) {
        return new SlotPage(this, writer);
    }

    int bits() {
        return bits;
    }

    int size() {
        return size;
    }

    /** Slot of a key, or -1. */
    int find(String key, long hash) {
        int low = (int) hash;
        for (int slot = 0; slot < size; slot++) {
            if (index[2 * slot] == low && isKey(slot, key)) {
                return slot;
            }
        }
        return -1;
    }

    /** Whether a key stands at a slot, which need not be there. */
    boolean isAt(int slot, String key, long hash) {
        return slot < size && index[2 * slot] == (int) hash && isKey(slot, key);
    }

    /** Slot of a list element, or -1. */
    int find(long element, long hash) {
        int low = (int) hash;
        for (int slot = 0; slot < size; slot++) {
            if (index[2 * slot] == low && element(slot) == element) {
                return slot;
            }
        }
        return -1;
    }

    /** Low half of the hash of a slot's key. */
    int hash(int slot) {
        return index[2 * slot];
    }

    /** The key of a slot of a map. */
    String key(int slot) {
        int start = keyStart(slot);
        return new String(keys, start, keyEnd(slot) - start, StandardCharsets.UTF_8);
    }

    /** The packed id of a slot of a list. */
    long element(int slot) {
        int start = slot * ELEMENT_BYTES;
        long element = 0;
        for (int i = ELEMENT_BYTES - 1; i >= 0; i--) {
            element = element << 8 | keys[start + i] & 0xff;
        }
        return element;
    }

    /** Appends an empty slot; the page has room. */
    int add(String key, long hash) {
        int units = key.length();
        int at = room(hash, 3 * units);
        for (int i = 0; i < units; i++) {
            char unit = key.charAt(i);
            if (unit >= 0x80) {
                byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
                System.arraycopy(utf8, 0, keys, at, utf8.length);
                return added(at + utf8.length);
            }
            keys[at + i] = (byte) unit;
        }
        return added(at + units);
    }

    /** Appends an empty slot; the page has room. */
    int add(long element, long hash) {
        int at = room(hash, ELEMENT_BYTES);
        for (int i = 0; i < ELEMENT_BYTES; i++) {
            keys[at + i] = (byte) (element >>> (8 * i));
        }
        return added(at + ELEMENT_BYTES);
    }

    /** Appends a slot of another page with all that is in it. */
    void addFrom(SlotPage from, int slot) {
        int start = from.keyStart(slot);
        int length = from.keyEnd(slot) - start;
        int at = room(from.index[2 * slot], length);
        System.arraycopy(from.keys, start, keys, at, length);
        int added = added(at + length);
        cells[added] = from.cells[slot];
        stamps[2 * added] = from.stamps[2 * slot];
        stamps[2 * added + 1] = from.stamps[2 * slot + 1];
        if (from.numbers != null) {
            setNumber(added, from.numbers[slot]);
        }
        setChild(added, from.child(slot));
    }

    /** Removes a slot; those behind it move up. */
    void remove(int slot) {
        int start = keyStart(slot);
        int end = keyEnd(slot);
        int used = keyEnd(size - 1);
        System.arraycopy(keys, end, keys, start, used - end);
        int after = size - slot - 1;
        for (int i = slot; i < size - 1; i++) {
            index[2 * i] = index[2 * i + 2];
            index[2 * i + 1] = index[2 * i + 3] - (end - start);
        }
        System.arraycopy(cells, slot + 1, cells, slot, after);
        System.arraycopy(stamps, 2 * slot + 2, stamps, 2 * slot, 2 * after);
        if (numbers != null) {
            System.arraycopy(numbers, slot + 1, numbers, slot, after);
        }
        if (children != null) {
            System.arraycopy(children, slot + 1, children, slot, after);
        }
        size--;
        // Whoever is added next finds an empty place, not what the last slot left there.
        cells[size] = null;
        if (numbers != null) {
            numbers[size] = 0;
        }
        if (children != null) {
            children[size] = 0;
        }
    }

    @Nullable
    Object cell(int slot) {
        return cells[slot];
    }

    /** Timestamp of the only register entry. */
    long time(int slot) {
        return stamps[2 * slot];
    }

    /** Packed dot of the only register entry. */
    long dot(int slot) {
        return stamps[2 * slot + 1];
    }

    long number(int slot) {
        return numbers == null ? 0 : numbers[slot];
    }

    /** Ordinal of the first container that stands here, 0 for none. */
    int child(int slot) {
        return children == null ? 0 : children[slot];
    }

    void setCell(int slot, @Nullable Object cell, long time, long dot, long number) {
        cells[slot] = cell;
        stamps[2 * slot] = time;
        stamps[2 * slot + 1] = dot;
        setNumber(slot, number);
    }

    void setChild(int slot, int ordinal) {
        if (children == null) {
            if (ordinal == 0) {
                return;
            }
            children = new int[cells.length];
        }
        children[slot] = ordinal;
    }

    /** Whether neither a register nor a container stands at the slot. */
    boolean isVacant(int slot) {
        return cells[slot] == null && child(slot) == 0;
    }

    private void setNumber(int slot, long number) {
        if (numbers == null) {
            if (number == 0) {
                return;
            }
            numbers = new long[cells.length];
        }
        numbers[slot] = number;
    }

    private int keyStart(int slot) {
        return slot == 0 ? 0 : index[2 * slot - 1];
    }

    private int keyEnd(int slot) {
        return index[2 * slot + 1];
    }

    private boolean isKey(int slot, String key) {
        int at = keyStart(slot);
        int length = keyEnd(slot) - at;
        int units = key.length();
        if (units > length) {
            return false;
        }
        for (int i = 0; i < units; i++) {
            char unit = key.charAt(i);
            if (unit >= 0x80) {
                return isWideKey(slot, key);
            }
            if (keys[at + i] != unit) {
                return false;
            }
        }
        return units == length;
    }

    private boolean isWideKey(int slot, String key) {
        byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(keys, keyStart(slot), keyEnd(slot), utf8, 0, utf8.length);
    }

    /** Makes room for a slot whose key takes at most so many bytes; returns where the key begins. */
    private int room(long hash, int keyBytes) {
        if (size == cells.length) {
            int capacity = size < 8 ? size + 2 : size + (size >> 2);
            index = Arrays.copyOf(index, 2 * capacity);
            cells = Arrays.copyOf(cells, capacity);
            stamps = Arrays.copyOf(stamps, 2 * capacity);
            numbers = numbers == null ? null : Arrays.copyOf(numbers, capacity);
            children = children == null ? null : Arrays.copyOf(children, capacity);
        }
        int at = keyStart(size);
        if (at + keyBytes > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(at + keyBytes, at + (at >> 2)));
        }
        index[2 * size] = (int) hash;
        return at;
    }

    private int added(int keyEnd) {
        index[2 * size + 1] = keyEnd;
        return size++;
    }
}
