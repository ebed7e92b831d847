package dev.rejoin.examples;

import dev.rejoin.CrdtException;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Devices that share a folder: a drive that is kept in step by somebody else, a memory stick, a network share. Each
 * device writes one file, its own, so files never conflict.
 */
public final class SyncOverFiles {
    private static final String ENDING = ".changes";

    private SyncOverFiles() {}

    /** Three devices take turns at a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("rejoin-share");
        DocumentId id = DocumentId.named("work-order-42");
        List<Document> devices = List.of(Document.create(id), Document.create(id), Document.create(id));
        try {
            for (Document device : devices) {
                device.edit(tx -> tx.root().text("notes").append("One line.\n"));
                exchange(device, folder);
            }
            Files.writeString(folder.resolve("stranger" + ENDING), "not ours");
            for (Document device : devices) {
                exchange(device, folder);
                if (!device.root().text("notes").toString().equals("One line.\n".repeat(3))) {
                    throw new AssertionError(device.toJson());
                }
            }
        } finally {
            delete(folder);
        }
    }

    /** Takes what the others have written, and leaves everything for them; returns the files that could not be read. */
    private static List<Path> exchange(Document document, Path folder) throws IOException {
        Path own = folder.resolve(document.replica() + ENDING);
        List<Path> unreadable = new ArrayList<>();
        for (Path file : changesIn(folder)) {
            if (!file.equals(own)) {
                try {
                    document.receive(Files.readAllBytes(file)); // what is known already does no harm
                } catch (CrdtException halfCopied) {
                    unreadable.add(file); // nothing was changed; it will be whole the next time
                }
            }
        }
        byte[] all = document.changesSince(VersionVector.EMPTY, BatchOptions.compressed());
        Path temporary = Files.createTempFile(folder, "writing", ".tmp");
        Files.write(temporary, all);
        Files.move(temporary, own, StandardCopyOption.ATOMIC_MOVE); // others see the old file or the new one
        return unreadable;
    }

    private static List<Path> changesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
