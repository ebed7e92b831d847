package dev.rejoin.bench.demo;

import dev.rejoin.document.ListReader;
import dev.rejoin.document.MapReader;
import dev.rejoin.value.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The fields of the work order as texts, of a line for each thing that they hold. */
final class Views {
    /** The fields that are shown, in this order. */
    static final List<String> FIELDS =
            List.of("status", "notes", "visits", "tags", "checklist", "site/address", "contact", "access");

    private static final String ABSENT = "-";

    private Views() {}

    /** A field as a device has it, in one line. */
    static String line(Device device, String field) {
        return field(device, field).replace("\n", ", ");
    }

    /** A field as a device has it. */
    static String field(Device device, String field) {
        MapReader order = device.document().root();
        return switch (field) {
            case "status" -> order.getString("status").orElse(ABSENT);
            case "notes" -> order.text("notes").toString().strip();
            case "visits" -> String.valueOf(order.counter("visits").value());
            case "tags" -> order.set("tags").values().stream().map(Views::text).collect(Collectors.joining(", "));
            case "checklist" -> checklist(order.list("checklist"));
            case "site/address" -> entries(order.map("site").map("address"));
            default -> entries(order.map(field));
        };
    }

    private static String checklist(ListReader list) {
        return IntStream.range(0, list.size())
                .mapToObj(list::map)
                .map(task -> (task.getBoolean("done", false) ? "[x] " : "[ ] ")
                        + task.getString("task").orElse("?"))
                .collect(Collectors.joining("\n"));
    }

    private static String entries(MapReader map) {
        if (!map.exists()) {
            return ABSENT;
        }
        return map.keys().stream()
                .map(key -> key + " = " + map.get(key).map(Views::text).orElse("?"))
                .collect(Collectors.joining("\n"));
    }

    /** A value without quotes. */
    static String text(Value value) {
        return value instanceof Value.Str string ? string.value() : value.toString();
    }
}
