package dev.rejoin.sequence;

import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.version.OpId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stable position in a text or list, for carets, selections and comments: beside an element, or at the start or end.
 *
 * <p>Concurrent edits move it as they move its element. When the element is deleted, the position stays where the element
 * stood; when a list element is moved, the position goes along.
 *
 * <p>It means the same on every replica, because it names the element by its id and not by an index. Immutable; says
 * nothing of the text or list that it belongs to.
 */
public final class Anchor {
    private static final int START_CODE = 0;
    private static final int END_CODE = 1;
    private static final int BEFORE_CODE = 2;
    private static final int AFTER_CODE = 3;

    private static final Anchor START = new Anchor(null, AnchorBias.AFTER);
    private static final Anchor END = new Anchor(null, AnchorBias.BEFORE);

    private final @Nullable OpId element;
    private final AnchorBias bias;

    private Anchor(@Nullable OpId element, AnchorBias bias) {
        this.element = element;
        this.bias = bias;
    }

    /**
     * The position before everything, also before what is inserted at the start later.
     *
     * @return always the same
     */
    public static Anchor start() {
        return START;
    }

    /**
     * The position behind everything, also behind what is appended later.
     *
     * @return always the same
     */
    public static Anchor end() {
        return END;
    }

    /**
     * A position directly beside an element.
     *
     * @param element id of the element
     * @param bias on which side of it
     * @return the position
     * @throws IllegalArgumentException if the seq is larger than any in a document
     */
    public static Anchor of(OpId element, AnchorBias bias) {
        if (element.seq() > ElementId.MAX_SEQ) {
            throw new IllegalArgumentException("element " + element + " has a seq above " + ElementId.MAX_SEQ);
        }
        return new Anchor(element, Objects.requireNonNull(bias, "bias"));
    }

    /**
     * The element beside which the position is.
     *
     * @return its id; empty for the start and the end
     */
    public Optional<OpId> element() {
        return Optional.ofNullable(element);
    }

    /**
     * The side of the element on which the position is. The start is after nothing, the end before nothing.
     *
     * @return the side
     */
    public AnchorBias bias() {
        return bias;
    }

    /**
     * The position as bytes; docs/FORMAT.md says which. At most 15.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        ByteWriter writer = new ByteWriter(15);
        boolean before = bias == AnchorBias.BEFORE;
        if (element == null) {
            writer.u8(before ? END_CODE : START_CODE);
        } else {
            writer.u8(before ? BEFORE_CODE : AFTER_CODE);
            writer.u64(element.replica().value());
            writer.varint(element.seq());
        }
        return writer.toByteArray();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @param bytes the bytes, from anywhere
     * @return the position
     * @throws CorruptDataException if they are not exactly one position
     */
    public static Anchor fromBytes(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        int code = reader.u8();
        Anchor anchor;
        if (code == START_CODE) {
            anchor = START;
        } else if (code == END_CODE) {
            anchor = END;
        } else if (code == BEFORE_CODE || code == AFTER_CODE) {
            long replica = reader.u64();
            int offset = reader.offset();
            long seq = reader.varint();
            if (seq < 0 || seq > ElementId.MAX_SEQ) {
                throw reader.corruptAt(offset, Kind.LIMIT, "a number of 40 bits", Long.toUnsignedString(seq));
            }
            anchor = new Anchor(OpId.of(replica, seq), code == BEFORE_CODE ? AnchorBias.BEFORE : AnchorBias.AFTER);
        } else {
            throw reader.corruptAt(0, Kind.BAD_VALUE, "a kind of position from 0 to 3", Integer.toString(code));
        }
        reader.expectEnd();
        return anchor;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Anchor anchor && bias == anchor.bias && Objects.equals(element, anchor.element);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(element) + bias.hashCode();
    }

    @Override
    public String toString() {
        if (element == null) {
            return bias == AnchorBias.BEFORE ? "end" : "start";
        }
        return (bias == AnchorBias.BEFORE ? "before " : "after ") + element;
    }
}
