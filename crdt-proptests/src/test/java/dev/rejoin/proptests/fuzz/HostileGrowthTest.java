package dev.rejoin.proptests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Four times the input takes four times the work: told by what is allocated, which is the same in each run, and by the
 * ratio of the processor time of this thread between two sizes, the least of several runs each.
 */
class HostileGrowthTest {
    private static final int SMALL = 1 << 14;
    private static final int LARGE = 1 << 16;
    private static final double MOST_GROWTH = 6;
    /** What is allocated whatever the length. */
    private static final long FIXED = 1 << 18;

    private static final int RUNS = 4;
    /** What grows with the square takes sixteen times as long. */
    private static final double MOST_TIME_GROWTH = 10;

    private static final long FIXED_NANOS = 5_000_000;
    /** Element by element, deletions through two sequences take more than ten times as long as through one. */
    private static final double MOST_BESIDE_ONE = 4;

    /** How many times what is allowed for decoding may be allocated where everything is applied too. */
    private static final int APPLIED = 3;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TestFactory
    Stream<DynamicTest> receive_fourTimesTheLength_costsFourTimesAsMuch() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : HostileShapes.names()) {
            byte[] small = HostileShapes.change(name, SMALL);
            byte[] large = HostileShapes.change(name, LARGE);
            tests.add(test(name, small, large, HostileGrowthTest::receive));
            byte[] smallBatch = taken(small).changesSince(VersionVector.EMPTY);
            byte[] largeBatch = taken(large).changesSince(VersionVector.EMPTY);
            tests.add(test(name + " in a batch", smallBatch, largeBatch, HostileGrowthTest::receive));
            for (SaveOptions options : List.of(SaveOptions.withHistory(), SaveOptions.withoutHistory())) {
                byte[] smallState = taken(small).save(options);
                byte[] largeState = taken(large).save(options);
                tests.add(test(name + " saved", smallState, largeState, HostileGrowthTest::load));
            }
        }
        return tests.stream();
    }

    /** What is deleted again is found by ranges, whatever sequences they go through; the digest of each deletion is left. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "deletions forward through two texts by turns",
                "deletions backward of other parts of two texts each time"
            })
    void receive_deletionsThroughTwoTexts_costWhatThoseThroughOneDo(String name) {
        byte[] throughOne = HostileShapes.change("deletions forward of a run that others stand between", LARGE);
        byte[] throughTwo = HostileShapes.change(name, LARGE);
        Work one = work(throughOne, HostileGrowthTest::receive);
        Work two = work(throughTwo, HostileGrowthTest::receive);
        assertThat((double) two.nanos)
                .as("ns of processor time, beside %s", one.nanos)
                .isLessThan(FIXED_NANOS + MOST_BESIDE_ONE * one.nanos);
    }

    /** While somebody listens, nothing is put off. */
    @TestFactory
    Stream<DynamicTest> receive_whileSomebodyListens_endsEqual() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : HostileShapes.names()) {
            tests.add(dynamicTest(name, () -> {
                byte[] change = HostileShapes.change(name, SMALL);
                Document listened = Document.create(World.ID, World.options().withReplica(new ReplicaId(4)));
                listened.onChange(told -> {});
                listened.receive(change);
                Document unheard = taken(change);
                DocumentInvariants.check(listened);
                DocumentInvariants.check(unheard);
                assertThat(unheard.save()).isEqualTo(listened.save());
                assertThat(unheard.toJson()).isEqualTo(listened.toJson());
            }));
        }
        return tests.stream();
    }

    /** As many changes as containers, each of which resets the map that they are in. */
    @TestFactory
    Stream<DynamicTest> receive_resetsInFourTimesAsManyChanges_costsFourTimesAsMuch() {
        return Stream.of(test(
                "resets of many containers in changes of their own",
                resetsOfTheirOwn(500),
                resetsOfTheirOwn(2_000),
                HostileGrowthTest::receive));
    }

    private static byte[] resetsOfTheirOwn(int count) {
        Document document = Document.create(World.ID, World.options().withReplica(new ReplicaId(5)));
        document.edit(tx -> {
            for (int i = 0; i < count; i++) {
                tx.root().map("m").counter("c" + i).increment();
            }
        });
        for (int i = 0; i < count; i++) {
            document.edit(tx -> tx.root().remove("m"));
            document.edit(tx -> tx.root().map("m").put("k", 1));
        }
        return document.changesSince(VersionVector.EMPTY);
    }

    private static DynamicTest test(String name, byte[] small, byte[] large, Consumer<byte[]> entry) {
        return dynamicTest(name, () -> {
            Work few = work(small, entry);
            Work many = work(large, entry);
            assertThat((double) many.allocated)
                    .as("bytes allocated, before %s", few.allocated)
                    .isLessThan(FIXED + MOST_GROWTH * few.allocated);
            assertThat(many.allocated)
                    .as("bytes allocated for %s", large.length)
                    .isLessThan(APPLIED * (Cost.ALLOWED_BYTES + Cost.ALLOWED_BYTES_A_BYTE * large.length));
            assertThat((double) many.nanos)
                    .as("ns of processor time, before %s", few.nanos)
                    .isLessThan(FIXED_NANOS + MOST_TIME_GROWTH * few.nanos);
        });
    }

    /** The least of several runs. */
    private record Work(long allocated, long nanos) {}

    private static Work work(byte[] input, Consumer<byte[]> entry) {
        long thread = Thread.currentThread().getId();
        Work least = new Work(Long.MAX_VALUE, Long.MAX_VALUE);
        for (int i = 0; i < RUNS; i++) {
            long bytes = THREADS.getThreadAllocatedBytes(thread);
            long nanos = THREADS.getCurrentThreadCpuTime();
            entry.accept(input);
            nanos = THREADS.getCurrentThreadCpuTime() - nanos;
            bytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
            least = new Work(Math.min(least.allocated, bytes), Math.min(least.nanos, nanos));
        }
        return least;
    }

    private static Document taken(byte[] input) {
        Document document = Document.create(World.ID, World.options().withReplica(new ReplicaId(4)));
        assertThat(document.receive(input).applied()).hasSize(1);
        return document;
    }

    private static void receive(byte[] input) {
        Document document = Document.create(World.ID, World.options().withReplica(new ReplicaId(4)));
        assertThat(document.receive(input).applied()).isNotEmpty();
    }

    private static void load(byte[] input) {
        assertThat(Document.load(input, World.options()).version().size()).isEqualTo(1);
    }
}
