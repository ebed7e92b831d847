package dev.rejoin.bench.jmh;

import dev.rejoin.document.Document;
import dev.rejoin.document.TextEditor;
import dev.rejoin.version.DocumentId;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Characters inserted anywhere in a text that was made so: in one transaction, with a message each, and received, one by
 * one or at once. Scores are per character; each invocation begins with a document that was just loaded.
 *
 * <p>For more than 100,000 characters: {@code bench -- RandomPositions -p size=1000000,10000000 -jvmArgs -Xmx6g}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OperationsPerInvocation(RandomPositionsBenchmark.EDITS)
public class RandomPositionsBenchmark {
    static final int EDITS = 10_000;

    /** More operations than this do not go into one change. */
    private static final int MOST_AT_ONCE = 1_000_000;

    /** Characters of the text. */
    @Param({"10000", "100000"})
    int size = 10_000;

    private byte[] saved = {};
    private byte[] batch = {};
    private final byte[][] messages = new byte[EDITS][];
    private Document document = Document.create(DocumentId.named("random positions"));
    private SplittableRandom random = new SplittableRandom(1);

    /** A benchmark of one size. */
    public RandomPositionsBenchmark() {}

    /** Makes the text, and what another device then wrote. */
    @Setup(Level.Trial)
    public void write() {
        Document author = Document.create(DocumentId.named("random positions"));
        for (int done = 0; done < size; ) {
            int count = Math.min(MOST_AT_ONCE, size - done);
            author.edit(tx -> insert(tx.root().text("t"), count));
            done += count;
        }
        saved = author.save();
        for (int i = 0; i < EDITS; i++) {
            messages[i] = author.edit(tx -> insert(tx.root().text("t"), 1)).toBytes();
        }
        batch = author.changesSince(Document.load(saved).version());
    }

    /** Opens a document. */
    @Setup(Level.Invocation)
    public void open() {
        document = Document.load(saved);
        random = new SplittableRandom(2);
    }

    private void insert(TextEditor text, int count) {
        for (int i = 0; i < count; i++) {
            text.insert(random.nextInt(text.length() + 1), "x");
        }
    }

    /**
     * One transaction.
     *
     * @return the document
     */
    @Benchmark
    public Document local() {
        document.edit(tx -> insert(tx.root().text("t"), EDITS));
        return document;
    }

    /**
     * A transaction and a message each.
     *
     * @return the bytes of all messages
     */
    @Benchmark
    public long live() {
        long bytes = 0;
        for (int i = 0; i < EDITS; i++) {
            bytes += document.edit(tx -> insert(tx.root().text("t"), 1)).toBytes().length;
        }
        return bytes;
    }

    /**
     * Messages one by one.
     *
     * @return the document
     */
    @Benchmark
    public Document remote() {
        for (byte[] message : messages) {
            document.receive(message);
        }
        return document;
    }

    /**
     * The same as one batch.
     *
     * @return the document
     */
    @Benchmark
    public Document batch() {
        document.receive(batch);
        return document;
    }
}
