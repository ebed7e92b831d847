package dev.rejoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchMainTest {
    @ParameterizedTest
    @ValueSource(strings = {"--help", "replay --help", "generate --help", "bench --help"})
    void execute_help_printsUsage(String arguments) {
        CommandLines.Run run = CommandLines.run(arguments.split(" "));

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("Usage: crdt-bench");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--nonsense, Unknown option: '--nonsense'",
        "nonsense, Unmatched argument at index 0: 'nonsense'",
        "--seed x, '--seed'",
        "replay --nonsense, Unknown option: '--nonsense'",
        "replay --nonsense some.json, Unknown option: '--nonsense'",
        "replay, no FILE given",
        "replay --runs 0 some.json, '--runs: at least 1, found 0'",
        "replay --runs many some.json, '--runs'",
        "replay --warm-up -1 some.json, '--warm-up: at least 0, found -1'",
        "replay --rows local;nothing some.json, 'no row \"nothing\"'",
        "replay missing.json.gz, 'missing.json.gz: no such file'",
        "generate, no FILE given",
        "generate --authors 0 some.json, at least 1",
    })
    void execute_wrongArguments_isOneLineAndStatus2(String arguments, String reason) {
        CommandLines.Run run = CommandLines.run(arguments.replace(';', ',').split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("crdt-bench: ").contains(reason);
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void execute_coldRowThatIsNone_isRefused() throws Exception {
        CommandLines.Run run =
                CommandLines.run("replay", "--cold", "--rows", "heap", CommandLines.resource("wide.json.gz"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--cold measures only [local, gapBuffer, live, load], found [heap]");
    }
}
