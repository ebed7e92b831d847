package dev.rejoin.codec;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.UnsupportedFormatException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What a batch, snapshot or checkpoint holds beyond its body: parts by number. An odd number must be known by the reader,
 * an even one it keeps and writes again. Immutable.
 */
public final class Extensions {
    /** No part. */
    public static final Extensions NONE = new Extensions(new TreeMap<>());

    /** Snapshot whose history does not reach down to the base: what is no head of what lies below it. */
    public static final int COVERED = 4;

    /** Snapshot: who the members are. */
    public static final int MEMBERS = 5;

    /** Snapshot: who came back as whom. */
    public static final int RETURNS = 6;

    /** Snapshot: the version below which everything was pruned. */
    public static final int BASE = 7;

    /** Batch and snapshot: which content is not there, and chain digests that cannot be computed therefore. */
    public static final int GAPS = 11;

    /** Snapshot: what was redacted. */
    public static final int REDACTIONS = 13;

    /** Snapshot: what was issued again and is not taken any more. */
    public static final int RESTAMPS = 21;

    /** Checkpoint: what this device was told by the members, and its own floor. */
    public static final int STABILITY = 9;

    private final NavigableMap<Integer, byte[]> parts;

    private Extensions(NavigableMap<Integer, byte[]> parts) {
        this.parts = parts;
    }

    /** Reads them, if the flags of the frame say that there are any, and then the end of the frame. */
    static Extensions read(ByteReader in, int flags, IntPredicate known) {
        if ((flags & WireFormat.EXTENDED) == 0) {
            in.expectEnd();
            return NONE;
        }
        TreeMap<Integer, byte[]> parts = new TreeMap<>();
        int start = in.offset();
        int number = in.count(2);
        if (number == 0) {
            throw in.corruptAt(start, Kind.BAD_VALUE, "extensions where their flag is set", "none");
        }
        int before = -1;
        for (int i = 0; i < number; i++) {
            int at = in.offset();
            int id = in.varintUpTo(Integer.MAX_VALUE, "id of an extension");
            if (id <= before) {
                throw in.corruptAt(
                        at, id == before ? Kind.DUPLICATE : Kind.UNSORTED, "ids ascending", Integer.toString(id));
            }
            if ((id & 1) != 0 && !known.test(id)) {
                throw new UnsupportedFormatException("the required extension " + id, "none");
            }
            before = id;
            parts.put(id, in.bytes(in.count(1)));
        }
        in.expectEnd();
        return new Extensions(parts);
    }

    /** The content of a part; empty if there is none. */
    public byte[] get(int id) {
        return parts.getOrDefault(id, new byte[0]);
    }

    /** These with another content of a part; no bytes for no part. */
    public Extensions with(int id, byte[] content) {
        TreeMap<Integer, byte[]> changed = new TreeMap<>(parts);
        if (content.length == 0) {
            changed.remove(id);
        } else {
            changed.put(id, content);
        }
        return new Extensions(changed);
    }

    /** The flag of a frame that ends with these. */
    public int flag() {
        return parts.isEmpty() ? 0 : WireFormat.EXTENDED;
    }

    /** Writes them, if there are any. */
    public void write(ByteWriter out) {
        if (parts.isEmpty()) {
            return;
        }
        out.varint(parts.size());
        for (Map.Entry<Integer, byte[]> part : parts.entrySet()) {
            out.varint(part.getKey());
            out.varint(part.getValue().length);
            out.bytes(part.getValue());
        }
    }
}
