package dev.rejoin.exchange;

import dev.rejoin.document.ListReader;
import dev.rejoin.document.MapReader;
import dev.rejoin.json.JsonWriter;

/**
 * Writes maps and lists of a document, with all that is nested in them, as JSON (RFC 8259): without white space, keys in
 * ascending order, so that equal content gives equal text. Conflicting values that lost are left out. Works on views and
 * inside transactions too; linear in what is written, but for sorting the keys.
 */
public final class JsonExport {
    private JsonExport() {}

    /**
     * A map as JSON.
     *
     * @param map where to read
     * @param notation how types that JSON lacks are written
     * @return a JSON object, empty where no map can be read
     */
    public static String write(MapReader map, JsonNotation notation) {
        return notation == JsonNotation.PLAIN ? map.toJson() : JsonWriter.write(Tags.write(Trees.of(map)));
    }

    /**
     * A list as JSON.
     *
     * @param list where to read
     * @param notation how types that JSON lacks are written
     * @return a JSON array, empty where no list can be read
     */
    public static String write(ListReader list, JsonNotation notation) {
        return notation == JsonNotation.PLAIN ? list.toJson() : JsonWriter.write(Tags.write(Trees.of(list)));
    }
}
