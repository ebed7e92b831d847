package dev.rejoin.bench.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.CommandLines;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that look into a file, and what they say of files and arguments that are wrong. */
class InspectCommandsTest {
    @TempDir
    private Path directory;

    private final long[] now = {1_767_268_800_000L};
    private final Document a = open(0xA1);
    private final Document b = open(0xB2);
    private String file = "";

    private Document open(long replica) {
        return Document.create(
                DocumentId.named("inspect"),
                DocumentOptions.defaults().withClock(() -> now[0]).withReplica(new ReplicaId(replica << 56)));
    }

    @BeforeEach
    void write() throws IOException {
        a.edit(tx -> tx.author("Ada").message("begin").root().map("order").put("status", "open"));
        a.edit(tx -> tx.root().text("notes").append("Hello"));
        b.receive(a.changesSince(b.version()));
        now[0] += 60_000;
        b.edit(tx -> tx.root().text("notes").append(" world"));
        b.edit(tx -> tx.author("Bob").root().map("order").put("status", "done"));
        a.receive(b.changesSince(a.version()));
        file = store("document.rejoin", a.save());
    }

    private String store(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes).toString();
    }

    @Test
    void show_printsWhatIsAndWhatWas() {
        assertThat(CommandLines.run("show", file).out().strip()).isEqualTo(a.toJson());
        assertThat(CommandLines.run("show", file, "--at", "#2").out().strip())
                .isEqualTo("{\"notes\":\"Hello\",\"order\":{\"status\":\"open\"}}");
        assertThat(CommandLines.run("show", file, "--at", "begin").out().strip())
                .isEqualTo("{}");
        long end = a.version().get(a.replica());
        assertThat(CommandLines.run("show", file, "--at", "a1=" + end).out()).contains("\"Hello\"");
    }

    @Test
    void log_listsAndFilters() {
        CommandLines.Run all = CommandLines.run("log", file);
        assertThat(all.status()).isZero();
        assertThat(all.out().lines()).hasSize(4);
        assertThat(all.out().lines().findFirst().orElseThrow())
                .startsWith("#1  ")
                .contains("2026-01-01T12:00:00Z")
                .contains("Ada")
                .contains("order/status")
                .contains("\"begin\"");
        assertThat(lines("--replica", "b2")).isEqualTo(2);
        assertThat(lines("--author", "Bob")).isEqualTo(1);
        assertThat(lines("--path", "order")).isEqualTo(2);
        assertThat(lines("--before", "2026-01-01T12:00:30Z")).isEqualTo(2);
        assertThat(lines("--after", "2026-01-01T12:00:30Z", "--path", "notes")).isEqualTo(1);
        assertThat(lines("--since", "#3")).isEqualTo(1);
        assertThat(lines("--to", "#3")).isEqualTo(3);
        assertThat(CommandLines.run("log", file, "--last", "1").out())
                .startsWith("#4  ")
                .contains("Bob");
    }

    private long lines(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "log";
        arguments[1] = file;
        System.arraycopy(options, 0, arguments, 2, options.length);
        CommandLines.Run run = CommandLines.run(arguments);
        assertThat(run.err()).isEmpty();
        return run.out().lines().count();
    }

    @Test
    void diff_tellsEventsByItsStatusToo() {
        CommandLines.Run changed = CommandLines.run("diff", file, "#3", "#4");
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.out()).contains("ValueChanged").contains("open").contains("done");
        CommandLines.Run same = CommandLines.run("diff", file, "now", "now");
        assertThat(same.status()).isZero();
        assertThat(same.out()).isEmpty();
    }

    @Test
    void stat_tellsWritersAndSizes() {
        CommandLines.Run run = CommandLines.run("stat", file);
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("bytes of the file")
                .contains(a.replica().toString())
                .contains(b.replica().toString())
                .contains("notes");
    }

    @Test
    void verify_replaysHistory() throws IOException {
        CommandLines.Run run = CommandLines.run("verify", file);
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("replaying its history gives the state");
        CommandLines.Run checkpoint = CommandLines.run("verify", store("checkpoint", a.checkpoint()));
        assertThat(checkpoint.out()).contains("a checkpoint of").contains("sound");
        String cut = store("cut", a.save(SaveOptions.withoutHistory()));
        assertThat(CommandLines.run("verify", cut).out()).contains("history begins at");
        CommandLines.Run tooEarly = CommandLines.run("show", cut, "--at", "begin");
        assertThat(tooEarly.status()).isEqualTo(2);
        assertThat(tooEarly.err()).contains("history begins at");
    }

    @Test
    void wrongFiles_areToldInOneLine() throws IOException {
        assertWrong("no such file", "stat", directory.resolve("missing").toString());
        assertWrong("empty", "log", store("empty", new byte[0]));
        assertWrong(
                "neither what Document.save", "verify", store("text", "plain text".getBytes(StandardCharsets.UTF_8)));
        assertWrong("0x21", "show", store("batch", a.changesSince(b.version())));
        byte[] damaged = a.save();
        damaged[damaged.length / 2] ^= 1;
        assertWrong("damaged", "verify", store("damaged", damaged));
        assertWrong("cannot be read", "stat", directory.toString());
    }

    @Test
    void wrongArguments_areToldInOneLine() {
        assertWrong("no FILE", "stat");
        assertWrong("no version given", "diff", file);
        assertWrong("only 4 changes", "show", file, "--at", "#9");
        assertWrong("REPLICA=END", "show", file, "--at", "yesterday");
        assertWrong("none of this document", "show", file, "--at", "ff=1");
        assertWrong("not integrated here", "show", file, "--at", "a1=100");
        assertWrong("depends on", "show", file, "--at", "b2=1");
        assertWrong("--path", "log", file, "--path", "a//b");
        assertWrong("--last", "log", file, "--last", "0");
        assertWrong("--after", "log", file, "--after", "noon");
    }

    private static void assertWrong(String reason, String... arguments) {
        CommandLines.Run run = CommandLines.run(arguments);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(reason);
        assertThat(run.out()).isEmpty();
    }
}
