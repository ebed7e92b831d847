package dev.rejoin.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Some whole entries of a packed log, with what reading needs to begin here. */
final class LogPage {
    /** Seq of the first operation at or after the start of this page. */
    final long firstSeq;

    /** Kept timestamp of the change that is open where this page starts. */
    final long time;

    /** Chain digest at firstSeq. */
    final long digest;

    byte[] data;
    int size;

    LogPage(long firstSeq, long time, long digest, int capacity) {
        this.firstSeq = firstSeq;
        this.time = time;
        this.digest = digest;
        this.data = new byte[capacity];
    }

    LogPage(LogPage source) {
        this.firstSeq = source.firstSeq;
        this.time = source.time;
        this.digest = source.digest;
        this.data = source.data;
        this.size = source.size;
    }

    void reserve(int bytes) {
        if (data.length - size < bytes) {
            data = Arrays.copyOf(data, Math.max(size + bytes, data.length * 2));
        }
    }

    void put(int b) {
        data[size++] = (byte) b;
    }

    void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            data[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        data[size++] = (byte) rest;
    }

    void putZigzag(long value) {
        putVarint((value << 1) ^ (value >> 63));
    }

    void putBytes(byte[] bytes, int length) {
        System.arraycopy(bytes, 0, data, size, length);
        size += length;
    }

    /** Length plus one, then UTF-8; 0 for no text. Reserves its own room. */
    void putText(@Nullable String text) {
        if (text == null) {
            reserve(1);
            put(0);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length + 6);
        putVarint(utf8.length + 1L);
        putBytes(utf8, utf8.length);
    }
}
