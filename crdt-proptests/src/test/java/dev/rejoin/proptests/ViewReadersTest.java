package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentView;
import dev.rejoin.document.StateHash;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Other threads read views while the document is edited. What a view should read is written down by the writer before it
 * hands the view over; whatever is edited in place that a view holds makes a reader see something else.
 */
class ViewReadersTest {
    private static final int READERS = 2;
    private static final int ROUNDS = 150;
    /** Few enough for old views to be read again and again, long after they were taken. */
    private static final int SLOTS = 8;

    /** A view, and what the document read when it was taken. */
    private record Taken(DocumentView view, String json, StateHash hash) {
        static Taken of(Document document) {
            return new Taken(document.view(), document.toJson(), document.stateHash());
        }

        void check() {
            assertThat(view.toJson()).isEqualTo(json);
            assertThat(view.stateHash()).isEqualTo(hash);
        }
    }

    /** The seed decides which types are edited: lists, texts, maps with scalars, counters and sets, or everything. */
    @Tag("once")
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void views_areReadByOtherThreadsWhileTheDocumentIsEdited_neverChange(long seed) throws Exception {
        AtomicReferenceArray<Taken> shared = new AtomicReferenceArray<>(SLOTS);
        AtomicInteger written = new AtomicInteger();
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<Integer>> reading = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                int start = i;
                reading.add(readers.submit(() -> read(shared, written, start)));
            }
            write(seed, shared, written);
            for (Future<Integer> reader : reading) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            written.set(ROUNDS);
            readers.shutdownNow();
        }
    }

    private static void write(long seed, AtomicReferenceArray<Taken> shared, AtomicInteger written) {
        Random random = new Random(seed);
        MixedWorkload workload = MixedWorkload.bySeed(seed);
        Document document = Replicas.create(1);
        Document other = Replicas.create(2);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 3; i++) {
                edit(random.nextInt(3) == 0 ? other : document, workload, random);
            }
            byte[] news = other.changesSince(document.version());
            document.preview(news);
            document.receive(news);
            if (random.nextInt(4) == 0) {
                other.receive(document.changesSince(other.version()));
            }
            shared.set(random.nextInt(SLOTS), Taken.of(document));
            written.set(round + 1);
        }
    }

    /** Reads until the writer is done, and everything once more then. */
    private static int read(AtomicReferenceArray<Taken> shared, AtomicInteger written, int start) {
        int checked = 0;
        boolean done = false;
        while (!done) {
            done = written.get() >= ROUNDS;
            for (int i = 0; i < SLOTS; i++) {
                Taken taken = shared.get((start + i) % SLOTS);
                if (taken != null) {
                    taken.check();
                    checked++;
                }
            }
        }
        return checked;
    }

    /** The same on one thread, so that what fails here always fails: every view is read after every later edit. */
    @Test
    void views_areReadAfterEveryEdit_neverChange() {
        for (long seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            MixedWorkload workload = MixedWorkload.bySeed(seed);
            Document document = Replicas.create(1);
            Document other = Replicas.create(2);
            List<Taken> views = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                edit(document, workload, random);
                edit(other, workload, random);
                if (random.nextInt(3) == 0) {
                    document.receive(other.changesSince(document.version()));
                    other.receive(document.changesSince(other.version()));
                }
                views.forEach(Taken::check);
                views.add(Taken.of(document));
            }
        }
    }

    private static void edit(Document document, MixedWorkload workload, Random random) {
        OpSpec spec =
                new OpSpec(random.nextInt(1000), random.nextInt(1000), random.nextInt(1000), random.nextInt(1000));
        document.edit(tx -> workload.perform(tx, spec, new Carets()));
    }
}
