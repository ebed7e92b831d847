package dev.rejoin.bench.jmh;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Transaction;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One document receives, one by one, what many clients did at one place after they had loaded it. Scores are for all
 * clients, opening the document included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClientsBenchmark {
    private static final int CLIENTS = 1_540;
    private static final DocumentId ID = DocumentId.named("clients");
    private static final long START_MILLIS = 1_704_067_200_000L;

    private final Clients oneKey = new Clients(
            transaction -> transaction.root().put("key", -1),
            client -> transaction -> transaction.root().put("key", client));
    private final Clients onePlace = new Clients(
            transaction -> transaction.root().text("text").append("()"),
            client -> transaction -> transaction.root().text("text").insert(1, "client " + client));

    /** A benchmark of fixed clients. */
    public ClientsBenchmark() {}

    /**
     * Each client sets one key.
     *
     * @return the document
     */
    @Benchmark
    public Document oneKey() {
        return oneKey.merged();
    }

    /**
     * Each client inserts text at one place.
     *
     * @return the document
     */
    @Benchmark
    public Document onePlace() {
        return onePlace.merged();
    }

    /** What the clients start from, and their messages. */
    private static final class Clients {
        private final byte[] start;
        private final List<byte[]> messages = new ArrayList<>();
        private final Random random = new Random(1);
        private final DocumentOptions reader = options();

        Clients(Consumer<Transaction> first, IntFunction<Consumer<Transaction>> edits) {
            Document document = Document.create(ID, options());
            document.edit(first);
            start = document.save();
            for (int client = 0; client < CLIENTS; client++) {
                messages.add(Document.load(start, options())
                        .edit(edits.apply(client))
                        .toBytes());
            }
        }

        private DocumentOptions options() {
            long millis = START_MILLIS + random.nextInt(1_000);
            return DocumentOptions.defaults()
                    .withReplica(ReplicaId.random(random))
                    .withClock(() -> millis);
        }

        Document merged() {
            Document document = Document.load(start, reader);
            for (byte[] message : messages) {
                document.receive(message);
            }
            return document;
        }
    }
}
