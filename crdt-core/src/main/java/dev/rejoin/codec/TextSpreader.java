package dev.rejoin.codec;

import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import java.util.Arrays;

/** Puts the characters of a batch that lacks some to their operations, with a stand-in for each that is not there. */
final class TextSpreader {
    private final DecodeLimits limits;
    private final DecodedBatch batch;
    private final int flags;
    private final IdRanges inserted = new IdRanges();
    private final IdRanges values = new IdRanges();
    private final IdRanges operations = new IdRanges();
    private final IdRanges deleted = new IdRanges();
    private int at;

    TextSpreader(DecodeLimits limits, DecodedBatch batch, int flags) {
        this.limits = limits;
        this.batch = batch;
        this.flags = flags;
    }

    /** Whether a frame with these flags may lack something. */
    static boolean isNeeded(int flags) {
        return (flags & (WireFormat.WITHOUT_DELETED_TEXT | WireFormat.WITHOUT_NOTES | WireFormat.EXTENDED)) != 0;
    }

    /**
     * Finds out what is not there, and spreads the rest.
     *
     * @param in what the frame lists
     * @param withDigests whether the chain digests follow there that cannot be computed
     */
    void spread(ByteReader in, boolean withDigests) {
        forEachOperation(this::note);
        boolean isTold = in.remaining() > 0;
        IdRanges listed = isTold ? Gaps.read(in, starts(), ends()) : IdRanges.EMPTY;
        IdRanges text = deleted.and(inserted);
        IdRanges gone = deleted.plus(batch.redacted);
        IdRanges other = gone.and(inserted)
                .plus(gone.and(values))
                .plus(batch.replaced.and(operations).minus(batch.withContent));
        if (!listed.minus(text).minus(other).isEmpty()) {
            throw in.corrupt(Kind.BAD_VALUE, "gaps in what the same history deletes or replaces", "others");
        }
        boolean withoutDeleted = (flags & WireFormat.WITHOUT_DELETED_TEXT) != 0;
        IdRanges lackingText = withoutDeleted ? text.minus(listed) : listed.and(text);
        batch.lacking = lackingText.plus(listed.minus(text));
        boolean[] leftOut = notesLeftOut();
        int authorsLacking = 0;
        batch.endDigests = new long[batch.startSeqs.length];
        for (int i = 0; i < batch.endDigests.length; i++) {
            if (leftOut[i] || batch.lacking.containsAny(ElementId.of(batch.replicas[i], 0), ElementId.MAX_SEQ)) {
                authorsLacking++;
                batch.endDigests[i] = withDigests ? in.u64() : 0;
            }
        }
        batch.isWhole = authorsLacking == 0;
        checkForm(in, isTold && (withDigests ? authorsLacking == 0 : listed.isEmpty()), lackingText);
        StringBuilder spread = new StringBuilder(batch.text.length());
        forEachOperation((operation, first) -> {
            if (isText(batch.kinds[operation])) {
                batch.places[operation] = spread.length();
                spread(in, first, first + batch.counts[operation], spread);
            }
        });
        if (at < batch.text.length()) {
            throw in.corrupt(
                    Kind.TRAILING_BYTES, "the end of the text", (batch.text.length() - at) + " more characters");
        }
        batch.text = spread.toString();
    }

    private void checkForm(ByteReader in, boolean isToldInVain, IdRanges lackingText) {
        boolean flagInVain = (flags & WireFormat.WITHOUT_DELETED_TEXT) != 0 && lackingText.isEmpty()
                || (flags & WireFormat.WITHOUT_NOTES) != 0
                        && Arrays.stream(batch.notes).noneMatch(note -> note != null && note.isLeftOut());
        if (isToldInVain || flagInVain) {
            throw in.corrupt(Kind.NOT_CANONICAL, "something that is left out where the frame says so", "nothing");
        }
    }

    /** By author, whether one of its notes is not there. */
    private boolean[] notesLeftOut() {
        boolean[] leftOut = new boolean[batch.startSeqs.length];
        for (int i = 0; i < batch.changes; i++) {
            ChangeNote note = batch.notes[i];
            leftOut[batch.authors[i]] |= note != null && note.isLeftOut();
        }
        return leftOut;
    }

    private long[] starts() {
        long[] starts = new long[batch.startSeqs.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = ElementId.of(batch.replicas[i], batch.startSeqs[i]);
        }
        return starts;
    }

    private long[] ends() {
        long[] ends = new long[batch.startSeqs.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = ElementId.of(batch.replicas[i], batch.endSeqsOfAuthors[i]);
        }
        return ends;
    }

    private static boolean isText(int kind) {
        return WireFormat.isSequence(kind) && kind < WireFormat.CONTINUE_VALUES;
    }

    private void note(int operation, long first) {
        int kind = batch.kinds[operation];
        int count = batch.counts[operation];
        if (isText(kind)) {
            inserted.add(first, count);
        } else if (WireFormat.isSequence(kind) && kind >= WireFormat.DELETE_RANGE) {
            long id = batch.ids[operation];
            deleted.add(kind == WireFormat.DELETE_BACKWARD ? id - (count - 1L) : id, count);
        } else {
            (WireFormat.isSequence(kind) ? values : operations).add(first, Math.max(1, count));
        }
    }

    private void forEachOperation(OperationVisitor visitor) {
        for (int i = 0; i < batch.changes; i++) {
            long id = ElementId.of(batch.replicas[batch.authors[i]], batch.firstSeqs[i]);
            for (int j = batch.operationStarts[i]; j < batch.operationStarts[i + 1]; j++) {
                visitor.operation(j, id);
                boolean takesOne = !WireFormat.isSequence(batch.kinds[j]) || batch.kinds[j] == WireFormat.DELETE_RANGE;
                id += takesOne ? 1 : batch.counts[j];
            }
        }
    }

    private void spread(ByteReader in, long first, long end, StringBuilder spread) {
        int start = spread.length();
        limits.checkExpandedBytes(Character.BYTES * (start + (end - first)), in.offset());
        for (long id = first; id < end; ) {
            long boundary = batch.lacking.boundary(id, end);
            int count = (int) ((boundary < 0 ? ~boundary : boundary) - id);
            if (boundary < 0) {
                spread.append(String.valueOf(TextContent.STAND_IN).repeat(count));
            } else {
                take(in, count, spread);
            }
            id += count;
        }
    }

    private void take(ByteReader in, int count, StringBuilder spread) {
        if (count > batch.text.length() - at) {
            throw in.corrupt(Kind.TRUNCATED, count + " more characters", (batch.text.length() - at) + " characters");
        }
        if (Character.isHighSurrogate(batch.text.charAt(at + count - 1))
                || Character.isLowSurrogate(batch.text.charAt(at))) {
            throw in.corrupt(Kind.BAD_VALUE, "whole characters", "half a surrogate pair");
        }
        spread.append(batch.text, at, at + count);
        at += count;
    }

    private interface OperationVisitor {
        void operation(int operation, long first);
    }
}
