package dev.rejoin.record;

import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.schema.FieldType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a component of a record stands in a document, for {@link AnnotatedRecords}; see {@link dev.rejoin.schema.Field}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Stored {
    /**
     * Where in the map.
     *
     * @return a key; empty for the name of the component
     */
    String key() default "";

    /**
     * What stands there, where the type of the component leaves a choice: {@link FieldType#TEXT} for a string,
     * {@link FieldType#COUNTER} for a long, {@link FieldType#LOG} for a list, {@link FieldType#REMOVE_WINS_SET} for a set.
     *
     * @return a type; {@link FieldType#OTHER} for the first choice: string, integer, list, set
     */
    FieldType type() default FieldType.OTHER;

    /**
     * Whether something must stand there.
     *
     * @return whether it is required
     */
    boolean required() default false;

    /**
     * The smallest number that is right.
     *
     * @return a number
     */
    long min() default Long.MIN_VALUE;

    /**
     * The largest number that is right.
     *
     * @return a number
     */
    long max() default Long.MAX_VALUE;

    /**
     * The largest length of a string, bytes, text or collection.
     *
     * @return a length
     */
    long maxLength() default Long.MAX_VALUE;

    /**
     * What a string must match.
     *
     * @return a pattern; empty for none
     */
    String matching() default "";

    /**
     * How concurrent writes of a scalar read.
     *
     * @return the policy
     */
    RegisterPolicy.Standard policy() default RegisterPolicy.Standard.LAST_WRITER;
}
