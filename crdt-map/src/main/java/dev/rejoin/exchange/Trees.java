package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.document.ListReader;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.SlotKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what stands at a place as a tree of plain data, for {@link TreeUpdate}; linear in what is read. */
public final class Trees {
    private Trees() {}

    /**
     * All that can be read in a map.
     *
     * @param map where to read
     * @return its content, empty where no map can be read
     */
    public static Content.MapContent of(MapReader map) {
        Map<String, Content> entries = new LinkedHashMap<>();
        for (String key : map.keys()) {
            entries.put(key, of(new Slot.OfKey(map, key)));
        }
        return new Content.MapContent(entries);
    }

    /**
     * What can be read at one key of a map.
     *
     * @param map where to read
     * @param key the key
     * @return empty if nothing can be read there
     */
    public static Optional<Content> at(MapReader map, String key) {
        return map.kindOf(key) == SlotKind.ABSENT ? Optional.empty() : Optional.of(of(new Slot.OfKey(map, key)));
    }

    /**
     * All that can be read in a list.
     *
     * @param list where to read
     * @return its content, empty where no list can be read
     */
    public static Content.ListContent of(ListReader list) {
        int size = list.size();
        List<Content> elements = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            elements.add(of(new Slot.OfElement(list, i)));
        }
        return new Content.ListContent(elements);
    }

    /** What stands in a slot that is not absent. */
    static Content of(Slot slot) {
        switch (slot.kind()) {
            case SCALAR:
                return new Content.Scalar(slot.value());
            case MAP:
                return of(slot.map());
            case LIST:
                return of(slot.list());
            case TEXT:
                return new Content.TextContent(slot.text().toString());
            case COUNTER:
                return new Content.CounterContent(slot.counter().bigValue());
            case SET:
                return new Content.SetContent(slot.set().values());
            case REMOVE_WINS_SET:
                return new Content.RemoveWinsSetContent(slot.removeWinsSet().values());
            case LOG:
                return new Content.LogContent(slot.log().values());
            default:
                throw new IllegalStateException("Nothing to read: " + slot);
        }
    }
}
