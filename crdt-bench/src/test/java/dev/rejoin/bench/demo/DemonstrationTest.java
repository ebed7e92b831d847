package dev.rejoin.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.CommandLines;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemonstrationTest {
    private static final Pattern HASH = Pattern.compile("(?m)^ +(tablet|phone|office) +([0-9a-f]{64})$");

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "-77"})
    void run_anySeed_endsWithThreeEqualHashes(String seed) {
        CommandLines.Run run = CommandLines.run("--seed", seed);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(hashes(run.out())).hasSize(3).containsOnly(hashes(run.out()).get(0));
        assertThat(run.out())
                .contains(
                        "All three are equal.",
                        "The backlog of each device:",
                        "/status: of concurrent writes the last one is read",
                        "/access: DELETED_AND_UPDATED",
                        "No conflict is left anywhere",
                        "All are equal after")
                .containsPattern("(?m)^ +tablet +/status +\\d steps? +yes$")
                .doesNotContain("\u001b");
    }

    @Test
    void run_sameSeed_tellsTheSame() {
        assertThat(withoutSeconds(CommandLines.run("--seed", "4").out()))
                .isEqualTo(withoutSeconds(CommandLines.run("--seed", "4").out()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "-77"})
    void run_break_endsWithStatus1AndNamesDeviceAndRange(String seed) {
        CommandLines.Run run = CommandLines.run("--break", "--seed", seed);

        assertThat(run.status()).isEqualTo(1);
        MatchResult withheld = Pattern.compile("--break\\): (tablet \\d+(-\\d+)?),")
                .matcher(run.out())
                .results()
                .findFirst()
                .orElseThrow();
        assertThat(run.out())
                .contains("phone lacks " + withheld.group(1) + ", for which")
                .contains("office lacks " + withheld.group(1) + ", for which");
        assertThat(hashes(run.out()).get(1)).isNotEqualTo(hashes(run.out()).get(0));
    }

    private static List<String> hashes(String output) {
        return HASH.matcher(output).results().map(result -> result.group(2)).toList();
    }

    private static String withoutSeconds(String output) {
        return output.replaceAll("\\d+\\.\\d s in all", "");
    }
}
