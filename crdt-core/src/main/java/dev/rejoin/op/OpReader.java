package dev.rejoin.op;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;

/**
 * Gives the parts of an operation back in the order in which {@link OpWriter} took them. Bytes are hostile: each
 * method throws {@link CorruptDataException} or {@link LimitExceededException} for what the writer cannot have written.
 */
public interface OpReader {
    /**
     * A signed number.
     *
     * @return any number
     */
    long number();

    /**
     * A number that is never negative. A reader must not allocate what it says before as many elements were read.
     *
     * @return not negative
     */
    long count();

    /**
     * A key of a map.
     *
     * @return a well-formed text within the limit
     */
    String key();

    /**
     * A value.
     *
     * @return any value
     */
    Value value();

    /** Goes to the next id, whose parts {@link #dotReplica()} and {@link #dotSeq()} give without an object. */
    void nextDot();

    /**
     * The replica of the id that {@link #nextDot()} went to.
     *
     * @return the bits of its id
     */
    long dotReplica();

    /**
     * The number of the id that {@link #nextDot()} went to.
     *
     * @return not negative
     */
    long dotSeq();

    /**
     * Bytes without structure.
     *
     * @return a new array
     */
    byte[] bytes();

    /**
     * Reads bytes without structure in place.
     *
     * @return gives all of them, until the next call; to be read to its end
     */
    default ByteReader payload() {
        return new ByteReader(bytes());
    }

    /**
     * Where the reader stands, for errors.
     *
     * @return bytes from the start of what was given to the decoder, as exact as the form allows
     */
    long offset();

    /**
     * A packed timestamp other than that of the change.
     *
     * @return milliseconds and counter
     */
    default long time() {
        return number();
    }

    /**
     * A set of ids.
     *
     * @return the set
     */
    default Dots dots() {
        long size = dotCount();
        if (size == 0) {
            return Dots.EMPTY;
        }
        nextDot();
        if (size == 1) {
            return Dots.of(dotReplica(), dotSeq());
        }
        Dots.Builder builder = Dots.builder().add(dotReplica(), dotSeq());
        for (long i = 1; i < size; i++) {
            long replica = dotReplica();
            long seq = dotSeq();
            nextDot();
            checkAscending(OpId.compare(replica, seq, dotReplica(), dotSeq()));
            builder.add(dotReplica(), dotSeq());
        }
        return builder.build();
    }

    /**
     * The count of a list of ids, checked against the format's limit.
     *
     * @return 0 to {@link FormatLimits#MAX_OPERATION_DOTS}
     */
    default int dotCount() {
        long size = count();
        if (size < 0 || size > FormatLimits.MAX_OPERATION_DOTS) {
            throw new LimitExceededException(Limit.OPERATION_DOTS, FormatLimits.MAX_OPERATION_DOTS, size, offset());
        }
        return (int) size;
    }

    /**
     * Checks the order of two entries that must stand in strictly ascending order.
     *
     * @param order the earlier entry compared with the later
     * @throws CorruptDataException if they do not ascend
     */
    default void checkAscending(int order) {
        if (order == 0) {
            throw corrupt(Kind.DUPLICATE, "another entry", "the one before it");
        }
        if (order > 0) {
            throw corrupt(Kind.UNSORTED, "an entry after the one before it", "a smaller one");
        }
    }

    /**
     * An error at the current place, for codecs that check what they read.
     *
     * @param kind the class of the fault
     * @param expected what the format wants
     * @param found what stands there instead
     * @return an exception to throw
     */
    default CorruptDataException corrupt(Kind kind, String expected, String found) {
        return new CorruptDataException(kind, offset(), expected, found);
    }
}
