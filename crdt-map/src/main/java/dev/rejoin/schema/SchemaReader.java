package dev.rejoin.schema;

import dev.rejoin.CrdtException;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Reads a stored schema. It may be of a later version of the library, or hostile: each part that is not understood, or that
 * contradicts another, is left out and named, and the others count.
 */
final class SchemaReader {
    private final List<String> unsupported = new ArrayList<>();
    private int statesOfPatterns;

    Schema read(int version, Value.MapValue stored) {
        Map<String, Field> fields = new TreeMap<>();
        stored.forEach((name, part) -> {
            if (name.equals(SchemaWriter.FIELDS) && part instanceof Value.MapValue described) {
                described.forEach((path, field) -> read(path, field, fields));
            } else {
                unsupported.add(name);
            }
        });
        Map<String, Field> kept = consistent(fields);
        return new Schema(version, kept, List.of(), unsupported);
    }

    private void read(String path, Value stored, Map<String, Field> fields) {
        try {
            Schema.steps(path);
        } catch (CrdtException malformed) {
            unsupported.add(path);
            return;
        }
        if (!(stored instanceof Value.MapValue parts) || !(parts.get(SchemaWriter.TYPE) instanceof Value.Str type)) {
            unsupported.add(path);
            return;
        }
        Field[] field = {Field.of(FieldType.ofId(type.value()))};
        if (field[0].type() == FieldType.OTHER) {
            unsupported.add(path + ": " + SchemaWriter.TYPE);
        }
        parts.forEach((name, part) -> {
            try {
                field[0] = with(name, part, parts).apply(field[0]);
            } catch (CrdtException | Unknown refused) {
                unsupported.add(path + ": " + name);
            }
        });
        LinearPattern pattern = field[0].pattern;
        statesOfPatterns += pattern == null ? 0 : pattern.size();
        if (pattern != null && statesOfPatterns > LinearPattern.MAX_STATES_OF_ALL) {
            statesOfPatterns -= pattern.size();
            unsupported.add(path + ": " + SchemaWriter.PATTERN);
            field[0].pattern = null; // not shared yet
        }
        if (field[0].orElse().flatMap(field[0]::check).isPresent()) {
            unsupported.add(path + ": " + SchemaWriter.DEFAULT);
            field[0].otherwise = null; // not shared yet
        }
        fields.put(path, field[0]);
    }

    /** A part that this version does not know, or of another type than it writes. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super(null, null, false, false);
        }
    }

    private static UnaryOperator<Field> with(String name, Value part, Value.MapValue parts) {
        switch (name) {
            case SchemaWriter.TYPE:
                return same -> same;
            case SchemaWriter.POLICY:
                RegisterPolicy policy = policy(string(part));
                return of -> of.policy(policy);
            case SchemaWriter.ON_DELETE:
                DeletePolicy onDelete = constant(DeletePolicy.values(), string(part));
                return of -> of.onDelete(onDelete);
            case SchemaWriter.REQUIRED:
                if (!part.equals(Value.of(true))) {
                    throw new Unknown();
                }
                return Field::required;
            case SchemaWriter.MIN:
                return of -> of.bounds(part, of.most);
            case SchemaWriter.MAX:
                return of -> of.bounds(of.least, part);
            case SchemaWriter.MIN_LENGTH:
                long most = parts.get(SchemaWriter.MAX_LENGTH) instanceof Value.Int64 given
                        ? given.value()
                        : Long.MAX_VALUE;
                return of -> of.length(integer(part), most);
            case SchemaWriter.MAX_LENGTH:
                return of -> of.length(of.shortest, integer(part));
            case SchemaWriter.ONE_OF:
                if (!(part instanceof Value.ListValue values)) {
                    throw new Unknown();
                }
                return of -> of.oneOf(values.values());
            case SchemaWriter.PATTERN:
                return of -> of.matching(string(part));
            case SchemaWriter.DEFAULT:
                return of -> of.orElse(part);
            default:
                throw new Unknown();
        }
    }

    /** A policy by its name; one that this device lacks reads as multi-value does. */
    private static RegisterPolicy policy(String name) {
        for (RegisterPolicy.Standard standard : RegisterPolicy.Standard.values()) {
            if (SchemaWriter.idOf(standard).equals(name)) {
                return standard;
            }
        }
        String function = name.startsWith(SchemaWriter.MERGE) ? name.substring(SchemaWriter.MERGE.length()) : name;
        return new RegisterPolicy.Merge(function, values -> values.get(0));
    }

    private static <E extends Enum<E>> E constant(E[] constants, String name) {
        for (E constant : constants) {
            if (SchemaWriter.idOf(constant).equals(name)) {
                return constant;
            }
        }
        throw new Unknown();
    }

    private static String string(Value part) {
        if (part instanceof Value.Str text) {
            return text.value();
        }
        throw new Unknown();
    }

    private static long integer(Value part) {
        if (part instanceof Value.Int64 number) {
            return number.value();
        }
        throw new Unknown();
    }

    /** The fields that can stand together: each one that contradicts those before it is left out. */
    private Map<String, Field> consistent(Map<String, Field> fields) {
        SchemaNode root = new SchemaNode();
        Map<String, Field> kept = new TreeMap<>();
        fields.forEach((path, field) -> {
            try {
                Schema.insert(root, path, field);
                kept.put(path, field);
            } catch (SchemaException contradiction) {
                unsupported.add(path);
            }
        });
        return kept;
    }
}
