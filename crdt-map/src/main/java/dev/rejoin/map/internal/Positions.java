package dev.rejoin.map.internal;

/**
 * Where the moved elements of a list stand: a register per element, and which element a position belongs to.
 *
 * <p>A position is an entry of the sequence with the id of the move that made it. An element that was never moved stands
 * at its own entry and has no register here. Of each position the time of its move is known, which its entry loses below
 * the base. Belongs to an edit epoch, as the table that holds it.
 *
 * <p>Kleppmann, Moving elements in list CRDTs, PaPoC 2020: a position register per element, on top of any list.
 */
final class Positions {
    /** Marks in a slot whose key is an element: it stands at the position in the slot. */
    private static final Object ELEMENT = "element";

    /** Marks in a slot whose key is a position: it belongs to the element in the slot. */
    private static final Object POSITION = "position";

    private final KeyHash hasher;
    private final SlotTable table;

    Positions(KeyHash hasher, int epoch) {
        this(hasher, new SlotTable(epoch));
    }

    private Positions(KeyHash hasher, SlotTable table) {
        this.hasher = hasher;
        this.table = table;
    }

    Positions writable(int writer) {
        SlotTable writable = table.writable(writer);
        return writable == table ? this : new Positions(hasher, writable);
    }

    boolean isEmpty() {
        return table.count() == 0;
    }

    /** The position of an element that wins; the element itself as long as it was not moved. */
    long positionOf(long element) {
        return other(element, ELEMENT);
    }

    /** The element that a position belongs to; any other id as it is. */
    long elementOf(long id) {
        return other(id, POSITION);
    }

    boolean isPosition(long id) {
        return elementOf(id) != id;
    }

    private long other(long id, Object mark) {
        long hash = hasher.of(id);
        SlotPage page = table.page(hash);
        int slot = page.find(id, hash);
        return slot >= 0 && page.cell(slot) == mark ? page.dot(slot) : id;
    }

    /** The time of the move that made a position. */
    long time(long position) {
        long hash = hasher.of(position);
        SlotPage page = table.page(hash);
        return page.time(page.find(position, hash));
    }

    /** Notes a position, be it the winning one or not. */
    void add(long position, long element, long time) {
        put(position, POSITION, element, time);
    }

    /** Says which position of an element wins; the element itself takes the register away. */
    void setPosition(long element, long position) {
        if (position == element) {
            remove(element);
        } else {
            put(element, ELEMENT, position, 0);
        }
    }

    private void put(long id, Object mark, long other, long time) {
        long hash = hasher.of(id);
        SlotPage page = table.writablePage(hash);
        int slot = page.find(id, hash);
        if (slot < 0) {
            page = table.pageForNew(hash);
            slot = page.add(id, hash);
        }
        page.setCell(slot, mark, time, other, 0);
    }

    /** Forgets a position: it was taken back, or can win no more. */
    void remove(long id) {
        long hash = hasher.of(id);
        SlotPage page = table.writablePage(hash);
        int slot = page.find(id, hash);
        if (slot >= 0) {
            table.remove(page, slot);
        }
    }

    /** Visits all positions, in no order that means anything. */
    void forEach(Visitor visitor) {
        table.forEachPage(page -> {
            for (int slot = 0; slot < page.size(); slot++) {
                if (page.cell(slot) == POSITION) {
                    visitor.position(page.element(slot), page.dot(slot));
                }
            }
        });
    }

    void checkInvariants() {
        table.checkInvariants(hasher, true);
    }

    /** Sees positions. */
    interface Visitor {
        /** A position and the element that it belongs to. */
        void position(long position, long element);
    }
}
