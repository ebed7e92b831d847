package dev.rejoin.document;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/** The parts of a plain batch whose authors all begin at seq 0, to be changed and put together with a right checksum. */
final class BatchBytes {
    static final int SEGMENTS = 0;
    static final int KINDS = 1;
    static final int TIMES = 2;
    static final int DEPENDENCIES = 3;
    static final int NOTES = 4;
    static final int REPLICAS = 5;
    static final int SEQS = 6;
    static final int COUNTS = 7;
    static final int TEXT = 8;
    static final int FIELDS = 9;
    static final int BITS = 10;
    static final int NUMBER = 11;

    private static final int DOCUMENT_ID_END = 18;

    private final byte[] head;
    private final int replicas;
    private final List<byte[]> columns = new ArrayList<>();

    BatchBytes(byte[] batch) {
        ByteReader in = new ByteReader(batch, 0, batch.length - Integer.BYTES);
        in.skip(DOCUMENT_ID_END);
        int authors = in.count(1);
        for (int i = 0; i < authors; i++) {
            in.varint();
        }
        replicas = in.count(Long.BYTES);
        in.skip(Long.BYTES * replicas);
        head = new byte[in.offset()];
        System.arraycopy(batch, 0, head, 0, head.length);
        for (int i = 0; i < NUMBER; i++) {
            columns.add(in.bytes(in.count(1)));
        }
        in.expectEnd();
    }

    /** A column, to be written to. */
    byte[] column(int column) {
        return columns.get(column);
    }

    /** Names one replica twice. */
    BatchBytes withReplicaAsThatAt(int place, int other) {
        int table = head.length - Long.BYTES * replicas;
        System.arraycopy(head, table + Long.BYTES * other, head, table + Long.BYTES * place, Long.BYTES);
        return this;
    }

    BatchBytes with(int column, int... bytes) {
        byte[] replaced = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            replaced[i] = (byte) bytes[i];
        }
        columns.set(column, replaced);
        return this;
    }

    BatchBytes withMore(int column, int... bytes) {
        byte[] old = columns.get(column);
        int[] longer = new int[old.length + bytes.length];
        for (int i = 0; i < longer.length; i++) {
            longer[i] = i < old.length ? old[i] : bytes[i - old.length];
        }
        return with(column, longer);
    }

    BatchBytes withLess(int column) {
        byte[] old = columns.get(column);
        int[] shorter = new int[old.length - 1];
        for (int i = 0; i < shorter.length; i++) {
            shorter[i] = old[i];
        }
        return with(column, shorter);
    }

    byte[] toBytes(int... trailing) {
        ByteWriter out = new ByteWriter();
        out.bytes(head);
        for (byte[] column : columns) {
            out.varint(column.length);
            out.bytes(column);
        }
        for (int b : trailing) {
            out.u8(b);
        }
        out.u32(out.crc32c(0, out.position()));
        return out.toByteArray();
    }

    /** The same as a deflated frame, in which a column claims a length and holds some bytes. */
    byte[] toDeflated(int claimed, long length, byte[] packed) {
        ByteWriter out = new ByteWriter();
        out.bytes(head);
        for (int i = 0; i < columns.size(); i++) {
            if (i == claimed) {
                out.varint(length);
                out.varint(packed.length);
                out.bytes(packed);
            } else {
                out.u8(0);
            }
        }
        byte[] frame = out.toByteArray();
        frame[1] = 1;
        ByteWriter checked = new ByteWriter();
        checked.bytes(frame);
        checked.u32(checked.crc32c(0, frame.length));
        return checked.toByteArray();
    }
}
