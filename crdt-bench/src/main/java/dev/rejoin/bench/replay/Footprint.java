package dev.rejoin.bench.replay;

import dev.rejoin.document.Document;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jol.info.GraphLayout;

/** The memory that a document retains, by JOL. */
final class Footprint {
    private Footprint() {}

    /** The size of everything that is reachable from a document, in bytes. */
    static long deepBytes(Document document) {
        // JOL looks for ways into the JVM and complains on standard output about those that it does not find.
        PrintStream out = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
        try {
            System.setProperty("jol.magicFieldOffset", "true");
            return GraphLayout.parseInstance(document).totalSize();
        } finally {
            System.setOut(out);
        }
    }
}
