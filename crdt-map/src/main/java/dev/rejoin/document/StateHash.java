package dev.rejoin.document;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over document id, version and everything that can be read, concurrent values included. Two replicas with equal
 * versions and different hashes have diverged, which is a fault. With or without history it is the same.
 */
public final class StateHash {
    private final byte[] sha256;

    StateHash(byte[] sha256) {
        this.sha256 = sha256;
    }

    /**
     * The hash.
     *
     * @return a new array of 32 bytes
     */
    public byte[] toBytes() {
        return sha256.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateHash that && Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(sha256);
    }
}
