package dev.rejoin.proptests.golden;

import dev.rejoin.document.CounterReader;
import dev.rejoin.document.ListReader;
import dev.rejoin.document.LogReader;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.SetReader;
import dev.rejoin.document.TextReader;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What can be read in a document, in the form in which the other reader of the format prints it. */
final class ContentDump {
    private ContentDump() {}

    static Map<String, Object> of(MapReader map) {
        List<Object> fields = new ArrayList<>();
        for (String key : new TreeSet<>(map.keys())) {
            fields.add(List.of(
                    key,
                    switch (map.kindOf(key)) {
                        case ABSENT -> throw new AssertionError(key);
                        case SCALAR -> JsonDump.value(map.get(key).orElseThrow());
                        case MAP -> of(map.map(key));
                        case LIST -> of(map.list(key));
                        case TEXT -> of(map.text(key));
                        case COUNTER -> of(map.counter(key));
                        case SET -> of(map.set(key));
                        case REMOVE_WINS_SET -> removeWins(map.removeWinsSet(key));
                        case LOG -> of(map.log(key));
                    }));
        }
        return Map.of("map", fields);
    }

    private static Map<String, Object> of(ListReader list) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            items.add(
                    switch (list.kindOf(i)) {
                        case ABSENT -> throw new AssertionError(i);
                        case SCALAR -> JsonDump.value(list.get(i).orElseThrow());
                        case MAP -> of(list.map(i));
                        case LIST -> of(list.list(i));
                        case TEXT -> of(list.text(i));
                        case COUNTER -> of(list.counter(i));
                        case SET -> of(list.set(i));
                        case REMOVE_WINS_SET -> removeWins(list.removeWinsSet(i));
                        case LOG -> of(list.log(i));
                    });
        }
        return Map.of("list", items);
    }

    private static Map<String, Object> of(TextReader text) {
        return Map.of("text", text.toString());
    }

    private static Map<String, Object> of(CounterReader counter) {
        return Map.of("counter", counter.bigValue());
    }

    private static Map<String, Object> of(SetReader set) {
        return Map.of("set", values(set.values()));
    }

    private static Map<String, Object> removeWins(SetReader set) {
        return Map.of("remove_wins", values(set.values()));
    }

    private static Map<String, Object> of(LogReader log) {
        return Map.of("log", values(log.values()));
    }

    private static List<Object> values(List<Value> values) {
        List<Object> dumps = new ArrayList<>();
        values.forEach(value -> dumps.add(JsonDump.value(value)));
        return dumps;
    }
}
