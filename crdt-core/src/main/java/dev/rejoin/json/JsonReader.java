package dev.rejoin.json;

import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) strictly: no comments, no trailing commas or text, no leading zeros, no raw control characters,
 * no byte order mark, no key twice in one object, no unpaired surrogate, escaped or not.
 *
 * <p>No digit is lost. A number without fraction and exponent is an {@link Value.Int64}, or a {@link Value.Decimal} where
 * it does not fit. Any other is a {@link Value.Float64} where the shortest text of that double stands for the same
 * number, else a decimal: {@code 0.1} is a double, {@code 0.10000000000000000001} a decimal. {@code -0} is the double.
 *
 * <p>Text from outside is hostile: its size is bounded by {@link DecodeLimits#maxMessageBytes}, its nesting by {@link
 * FormatLimits#MAX_DEPTH}, its numbers by the limits of decimals, all before anything is built. Cost is linear in the
 * text, but for sorting the keys of objects. The methods may be called by any thread.
 */
public final class JsonReader {
    /** Digits of the longest decimal within the limits, its scale written out. */
    private static final int MAX_NUMBER_UNITS = FormatLimits.MAX_DECIMAL_BYTES * 5 / 2 + FormatLimits.MAX_DECIMAL_SCALE;

    /** An integer of so many code units fits in a long whatever its digits. */
    private static final int SAFE_LONG_UNITS = 18;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads one JSON text with {@link DecodeLimits#DEFAULT}.
     *
     * @param text the whole text
     * @return what it says
     * @throws JsonSyntaxException if it is not JSON
     * @throws LimitExceededException if it is too large, too deep, or has a number beyond the limits of decimals
     */
    public static Value read(String text) {
        return read(text, DecodeLimits.DEFAULT);
    }

    /**
     * Reads one JSON text.
     *
     * @param text the whole text
     * @param limits its length in code units is bounded by {@link DecodeLimits#maxMessageBytes}
     * @return what it says
     * @throws JsonSyntaxException if it is not JSON
     * @throws LimitExceededException if it is too large, too deep, or has a number beyond the limits of decimals
     */
    public static Value read(String text, DecodeLimits limits) {
        limits.checkMessageBytes(text.length());
        JsonReader reader = new JsonReader(text);
        reader.skipSpace();
        Value value = reader.value(0);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.fault("the end of the text");
        }
        return value;
    }

    /**
     * Reads one JSON text in UTF-8.
     *
     * @param utf8 the whole text
     * @param limits how large it may be
     * @return what it says
     * @throws JsonSyntaxException if it is not well-formed UTF-8, or not JSON
     * @throws LimitExceededException if it is too large, too deep, or has a number beyond the limits of decimals
     */
    public static Value read(byte[] utf8, DecodeLimits limits) {
        limits.checkMessageBytes(utf8.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(utf8);
        CharBuffer units = CharBuffer.allocate(utf8.length);
        CoderResult result = decoder.decode(bytes, units, true);
        if (result.isError()) {
            throw new JsonSyntaxException(bytes.position(), "well-formed UTF-8", "byte " + (bytes.get() & 0xff));
        }
        return read(units.flip().toString(), limits);
    }

    private Value value(int depth) {
        if (at == text.length()) {
            throw fault("a value");
        }
        switch (text.charAt(at)) {
            case '{':
                return object(deeper(depth));
            case '[':
                return array(deeper(depth));
            case '"':
                return Value.of(string());
            case 't':
                word("true");
                return Value.of(true);
            case 'f':
                word("false");
                return Value.of(false);
            case 'n':
                word("null");
                return Value.NULL;
            default:
                return number();
        }
    }

    private int deeper(int depth) {
        if (depth == FormatLimits.MAX_DEPTH) {
            throw new LimitExceededException(Limit.DEPTH, FormatLimits.MAX_DEPTH, depth + 1L, at);
        }
        return depth + 1;
    }

    private Value object(int depth) {
        at++;
        skipSpace();
        Map<String, Value> entries = new HashMap<>();
        if (skip('}')) {
            return Value.of(entries);
        }
        do {
            skipSpace();
            int start = at;
            if (at == text.length() || text.charAt(at) != '"') {
                throw fault("a key in quotes");
            }
            String key = string();
            skipSpace();
            if (!skip(':')) {
                throw fault("':'");
            }
            skipSpace();
            if (entries.put(key, value(depth)) != null) {
                throw new JsonSyntaxException(start, "each key once", "a key that stood there before");
            }
            skipSpace();
        } while (skip(','));
        if (!skip('}')) {
            throw fault("',' or '}'");
        }
        return Value.of(entries);
    }

    private Value array(int depth) {
        at++;
        skipSpace();
        List<Value> elements = new ArrayList<>();
        if (skip(']')) {
            return Value.of(elements);
        }
        do {
            skipSpace();
            elements.add(value(depth));
            skipSpace();
        } while (skip(','));
        if (!skip(']')) {
            throw fault("',' or ']'");
        }
        return Value.of(elements);
    }

    private void word(String word) {
        if (!text.startsWith(word, at)) {
            throw fault(word);
        }
        at += word.length();
    }

    private String string() {
        int start = ++at;
        while (at < text.length()) {
            char unit = text.charAt(at);
            if (unit == '"') {
                return text.substring(start, at++);
            }
            if (unit == '\\') {
                return escaped(start);
            }
            plain(unit);
        }
        throw fault("'\"'");
    }

    /** A string with an escape at the current place. */
    private String escaped(int start) {
        StringBuilder decoded = new StringBuilder().append(text, start, at);
        while (at < text.length()) {
            char unit = text.charAt(at);
            if (unit == '"') {
                at++;
                return decoded.toString();
            }
            int before = at;
            if (unit == '\\') {
                escape(decoded);
            } else {
                plain(unit);
                decoded.append(text, before, at);
            }
        }
        throw fault("'\"'");
    }

    /** Steps over one character that stands for itself. */
    private void plain(char unit) {
        if (unit < ' ') {
            throw fault("an escape for a control character");
        }
        if (!Character.isSurrogate(unit)) {
            at++;
        } else if (Character.isHighSurrogate(unit)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1))) {
            at += 2;
        } else {
            throw fault("a pair of surrogates");
        }
    }

    private void escape(StringBuilder decoded) {
        at++;
        if (at == text.length()) {
            throw fault("an escape");
        }
        char unit = text.charAt(at);
        int index = "\"\\/bfnrt".indexOf(unit);
        if (index >= 0) {
            decoded.append("\"\\/\b\f\n\r\t".charAt(index));
            at++;
            return;
        }
        if (unit != 'u') {
            throw fault("one of \" \\ / b f n r t u");
        }
        int start = at - 1;
        char first = hex();
        decoded.append(first);
        if (Character.isSurrogate(first)) {
            if (Character.isLowSurrogate(first) || !text.startsWith("\\u", at)) {
                throw new JsonSyntaxException(start, "a pair of surrogates", "an unpaired one");
            }
            at++;
            char second = hex();
            if (!Character.isLowSurrogate(second)) {
                throw new JsonSyntaxException(start, "a pair of surrogates", "an unpaired one");
            }
            decoded.append(second);
        }
    }

    /** The code unit of the four digits behind the {@code u} at the current place. */
    private char hex() {
        at++;
        int unit = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at == text.length() || text.charAt(at) > 'f' ? -1 : Character.digit(text.charAt(at), 16);
            if (digit < 0) {
                throw fault("a hexadecimal digit");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private Value number() {
        int start = at;
        boolean negative = skip('-');
        boolean zero = skip('0');
        if (!zero && digits() == 0) {
            at = start;
            throw fault("a value");
        }
        boolean integer = true;
        if (skip('.')) {
            integer = false;
            requireDigits();
        }
        if (at < text.length() && (text.charAt(at) | ' ') == 'e') {
            integer = false;
            at++;
            if (!skip('-')) {
                skip('+');
            }
            requireDigits();
        }
        String number = text.substring(start, at);
        return integer ? integer(number, negative && zero, start) : fraction(number, start);
    }

    private void requireDigits() {
        if (digits() == 0) {
            throw fault("a digit");
        }
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private Value integer(String number, boolean negativeZero, int start) {
        if (negativeZero) {
            return Value.of(-0.0);
        }
        if (number.length() <= SAFE_LONG_UNITS) {
            return Value.of(Long.parseLong(number));
        }
        BigDecimal exact = decimal(number, start);
        return exact.precision() <= SAFE_LONG_UNITS + 1 && fitsLong(exact)
                ? Value.of(exact.longValueExact())
                : Value.of(exact);
    }

    private static boolean fitsLong(BigDecimal exact) {
        return exact.toBigInteger().bitLength() < Long.SIZE;
    }

    private Value fraction(String number, int start) {
        BigDecimal exact = decimal(number, start);
        double nearest = exact.doubleValue();
        if (exact.signum() == 0) {
            return Value.of(number.charAt(0) == '-' ? -0.0 : 0.0);
        }
        boolean same = Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0;
        return same ? Value.of(nearest) : Value.of(exact);
    }

    /** The number, with its limits checked before its digits are converted, which costs more than linear time. */
    private static BigDecimal decimal(String number, int start) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (number.length() > MAX_NUMBER_UNITS || exponent >= 0 && number.length() - exponent > 8) {
            throw new LimitExceededException(Limit.DECIMAL, MAX_NUMBER_UNITS, number.length(), start);
        }
        return Value.of(new BigDecimal(number)).value();
    }

    private boolean skip(char unit) {
        if (at < text.length() && text.charAt(at) == unit) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length()) {
            char unit = text.charAt(at);
            if (unit != ' ' && unit != '\n' && unit != '\r' && unit != '\t') {
                return;
            }
            at++;
        }
    }

    private JsonSyntaxException fault(String expected) {
        if (at >= text.length()) {
            return new JsonSyntaxException(at, expected, "the end of the text");
        }
        char unit = text.charAt(at);
        String found = unit > ' ' && unit < 0x7f ? "'" + unit + "'" : String.format("U+%04X", (int) unit);
        return new JsonSyntaxException(at, expected, found);
    }
}
