package dev.rejoin.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceGeneratorTest {
    @TempDir
    private Path folder;

    @Test
    void sequential_seedOfTheResource_givesTheResource() throws URISyntaxException {
        assertSame(resource("wide.json.gz"), TraceGenerator.sequential("wide", 11, 600));
    }

    @Test
    void concurrent_seedOfTheResource_givesTheResource() throws URISyntaxException {
        assertSame(resource("wide-concurrent.json.gz"), TraceGenerator.concurrent("wide-concurrent", 12, 600, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.json", "t.json.gz"})
    void write_generatedTrace_readsTheSame(String name) throws IOException {
        EditingTrace trace = TraceGenerator.concurrent("t", 5, 300, 4);
        TraceWriter.write(trace, folder.resolve(name));

        assertSame(TraceReader.read(folder.resolve(name), true), trace);
    }

    @Test
    void concurrent_authors_goOnFromTheirOwnLatestTransaction() {
        EditingTrace trace = TraceGenerator.concurrent("t", 9, 400, 3);
        Map<Integer, Integer> latest = new HashMap<>();
        for (int transaction = 1; transaction < trace.transactions(); transaction++) {
            Integer own = latest.put(trace.agent(transaction), transaction);
            assertThat(trace.parents(transaction)).contains(own == null ? trace.parents(transaction)[0] : own);
        }
        assertThat(latest).hasSize(3);
    }

    static EditingTrace resource(String name) throws URISyntaxException {
        return TraceReader.read(
                Path.of(Objects.requireNonNull(TraceGeneratorTest.class.getResource("/dev/rejoin/bench/" + name))
                        .toURI()),
                false);
    }

    private static void assertSame(EditingTrace found, EditingTrace expected) {
        assertThat(found).usingRecursiveComparison().ignoringFields("file").isEqualTo(expected);
    }
}
