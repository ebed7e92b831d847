package dev.rejoin.document;

import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.sequence.Anchor;
import dev.rejoin.sequence.AnchorBias;
import dev.rejoin.version.OpId;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Turns indices of a text or list into stable positions, and back. */
final class Anchors {
    private Anchors() {}

    static Anchor at(StateSource source, @Nullable SequenceState sequence, int index, AnchorBias bias) {
        int length = sequence == null ? 0 : sequence.length();
        if (index < 0 || index > length) {
            throw new IndexOutOfBoundsException("index " + index + ", length " + length);
        }
        int neighbour = bias == AnchorBias.BEFORE ? index : index - 1;
        if (sequence == null || neighbour < 0 || neighbour == length) {
            return bias == AnchorBias.BEFORE ? Anchor.end() : Anchor.start();
        }
        return Anchor.of(source.unpack(source.elementAt(sequence, neighbour)), bias);
    }

    static OptionalInt indexOf(StateSource source, @Nullable SequenceState sequence, Anchor anchor) {
        OpId element = anchor.element().orElse(null);
        boolean before = anchor.bias() == AnchorBias.BEFORE;
        if (element == null) {
            return OptionalInt.of(before && sequence != null ? sequence.length() : 0);
        }
        int index = sequence == null ? -1 : source.indexBeside(sequence, element, !before);
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
