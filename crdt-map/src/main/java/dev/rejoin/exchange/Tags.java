package dev.rejoin.exchange;

import dev.rejoin.document.Content;
import dev.rejoin.document.Path;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link JsonNotation#TAGGED}: content as JSON values, and back. */
final class Tags {
    private static final String TEXT = "$text";
    private static final String COUNTER = "$counter";
    private static final String SET = "$set";
    private static final String REMOVE_WINS_SET = "$removeWinsSet";
    private static final String LOG = "$log";
    private static final String VALUE = "$value";
    private static final String DECIMAL = "$decimal";
    private static final String FLOAT = "$float";
    private static final String BYTES = "$bytes";
    private static final String TIMESTAMP = "$timestamp";
    private static final String BLOB = "$blob";
    private static final String OBJECT = "$object";

    private Tags() {}

    static Value write(Content content) {
        if (content instanceof Content.Scalar scalar) {
            Value value = scalar.value();
            boolean composed = value instanceof Value.ListValue || value instanceof Value.MapValue;
            return composed ? tag(VALUE, write(value)) : write(value);
        }
        if (content instanceof Content.MapContent map) {
            Map<String, Value> entries = new LinkedHashMap<>();
            map.entries().forEach((key, child) -> entries.put(escape(key), write(child)));
            return Value.of(entries);
        }
        if (content instanceof Content.ListContent list) {
            return Value.of(list.elements().stream().map(Tags::write).toList());
        }
        if (content instanceof Content.TextContent text) {
            return tag(TEXT, Value.of(text.text()));
        }
        if (content instanceof Content.CounterContent counter) {
            return tag(COUNTER, Value.of(counter.value().toString()));
        }
        if (content instanceof Content.SetContent set) {
            return tag(SET, writeAll(set.values()));
        }
        if (content instanceof Content.RemoveWinsSetContent set) {
            return tag(REMOVE_WINS_SET, writeAll(set.values()));
        }
        if (content instanceof Content.LogContent log) {
            return tag(LOG, writeAll(log.values()));
        }
        throw new IllegalStateException("No tag for " + content.kind());
    }

    private static Value write(Value value) {
        switch (value.kind()) {
            case DECIMAL:
                return tag(DECIMAL, Value.of(((Value.Decimal) value).value().toString()));
            case FLOAT64:
                double number = ((Value.Float64) value).value();
                return Double.isFinite(number) ? value : tag(FLOAT, Value.of(Double.toString(number)));
            case BYTES:
                return tag(BYTES, Value.of(base64((Value.Bytes) value)));
            case TIMESTAMP:
                return tag(TIMESTAMP, Value.of(((Value.Timestamp) value).value().toString()));
            case BLOB_REF:
                Value.BlobRef blob = (Value.BlobRef) value;
                return tag(
                        BLOB,
                        Value.of(Map.of(
                                "length",
                                Value.of(blob.length()),
                                "mediaType",
                                Value.of(blob.mediaType()),
                                "sha256",
                                Value.of(base64(blob.sha256())))));
            case OBJECT:
                Value.ObjectValue object = (Value.ObjectValue) value;
                return tag(
                        OBJECT,
                        Value.of(Map.of(
                                "encoded", Value.of(base64(object.encoded())), "type", Value.of(object.type()))));
            case LIST:
                return writeAll(((Value.ListValue) value).values());
            case MAP:
                Map<String, Value> entries = new LinkedHashMap<>();
                ((Value.MapValue) value).forEach((key, entry) -> entries.put(escape(key), write(entry)));
                return Value.of(entries);
            default:
                return value;
        }
    }

    private static Value writeAll(List<Value> values) {
        return Value.of(values.stream().map(Tags::write).toList());
    }

    private static Value tag(String tag, Value content) {
        return Value.of(Map.of(tag, content));
    }

    private static String escape(String key) {
        return key.startsWith("$") ? "$" + key : key;
    }

    /** What a JSON value stands for where a container or a scalar may stand. */
    static Content read(Value json, Path path) {
        if (json instanceof Value.ListValue list) {
            List<Content> elements = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                elements.add(read(list.get(i), path.index(i)));
            }
            return new Content.ListContent(elements);
        }
        if (!(json instanceof Value.MapValue map)) {
            return new Content.Scalar(json);
        }
        String tag = tagOf(map);
        if (tag == null) {
            Map<String, Content> entries = new LinkedHashMap<>();
            map.forEach((key, child) -> entries.put(unescape(key, path), read(child, path.key(key))));
            return new Content.MapContent(entries);
        }
        Value content = map.value(0);
        Path inner = path.key(tag);
        switch (tag) {
            case TEXT:
                return new Content.TextContent(string(content, inner));
            case COUNTER:
                String digits = string(content, inner);
                return new Content.CounterContent(parsed(inner, "an integer", () -> new BigInteger(digits)));
            case SET:
                return new Content.SetContent(readAll(content, inner));
            case REMOVE_WINS_SET:
                return new Content.RemoveWinsSetContent(readAll(content, inner));
            case LOG:
                return new Content.LogContent(readAll(content, inner));
            case VALUE:
                return new Content.Scalar(value(content, inner));
            default:
                return new Content.Scalar(value(json, path));
        }
    }

    private static List<Value> readAll(Value json, Path path) {
        if (!(json instanceof Value.ListValue list)) {
            throw new JsonImportException(path, "an array", nameOf(json));
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            values.add(value(list.get(i), path.index(i)));
        }
        return values;
    }

    private static Value value(Value json, Path path) {
        if (json instanceof Value.ListValue) {
            return Value.of(readAll(json, path));
        }
        if (!(json instanceof Value.MapValue map)) {
            return json;
        }
        String tag = tagOf(map);
        if (tag == null) {
            Map<String, Value> entries = new LinkedHashMap<>();
            map.forEach((key, child) -> entries.put(unescape(key, path), value(child, path.key(key))));
            return Value.of(entries);
        }
        Value content = map.value(0);
        Path inner = path.key(tag);
        switch (tag) {
            case DECIMAL:
                return parsed(inner, "a decimal number", () -> Value.of(new BigDecimal(string(content, inner))));
            case FLOAT:
                return parsed(inner, "NaN or Infinity", () -> Value.of(Double.parseDouble(string(content, inner))));
            case BYTES:
                return Value.of(bytes(content, inner));
            case TIMESTAMP:
                return parsed(inner, "an ISO-8601 instant", () -> Value.of(Instant.parse(string(content, inner))));
            case BLOB:
                Value length = field(content, "length", inner);
                if (!(length instanceof Value.Int64 bytes)) {
                    throw new JsonImportException(inner.key("length"), "an integer", nameOf(length));
                }
                Value.Bytes sha256 = Value.of(bytes(field(content, "sha256", inner), inner.key("sha256")));
                String mediaType = string(field(content, "mediaType", inner), inner.key("mediaType"));
                return parsed(inner, "a reference", () -> new Value.BlobRef(sha256, bytes.value(), mediaType));
            case OBJECT:
                Value.Bytes encoded = Value.of(bytes(field(content, "encoded", inner), inner.key("encoded")));
                String type = string(field(content, "type", inner), inner.key("type"));
                return parsed(inner, "an object", () -> new Value.ObjectValue(type, encoded));
            default:
                throw new JsonImportException(path, "a tag of this notation", "another key that begins with $");
        }
    }

    private static @Nullable String tagOf(Value.MapValue map) {
        String key = map.size() == 1 ? map.key(0) : "";
        return key.startsWith("$") && !key.startsWith("$$") ? key : null;
    }

    private static String unescape(String key, Path path) {
        if (!key.startsWith("$")) {
            return key;
        }
        if (!key.startsWith("$$")) {
            throw new JsonImportException(path, "one tag alone, or keys with $$", "a key with $ beside others");
        }
        return key.substring(1);
    }

    private static Value field(Value json, String name, Path path) {
        Value field = json instanceof Value.MapValue map ? map.get(name) : null;
        if (field == null) {
            throw new JsonImportException(path, "an object with " + name, nameOf(json));
        }
        return field;
    }

    private static String string(Value json, Path path) {
        if (json instanceof Value.Str text) {
            return text.value();
        }
        throw new JsonImportException(path, "a string", nameOf(json));
    }

    private static byte[] bytes(Value json, Path path) {
        String text = string(json, path);
        return parsed(path, "Base64", () -> Base64.getDecoder().decode(text));
    }

    private static String base64(Value.Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static <T> T parsed(Path path, String expected, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (LimitExceededException e) {
            throw e;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new JsonImportException(path, expected, "something else");
        }
    }

    private static String nameOf(Value json) {
        return json.kind().name();
    }
}
