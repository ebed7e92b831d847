package dev.rejoin.codec;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.io.UnsupportedFormatException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a self-contained change says before its operations, as primitives. Reused from change to change; after an error
 * its fields mean nothing until the next one is read. Who uses the references by index first asks for their number.
 */
public final class ChangeHead {
    /** Raw id of the author. */
    public long replica;

    /** Seq of the first operation. */
    public long firstSeq;

    /** How many seqs the operations take. */
    public long count;

    /** Packed timestamp. */
    public long time;

    /** How many other replicas are named; only so many places of the arrays below are used. */
    public int referenceCount;

    /** Raw ids of the named replicas. */
    public long[] referenceIds = new long[4];

    /** The largest seq of each that is meant. */
    public long[] referenceSeqs = new long[4];

    /** Whether that seq is one of the maximal changes seen by the author. */
    public boolean[] referenceIsDependency = new boolean[4];

    /** Whether the author's chain digest stands there. */
    public boolean hasDigest;

    /** Low half of the author's chain digest before firstSeq. */
    public int digest;

    /** Author and message, or null. */
    public @Nullable ChangeNote note;

    /** Bytes up to the digest: what routing needs. The note is the first thing behind them, if there is one. */
    public int headBytes;

    /** An empty head. */
    public ChangeHead() {}

    /** One past the last seq. */
    public long endSeq() {
        return firstSeq + count;
    }

    /**
     * Reads from the first byte of the frame on; the reader ends where the operations begin.
     *
     * @throws CorruptDataException if something is malformed
     * @throws UnsupportedFormatException of a later version, or no change
     */
    public void read(ByteReader in, DecodeLimits limits) {
        int flags = readHeader(in, limits);
        note = (flags & WireFormat.HAS_NOTE) == 0 ? null : readNote(in);
    }

    /** Reads what stands before the note; gives the flags. */
    public int readHeader(ByteReader in, DecodeLimits limits) {
        int first = in.u8();
        if (first != WireFormat.CHANGE) {
            throw new UnsupportedFormatException(
                    "first byte 0x" + Integer.toHexString(first), "0x" + Integer.toHexString(WireFormat.CHANGE));
        }
        int flags = Frames.flags(in, WireFormat.CHANGE_FLAGS);
        replica = in.u64();
        firstSeq = readSeq(in);
        count = 1;
        if ((flags & WireFormat.HAS_COUNT) != 0) {
            int at = in.offset();
            count = in.varint();
            if (count <= 1 || count > ElementId.MAX_SEQ - firstSeq) {
                throw in.corruptAt(at, Kind.BAD_VALUE, "a seq count above 1", Long.toUnsignedString(count));
            }
        }
        readTime(in, flags);
        readReferences(in, flags, limits);
        hasDigest = (flags & WireFormat.HAS_DIGEST) != 0;
        digest = hasDigest ? in.u32() : 0;
        headBytes = in.offset();
        return flags;
    }

    private static long readSeq(ByteReader in) {
        int at = in.offset();
        long seq = in.varint();
        if (seq < 0 || seq > ElementId.MAX_SEQ) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a seq below 2^40", Long.toUnsignedString(seq));
        }
        return seq;
    }

    private void readTime(ByteReader in, int flags) {
        long millis = in.u48();
        long counter = 0;
        if ((flags & WireFormat.HAS_COUNTER) != 0) {
            counter = in.varintUpTo(0xFFFF, "timestamp counter");
            if (counter == 0) {
                throw in.corrupt(Kind.BAD_VALUE, "a timestamp counter above 0", "0");
            }
        }
        time = millis << 16 | counter;
        if (!HybridTimestamp.isAcceptable(time)) {
            throw in.corrupt(Kind.BAD_VALUE, "a time above 0 and below 2^47 ms", millis + " ms");
        }
    }

    private void readReferences(ByteReader in, int flags, DecodeLimits limits) {
        referenceCount = 0;
        if ((flags & WireFormat.HAS_REFERENCES) == 0) {
            return;
        }
        int at = in.offset();
        int number = in.count(9);
        limits.checkReplicas(number, at);
        if (number == 0) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "references where their flag is set", "none");
        }
        room(number);
        for (int i = 0; i < number; i++) {
            long id = in.u64();
            int seqAt = in.offset();
            long coded = in.varint();
            if (coded >>> 1 > ElementId.MAX_SEQ) {
                throw in.corruptAt(seqAt, Kind.BAD_VALUE, "a seq below 2^40", Long.toString(coded >>> 1));
            }
            if (id == replica) {
                throw in.corruptAt(seqAt, Kind.BAD_VALUE, "references to other replicas", "the author");
            }
            referenceIds[i] = id;
            referenceSeqs[i] = coded >>> 1;
            referenceIsDependency[i] = (coded & 1) != 0;
        }
        referenceCount = number;
        checkDistinctReferences(in, at);
    }

    /** Makes room for so many references. */
    public void room(int references) {
        if (references > referenceIds.length) {
            referenceIds = new long[references];
            referenceSeqs = new long[references];
            referenceIsDependency = new boolean[references];
        }
    }

    private void checkDistinctReferences(ByteReader in, int at) {
        if (referenceCount < 2) {
            return;
        }
        long[] sorted = Arrays.copyOf(referenceIds, referenceCount);
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw in.corruptAt(at, Kind.DUPLICATE, "each replica once", Long.toHexString(sorted[i]) + " twice");
            }
        }
    }

    private static ChangeNote readNote(ByteReader in) {
        int at = in.offset();
        ChangeNote note = readAnyNote(in);
        if (note.isLeftOut()) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "an author or a message", "neither");
        }
        return note;
    }

    /** A note that may be left out. */
    static ChangeNote readAnyNote(ByteReader in) {
        String author = in.string(Limit.NOTE_BYTES, FormatLimits.MAX_NOTE_BYTES);
        String message = in.string(Limit.NOTE_BYTES, FormatLimits.MAX_NOTE_BYTES);
        return author.isEmpty() && message.isEmpty()
                ? ChangeNote.LEFT_OUT
                : new ChangeNote(author.isEmpty() ? null : author, message.isEmpty() ? null : message);
    }

    /** Writes what {@link #read} reads. */
    public void write(ByteWriter out) {
        long counter = time & 0xFFFF;
        ChangeNote said = note;
        out.u8(WireFormat.CHANGE);
        out.u8((referenceCount > 0 ? WireFormat.HAS_REFERENCES : 0)
                | (said != null ? WireFormat.HAS_NOTE : 0)
                | (counter != 0 ? WireFormat.HAS_COUNTER : 0)
                | (count != 1 ? WireFormat.HAS_COUNT : 0)
                | (hasDigest ? WireFormat.HAS_DIGEST : 0));
        out.u64(replica);
        out.varint(firstSeq);
        if (count != 1) {
            out.varint(count);
        }
        out.u48(time >>> 16);
        if (counter != 0) {
            out.varint(counter);
        }
        if (referenceCount > 0) {
            out.varint(referenceCount);
            for (int i = 0; i < referenceCount; i++) {
                out.u64(referenceIds[i]);
                out.varint(referenceSeqs[i] << 1 | (referenceIsDependency[i] ? 1 : 0));
            }
        }
        if (hasDigest) {
            out.u32(digest);
        }
        writeNote(said, out);
    }

    /** Writes author and message, if there is a note. */
    public static void writeNote(@Nullable ChangeNote note, ByteWriter out) {
        if (note != null) {
            out.string(note.author() == null ? "" : note.author());
            out.string(note.message() == null ? "" : note.message());
        }
    }
}
