package dev.rejoin.codec;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;

/** How columns are compressed. */
public enum Packing {
    /** Not at all. */
    PLAIN(0),
    /** By Deflate. */
    DEFLATE(WireFormat.DEFLATED),
    /** By Zstandard, if its library is there; batches only. */
    ZSTANDARD(WireFormat.ZSTANDARD);

    private final int flag;

    Packing(int flag) {
        this.flag = flag;
    }

    /** Zstandard, or Deflate where its library is not there. */
    public static Packing best() {
        return Zstandard.isThere() ? ZSTANDARD : DEFLATE;
    }

    /** What the flags of a frame say. */
    static Packing of(int flags, ByteReader in) {
        if ((flags & (WireFormat.DEFLATED | WireFormat.ZSTANDARD)) == (WireFormat.DEFLATED | WireFormat.ZSTANDARD)) {
            throw in.corrupt(Kind.BAD_VALUE, "one kind of compression", "two");
        }
        return (flags & WireFormat.DEFLATED) != 0 ? DEFLATE : (flags & WireFormat.ZSTANDARD) != 0 ? ZSTANDARD : PLAIN;
    }

    int flag() {
        return flag;
    }

    byte[] pack(byte[] bytes) {
        return this == ZSTANDARD ? Zstandard.compress(bytes) : Columns.deflate(bytes);
    }

    ByteReader unpack(ByteReader in, int length) {
        return this == ZSTANDARD ? Zstandard.expand(in, length) : Columns.inflate(in, length);
    }
}
