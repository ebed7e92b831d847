package dev.rejoin.proptests.map;

import dev.rejoin.document.ListEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.SetEditor;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.Transaction;
import dev.rejoin.proptests.map.MapModel.Step;
import java.util.List;

/**
 * What a replica may do in a program of {@link SmallScope}. All kinds meet in one map, so that each pair of them can
 * conflict. A further kind is a further constant.
 *
 * <p>An edit is never without effect: where there is nothing to take away, it puts something there first.
 */
enum EditKind {
    PUT((place, token) -> place.put("k", token)),
    ERASE((place, token) -> {
        if (!place.map.contains("k")) {
            place.put("k", token);
        }
        place.edits.remove(place.map, Place.MAP, "k");
    }),
    COUNT((place, token) -> place.edits.increment(place.map.counter("n"), Place.COUNTER, token)),
    SET_COUNTER((place, token) -> place.edits.set(place.map.counter("n"), Place.COUNTER, 1_000 * token)),
    ADD((place, token) -> place.edits.add(place.set(), Place.SET, "1")),
    DISCARD((place, token) -> {
        if (!place.set().contains(1)) {
            place.edits.add(place.set(), Place.SET, "1");
        }
        place.edits.discard(place.set(), Place.SET, "1");
    }),
    /** Twice in a row this types backward. */
    TYPE((place, token) -> place.type(Math.min(1, place.text().length()), token)),
    /** Twice in a row this types forward. */
    APPEND((place, token) -> place.type(place.text().length(), token)),
    CUT((place, token) -> {
        if (place.text().length() == 0) {
            place.type(0, token);
        }
        place.edits.delete(place.text(), Place.TEXT, 0);
    }),
    INSERT((place, token) -> place.edits.insert(place.list(), Place.LIST, 0, "" + token)),
    REMOVE((place, token) -> {
        place.requireElement(token);
        place.edits.remove(place.list(), Place.LIST, 0);
    }),
    REPLACE((place, token) -> {
        place.requireElement(token);
        place.edits.set(place.list(), Place.LIST, 0, "" + token);
    }),
    /** A container in the first element, which others remove and replace. */
    INSIDE((place, token) -> {
        if (place.list().size() == 0 || place.list().kindOf(0) != SlotKind.MAP) {
            place.edits.insertMap(place.list(), Place.LIST, 0);
        }
        List<Step> element = PairedEdits.at(Place.LIST, place.edits.element(Place.LIST, 0), 'M');
        place.edits.put(place.list().map(0), element, "e" + token, "" + token);
    }),
    /** A container inside the one that others delete and create again. */
    DROP((place, token) -> {
        if (!place.map.contains("n")) {
            place.edits.increment(place.map.counter("n"), Place.COUNTER, token);
        }
        place.edits.remove(place.map, Place.MAP, "n");
    }),
    DELETE((place, token) -> place.delete()),
    /** Takes back all deletes of the container that are seen, after one of its own where something can be read. */
    RESTORE((place, token) -> {
        if (place.root.kindOf(Place.KEY) != SlotKind.ABSENT) {
            place.delete();
        }
        place.edits.restore(place.root, Place.MAP);
    }),
    RECREATE((place, token) -> {
        place.delete();
        place.put("r" + token, token);
    }),
    /** A scalar at the key of the container. */
    FLATTEN((place, token) -> place.edits.put(place.root, Place.ROOT, Place.KEY, "" + token)),
    /** Another type at the same key. */
    RETYPE((place, token) -> {
        place.delete();
        List<Step> text = PairedEdits.at(Place.ROOT, Place.KEY, 'T');
        place.edits.insert(place.root.text(Place.KEY), text, 0, Place.letter(token));
    });

    private interface Edit {
        void perform(Place place, int token);
    }

    /** The map in which all happens, and the places in it. */
    private record Place(PairedEdits edits, MapEditor root, MapEditor map) {
        static final String KEY = "m";
        static final List<Step> ROOT = List.of();
        static final List<Step> MAP = PairedEdits.at(ROOT, KEY, 'M');
        static final List<Step> COUNTER = PairedEdits.at(MAP, "n", 'C');
        static final List<Step> SET = PairedEdits.at(MAP, "s", 'S');
        static final List<Step> TEXT = PairedEdits.at(MAP, "t", 'T');
        static final List<Step> LIST = PairedEdits.at(MAP, "l", 'L');

        static char letter(int token) {
            return (char) ('@' + token);
        }

        SetEditor set() {
            return map.set("s");
        }

        TextEditor text() {
            return map.text("t");
        }

        ListEditor list() {
            return map.list("l");
        }

        void put(String key, int token) {
            edits.put(map, MAP, key, "" + token);
        }

        void type(int index, int token) {
            edits.insert(text(), TEXT, index, letter(token));
        }

        void requireElement(int token) {
            if (list().size() == 0) {
                edits.insert(list(), LIST, 0, "" + token);
            }
        }

        void delete() {
            edits.remove(root, ROOT, KEY);
        }
    }

    private final Edit edit;

    EditKind(Edit edit) {
        this.edit = edit;
    }

    /** Performs the edit with a token that is its own in the program. */
    void perform(Transaction transaction, PairedEdits edits, int token) {
        MapEditor root = transaction.root();
        if (this != RESTORE && root.kindOf(Place.KEY) != SlotKind.MAP) {
            edits.remove(root, Place.ROOT, Place.KEY);
            edits.createMap(root, Place.ROOT, Place.KEY);
        }
        edit.perform(new Place(edits, root, root.map(Place.KEY)), token);
    }

    /** Writes what stands in the document before the program begins. */
    static void prepare(Transaction transaction, PairedEdits edits) {
        MapEditor root = transaction.root();
        Place place = new Place(edits, root, root.map(Place.KEY));
        place.put("k", 1);
        edits.increment(place.map.counter("n"), Place.COUNTER, 100);
        edits.add(place.set(), Place.SET, "1");
        place.type(0, 1);
        place.type(1, 2);
        edits.insert(place.list(), Place.LIST, 0, "1");
        edits.insertMap(place.list(), Place.LIST, 0);
    }
}
