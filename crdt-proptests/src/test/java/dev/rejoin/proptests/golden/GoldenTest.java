package dev.rejoin.proptests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rejoin.codec.Reencoder;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.value.ValueCodec;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The vectors in {@code src/test/resources/golden}: every version of the library reads them as the first one did. */
class GoldenTest {
    private static final Path DECODER = Path.of("src", "test", "python", "decode.py");
    private static final int MOST_LINES = 517;
    private static final int MOST_COLUMNS = 110;
    private static final int RANDOM_DOCUMENTS = 25;
    private static final long PATIENCE_SECONDS = 120;

    @TestFactory
    Stream<DynamicTest> vector_isWrittenAsItWasRead() throws IOException, URISyntaxException {
        return files().stream()
                .map(file -> dynamicTest(name(file), () -> {
                    byte[] bytes = Files.readAllBytes(file);
                    assertThat(again(name(file), bytes)).isEqualTo(bytes);
                }));
    }

    @Test
    void vectors_areThoseThatTheLibraryMakes() throws IOException, URISyntaxException {
        List<String> kept = files().stream().map(GoldenTest::name).toList();
        Golden.made().forEach((name, bytes) -> {
            assertThat(kept).contains(name);
            assertThat(read(name)).as(name).isEqualTo(bytes);
        });
    }

    /** FORMAT.md suffices: a reader in another language, which knows nothing else, finds the same in every vector. */
    @Tag("once")
    @Test
    void vectors_readByAnotherProgram_holdTheSame() throws IOException, URISyntaxException, InterruptedException {
        assertThat(linesOfDecoder()).hasSizeBetween(1, MOST_LINES).allMatch(line -> line.length() <= MOST_COLUMNS);
        assumeTrue(hasPython(), "there is no python3: the second reader of the format was not run");
        List<Path> files = files();
        List<String> lines = readByAnotherProgram(files);
        for (int i = 0; i < lines.size(); i++) {
            Path file = files.get(i);
            assertThat(lines.get(i)).as(name(file)).isEqualTo(dump(name(file), Files.readAllBytes(file)));
        }
    }

    /** What few vectors have: many writers beside each other, moves, counters, and much that was deleted and put anew. */
    @Tag("once")
    @Test
    void randomDocuments_readByAnotherProgram_holdTheSame(@TempDir Path directory)
            throws IOException, InterruptedException {
        assumeTrue(hasPython(), "there is no python3: the second reader of the format was not run");
        List<Path> files = new ArrayList<>();
        Path snapshots = Files.createDirectory(directory.resolve("snapshot"));
        for (int seed = 0; seed < RANDOM_DOCUMENTS; seed++) {
            Document document = RandomDocument.of(seed);
            files.add(Files.write(snapshots.resolve("whole-" + seed), document.save()));
            files.add(Files.write(snapshots.resolve("state-" + seed), document.save(SaveOptions.withoutHistory())));
            document.membership().join();
            document.acknowledgement();
            assertThat(document.prune(Long.MAX_VALUE)).isTrue();
            files.add(Files.write(snapshots.resolve("pruned-" + seed), document.save()));
        }
        List<String> lines = readByAnotherProgram(files);
        for (int i = 0; i < lines.size(); i++) {
            Path file = files.get(i);
            assertThat(lines.get(i)).as(name(file)).isEqualTo(dump(name(file), Files.readAllBytes(file)));
        }
    }

    /** All parts of the decoder together: what a program in another language has to know. */
    private static List<String> linesOfDecoder() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> parts = Files.list(Objects.requireNonNull(DECODER.getParent()))) {
            for (Path part :
                    parts.filter(part -> part.toString().endsWith(".py")).toList()) {
                lines.addAll(Files.readAllLines(part));
            }
        }
        return lines;
    }

    /** One line for each file. */
    private static List<String> readByAnotherProgram(List<Path> files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-B", DECODER.toString(), documentId()));
        files.forEach(file -> command.add(file.toString()));
        Path output = Files.createTempFile("decoded", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        assertThat(lines).hasSameSizeAs(files);
        return lines;
    }

    private static byte[] again(String name, byte[] bytes) {
        return switch (Golden.typeOf(name)) {
            case "value" -> ValueCodec.encode(ValueCodec.decode(bytes));
            case "change" -> Reencoder.change(bytes, Golden.ID);
            case "batch" -> batchAgain(bytes);
            case "snapshot" -> Document.load(bytes, Golden.options()).save(saveOptions(bytes));
            case "checkpoint" -> Document.resume(bytes, Golden.options()).checkpoint();
            case "session" -> SessionStream.again(transport(name), bytes);
            default -> throw new AssertionError(name);
        };
    }

    private static SessionTransport transport(String name) {
        return SessionTransport.valueOf(name.substring("session/".length()).toUpperCase(Locale.ROOT));
    }

    private static byte[] batchAgain(byte[] bytes) {
        Document document = Document.create(Golden.ID, Golden.options());
        document.receive(read("batch/plain")); // what lies before a batch from a version
        Document reader = Document.create(Golden.ID, Golden.options());
        boolean whole = reader.receive(bytes).waiting().isEmpty();
        VersionVector from = whole ? VersionVector.EMPTY : VersionVector.of(new ReplicaId(0x11), 3);
        return (whole ? reader : document)
                .changesSince(from, (bytes[1] & 1) != 0 ? BatchOptions.compressed() : BatchOptions.plain());
    }

    private static SaveOptions saveOptions(byte[] bytes) {
        SaveOptions options = (bytes[1] & 2) != 0 ? SaveOptions.withHistory() : SaveOptions.withoutHistory();
        return (bytes[1] & 1) != 0 ? options.compressed() : options;
    }

    private static String dump(String name, byte[] bytes) {
        return switch (Golden.typeOf(name)) {
            case "value" -> JsonDump.json(JsonDump.value(ValueCodec.decode(bytes)));
            case "change" -> JsonDump.json(new JsonDump(Golden.ID).change(bytes));
            case "batch" -> JsonDump.json(new JsonDump(Golden.ID).batch(bytes));
            case "snapshot" -> JsonDump.json(new JsonDump(Golden.ID).snapshot(bytes));
            case "checkpoint" -> JsonDump.json(new JsonDump(Golden.ID).checkpoint(bytes));
            case "session" -> JsonDump.json(SessionStream.dump(transport(name), bytes));
            default -> throw new AssertionError(name);
        };
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("python3", "-c", "pass")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static String documentId() {
        ByteWriter id = new ByteWriter(16);
        id.u64(Golden.ID.high());
        id.u64(Golden.ID.low());
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static Path directory() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(GoldenTest.class.getResource("/golden"), "golden")
                .toURI());
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(directory())) {
            return files.filter(file ->
                            Files.isRegularFile(file) && !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getParent()).getFileName() + "/" + file.getFileName();
    }

    private static byte[] read(String name) {
        try {
            return Files.readAllBytes(directory().resolve(name));
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(name, e);
        }
    }
}
