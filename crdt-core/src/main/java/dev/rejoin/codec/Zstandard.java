package dev.rejoin.codec;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.UnsupportedFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compression by Zstandard, if the library {@code com.github.luben:zstd-jni} is there. It is looked for by name, so that
 * nobody needs it who does not ask for it.
 */
final class Zstandard {
    private static final String LIBRARY = "com.github.luben.zstd.";
    private static final int LEVEL = 19;

    /** The smallest window that the library can be limited to, as a power of two. */
    private static final int SMALLEST_WINDOW = 10;

    private static final @Nullable Zstandard INSTANCE = load();

    private final MethodHandle compress;
    private final MethodHandle open;
    private final MethodHandle limitWindow;

    private Zstandard(MethodHandle compress, MethodHandle open, MethodHandle limitWindow) {
        this.compress = compress;
        this.open = open;
        this.limitWindow = limitWindow;
    }

    private static @Nullable Zstandard load() {
        try {
            Class<?> zstd = Class.forName(LIBRARY + "Zstd");
            Class<?> input = Class.forName(LIBRARY + "ZstdInputStreamNoFinalizer");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            return new Zstandard(
                    lookup.findStatic(zstd, "compress", MethodType.methodType(byte[].class, byte[].class, int.class)),
                    lookup.findConstructor(input, MethodType.methodType(void.class, InputStream.class))
                            .asType(MethodType.methodType(InputStream.class, InputStream.class)),
                    lookup.findVirtual(input, "setLongMax", MethodType.methodType(input, int.class))
                            .asType(MethodType.methodType(Object.class, InputStream.class, int.class)));
        } catch (ReflectiveOperationException | LinkageError absent) {
            return null;
        }
    }

    static boolean isThere() {
        return INSTANCE != null;
    }

    private static Zstandard instance() {
        Zstandard there = INSTANCE;
        if (there == null) {
            throw new UnsupportedFormatException(
                    "columns compressed by Zstandard", "none, because com.github.luben:zstd-jni is not there");
        }
        return there;
    }

    static byte[] compress(byte[] bytes) {
        try {
            return (byte[]) instance().compress.invokeExact(bytes, LEVEL);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable failed) {
            throw new IllegalStateException("Zstandard failed", failed);
        }
    }

    /**
     * Expands in steps, so that a false length costs no more memory than the bytes really give.
     *
     * @param length how many bytes there must be
     */
    static ByteReader expand(ByteReader in, int length) {
        Zstandard there = instance();
        int at = in.offset();
        byte[] packed = in.bytes(in.count(1));
        int window = Math.max(SMALLEST_WINDOW, Integer.SIZE - Integer.numberOfLeadingZeros(length - 1));
        try (InputStream source =
                (InputStream) there.open.invokeExact((InputStream) new ByteArrayInputStream(packed))) {
            Object limited = (Object) there.limitWindow.invokeExact(source, window);
            byte[] bytes = new byte[(int) Math.min(length, 64 + 4L * packed.length)];
            int done = 0;
            while (done < length) {
                if (done == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(length, bytes.length * 2L));
                }
                int step = source.read(bytes, done, bytes.length - done);
                if (step <= 0) {
                    throw in.corruptAt(at, Kind.TRUNCATED, length + " expanded bytes", done + " bytes");
                }
                done += step;
            }
            if (limited == null || source.read() >= 0) {
                throw in.corruptAt(at, Kind.TRAILING_BYTES, length + " expanded bytes", "more");
            }
            return new ByteReader(bytes, 0, length);
        } catch (IOException malformed) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a column of Zstandard", String.valueOf(malformed.getMessage()));
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable failed) {
            throw new IllegalStateException("Zstandard failed", failed);
        }
    }
}
