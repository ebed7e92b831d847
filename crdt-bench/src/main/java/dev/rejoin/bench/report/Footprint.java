package dev.rejoin.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jol.info.GraphLayout;

/** The memory that an object retains, by JOL. */
public final class Footprint {
    private Footprint() {}

    /**
     * The size of everything that is reachable from an object.
     *
     * @param root the object
     * @return bytes
     */
    public static long deepBytes(Object root) {
        // JOL looks for ways into the JVM and complains on standard output about those that it does not find.
        PrintStream out = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
        try {
            System.setProperty("jol.magicFieldOffset", "true");
            return GraphLayout.parseInstance(root).totalSize();
        } finally {
            System.setOut(out);
        }
    }
}
