package dev.rejoin.codec;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.internal.ElementId;

/**
 * Reads what nearly every live message begins with: the header of one operation by an author who has seen nobody else's
 * change in between. If that is one ASCII character typed beside an own one, or one deletion of own elements, reads it too.
 *
 * <p>Whatever else a message is, or what is wrong with it, is not for this class to say: it answers false, and
 * {@link ChangeReader} reads the message as if nothing had happened. So a message means the same whichever way it is
 * read. (TextEditBenchmark.remote; KeystrokeReaderTest holds one against the other)
 */
final class KeystrokeReader {
    private static final int FLAGS = WireFormat.HAS_DIGEST | WireFormat.HAS_COUNTER;
    private static final int REPLICA_AT = 2;
    private static final int SEQ_AT = REPLICA_AT + Long.BYTES;
    private static final int TIME_BYTES = 6;

    private final DocumentChecksum checksum;

    private byte[] bytes = {};
    /** Where the operation begins and ends in the array. */
    private int operationAt;

    private int operationEnd;
    private long replica;
    private long seq;
    private long time;
    private boolean hasDigest;
    private int digest;

    KeystrokeReader(DocumentChecksum checksum) {
        this.checksum = checksum;
    }

    long replica() {
        return replica;
    }

    long seq() {
        return seq;
    }

    long time() {
        return time;
    }

    boolean hasDigest() {
        return hasDigest;
    }

    int digest() {
        return digest;
    }

    int operationAt() {
        return operationAt;
    }

    /** Reads the message [start, end) up to its operation, if that is the only one and nothing is wrong so far. */
    boolean readHead(byte[] source, int start, int end) {
        bytes = source;
        int last = end - WireFormat.CRC_BYTES;
        int at = start + SEQ_AT;
        if (last <= at || bytes[start] != WireFormat.CHANGE || (bytes[start + 1] & ~FLAGS) != 0) {
            return false;
        }
        long coded = Raw.shortVarint(bytes, at, last);
        at += Raw.length(coded);
        if (coded == Raw.UNUSUAL || Raw.value(coded) > ElementId.MAX_SEQ || last - at < TIME_BYTES) {
            return false;
        }
        replica = Raw.u64(bytes, start + REPLICA_AT);
        seq = Raw.value(coded);
        operationAt = readTimeAndDigest(at, last, bytes[start + 1]);
        operationEnd = last;
        return operationAt >= 0 && checksum.of(bytes, start, last) == Raw.u32(bytes, last);
    }

    /** Where the operation begins, or -1. */
    private int readTimeAndDigest(int from, int end, int flags) {
        int at = from + TIME_BYTES;
        time = Raw.u48(bytes, from) << HybridTimestamp.COUNTER_BITS;
        if ((flags & WireFormat.HAS_COUNTER) != 0) {
            long coded = Raw.shortVarint(bytes, at, end);
            long counter = Raw.value(coded);
            if (coded == Raw.UNUSUAL || counter == 0 || counter > 0xFFFF) {
                return -1;
            }
            time |= counter;
            at += Raw.length(coded);
        }
        if (!HybridTimestamp.isAcceptable(time)) {
            return -1;
        }
        hasDigest = (flags & WireFormat.HAS_DIGEST) != 0;
        digest = 0;
        if (hasDigest) {
            if (end - at < Integer.BYTES) {
                return -1;
            }
            digest = Raw.u32(bytes, at);
            at += Integer.BYTES;
        }
        return at;
    }

    /** Keeps the operation, if it is a keystroke. */
    boolean readOperation(SingleOperation kept) {
        int from = operationAt;
        int end = operationEnd;
        if (end - from < 3) {
            return false;
        }
        int kind = bytes[from];
        if (kind == WireFormat.CONTINUE_TEXT) {
            return seq > 0 && readCharacter(from + 1, kept) && kept.insertBesideOwn(1, false, true);
        }
        if (kind != WireFormat.INSERT_TEXT_RIGHT
                && kind != WireFormat.INSERT_TEXT_LEFT
                && kind != WireFormat.DELETE_RANGE) {
            return false;
        }
        boolean own = bytes[from + 1] == 0;
        long coded = Raw.shortVarint(bytes, from + 2, end);
        long distance = Raw.value(coded);
        if (!own || coded == Raw.UNUSUAL || distance == 0 || distance > seq) {
            return false;
        }
        int at = from + 2 + Raw.length(coded);
        if (kind == WireFormat.DELETE_RANGE) {
            return readCount(at, distance, kept);
        }
        return readCharacter(at, kept) && kept.insertBesideOwn(distance, kind == WireFormat.INSERT_TEXT_LEFT, false);
    }

    private boolean readCharacter(int at, SingleOperation kept) {
        if (at + 2 != operationEnd || bytes[at] != 1 || bytes[at + 1] < 0) {
            return false;
        }
        kept.ascii(at + 1);
        return true;
    }

    private boolean readCount(int at, long distance, SingleOperation kept) {
        long coded = Raw.shortVarint(bytes, at, operationEnd);
        long count = Raw.value(coded);
        if (coded == Raw.UNUSUAL
                || at + Raw.length(coded) != operationEnd
                || count == 0
                || count > distance
                || count > Integer.MAX_VALUE) {
            return false;
        }
        return kept.deleteOwn(distance, (int) count);
    }
}
