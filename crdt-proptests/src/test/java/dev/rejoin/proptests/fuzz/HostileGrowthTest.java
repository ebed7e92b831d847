package dev.rejoin.proptests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import dev.rejoin.document.Document;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Four times the input takes four times the work: told by what is allocated, which is the same in each run. */
class HostileGrowthTest {
    private static final int SMALL = 1 << 14;
    private static final int LARGE = 1 << 16;
    private static final double MOST_GROWTH = 6;
    /** What is allocated whatever the length. */
    private static final long FIXED = 1 << 18;

    /** Below "known to be wrong" in TESTING.md. */
    private static final Set<String> KNOWN = Set.of("additions of one element");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TestFactory
    Stream<DynamicTest> receive_fourTimesTheLength_allocatesFourTimesAsMuch() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : HostileShapes.names()) {
            if (KNOWN.contains(name)) {
                continue;
            }
            byte[] small = HostileShapes.change(name, SMALL);
            byte[] large = HostileShapes.change(name, LARGE);
            tests.add(dynamicTest(name, () -> check(small, large, HostileGrowthTest::receive)));
            byte[] smallBatch = taken(small).changesSince(VersionVector.EMPTY);
            byte[] largeBatch = taken(large).changesSince(VersionVector.EMPTY);
            tests.add(
                    dynamicTest(name + " in a batch", () -> check(smallBatch, largeBatch, HostileGrowthTest::receive)));
            for (SaveOptions options : List.of(SaveOptions.withHistory(), SaveOptions.withoutHistory())) {
                byte[] smallState = taken(small).save(options);
                byte[] largeState = taken(large).save(options);
                tests.add(dynamicTest(name + " saved", () -> check(smallState, largeState, HostileGrowthTest::load)));
            }
        }
        return tests.stream();
    }

    private static void check(byte[] small, byte[] large, Consumer<byte[]> entry) {
        long few = allocated(small, entry);
        long many = allocated(large, entry);
        assertThat((double) many).as("%s bytes, before %s", many, few).isLessThan(FIXED + MOST_GROWTH * few);
    }

    private static long allocated(byte[] input, Consumer<byte[]> entry) {
        entry.accept(input); // classes are loaded
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        entry.accept(input);
        return THREADS.getThreadAllocatedBytes(thread) - before;
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
