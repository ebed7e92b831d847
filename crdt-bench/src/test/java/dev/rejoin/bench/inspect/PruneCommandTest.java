package dev.rejoin.bench.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.CommandLines;
import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command drops from a file, what it leaves alone, and which files it refuses. */
class PruneCommandTest {
    @TempDir
    private Path directory;

    private static Document open(long replica) {
        return Document.create(
                DocumentId.named("prune"),
                DocumentOptions.defaults()
                        .withClock(() -> 1_767_268_800_000L)
                        .withReplica(new ReplicaId(replica << 56)));
    }

    private String store(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes).toString();
    }

    private static void write(Document document) {
        for (int i = 0; i < 50; i++) {
            int value = i;
            document.edit(tx -> tx.root().put("status", value).text("notes").insert(0, "a line\n"));
            document.edit(tx -> tx.root().text("notes").delete(0, 7));
        }
    }

    @Test
    void prune_onlyMember_dropsEverythingOld() throws IOException {
        Document document = open(0xA1);
        document.membership().join();
        write(document);
        String file = store("alone", document.checkpoint());
        byte[] before = Files.readAllBytes(Path.of(file));
        CommandLines.Run run = CommandLines.run("prune", file);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("bytes of the file")
                .contains("pruned to")
                .doesNotContain("has acknowledged");
        assertThat(run.out().lines().filter(line -> line.startsWith("changes")))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith(" 0"));
        assertThat(Files.readAllBytes(Path.of(file))).isEqualTo(before);
        byte[] after = Files.readAllBytes(Path.of(file + ".pruned"));
        assertThat(after.length).isLessThan(before.length / 4);
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("alone", "alone.pruned");

        Document pruned = Document.resume(after);
        assertThat(pruned.replica()).isEqualTo(document.replica());
        assertThat(pruned.stateHash()).isEqualTo(document.stateHash());
        assertThat(pruned.base()).isEqualTo(document.version());
        Change next = pruned.edit(tx -> tx.root().put("status", "on"));
        assertThat(document.receive(next.toBytes()).quarantined()).isNotEmpty(); // one of the two files may go on
        CommandLines.Run again = CommandLines.run("prune", file + ".pruned");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.out()).contains("nothing may be dropped");
    }

    @Test
    void prune_membersThatAreBehind_dropsWhatTheyHaveAndNamesThem() throws IOException {
        Document a = open(0xA1);
        Document b = open(0xB2);
        a.membership().join(b.replica());
        write(a);
        String untold = store("untold", a.checkpoint());
        CommandLines.Run nothing = CommandLines.run("prune", untold);
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.out())
                .contains("nothing may be dropped")
                .contains(b.replica().toString())
                .contains("the beginning");
        assertThat(Path.of(untold + ".pruned")).doesNotExist();

        b.receive(a.changesSince(b.version()));
        for (int round = 0; round < 2; round++) {
            a.receiveAcknowledgement(b.acknowledgement());
            b.receiveAcknowledgement(a.acknowledgement());
        }
        a.edit(tx -> tx.root().put("status", "unseen by b"));
        String file = store("behind", a.checkpoint());
        String target = directory.resolve("less").toString();
        CommandLines.Run run = CommandLines.run("prune", file, "--output", target);
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("has acknowledged").contains(b.replica().toString());
        Document pruned = Document.resume(Files.readAllBytes(Path.of(target)));
        assertThat(pruned.base().isEmpty()).isFalse();
        assertThat(pruned.base()).isNotEqualTo(pruned.version());
        assertThat(b.receive(pruned.changesSince(b.version())).applied()).hasSize(1);
        assertThat(b.stateHash()).isEqualTo(pruned.stateHash());
    }

    @Test
    void prune_refusesWhatSaysNothingOfMembers() throws IOException {
        Document document = open(0xA1);
        document.edit(tx -> tx.root().put("status", "open"));
        assertRefused("nobody was made a member", store("nobody", document.checkpoint()));
        document.membership().join();
        assertRefused("a snapshot", store("snapshot", document.save()));
        Document stranger = open(0xC3);
        stranger.receive(document.changesSince(stranger.version()));
        assertRefused("no member", store("stranger", stranger.checkpoint()));
        String file = store("twice", document.checkpoint());
        assertRefused("exists already", file, "-o", store("taken", new byte[1]));
        assertRefused(
                "cannot be written", file, "-o", directory.resolve("none/there").toString());
        assertThat(directory.toFile().list((folder, name) -> name.endsWith(".tmp") || name.endsWith(".pruned")))
                .isEmpty();
    }

    private static void assertRefused(String reason, String file, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "prune";
        arguments[1] = file;
        System.arraycopy(options, 0, arguments, 2, options.length);
        CommandLines.Run run = CommandLines.run(arguments);
        assertThat(run.status())
                .as(String.join(" ", arguments).toLowerCase(Locale.ROOT))
                .isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(reason);
        assertThat(run.out()).isEmpty();
    }
}
