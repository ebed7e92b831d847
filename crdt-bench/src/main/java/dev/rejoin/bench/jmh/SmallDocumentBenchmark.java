package dev.rejoin.bench.jmh;

import dev.rejoin.document.Document;
import dev.rejoin.document.MapEditor;
import dev.rejoin.version.DocumentId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Records of an application, a document each: five strings, a counter and a set of three, each edit a change of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OperationsPerInvocation(SmallDocumentBenchmark.DOCUMENTS)
public class SmallDocumentBenchmark {
    static final int DOCUMENTS = 1_000;

    private final byte[][] saved = new byte[DOCUMENTS][];

    /** A benchmark of fixed documents. */
    public SmallDocumentBenchmark() {
        for (int i = 0; i < DOCUMENTS; i++) {
            saved[i] = saved(i);
        }
    }

    /**
     * The bytes of a small document, history included.
     *
     * @param number decides its id
     * @return for {@link Document#load}
     */
    public static byte[] saved(int number) {
        Document document = Document.create(DocumentId.named("small " + number));
        for (String key : List.of("title", "owner", "state", "place", "phone")) {
            document.edit(tx -> tx.root().put(key, "abcdefghij"));
        }
        document.edit(tx -> tx.root().counter("visits").increment(3));
        for (String tag : List.of("red", "green", "blue")) {
            document.edit(tx -> tx.root().set("tags").add(tag));
        }
        return document.save();
    }

    /**
     * Opens documents that nobody looks at.
     *
     * @return them
     */
    @Benchmark
    public Document[] open() {
        Document[] documents = new Document[DOCUMENTS];
        for (int i = 0; i < DOCUMENTS; i++) {
            documents[i] = Document.load(saved[i]);
        }
        return documents;
    }

    /**
     * Opens documents and reads each at once.
     *
     * @return the sum of their counters
     */
    @Benchmark
    public long openAndRead() {
        long sum = 0;
        for (byte[] bytes : saved) {
            sum += Document.load(bytes).root().counter("visits").value();
        }
        return sum;
    }

    /**
     * Opens documents and edits each at once.
     *
     * @return the sum of the sizes of the messages
     */
    @Benchmark
    public long openAndEdit() {
        long sum = 0;
        for (byte[] bytes : saved) {
            sum += Document.load(bytes).edit(tx -> edit(tx.root())).toBytes().length;
        }
        return sum;
    }

    /**
     * Opens documents, edits each at once and stores it, after which it rests again.
     *
     * @return the sum of the sizes of the checkpoints
     */
    @Benchmark
    public long openEditAndStore() {
        long sum = 0;
        for (byte[] bytes : saved) {
            Document document = Document.load(bytes);
            document.edit(tx -> edit(tx.root()));
            sum += document.checkpoint().length;
        }
        return sum;
    }

    private static void edit(MapEditor root) {
        root.put("title", "jihgfedcba");
    }
}
