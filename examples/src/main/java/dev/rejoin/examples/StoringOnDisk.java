package dev.rejoin.examples;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.version.DocumentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A document that is on the disk after every edit, and what a power cut, a failing disk and a backup do to it. */
public final class StoringOnDisk {
    private StoringOnDisk() {}

    /** Works in a temporary folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("rejoin-store");
        try {
            edit(folder);
            reopen(folder);
            powerCut(folder);
            restoreBackup(folder);
        } finally {
            delete(folder);
        }
    }

    private static void edit(Path folder) throws IOException {
        DocumentId id = DocumentId.named("work-order-42");
        try (DocumentStore store = new DocumentStore(folder)) {
            Document document = store.open(id, DocumentOptions.defaults());
            document.edit(tx -> tx.root().put("status", "open")); // on the disk when this returns
            document.edit(tx -> tx.root().text("notes").append("Need replacement part."));
            store.checkpoint(document); // now and then: it keeps the journal short
            document.edit(tx -> tx.root().put("status", "closed"));
        }
    }

    private static void reopen(Path folder) throws IOException {
        try (DocumentStore store = new DocumentStore(folder)) {
            Document document = store.open(DocumentId.named("work-order-42"), DocumentOptions.defaults());
            expect("{\"notes\":\"Need replacement part.\",\"status\":\"closed\"}", document.toJson());
        }
    }

    private static void powerCut(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> journals = files.filter(
                            file -> file.getFileName().toString().startsWith("journal-"))
                    .toList();
            for (Path journal : journals) {
                Files.write(journal, new byte[] {0, 0, 0, 40, 1, 2}, StandardOpenOption.APPEND); // half a record
            }
        }
        reopen(folder);
    }

    private static void restoreBackup(Path folder) throws IOException {
        Document document;
        try (DocumentStore store = new DocumentStore(folder)) {
            document = store.open(DocumentId.named("work-order-42"), DocumentOptions.defaults());

            byte[] backup = document.save(); // what to put into a backup
            Document restored = Document.load(backup); // a new replica: the old one may have gone on meanwhile

            expect(document.toJson(), restored.toJson());
            if (restored.replica().equals(document.replica())) {
                throw new AssertionError("two copies with one replica id");
            }
        }
        try {
            document.edit(tx -> tx.root().put("status", "lost?"));
            throw new AssertionError("an edit that is not on the disk");
        } catch (UncheckedIOException refused) {
            expect("closed", document.root().getString("status").orElseThrow()); // nothing happened
        }
    }

    private static void expect(String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError(found);
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
