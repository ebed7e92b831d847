package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.json.JsonReader;
import dev.rejoin.json.JsonWriter;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link JsonNotation#PLAIN}: content as JSON values, and back. Reading needs what stands at the place, because the
 * notation does not tell a text from a string: what stands there keeps its type wherever the JSON can be of it.
 */
final class PlainJson {
    private static final Content NOT_YET = new Content.Scalar(Value.NULL);

    private PlainJson() {}

    /** The JSON that stands for a tree, as the reader would give it. */
    static Value write(Content content) {
        if (content instanceof Content.MapContent map) {
            Map<String, Value> entries = new LinkedHashMap<>();
            map.entries().forEach((key, child) -> entries.put(key, write(child)));
            return Value.of(entries);
        }
        if (content instanceof Content.ListContent list) {
            return Value.of(list.elements().stream().map(PlainJson::write).toList());
        }
        if (content instanceof Content.TextContent text) {
            return Value.of(text.text());
        }
        if (content instanceof Content.CounterContent counter) {
            return JsonReader.read(counter.value().toString());
        }
        if (content instanceof Content.SetContent set) {
            return asRead(Value.of(set.values()));
        }
        if (content instanceof Content.RemoveWinsSetContent set) {
            return asRead(Value.of(set.values()));
        }
        if (content instanceof Content.LogContent log) {
            return asRead(Value.of(log.values()));
        }
        if (content instanceof Content.Scalar scalar) {
            return asRead(scalar.value());
        }
        throw new IllegalStateException("No JSON for " + content.kind());
    }

    private static Value asRead(Value value) {
        return JsonReader.read(JsonWriter.write(value));
    }

    /**
     * The tree that JSON stands for at a place.
     *
     * @param before what stands there, if anything does
     */
    static Content read(Value json, @Nullable Content before) {
        if (before != null && write(before).equals(json)) {
            return before;
        }
        if (json instanceof Value.MapValue map) {
            return before instanceof Content.Scalar scalar && scalar.value() instanceof Value.MapValue
                    ? new Content.Scalar(json)
                    : readMap(map, before);
        }
        if (json instanceof Value.ListValue list) {
            return readList(list, before);
        }
        if (before instanceof Content.TextContent && json instanceof Value.Str text) {
            return new Content.TextContent(text.value());
        }
        if (before instanceof Content.CounterContent && json instanceof Value.Int64 count) {
            return new Content.CounterContent(BigInteger.valueOf(count.value()));
        }
        return new Content.Scalar(before instanceof Content.Scalar scalar ? readAs(json, scalar.value()) : json);
    }

    private static Content readMap(Value.MapValue json, @Nullable Content before) {
        Map<String, Content> old = before instanceof Content.MapContent map ? map.entries() : Map.of();
        Map<String, Content> entries = new LinkedHashMap<>();
        json.forEach((key, child) -> entries.put(key, read(child, old.get(key))));
        return new Content.MapContent(entries);
    }

    private static Content readList(Value.ListValue json, @Nullable Content before) {
        if (before instanceof Content.Scalar scalar && scalar.value() instanceof Value.ListValue) {
            return new Content.Scalar(json);
        }
        boolean distinct = new HashSet<>(json.values()).size() == json.size();
        if (before instanceof Content.SetContent set && distinct) {
            return new Content.SetContent(readValues(json.values(), set.values()));
        }
        if (before instanceof Content.RemoveWinsSetContent set && distinct) {
            return new Content.RemoveWinsSetContent(readValues(json.values(), set.values()));
        }
        if (before instanceof Content.LogContent log) {
            return new Content.LogContent(readValues(json.values(), log.values()));
        }
        List<Content> old = before instanceof Content.ListContent list ? list.elements() : List.of();
        List<Value> oldJson = old.stream().map(PlainJson::write).toList();
        Alignment alignment = Alignment.of(oldJson, json.values());
        Content[] elements = new Content[json.size()];
        for (int j = 0; j < elements.length; j++) {
            int kept = alignment.oldIndexOf(j);
            elements[j] = kept >= 0 ? old.get(kept) : NOT_YET;
        }
        for (Alignment.Gap gap : alignment.gaps()) {
            for (int j = gap.newStart(); j < gap.newEnd(); j++) {
                int partner = gap.oldStart() + j - gap.newStart(); // the one that is edited in place
                elements[j] = read(json.get(j), partner < gap.oldEnd() ? old.get(partner) : null);
            }
        }
        return new Content.ListContent(List.of(elements));
    }

    /** Values that stood there as they were, the others as they read. */
    private static List<Value> readValues(List<Value> json, List<Value> before) {
        Map<Value, Value> old = new LinkedHashMap<>();
        before.forEach(value -> old.put(asRead(value), value));
        return json.stream().map(value -> old.getOrDefault(value, value)).toList();
    }

    /** The JSON as a value of the kind that stands at the place, where it can be one. */
    private static Value readAs(Value json, Value before) {
        try {
            switch (before.kind()) {
                case TIMESTAMP:
                    return json instanceof Value.Str text ? Value.of(Instant.parse(text.value())) : json;
                case BYTES:
                    return json instanceof Value.Str text
                            ? Value.of(Base64.getDecoder().decode(text.value()))
                            : json;
                case DECIMAL:
                    BigDecimal decimal = numberOf(json);
                    return decimal != null ? Value.of(decimal) : json;
                case FLOAT64:
                    return json instanceof Value.Int64 number && (long) (double) number.value() == number.value()
                            ? Value.of((double) number.value())
                            : json;
                default:
                    return json;
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            return json; // a string that is no longer a time, or no Base64: then it is a string
        }
    }

    private static @Nullable BigDecimal numberOf(Value json) {
        if (json instanceof Value.Int64 number) {
            return BigDecimal.valueOf(number.value());
        }
        return json instanceof Value.Float64 number ? new BigDecimal(Double.toString(number.value())) : null;
    }
}
