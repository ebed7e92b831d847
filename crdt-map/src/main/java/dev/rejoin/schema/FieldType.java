package dev.rejoin.schema;

import dev.rejoin.value.Value;

/** What stands at a place, as a {@link Schema} says. */
public enum FieldType {
    /** A scalar: true or false. */
    BOOL("bool"),
    /** A scalar: an integer of 64 bits. */
    INTEGER("integer"),
    /** A scalar: a floating-point number. */
    NUMBER("number"),
    /** A scalar: a decimal. */
    DECIMAL("decimal"),
    /** A scalar: a string, written as a whole. */
    STRING("string"),
    /** A scalar: bytes. */
    BYTES("bytes"),
    /** A scalar: a point in time. */
    TIMESTAMP("timestamp"),
    /** A scalar: a reference to an attachment. */
    BLOB("blob"),
    /** A scalar of any kind. */
    VALUE("value"),
    /** A text, edited by characters. */
    TEXT("text"),
    /** A counter. */
    COUNTER("counter"),
    /** A set in which adding wins. */
    SET("set"),
    /** A set in which removing wins. */
    REMOVE_WINS_SET("remove-wins-set"),
    /** A list. */
    LIST("list"),
    /** A log. */
    LOG("log"),
    /** A map. */
    MAP("map"),
    /** A type of a later version: nothing is checked. */
    OTHER("other");

    private final String id;

    FieldType(String id) {
        this.id = id;
    }

    /** Name in the stored form. */
    String id() {
        return id;
    }

    static FieldType ofId(String id) {
        for (FieldType type : values()) {
            if (type.id.equals(id)) {
                return type;
            }
        }
        return OTHER;
    }

    /**
     * Whether it is written as a whole.
     *
     * @return whether it is a scalar
     */
    public boolean isScalar() {
        return compareTo(VALUE) <= 0;
    }

    boolean isSized() {
        return this == STRING || this == BYTES || this == TEXT || isCollection();
    }

    boolean isNumber() {
        return this == INTEGER || this == NUMBER || this == DECIMAL || this == COUNTER;
    }

    /** Whether {@code *} in a path stands for what is in it. */
    boolean isCollection() {
        return this == SET || this == REMOVE_WINS_SET || this == LIST || this == LOG || this == MAP;
    }

    /** Whether only scalars can stand in it. */
    boolean holdsScalarsOnly() {
        return this == SET || this == REMOVE_WINS_SET || this == LOG;
    }

    boolean holds(Value value) {
        return switch (this) {
            case BOOL -> value.kind() == Value.Kind.BOOL;
            case INTEGER -> value.kind() == Value.Kind.INT64;
            case NUMBER -> value.kind() == Value.Kind.FLOAT64;
            case DECIMAL -> value.kind() == Value.Kind.DECIMAL;
            case STRING -> value.kind() == Value.Kind.STR;
            case BYTES -> value.kind() == Value.Kind.BYTES;
            case TIMESTAMP -> value.kind() == Value.Kind.TIMESTAMP;
            case BLOB -> value.kind() == Value.Kind.BLOB_REF;
            case VALUE, OTHER -> true;
            default -> false;
        };
    }
}
