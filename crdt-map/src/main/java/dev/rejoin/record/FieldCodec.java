package dev.rejoin.record;

import dev.rejoin.document.Content;
import dev.rejoin.document.Path;
import java.util.Optional;

/**
 * How one field of a record stands in a document. See {@link FieldCodecs} for those that there are.
 *
 * @param <T> type of the field
 */
public interface FieldCodec<T> {
    /**
     * What stands for a value.
     *
     * @param value the value
     * @return empty if nothing does
     */
    Optional<Content> write(T value);

    /**
     * The value of what stands there. Reading what was written gives an equal value, and writing what was read gives equal
     * content.
     *
     * @param content empty if nothing does
     * @param path where, for errors
     * @return the value
     * @throws RecordMismatchException if that stands for no value
     */
    T read(Optional<Content> content, Path path);
}
