package dev.rejoin.schema;

import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored form of a schema; what is at its default is left out. */
final class SchemaWriter {
    static final String FIELDS = "fields";
    static final String TYPE = "type";
    static final String POLICY = "policy";
    static final String ON_DELETE = "onDelete";
    static final String REQUIRED = "required";
    static final String MIN = "min";
    static final String MAX = "max";
    static final String MIN_LENGTH = "minLength";
    static final String MAX_LENGTH = "maxLength";
    static final String ONE_OF = "oneOf";
    static final String PATTERN = "pattern";
    static final String DEFAULT = "default";

    /** In front of the name of a merge function. */
    static final String MERGE = "merge:";

    private SchemaWriter() {}

    static Value.MapValue write(Map<String, Field> fields) {
        Map<String, Value> written = new LinkedHashMap<>();
        fields.forEach((path, field) -> written.put(path, write(field)));
        return Value.of(Map.of(FIELDS, Value.of(written)));
    }

    private static Value write(Field field) {
        Map<String, Value> parts = new LinkedHashMap<>();
        parts.put(TYPE, Value.of(field.type.id()));
        if (field.policy != RegisterPolicy.LAST_WRITER) {
            parts.put(POLICY, Value.of(nameOf(field.policy)));
        }
        if (field.onDelete != DeletePolicy.UPDATE_WINS) {
            parts.put(ON_DELETE, Value.of(idOf(field.onDelete)));
        }
        if (field.required) {
            parts.put(REQUIRED, Value.of(true));
        }
        put(parts, MIN, field.least);
        put(parts, MAX, field.most);
        if (field.shortest > 0) {
            parts.put(MIN_LENGTH, Value.of(field.shortest));
        }
        if (field.longest < Long.MAX_VALUE) {
            parts.put(MAX_LENGTH, Value.of(field.longest));
        }
        if (!field.allowed.isEmpty()) {
            parts.put(ONE_OF, Value.of(field.allowed));
        }
        LinearPattern pattern = field.pattern;
        if (pattern != null) {
            parts.put(PATTERN, Value.of(pattern.toString()));
        }
        put(parts, DEFAULT, field.otherwise);
        return Value.of(parts);
    }

    private static void put(Map<String, Value> parts, String name, @Nullable Value value) {
        if (value != null) {
            parts.put(name, value);
        }
    }

    static String nameOf(RegisterPolicy policy) {
        return policy instanceof RegisterPolicy.Merge merge
                ? MERGE + merge.name()
                : idOf((RegisterPolicy.Standard) policy);
    }

    static String idOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
