package dev.rejoin.proptests.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.json.JsonReader;
import dev.rejoin.json.JsonSyntaxException;
import dev.rejoin.json.JsonWriter;
import dev.rejoin.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** The JSON reader against jackson-core, and against the writer. */
class JsonProperties {
    private static final String PIECES = "{}[]:,\"\\/bfnrtu0123456789abcdefE+-. \n\ttruefalsenull";

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(100_000).build())
            .build();

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void writtenValue_readsAsWritten(@ForAll("jsonValues") Value value) {
        assertThat(JsonReader.read(JsonWriter.write(value))).isEqualTo(value);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void writtenValue_isTheSameToJackson(@ForAll("jsonValues") Value value) throws IOException {
        assertThat(same(jackson(JsonWriter.write(value)), value)).isTrue();
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    void mutatedText_isJsonExactlyWhenItIsToJackson(@ForAll("jsonValues") Value value, @ForAll long seed) {
        StringBuilder text = new StringBuilder(JsonWriter.write(value));
        Random random = new Random(seed);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            if (random.nextBoolean() || at == text.length()) {
                text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
            } else {
                text.deleteCharAt(at);
            }
            if (text.length() == 0) {
                text.append(' ');
            }
        }
        compare(text.toString());
    }

    /** What a corpus of files would have, and all between: each text of up to four of these characters. */
    @Tag("once")
    @Example
    void everyShortText_isJsonExactlyWhenItIsToJackson() {
        char[] characters = "[]{},:\"01-.e+ \\u".toCharArray();
        List<String> texts = List.of("");
        for (int length = 1; length <= 4; length++) {
            List<String> longer = new ArrayList<>();
            for (String text : texts) {
                for (char next : characters) {
                    longer.add(text + next);
                }
            }
            longer.forEach(JsonProperties::compare);
            texts = longer;
        }
    }

    private static void compare(String mutated) {
        Value ours = null;
        try {
            ours = JsonReader.read(mutated);
        } catch (JsonSyntaxException e) {
            assertThat(e.offset()).isBetween(0, mutated.length());
        } catch (LimitExceededException e) {
            assertThat(e.limit()).isEqualTo(Limit.DECIMAL);
            return; // an exponent that grew; JSON, but more than a decimal can be
        }
        Object theirs = null;
        try {
            theirs = jackson(mutated);
        } catch (IOException | UncheckedIOException e) {
            theirs = null;
        } catch (NumberFormatException e) {
            // JSON, but a decimal that neither can hold: refused here by its limit or, before it, by a syntax error
            assertThat(ours).as(mutated).isNull();
            return;
        }
        if (theirs != null && wellFormed(theirs)) {
            assertThat(ours).as(mutated).isNotNull();
            assertThat(same(theirs, ours)).as(mutated).isTrue();
        } else {
            assertThat(ours).as(mutated).isNull();
        }
    }

    @Provide
    Arbitrary<Value> jsonValues() {
        return jsonValues(3);
    }

    private static Arbitrary<Value> jsonValues(int depth) {
        Arbitrary<Value> scalars = Arbitraries.oneOf(
                Arbitraries.of(Value.NULL, Value.of(true), Value.of(false)),
                Arbitraries.longs().map(Value::of),
                Arbitraries.doubles().filter(Double::isFinite).map(Value::of),
                texts().map(Value::of));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<Value> inner = jsonValues(depth - 1);
        return Arbitraries.oneOf(
                scalars,
                inner.list().ofMaxSize(4).map(Value::of),
                Arbitraries.maps(texts(), inner).ofMaxSize(4).map(Value::of));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("ab\"\\/\n\t\u0000\u001f\u007f\u00e9\u2028\uffff")
                .ofMaxLength(6)
                .map(text -> text.length() == 3 ? text + "\ud83d\ude00" : text);
    }

    /** The text as maps, lists, strings, numbers as decimals, booleans, and the text "null" in a list of one for null. */
    private static Object jackson(String text) throws IOException {
        try (JsonParser parser = JACKSON.createParser(text)) {
            parser.nextToken();
            Object value = jackson(parser);
            if (parser.nextToken() != null) {
                throw new IOException("trailing token");
            }
            return value;
        }
    }

    private static Object jackson(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("no token");
        }
        switch (token) {
            case START_OBJECT:
                Map<String, Object> entries = new TreeMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    entries.put(key, jackson(parser));
                }
                return entries;
            case START_ARRAY:
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(jackson(parser));
                }
                return elements;
            case VALUE_STRING:
                return parser.getText();
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_NULL:
                return JsonToken.VALUE_NULL;
            default:
                return new BigDecimal(parser.getText());
        }
    }

    /** jackson-core lets an escape name half of a surrogate pair; RFC 8259 leaves open what that means. */
    private static boolean wellFormed(Object value) {
        if (value instanceof String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    if (Character.isLowSurrogate(text.charAt(i))
                            || i + 1 == text.length()
                            || !Character.isLowSurrogate(text.charAt(i + 1))) {
                        return false;
                    }
                    i++;
                }
            }
            return true;
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(JsonProperties::wellFormed);
        }
        return !(value instanceof Map<?, ?> map)
                || map.entrySet().stream().allMatch(e -> wellFormed(e.getKey()) && wellFormed(e.getValue()));
    }

    private static boolean same(Object theirs, Value ours) {
        switch (ours.kind()) {
            case NULL:
                return theirs == JsonToken.VALUE_NULL;
            case BOOL:
                return theirs.equals(((Value.Bool) ours).value());
            case INT64:
                return sameNumber(theirs, BigDecimal.valueOf(((Value.Int64) ours).value()));
            case FLOAT64:
                return sameNumber(theirs, new BigDecimal(Double.toString(((Value.Float64) ours).value())));
            case DECIMAL:
                return sameNumber(theirs, ((Value.Decimal) ours).value());
            case STR:
                return theirs.equals(((Value.Str) ours).value());
            case LIST:
                List<Value> values = ((Value.ListValue) ours).values();
                return theirs instanceof List<?> list && list.size() == values.size() && sameElements(list, values);
            case MAP:
                Map<String, Value> entries = ((Value.MapValue) ours).toMap();
                return theirs instanceof Map<?, ?> map
                        && map.keySet().equals(entries.keySet())
                        && map.entrySet().stream().allMatch(e -> same(e.getValue(), entries.get((String) e.getKey())));
            default:
                throw new AssertionError("No JSON gives a " + ours.kind());
        }
    }

    private static boolean sameElements(List<?> theirs, List<Value> ours) {
        for (int i = 0; i < ours.size(); i++) {
            if (!same(theirs.get(i), ours.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameNumber(Object theirs, BigDecimal ours) {
        return theirs instanceof BigDecimal number && number.compareTo(ours) == 0;
    }
}
