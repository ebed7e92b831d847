package dev.rejoin.proptests.model;

import dev.rejoin.document.Content;
import dev.rejoin.document.Content.CounterContent;
import dev.rejoin.document.Content.ListContent;
import dev.rejoin.document.Content.LogContent;
import dev.rejoin.document.Content.MapContent;
import dev.rejoin.document.Content.RemoveWinsSetContent;
import dev.rejoin.document.Content.Scalar;
import dev.rejoin.document.Content.SetContent;
import dev.rejoin.document.Content.TextContent;
import dev.rejoin.document.ListReader;
import dev.rejoin.document.MapReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads everything below a place through the readers that applications use. */
public final class Contents {
    private Contents() {}

    /**
     * Reads a map.
     *
     * @param map any reader
     * @return all that can be read in it
     */
    public static MapContent of(MapReader map) {
        Map<String, Content> entries = new TreeMap<>();
        for (String key : map.keys()) {
            entries.put(
                    key,
                    switch (map.kindOf(key)) {
                        case ABSENT -> throw new AssertionError("key " + key + " is listed and absent");
                        case SCALAR -> new Scalar(map.get(key).orElseThrow());
                        case MAP -> of(map.map(key));
                        case LIST -> of(map.list(key));
                        case TEXT -> new TextContent(map.text(key).toString());
                        case COUNTER -> new CounterContent(map.counter(key).bigValue());
                        case SET -> new SetContent(map.set(key).values());
                        case REMOVE_WINS_SET ->
                            new RemoveWinsSetContent(map.removeWinsSet(key).values());
                        case LOG -> new LogContent(map.log(key).values());
                    });
        }
        return new MapContent(entries);
    }

    /**
     * Reads a list.
     *
     * @param list any reader
     * @return all that can be read in it
     */
    public static ListContent of(ListReader list) {
        List<Content> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            elements.add(
                    switch (list.kindOf(i)) {
                        case ABSENT -> throw new AssertionError("element " + i + " is absent");
                        case SCALAR -> new Scalar(list.get(i).orElseThrow());
                        case MAP -> of(list.map(i));
                        case LIST -> of(list.list(i));
                        case TEXT -> new TextContent(list.text(i).toString());
                        case COUNTER -> new CounterContent(list.counter(i).bigValue());
                        case SET -> new SetContent(list.set(i).values());
                        case REMOVE_WINS_SET ->
                            new RemoveWinsSetContent(list.removeWinsSet(i).values());
                        case LOG -> new LogContent(list.log(i).values());
                    });
        }
        return new ListContent(elements);
    }
}
