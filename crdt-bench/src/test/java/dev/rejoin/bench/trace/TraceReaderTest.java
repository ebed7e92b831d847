package dev.rejoin.bench.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReaderTest {
    private static final String SEQUENTIAL = """
            {"startContent": "ab", "endContent": "aXYb!", "comment": {"skipped": [1, {}]}, "txns": [
              {"time": "2024-01-01T00:00:00.500Z", "patches": [[1, 0, "XY"]]},
              {"time": "2024-01-01T02:00:00+02:00", "patches": [[4, 0, "?"], [4, 1, "!"]]}]}
            """;

    @TempDir
    private Path folder;

    @Test
    void read_plainJson_givesEveryField() throws IOException {
        EditingTrace trace = TraceReader.read(file("plain.json", SEQUENTIAL.getBytes(UTF_8)), true);

        assertThat(trace.name()).isEqualTo("plain");
        assertThat(trace.isConcurrent()).isFalse();
        assertThat(trace.agents()).isEqualTo(1);
        assertThat(trace.startContent()).isEqualTo("ab");
        assertThat(trace.endContent()).isEqualTo("aXYb!");
        assertThat(trace.transactions()).isEqualTo(2);
        assertThat(trace.patches()).isEqualTo(3);
        assertThat(trace.patchStart(1)).isEqualTo(1);
        assertThat(trace.patchEnd(1)).isEqualTo(3);
        assertThat(trace.position(2)).isEqualTo(4);
        assertThat(trace.deleted(2)).isEqualTo(1);
        assertThat(trace.inserted(2)).isEqualTo("!");
        assertThat(trace.parents(0)).isEmpty();
        assertThat(trace.parents(1)).containsExactly(0);
        assertThat(trace.time(0)).isEqualTo(1_704_067_200_500L);
        assertThat(trace.time(1)).isEqualTo(1_704_067_200_000L);
    }

    @Test
    void read_timesNotWanted_givesNone() throws IOException {
        EditingTrace trace = TraceReader.read(file("plain.json", SEQUENTIAL.getBytes(UTF_8)), false);

        assertThat(trace.time(0)).isEqualTo(EditingTrace.NO_TIME);
    }

    @Test
    void read_gzip_isFoundByItsFirstBytesNotByItsName() throws IOException {
        EditingTrace trace = TraceReader.read(file("trace.json", gzip(SEQUENTIAL)), false);

        assertThat(trace.patches()).isEqualTo(3);
    }

    @Test
    void read_byteOrderMark_isPassedOver() throws IOException {
        EditingTrace trace = TraceReader.read(file("bom.json", ("\ufeff" + SEQUENTIAL).getBytes(UTF_8)), false);

        assertThat(trace.patches()).isEqualTo(3);
    }

    @Test
    void read_concurrent_givesAuthorsAndParents() throws IOException {
        String json = """
                {"kind": "concurrent", "endContent": "", "numAgents": 3, "txns": [
                  {"parents": [], "numChildren": 2, "agent": 0, "patches": [[0, 0, "a"]]},
                  {"parents": [0], "agent": 1, "patches": [[0, 1, ""]]},
                  {"parents": [0], "agent": 0, "patches": [[1, 0, "b"]]},
                  {"parents": [1, 2], "agent": 0, "patches": []}]}
                """;
        EditingTrace trace = TraceReader.read(file("c.json.gz", gzip(json)), false);

        assertThat(trace.name()).isEqualTo("c");
        assertThat(trace.isConcurrent()).isTrue();
        assertThat(trace.agents()).isEqualTo(3);
        assertThat(trace.agent(1)).isEqualTo(1);
        assertThat(trace.parents(0)).isEmpty();
        assertThat(trace.parents(3)).containsExactly(1, 2);
        assertThat(trace.patchStart(3)).isEqualTo(trace.patchEnd(3));
    }

    @Test
    void read_noSuchFile_namesIt() {
        Path missing = folder.resolve("missing.json.gz");

        assertThatThrownBy(() -> TraceReader.read(missing, false))
                .isInstanceOf(TraceException.class)
                .hasMessage(missing + ": no such file");
    }

    @Test
    void read_folder_isRefused() {
        assertThatThrownBy(() -> TraceReader.read(folder, false))
                .isInstanceOf(TraceException.class)
                .hasMessage(folder + ": is a directory, not a trace");
    }

    @Test
    void read_emptyFile_isRefused() throws IOException {
        assertWrong(new byte[0], "is empty");
    }

    @Test
    void read_neitherGzipNorJson_namesFirstBytes() throws IOException {
        assertWrong(new byte[] {'P', 'K', 3, 4}, "byte 0: neither gzip (1f 8b) nor a JSON object: starts with 50 4b");
    }

    @Test
    void read_gzipCutAnywhere_saysTruncated() throws IOException {
        byte[] whole = gzip(SEQUENTIAL);
        for (int length = 2; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Path file = file("cut.json.gz", cut);
            assertThatThrownBy(() -> TraceReader.read(file, false))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageContaining("truncated")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void read_gzipDamagedAnywhere_isRefusedInOneLine() throws IOException {
        byte[] whole = gzip(SEQUENTIAL);
        // The ten bytes of the header hold a time and the like, which may be anything.
        for (int at = 10; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Path file = file("damaged.json.gz", damaged);
            assertThatThrownBy(() -> TraceReader.read(file, false))
                    .as("byte %d", at)
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void read_jsonCutAnywhere_isRefusedInOneLine() throws IOException {
        byte[] whole = SEQUENTIAL.strip().getBytes(UTF_8);
        for (int length = 1; length < whole.length; length++) {
            Path file = file("cut.json", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TraceReader.read(file, false))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageContaining("line ")
                    .hasMessageNotContaining("\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                " [] ~ byte 0: neither gzip (1f 8b) nor a JSON object: starts with 5b 5d",
                "{} ~ not a trace: has no txns",
                "{'txns': []} ~ not a trace: has no endContent",
                "{'endContent': ''} ~ not a trace: has no txns",
                "{'endContent': 7} ~ endContent (line 1, column 16): expected the end text as a string, found the number 7",
                "{'kind': 'other'} ~ kind (line 1, column 10): unknown kind of trace \"other\"",
                "{'txns': {}} ~ txns (line 1, column 10): expected a list of transactions, found an object",
                "{'txns': [[]]} ~ txns[0] (line 1, column 11): expected a transaction, found a list",
                "{'txns': [{}]} ~ txns[0] (line 1, column 12): has no patches",
                "{'txns': [{'patches': 1}]} ~ txns[0].patches (line 1, column 23): expected a list of patches, found the number 1",
                "{'txns': [{'patches': [[0, 0, '']]}, {'patches': [[0, 0, ''], [true, 0, '']]}]} ~ txns[1].patches[1] (line 1, column 64): expected a position as a whole number, found true",
                "{'txns': [{'patches': [[0.5, 0, '']]}]} ~ txns[0].patches[0] (line 1, column 25): expected a position as a whole number, found the number 0.5",
                "{'txns': [{'patches': [[-1, 0, '']]}]} ~ txns[0].patches[0] (line 1, column 25): expected a position from 0 to 2147483647, found -1",
                "{'txns': [{'patches': [[3000000000, 0, '']]}]} ~ txns[0].patches[0] (line 1, column 25): expected a position from 0 to 2147483647, found 3000000000",
                "{'txns': [{'patches': [[0, 'x', '']]}]} ~ txns[0].patches[0] (line 1, column 28): expected a count of deleted characters as a whole number, found a string",
                "{'txns': [{'patches': [[0, 0]]}]} ~ txns[0].patches[0] (line 1, column 29): expected the inserted text as a string, found the end of a list",
                "{'txns': [{'patches': [[0, 0, '', 1]]}]} ~ txns[0].patches[0] (line 1, column 35): expected the end of the patch, found the number 1",
                "{'txns': [{'time': 5, 'patches': []}]} ~ txns[0].time (line 1, column 20): expected a time as text, found the number 5",
                "{'txns': [{'parents': [], 'patches': []}]} ~ txns[0] (line 1, column 40): has parents but no agent",
                "{'txns': [{'agent': 0, 'patches': []}]} ~ txns[0] (line 1, column 37): has an agent but no parents",
                "{'txns': [{'parents': [0], 'agent': 0, 'patches': []}]} ~ txns[0].parents[0] (line 1, column 24): parent 0 does not stand before its child",
                "{'endContent': '', 'txns': [{'parents': [], 'agent': 0, 'patches': []}]} ~ txns[0]: has parents, but the kind of the trace is not concurrent",
                "{'kind': 'concurrent', 'endContent': '', 'txns': [{'patches': []}]} ~ txns[0]: has no parents, in a trace of the kind concurrent",
                "{'kind': 'concurrent', 'numAgents': 1, 'endContent': '', 'txns': [{'parents': [], 'agent': 1, 'patches': []}]} ~ txns[0].agent: author 1, but numAgents is 1",
                "{'endContent': '', 'txns': []} x ~ line 1, column 32: malformed JSON: Unrecognized token 'x'",
                "{'endContent': '', 'txns': []} {} ~ line 1, column 32: something follows the trace's object",
                "{'endContent': '', 'endContent': ''} ~ line 1, column 32, in endContent: malformed JSON: Duplicate field 'endContent'",
                "{'endContent': '\\ud800', 'txns': []} ~ endContent (line 1, column 16): the end text has an unpaired surrogate at its UTF-16 index 0",
            })
    void read_wrongJson_namesPlaceAndReason(String json, String message) throws IOException {
        assertWrong(json.replace('\'', '"').getBytes(UTF_8), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[[3, 0, 'x']] ~ txns[0].patches[0]: position 3 is outside the text, which has 2 code points there",
                "[[1, 2, '']] ~ txns[0].patches[0]: deleting 2 at position 1 is outside the text, which has 2 code points there",
                "[[0, 2, ''], [0, 0, 'a'], [0, 2147483647, '']] ~ txns[0].patches[2]: deleting 2147483647 at position 0 is outside the text, which has 1 code points there",
            })
    void read_positionOutsideTheText_namesPatchAndLength(String patches, String message) throws IOException {
        // Two code points, of which one takes two UTF-16 units; and the start content comes last.
        String json = "{'endContent': '', 'txns': [{'patches': " + patches + "}], 'startContent': 'a😀'}";
        assertWrong(json.replace('\'', '"').getBytes(UTF_8), message);
    }

    @Test
    void read_timeThatIsNone_isRefusedWhereTimesAreWanted() throws IOException {
        Path file = file(
                "t.json", "{\"txns\": [{\"time\": \"noon\", \"patches\": []}], \"endContent\": \"\"}".getBytes(UTF_8));

        assertThat(TraceReader.read(file, false).transactions()).isEqualTo(1);
        assertThatThrownBy(() -> TraceReader.read(file, true))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("txns[0].time")
                .hasMessageContaining("not a time of ISO 8601: \"noon\"");
    }

    @Test
    void read_malformedUtf8_isRefused() throws IOException {
        byte[] json = "{\"endContent\": \"?\", \"txns\": []}".getBytes(UTF_8);
        json[16] = (byte) 0xc3;
        assertWrong(json, "Invalid UTF-8");
    }

    private void assertWrong(byte[] content, String message) throws IOException {
        Path file = file("bad.json", content);
        assertThatThrownBy(() -> TraceReader.read(file, false))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
