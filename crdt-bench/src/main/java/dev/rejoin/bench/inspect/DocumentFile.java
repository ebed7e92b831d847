package dev.rejoin.bench.inspect;

import dev.rejoin.CrdtException;
import dev.rejoin.codec.Frames;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.io.DecodeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that a document was saved to, opened.
 *
 * @param name how the user calls it
 * @param kind what it is: a snapshot or a checkpoint
 * @param bytes its length
 * @param document what it holds; for reading only
 */
record DocumentFile(String name, String kind, long bytes, Document document) {
    private static final int KIND_MASK = 0xF0;
    private static final DecodeLimits UNLIMITED =
            new DecodeLimits(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    /**
     * Opens a file.
     *
     * @throws DocumentFileException if it is missing, damaged, or nothing that a document was saved to
     */
    static DocumentFile open(Path file) {
        String name = file.toString();
        byte[] bytes = read(file);
        if (bytes.length == 0) {
            throw new DocumentFileException(name + ": empty");
        }
        // Whose clock was wrong, and how large a file may be, is not for whoever looks into it to judge.
        DocumentOptions options = DocumentOptions.defaults().withoutMaxDrift().withDecodeLimits(UNLIMITED);
        int first = bytes[0] & 0xFF;
        try {
            if ((first & KIND_MASK) == (Frames.SNAPSHOT & KIND_MASK)) {
                return new DocumentFile(name, "snapshot", bytes.length, Document.load(bytes, options));
            }
            if ((first & KIND_MASK) == (Frames.CHECKPOINT & KIND_MASK)) {
                return new DocumentFile(name, "checkpoint", bytes.length, Document.resume(bytes, options));
            }
        } catch (CrdtException refused) {
            throw new DocumentFileException(name + ": " + refused.getMessage());
        }
        throw new DocumentFileException(
                name + ": neither what Document.save nor what Document.checkpoint gives: it begins" + " with 0x"
                        + Integer.toHexString(first));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new DocumentFileException(file + ": no such file");
        } catch (IOException failed) {
            throw new DocumentFileException(file + ": cannot be read: " + failed);
        }
    }
}
