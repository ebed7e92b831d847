package dev.rejoin.version;

import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The secure random bits of the operating system.
 *
 * <p>Read from where {@link SecureRandom} gets them on most systems, but without its providers, whose loading would be a
 * good part of what the first document of a process costs. Where there is no such device, SecureRandom it is. For any
 * thread.
 */
final class SystemRandom implements RandomGenerator {
    private static final @Nullable FileInputStream DEVICE = open("/dev/urandom");

    private static @Nullable FileInputStream open(String path) {
        try {
            return new FileInputStream(path);
        } catch (IOException | SecurityException absent) {
            return null;
        }
    }

    @Override
    public long nextLong() {
        byte[] bytes = new byte[Long.BYTES];
        if (!fill(bytes)) {
            return new SecureRandom().nextLong();
        }
        long bits = 0;
        for (byte b : bytes) {
            bits = bits << Byte.SIZE | b & 0xFF;
        }
        return bits;
    }

    private static boolean fill(byte[] bytes) {
        try {
            return DEVICE != null && DEVICE.readNBytes(bytes, 0, bytes.length) == bytes.length;
        } catch (IOException broken) {
            return false;
        }
    }
}
