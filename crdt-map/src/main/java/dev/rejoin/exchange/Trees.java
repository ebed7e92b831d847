package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.document.ListReader;
import dev.rejoin.document.MapReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what stands at a place as a tree of plain data; linear in what is read. */
final class Trees {
    private Trees() {}

    static Content.MapContent of(MapReader map) {
        Map<String, Content> entries = new LinkedHashMap<>();
        for (String key : map.keys()) {
            entries.put(key, of(new Slot.OfKey(map, key)));
        }
        return new Content.MapContent(entries);
    }

    static Content.ListContent of(ListReader list) {
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
