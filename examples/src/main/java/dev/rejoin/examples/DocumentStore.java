package dev.rejoin.examples;

import dev.rejoin.delivery.ChangeSink;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.version.DocumentId;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * One document in one folder: a checkpoint, and a journal of the changes after it. What {@code edit} or {@code receive}
 * has returned from is on the disk. One process at a time: the folder is locked.
 *
 * <p>Checkpoint n and journal n belong together. A new pair is complete before the old one is deleted. A record of the
 * journal is its length and CRC-32C, each four bytes, and the change.
 */
public final class DocumentStore implements ChangeSink, Closeable {
    private static final int RECORD_HEAD = 2 * Integer.BYTES;

    private final Path folder;
    private final FileChannel lock;
    private long number;
    private FileChannel journal;
    private boolean broken;

    /** Opens the folder, which is created if it is not there. */
    public DocumentStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new IOException("Another process has the document in " + folder);
        }
        number = newestCheckpoint();
        journal = openJournal(number);
    }

    /** Goes on with the document of this folder, or begins it. Call it once, before anything else. */
    public Document open(DocumentId id, DocumentOptions options) throws IOException {
        if (number == 0) {
            Document document = Document.create(id, options.withSink(this));
            checkpoint(document); // before the first edit: the replica id must not get lost
            return document;
        }
        byte[] checkpoint = Files.readAllBytes(checkpointFile(number));
        return Document.resume(checkpoint, readJournal(), options.withSink(this));
    }

    /** Called by the document before a change counts. If it throws, the change does not. */
    @Override
    public void accept(byte[] change) {
        if (broken) {
            throw new IllegalStateException("An earlier write failed: open the document anew");
        }
        try {
            CRC32C crc = new CRC32C();
            crc.update(change);
            ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD + change.length);
            record.putInt(change.length)
                    .putInt((int) crc.getValue())
                    .put(change)
                    .flip();
            writeAll(journal, record);
            journal.force(true);
        } catch (IOException failed) {
            broken = true; // what stands at the end of the file is not known any more
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes a checkpoint and begins a new journal. By the document's thread, outside of edits. */
    public void checkpoint(Document document) throws IOException {
        long next = number + 1;
        Files.deleteIfExists(journalFile(next)); // of an attempt that did not come to its end
        FileChannel nextJournal = openJournal(next);
        Path temporary = folder.resolve("checkpoint.tmp");
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(out, ByteBuffer.wrap(document.checkpoint()));
            out.force(true);
        }
        Files.move(temporary, checkpointFile(next), StandardCopyOption.ATOMIC_MOVE);
        forceFolder(); // from here on the new pair counts
        journal.close();
        journal = nextJournal;
        Files.deleteIfExists(journalFile(number));
        Files.deleteIfExists(checkpointFile(number));
        number = next;
        broken = false;
    }

    private List<byte[]> readJournal() throws IOException {
        List<byte[]> changes = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(journalFile(number)));
        int good = 0;
        while (bytes.remaining() >= RECORD_HEAD) {
            int length = bytes.getInt();
            int expected = bytes.getInt();
            if (length <= 0 || length > bytes.remaining()) {
                break; // cut off while it was written: that change never counted
            }
            byte[] change = new byte[length];
            bytes.get(change);
            CRC32C crc = new CRC32C();
            crc.update(change);
            if ((int) crc.getValue() != expected) {
                if (bytes.hasRemaining()) {
                    throw new IOException("Damaged at byte " + good + ": " + journalFile(number));
                }
                break;
            }
            changes.add(change);
            good = bytes.position();
        }
        journal.truncate(good);
        journal.force(true);
        return changes;
    }

    private long newestCheckpoint() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("checkpoint-\\d+"))
                    .mapToLong(name -> Long.parseLong(name.substring("checkpoint-".length())))
                    .max()
                    .orElse(0);
        }
    }

    private FileChannel openJournal(long of) throws IOException {
        return FileChannel.open(journalFile(of), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path journalFile(long of) {
        return folder.resolve("journal-" + of);
    }

    private Path checkpointFile(long of) {
        return folder.resolve("checkpoint-" + of);
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Makes the names of new files durable; Windows does so by itself and cannot open folders. */
    private void forceFolder() throws IOException {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
        lock.close(); // releases the lock
    }
}
