package dev.rejoin.schema;

import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Schema} says of the places that a path means: the type, how concurrent edits read, and which values are
 * right. Begin with the method of a type, and add to it.
 *
 * <p>Every rule is one that devices which are apart can keep and mend: it speaks of one place, and something can be read
 * there however edits merged. That at least so many elements stand in a collection is no such rule, because two devices may
 * each remove one; that a value is nowhere else is none either.
 *
 * <p>Immutable, for any thread. Checking costs the length of the value.
 */
public final class Field {
    /** Longest text of a found value in a message. */
    private static final int SHOWN = 40;

    final FieldType type;
    RegisterPolicy policy = RegisterPolicy.LAST_WRITER;
    DeletePolicy onDelete = DeletePolicy.UPDATE_WINS;
    boolean required;

    @Nullable
    Value least;

    @Nullable
    Value most;

    long shortest;
    long longest = Long.MAX_VALUE;
    List<Value> allowed = List.of();

    @Nullable
    LinearPattern pattern;

    @Nullable
    Value otherwise;

    Field(FieldType type) {
        this.type = type;
    }

    private Field(Field from) {
        type = from.type;
        policy = from.policy;
        onDelete = from.onDelete;
        required = from.required;
        least = from.least;
        most = from.most;
        shortest = from.shortest;
        longest = from.longest;
        allowed = from.allowed;
        pattern = from.pattern;
        otherwise = from.otherwise;
    }

    private Field with(Consumer<Field> change) {
        Field copy = new Field(this);
        change.accept(copy);
        return copy;
    }

    /**
     * A field of a type.
     *
     * @param type what stands there
     * @return a field without rules
     */
    public static Field of(FieldType type) {
        return new Field(type);
    }

    /**
     * True or false.
     *
     * @return a field without rules
     */
    public static Field bool() {
        return of(FieldType.BOOL);
    }

    /**
     * An integer of 64 bits.
     *
     * @return a field without rules
     */
    public static Field integer() {
        return of(FieldType.INTEGER);
    }

    /**
     * A decimal.
     *
     * @return a field without rules
     */
    public static Field decimal() {
        return of(FieldType.DECIMAL);
    }

    /**
     * A string that is written as a whole.
     *
     * @return a field without rules
     */
    public static Field string() {
        return of(FieldType.STRING);
    }

    /**
     * A point in time.
     *
     * @return a field without rules
     */
    public static Field timestamp() {
        return of(FieldType.TIMESTAMP);
    }

    /**
     * A reference to an attachment.
     *
     * @return a field without rules
     */
    public static Field blob() {
        return of(FieldType.BLOB);
    }

    /**
     * A text that is edited by characters.
     *
     * @return a field without rules
     */
    public static Field text() {
        return of(FieldType.TEXT);
    }

    /**
     * A counter.
     *
     * @return a field without rules
     */
    public static Field counter() {
        return of(FieldType.COUNTER);
    }

    /**
     * A set in which adding wins.
     *
     * @return a field without rules
     */
    public static Field set() {
        return of(FieldType.SET);
    }

    /**
     * A list.
     *
     * @return a field without rules
     */
    public static Field list() {
        return of(FieldType.LIST);
    }

    /**
     * A log.
     *
     * @return a field without rules
     */
    public static Field log() {
        return of(FieldType.LOG);
    }

    /**
     * A map.
     *
     * @return a field without rules
     */
    public static Field map() {
        return of(FieldType.MAP);
    }

    /**
     * Demands that something stands there, in every map that can have it.
     *
     * @return a changed field
     */
    public Field required() {
        return with(field -> field.required = true);
    }

    /**
     * Demands that a number or the value of a counter lies between two numbers.
     *
     * @param min the smallest that is right
     * @param max the largest that is right
     * @return a changed field
     * @throws SchemaException if this is no number
     */
    public Field range(long min, long max) {
        return range(BigDecimal.valueOf(min), BigDecimal.valueOf(max));
    }

    /**
     * Demands that a number or the value of a counter lies between two numbers.
     *
     * @param min the smallest that is right
     * @param max the largest that is right
     * @return a changed field
     * @throws SchemaException if this is no number
     */
    public Field range(BigDecimal min, BigDecimal max) {
        return bounds(numberOf(min), numberOf(max));
    }

    /**
     * Demands that a point in time lies between two others.
     *
     * @param min the earliest that is right
     * @param max the latest that is right
     * @return a changed field
     * @throws SchemaException if this is no point in time
     */
    public Field range(Instant min, Instant max) {
        return bounds(Value.of(min), Value.of(max));
    }

    /** One of the bounds may be missing. */
    Field bounds(@Nullable Value min, @Nullable Value max) {
        Value low = min == null ? null : bound(min);
        Value high = max == null ? null : bound(max);
        if (low != null && high != null && compare(low, high) > 0) {
            throw wrong("a range that ends before it begins");
        }
        return with(field -> {
            field.least = low;
            field.most = high;
        });
    }

    /** A bound as a value that could stand there; that of a counter as a decimal. */
    private Value bound(Value value) {
        if (type == FieldType.TIMESTAMP && value.kind() == Value.Kind.TIMESTAMP) {
            return value;
        }
        BigDecimal number = type.isNumber() ? numberOf(value) : null;
        if (number == null) {
            throw wrong("a range that ends at " + show(value));
        }
        try {
            return switch (type) {
                case INTEGER -> Value.of(number.longValueExact());
                case NUMBER -> Value.of(finite(number));
                case COUNTER -> Value.of(number.setScale(0, RoundingMode.UNNECESSARY));
                default -> Value.of(number);
            };
        } catch (ArithmeticException inexact) {
            throw wrong("a range that ends at " + show(value));
        }
    }

    private static double finite(BigDecimal number) {
        double nearest = number.doubleValue();
        if (Double.isInfinite(nearest)) {
            throw new ArithmeticException("beyond the largest number");
        }
        return nearest;
    }

    /**
     * Limits how long a string, bytes or a text is, or how much a collection holds.
     *
     * @param most UTF-16 code units, bytes, elements, entries or keys
     * @return a changed field
     * @throws SchemaException if this has no length
     */
    public Field maxLength(long most) {
        return length(0, most);
    }

    /**
     * Limits how long a string or bytes are, or how much a collection holds.
     *
     * @param least UTF-16 code units or bytes; 0 for what is not written as a whole
     * @param most UTF-16 code units, bytes, elements, entries or keys
     * @return a changed field
     * @throws SchemaException if this has no length, or if a least length is asked of something from which devices that
     *     are apart can each take away a part
     */
    public Field length(long least, long most) {
        if (!type.isSized() || least < 0 || most < least) {
            throw wrong("a length of " + least + " to " + most);
        }
        if (least > 0 && !type.isScalar()) {
            throw wrong(
                    "a least length. Two devices that are apart may each take something away, and nothing that could"
                            + " be read in its place would be right: ask for less, or keep one string");
        }
        return with(field -> {
            field.shortest = least;
            field.longest = most;
        });
    }

    /**
     * Demands one of some strings.
     *
     * @param values those that are right
     * @return a changed field
     * @throws SchemaException if this is no string
     */
    public Field oneOf(String... values) {
        return oneOf(Arrays.stream(values).map(Value::of).toList());
    }

    /**
     * Demands one of some values.
     *
     * @param values those that are right
     * @return a changed field
     * @throws SchemaException if this is no scalar, or a value of another type
     */
    public Field oneOf(List<? extends Value> values) {
        if (!type.isScalar() || values.isEmpty() || !values.stream().allMatch(type::holds)) {
            throw wrong("an enumeration of " + values.size() + " values");
        }
        return with(field -> field.allowed = List.copyOf(values));
    }

    /**
     * Demands that a string matches, as a whole.
     *
     * @param regex a regular expression without back references and without looking around: literals, {@code .}, classes,
     *     groups, {@code |}, {@code * + ?} and {@code {m,n}}; of at most 256 characters. It is matched in linear time, and
     *     strings of more than 4,096 UTF-16 code units never match
     * @return a changed field
     * @throws SchemaException if this is no string, or the expression is malformed
     */
    public Field matching(String regex) {
        if (type != FieldType.STRING) {
            throw wrong("a pattern, which a change could not be checked against in the time that the change takes");
        }
        LinearPattern compiled = LinearPattern.of(regex);
        return with(field -> field.pattern = compiled);
    }

    /**
     * Says what is read where nothing stands, or something of another type. Nothing is written for it.
     *
     * @param value the default
     * @return a changed field
     * @throws SchemaException if this is no scalar of that type
     */
    public Field orElse(Value value) {
        if (!type.isScalar() || !type.holds(value)) {
            throw wrong("a default");
        }
        return with(field -> field.otherwise = value);
    }

    /**
     * Says what is read where no string stands.
     *
     * @param value the default
     * @return a changed field
     * @throws SchemaException if this is no string
     */
    public Field orElse(String value) {
        return orElse(Value.of(value));
    }

    /**
     * Says what is read where no integer stands.
     *
     * @param value the default
     * @return a changed field
     * @throws SchemaException if this is no integer
     */
    public Field orElse(long value) {
        return orElse(Value.of(value));
    }

    /**
     * Says how concurrent writes of a scalar at a key read. A merge function is stored by its name; a device whose own
     * schema lacks it reads multi-value.
     *
     * @param scalar the policy
     * @return a changed field
     * @throws SchemaException if this is no scalar
     */
    public Field policy(RegisterPolicy scalar) {
        if (!type.isScalar() && type != FieldType.OTHER) {
            throw wrong("a policy of scalars");
        }
        Objects.requireNonNull(scalar, "scalar");
        return with(field -> field.policy = scalar);
    }

    /**
     * Says what becomes of a deleted container that somebody edited concurrently.
     *
     * @param container which of the two wins
     * @return a changed field
     * @throws SchemaException if this is a scalar
     */
    public Field onDelete(DeletePolicy container) {
        if (type.isScalar()) {
            throw wrong("a policy of containers");
        }
        Objects.requireNonNull(container, "container");
        return with(field -> field.onDelete = container);
    }

    private SchemaException wrong(String what) {
        return new SchemaException("A field of type " + type.id() + " cannot have " + what);
    }

    /**
     * What stands there.
     *
     * @return the type
     */
    public FieldType type() {
        return type;
    }

    /**
     * Whether something must stand there.
     *
     * @return whether it was {@link #required()}
     */
    public boolean isRequired() {
        return required;
    }

    /**
     * How concurrent writes of a scalar read.
     *
     * @return the policy
     */
    public RegisterPolicy policy() {
        return policy;
    }

    /**
     * What becomes of a deleted container that somebody edited concurrently.
     *
     * @return the policy
     */
    public DeletePolicy onDelete() {
        return onDelete;
    }

    /**
     * What is read where nothing stands.
     *
     * @return the default, if there is one
     */
    public Optional<Value> orElse() {
        return Optional.ofNullable(otherwise);
    }

    /**
     * The first rule that a scalar breaks, the type first.
     *
     * @param value what stands there
     * @return empty if it is right
     */
    public Optional<Rule> check(Value value) {
        if (!type.holds(value)) {
            return Optional.of(Rule.TYPE);
        }
        if (isOutOfRange(value)) {
            return Optional.of(Rule.RANGE);
        }
        long length = value instanceof Value.Str text
                ? text.value().length()
                : value instanceof Value.Bytes bytes ? bytes.length() : shortest;
        if (length < shortest || length > longest) {
            return Optional.of(Rule.LENGTH);
        }
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            return Optional.of(Rule.ENUMERATION);
        }
        LinearPattern demanded = pattern;
        boolean matches = demanded == null || value instanceof Value.Str text && demanded.matches(text.value());
        return matches ? Optional.empty() : Optional.of(Rule.PATTERN);
    }

    /**
     * Whether the value of a counter is right.
     *
     * @param count the value
     * @return {@link Rule#RANGE}, or empty if it is
     */
    public Optional<Rule> checkCount(BigInteger count) {
        return isOutOfRange(numberOf(new BigDecimal(count))) ? Optional.of(Rule.RANGE) : Optional.empty();
    }

    /**
     * Whether a text or collection is not too long.
     *
     * @param size UTF-16 code units, elements, entries or keys
     * @return {@link Rule#LENGTH}, or empty if it is
     */
    public Optional<Rule> checkSize(long size) {
        return size > longest ? Optional.of(Rule.LENGTH) : Optional.empty();
    }

    /**
     * What is read for a value that stands there: itself, if it is of the type and in the range; the nearest bound of the
     * range; or, for a value of another type, the default.
     *
     * @param value what stands there
     * @return empty if it is of another type, and there is no default
     */
    public Optional<Value> repaired(Value value) {
        if (!type.holds(value)) {
            return orElse();
        }
        return Optional.of(isOutOfRange(value) ? nearest(value) : value);
    }

    /**
     * What is read for the value of a counter: itself, or the nearest bound of the range.
     *
     * @param count the value
     * @return a value in the range
     */
    public BigInteger repaired(BigInteger count) {
        if (checkCount(count).isEmpty()) {
            return count;
        }
        Value bound = nearest(numberOf(new BigDecimal(count)));
        return ((Value.Decimal) bound).value().toBigIntegerExact();
    }

    private boolean isOutOfRange(Value value) {
        if (least == null && most == null) {
            return false;
        }
        Value low = least;
        Value high = most;
        return isNaN(value) || low != null && compare(value, low) < 0 || high != null && compare(value, high) > 0;
    }

    /** The bound beyond which a value lies; of something that is no number, the first one. */
    private Value nearest(Value value) {
        Value low = least;
        boolean below = low != null && (most == null || isNaN(value) || compare(value, low) < 0);
        return Objects.requireNonNull(below ? low : most);
    }

    private static boolean isNaN(Value value) {
        return value instanceof Value.Float64 number && Double.isNaN(number.value());
    }

    private static int compare(Value a, Value b) {
        if (a instanceof Value.Timestamp time && b instanceof Value.Timestamp other) {
            return time.value().compareTo(other.value());
        }
        if (a instanceof Value.Float64 number && Double.isInfinite(number.value())) {
            return number.value() < 0 ? -1 : 1;
        }
        return Objects.requireNonNull(numberOf(a)).compareTo(Objects.requireNonNull(numberOf(b)));
    }

    private static Value numberOf(BigDecimal number) {
        return Value.of(number);
    }

    /** A finite number exactly; null for everything else. */
    private static @Nullable BigDecimal numberOf(Value value) {
        if (value instanceof Value.Int64 integer) {
            return BigDecimal.valueOf(integer.value());
        }
        if (value instanceof Value.Decimal decimal) {
            return decimal.value();
        }
        return value instanceof Value.Float64 number && Double.isFinite(number.value())
                ? new BigDecimal(number.value())
                : null;
    }

    /**
     * What a rule asks for here, for people.
     *
     * @param rule one of the rules of this field
     * @return a few words
     */
    public String expectation(Rule rule) {
        return switch (rule) {
            case TYPE -> type.id();
            case REQUIRED -> "something";
            case RANGE -> showRange(least, most);
            case LENGTH -> "a length of " + (shortest > 0 ? shortest + " to " : "at most ") + longest;
            case ENUMERATION -> "one of " + allowed.stream().map(Field::show).collect(Collectors.joining(", "));
            case PATTERN -> "a match of " + pattern;
        };
    }

    private static String showRange(@Nullable Value low, @Nullable Value high) {
        if (low == null) {
            return "at most " + (high == null ? "anything" : show(high));
        }
        return high == null ? show(low) + " or more" : show(low) + " to " + show(high);
    }

    /**
     * A value for people, shortened.
     *
     * @param value any value
     * @return at most some 40 characters
     */
    public static String show(Value value) {
        String text;
        if (value instanceof Value.Str string) {
            text = '"'
                    + string.value().substring(0, Math.min(SHOWN, string.value().length()))
                    + '"';
            return string.value().length() > SHOWN ? text + "..." : text;
        }
        if (value instanceof Value.Int64 integer) {
            text = Long.toString(integer.value());
        } else if (value instanceof Value.Decimal decimal) {
            text = decimal.value().toString();
        } else if (value instanceof Value.Timestamp time) {
            text = time.value().toString();
        } else if (value instanceof Value.Bool bool) {
            text = Boolean.toString(bool.value());
        } else if (value instanceof Value.Float64 number) {
            text = Double.toString(number.value());
        } else {
            text = value.kind().name();
        }
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }
}
