package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.Path;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.json.JsonReader;
import dev.rejoin.value.Value;

/**
 * Makes maps and lists of a document equal to JSON (RFC 8259), by the smallest edit: see {@link TreeUpdate} for what
 * concurrent edits give. Reading back what was just exported writes nothing.
 *
 * <p>In {@link JsonNotation#PLAIN} what stands at a place keeps its type wherever the JSON can be of it: a string goes
 * into the text that stands there, a number into the counter, an array into the set, an ISO-8601 string into the
 * timestamp. Where nothing stands, objects become maps, arrays lists, and everything else scalars.
 *
 * <p>Call it inside a transaction. The text is hostile: it is read by the rules of {@link JsonReader}, whole, before
 * anything is written.
 */
public final class JsonImport {
    private JsonImport() {}

    /**
     * Makes a map equal to a JSON object, with {@link DecodeLimits#DEFAULT}.
     *
     * @param target the map
     * @param json a JSON object
     * @param notation how types that JSON lacks are written in it
     * @throws dev.rejoin.json.JsonSyntaxException if it is not JSON
     * @throws JsonImportException if it is no object, or not of the notation
     * @throws dev.rejoin.io.LimitExceededException if it is too large or too deep
     */
    public static void write(MapEditor target, String json, JsonNotation notation) {
        Content before = Trees.of(target);
        if (read(json, notation, before) instanceof Content.MapContent map) {
            TreeUpdate.write(target, map);
        } else {
            throw new JsonImportException(Path.root(), "an object", "something else");
        }
    }

    /**
     * Makes a list equal to a JSON array, with {@link DecodeLimits#DEFAULT}.
     *
     * @param target the list
     * @param json a JSON array
     * @param notation how types that JSON lacks are written in it
     * @throws dev.rejoin.json.JsonSyntaxException if it is not JSON
     * @throws JsonImportException if it is no array, or not of the notation
     * @throws dev.rejoin.io.LimitExceededException if it is too large or too deep
     */
    public static void write(ListEditor target, String json, JsonNotation notation) {
        Content before = Trees.of(target);
        if (read(json, notation, before) instanceof Content.ListContent list) {
            TreeUpdate.write(target, list);
        } else {
            throw new JsonImportException(Path.root(), "an array", "something else");
        }
    }

    private static Content read(String json, JsonNotation notation, Content before) {
        Value value = JsonReader.read(json, DecodeLimits.DEFAULT);
        return notation == JsonNotation.PLAIN ? PlainJson.read(value, before) : Tags.read(value, Path.root());
    }
}
