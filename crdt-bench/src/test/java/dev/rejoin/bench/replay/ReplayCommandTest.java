package dev.rejoin.bench.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rejoin.bench.CommandLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {
    /** Writers of a small trace; and what having received something, and being a member, takes: small documents feel it. */
    private static final int MOST_WRITERS = 8;

    private static final int MEMBERSHIP_BYTES = 16_384;

    @TempDir
    private Path folder;

    @Test
    void replay_jsonOfTwoTraces_isOneObjectPerLineWithEveryKey() throws Exception {
        CommandLines.Run run = replay(
                "--json", CommandLines.resource("wide.json.gz"), CommandLines.resource("wide-concurrent.json.gz"));

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(2);
        for (String line : lines) {
            Map<String, String> fields = parse(line);
            assertThat(fields.keySet())
                    .containsExactly(
                            "trace",
                            "edits",
                            "transactions",
                            "spans",
                            "localMillis",
                            "gapBufferMillis",
                            "liveMillis",
                            "remoteMillis",
                            "batchMillis",
                            "messageBytes",
                            "sessionBytes",
                            "historyBytes",
                            "historyDeflatedBytes",
                            "historyLiveTextDeflatedBytes",
                            "snapshotBytes",
                            "snapshotDeflatedBytes",
                            "encodeMillis",
                            "decodeMillis",
                            "loadMillis",
                            "pastMillis",
                            "differenceMillis",
                            "heapBytes",
                            "prunedSpans",
                            "prunedBytes",
                            "newBytes",
                            "prunedHeapBytes",
                            "newHeapBytes",
                            "endTextMatches",
                            "converged");
            assertThat(fields).containsEntry("endTextMatches", "true").containsEntry("converged", "true");
            fields.forEach((key, value) -> {
                if (key.endsWith("Millis")) {
                    assertThat(value).as(key).matches("\\d+\\.\\d{3}");
                } else if (key.endsWith("Bytes") && !key.equals("messageBytes") && !key.equals("sessionBytes")) {
                    assertThat(value).as(key).matches("[1-9]\\d*");
                }
            });
            long runs = Long.parseLong(fields.get("prunedSpans"));
            assertThat(Long.parseLong(fields.get("prunedBytes")))
                    .isLessThanOrEqualTo(Long.parseLong(fields.get("newBytes")) + 8 * runs + 64 * MOST_WRITERS);
            assertThat(Long.parseLong(fields.get("prunedHeapBytes")))
                    .isLessThanOrEqualTo(Long.parseLong(fields.get("newHeapBytes")) + 24 * runs + MEMBERSHIP_BYTES);
        }
        assertThat(parse(lines.get(0))).containsEntry("trace", "wide").containsEntry("transactions", "600");
        assertThat(parse(lines.get(1)))
                .containsEntry("trace", "wide-concurrent")
                .containsEntry("edits", "600");
    }

    @Test
    void replay_someRows_leavesTheOthersOut() throws Exception {
        CommandLines.Run run =
                replay("--json", "--rows", "remote,gapBuffer", CommandLines.resource("wide-concurrent.json.gz"));

        assertThat(run.status()).isZero();
        assertThat(parse(run.out().strip()).keySet())
                .containsExactly(
                        "trace",
                        "edits",
                        "transactions",
                        "spans",
                        "gapBufferMillis",
                        "remoteMillis",
                        "endTextMatches",
                        "converged");
    }

    @Test
    void replay_withoutJson_printsATable() throws Exception {
        CommandLines.Run run = replay("--rows", "local", CommandLines.resource("wide.json.gz"));

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("Replay of editing traces")
                .contains("localMillis")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wide.json.gz", "wide-concurrent.json.gz"})
    void replay_otherEndContent_endsWithStatus1(String resource) throws Exception {
        Path file = folder.resolve("other.json");
        Files.writeString(file, unzip(resource).replaceFirst("\"endContent\":\"", "\"endContent\":\"other "));

        CommandLines.Run run = replay("--json", "--rows", "live,remote", file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(parse(run.out().strip()))
                .containsEntry("endTextMatches", "false")
                .containsEntry("converged", "true");
        assertThat(run.err()).contains("ends with another text than the file");
    }

    @Test
    void replay_badFileAmongGoodOnes_printsNothingElse() throws Exception {
        Path bad = Files.write(folder.resolve("bad.json.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});

        CommandLines.Run run = replay("--json", CommandLines.resource("wide.json.gz"), bad.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToIgnoringNewLines("crdt-bench: " + bad + ": truncated: the gzip data ends early");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--cold"})
    void replay_positionOutsideAMergedText_namesThePatch(String option) throws IOException {
        Path file = folder.resolve("outside.json");
        Files.writeString(file, """
            {"kind": "concurrent", "endContent": "ab", "numAgents": 2, "txns": [
              {"parents": [], "agent": 0, "patches": [[0, 0, "a"]]},
              {"parents": [], "agent": 1, "patches": [[0, 0, "b"]]},
              {"parents": [0, 1], "agent": 1, "patches": [[2, 0, ""], [0, 3, ""]]}]}
            """);

        CommandLines.Run run = replay(option, file.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualToIgnoringNewLines("crdt-bench: " + file
                        + ": txns[2].patches[1]: deleting 3 at position 0 is outside the text, which has 2 code points"
                        + " there");
    }

    @Test
    void replay_fileTimesOfAFileWithout_isRefused() throws Exception {
        CommandLines.Run run = replay("--file-times", CommandLines.resource("wide.json.gz"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("txns[0]: has no time, which --file-times asks for");
    }

    @Test
    void replay_fileTimesThatRunBackward_converges() throws IOException {
        Path file = folder.resolve("times.json");
        Files.writeString(file, """
            {"startContent": "", "endContent": "abc", "txns": [
              {"time": "2024-01-01T00:00:02Z", "patches": [[0, 0, "a"]]},
              {"time": "2024-01-01T00:00:01Z", "patches": [[1, 0, "c"]]},
              {"time": "1970-01-01T00:00:00Z", "patches": [[1, 0, "b"]]}]}
            """);

        CommandLines.Run run = replay("--file-times", file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'endContent': '', 'txns': []}",
                "{'startContent': 'x', 'endContent': 'x', 'txns': [{'patches': []}, {'patches': [[1, 0, '']]}]}",
                "{'kind': 'concurrent', 'endContent': '', 'txns': []}",
                "{'kind': 'concurrent', 'startContent': 'x', 'endContent': 'x', 'txns': [{'parents': [], 'agent': 0,"
                        + " 'patches': []}]}",
            })
    void replay_nothingToDo_converges(String json) throws IOException {
        Path file = folder.resolve("empty.json");
        Files.writeString(file, json.replace('\'', '"'));

        CommandLines.Run run = replay("--json", file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void replay_authorWithTwoBranches_converges() throws IOException {
        Path file = folder.resolve("branches.json");
        Files.writeString(file, """
            {"kind": "concurrent", "endContent": "axbyc", "txns": [
              {"parents": [], "agent": 0, "patches": [[0, 0, "abc"]]},
              {"parents": [0], "agent": 0, "patches": [[1, 0, "x"]]},
              {"parents": [0], "agent": 0, "patches": [[2, 0, "y"]]},
              {"parents": [1, 2], "agent": 0, "patches": []}]}
            """);

        CommandLines.Run run = replay("--json", file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void replay_cold_measuresEachRowInAProcessOfItsOwn() throws Exception {
        CommandLines.Run run = replay("--json", "--cold", CommandLines.resource("wide-concurrent.json.gz"));

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(parse(run.out().strip()).keySet())
                .containsExactly(
                        "trace",
                        "edits",
                        "transactions",
                        "spans",
                        "localMillis",
                        "loadMillis",
                        "endTextMatches",
                        "converged");
    }

    private static CommandLines.Run replay(String... arguments) {
        String[] all = new String[arguments.length + 5];
        System.arraycopy(new String[] {"replay", "--runs", "1", "--warm-up", "0"}, 0, all, 0, 5);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return CommandLines.run(all);
    }

    private static String unzip(String resource) throws Exception {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(CommandLines.resource(resource))))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** The fields of one object, in order; anything but scalar fields is an error. */
    private static Map<String, String> parse(String line) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser in = new JsonFactory().createParser(line)) {
            assertThat(in.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String key = in.currentName();
                assertThat(in.nextToken().isScalarValue()).as(key).isTrue();
                assertThat(fields.put(key, in.getText())).as(key).isNull();
            }
            assertThat(in.currentToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(in.nextToken()).isNull();
        }
        return fields;
    }
}
