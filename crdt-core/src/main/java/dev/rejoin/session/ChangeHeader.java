package dev.rejoin.session;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.codec.ChangeHead;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;

/**
 * What a self-contained change says before its content: who, which seqs, when, and what must be there first.
 *
 * <p>It is the first {@link #length()} bytes of the message and is read without the others, so that these may be encrypted
 * with the header as associated data. A relay that cannot decrypt them still routes changes, finds gaps and serves ranges.
 * Author and message of a transaction are content. No checksum is looked at: that of the message covers header and content
 * together, and its receiver checks it.
 *
 * @param replica the writer
 * @param firstSeq seq of the first operation
 * @param count how many seqs the operations take
 * @param timestamp when the transaction began
 * @param references of every other replica whose operations must be there first, the newest one; that of the writer
 *     before firstSeq is implied
 * @param length bytes of the header
 */
public record ChangeHeader(
        ReplicaId replica, long firstSeq, long count, HybridTimestamp timestamp, List<OpId> references, int length) {
    /** The list is copied. */
    public ChangeHeader {
        references = List.copyOf(references);
    }

    /**
     * Reads the header of a change.
     *
     * @param message bytes that begin with it, whatever follows
     * @return the header
     * @throws CorruptDataException if it is malformed
     * @throws UnsupportedFormatException if it is no change of this version of the format
     * @throws LimitExceededException if it names more replicas than {@link DecodeLimits#DEFAULT} allows
     */
    public static ChangeHeader read(byte[] message) {
        ChangeHead head = new ChangeHead();
        head.readHeader(new ByteReader(message), DecodeLimits.DEFAULT);
        List<OpId> references = new ArrayList<>(head.referenceCount);
        for (int i = 0; i < head.referenceCount; i++) {
            references.add(OpId.of(head.referenceIds[i], head.referenceSeqs[i]));
        }
        return new ChangeHeader(
                new ReplicaId(head.replica),
                head.firstSeq,
                head.count,
                new HybridTimestamp(head.time),
                references,
                head.headBytes);
    }

    /**
     * Its operations as a range of ids.
     *
     * @return a range that is not empty
     */
    public OpIdSpan span() {
        return new OpIdSpan(replica, firstSeq, firstSeq + count);
    }

    /**
     * What must be there before the change can be applied.
     *
     * @param version what is there
     * @return the ranges that are missing: of the writer first, then in the order of the references
     */
    public List<OpIdSpan> missing(VersionVector version) {
        List<OpIdSpan> missing = new ArrayList<>();
        addMissing(missing, version, replica, firstSeq);
        for (OpId reference : references) {
            addMissing(missing, version, reference.replica(), reference.seq() + 1);
        }
        return List.copyOf(missing);
    }

    private static void addMissing(List<OpIdSpan> missing, VersionVector version, ReplicaId replica, long end) {
        long known = version.get(replica);
        if (known < end) {
            missing.add(new OpIdSpan(replica, known, end));
        }
    }
}
