package dev.rejoin.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.trace.EditingTrace;
import dev.rejoin.bench.trace.TraceGenerator;
import dev.rejoin.bench.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryPlanTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void deliveries_generatedTrace_giveEachWriterExactlyThePastOfItsTransaction(long seed) {
        assertDeliversExactly(TraceGenerator.concurrent("t", seed, 300, 4));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void deliveries_authorsThatBranch_giveEachWriterExactlyThePastOfItsTransaction(long seed) throws IOException {
        assertDeliversExactly(branching(seed));
    }

    @Test
    void writers_oneBranchPerAuthor_areTheAuthors() {
        assertThat(new DeliveryPlan(TraceGenerator.concurrent("t", 1, 300, 4)).writers())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shuffledOrder_anyTrace_followsParentsAndDiffersFromTheFile(long seed) throws IOException {
        EditingTrace trace = branching(seed);
        int[] order = new DeliveryPlan(trace).shuffledOrder(new Random(seed));
        BitSet seen = new BitSet();
        List<Integer> fileOrder = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            for (int parent : trace.parents(order[i])) {
                assertThat(seen.get(parent)).isTrue();
            }
            seen.set(order[i]);
            fileOrder.add(i);
            found.add(order[i]);
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(fileOrder).isNotEqualTo(fileOrder);
    }

    /** Replays the plan with sets of transactions instead of documents. */
    private static void assertDeliversExactly(EditingTrace trace) {
        DeliveryPlan plan = new DeliveryPlan(trace);
        List<BitSet> past = new ArrayList<>();
        List<BitSet> holds = new ArrayList<>();
        for (int writer = 0; writer < plan.writers(); writer++) {
            holds.add(new BitSet());
        }
        for (int transaction = 0; transaction < trace.transactions(); transaction++) {
            BitSet expected = new BitSet();
            for (int parent : trace.parents(transaction)) {
                expected.or(past.get(parent));
                expected.set(parent);
            }
            BitSet held = holds.get(plan.writer(transaction));
            for (int delivered : plan.deliveries(transaction)) {
                assertThat(held.get(delivered)).isFalse();
                held.set(delivered);
            }
            assertThat(held).isEqualTo(expected);
            held.set(transaction);
            past.add(expected);
        }
        for (int writer = 0; writer < plan.writers(); writer++) {
            for (int delivered : plan.outstanding(writer)) {
                holds.get(writer).set(delivered);
            }
            assertThat(holds.get(writer).cardinality()).isEqualTo(trace.transactions());
        }
    }

    /** Any transactions may be parents, whoever made them. */
    private EditingTrace branching(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder("{\"kind\": \"concurrent\", \"endContent\": \"\", \"txns\": [");
        for (int i = 0; i < 60; i++) {
            String parents = i == 0 ? "" : random.nextInt(i) + (i > 1 && random.nextBoolean() ? ", " + (i - 1) : "");
            json.append(i == 0 ? "" : ", ")
                    .append("{\"parents\": [")
                    .append(parents)
                    .append("], \"agent\": ")
                    .append(random.nextInt(3))
                    .append(", \"patches\": []}");
        }
        Path file = folder.resolve("branching.json");
        Files.writeString(file, json.append("]}"));
        return TraceReader.read(file, false);
    }
}
