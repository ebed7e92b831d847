package dev.rejoin.proptests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** {@code mvn verify -Pfuzz}: as many executions as fit into the time, with another seed each time. */
@EnabledIfSystemProperty(named = "rejoin.fuzz.seconds", matches = "[1-9]\\d*")
class FuzzForHoursTest {
    @Test
    void mutatedInputs_forAsLongAsAsked_giveNoFinding() throws IOException {
        long seconds = Long.getLong("rejoin.fuzz.seconds", 0);
        long seed = Long.getLong("rejoin.fuzz.seed", System.nanoTime());
        Path findings = Path.of(System.getProperty("rejoin.fuzz.findings", "target/fuzz"));
        assertThat(Fuzzer.fuzzAll(List.of(FuzzTarget.values()), seed, seconds, findings, System.out))
                .isZero();
    }
}
