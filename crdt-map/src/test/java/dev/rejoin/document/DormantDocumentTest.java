package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.delivery.ClockAheadException;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DormantDocumentTest {
    private static final DocumentId ID = DocumentId.named("dormant");

    private long now = 1_767_268_800_000L; // 2026-01-01T12:00:00Z
    private final DocumentOptions options = DocumentOptions.defaults().withClock(() -> now);

    @Test
    void load_small_isWhatItWasAfterItsBytesAreReadAgain() {
        Document author = author();
        byte[] saved = author.save();
        for (Consumer<Document> touch : writes()) {
            Document document = Document.load(saved, options.withReplica(new ReplicaId(2)));
            Document awake = Document.load(saved, options.withReplica(new ReplicaId(2)));
            forgetOpened(document);
            assertThat(document.id()).isEqualTo(ID);
            assertThat(document.replica()).isEqualTo(new ReplicaId(2));
            assertThat(document.dormant()).isNotNull();
            touch.accept(document);
            touch.accept(awake);
            assertThat(document.dormant()).isNull();
            document.checkInvariants();
            assertThat(document.checkpoint()).isEqualTo(awake.checkpoint());
            assertThat(document.statistics()).isEqualTo(awake.statistics());
        }
    }

    @Test
    void load_smallAndReadOnly_staysAtRest() {
        Document author = author();
        Document document = Document.load(author.save(), options);
        for (Consumer<Document> read : reads()) {
            forgetOpened(document);
            read.accept(document);
            assertThat(document.dormant()).isNotNull();
        }
        document.checkInvariants();
        assertThat(document.save()).isEqualTo(author.save());
    }

    /** Else whether memory was collected would show in the times of edits. */
    @Test
    void read_afterMemoryWasCollected_doesNotAskTheClock() {
        long[] readings = {0};
        DocumentOptions counting = DocumentOptions.defaults().withClock(() -> now + readings[0]++);
        Document loaded = Document.load(author().save(), counting);
        Document stored = Document.create(ID, counting);
        stored.edit(tx -> tx.root().put("a", 1));
        stored.checkpoint();
        for (Document document : List.of(loaded, stored)) {
            long before = readings[0];
            forgetOpened(document);
            document.root().keys();
            assertThat(document.dormant()).isNotNull();
            assertThat(readings[0]).isEqualTo(before);
        }
    }

    /** Whoever holds a reader of the live document sees what is written later, whatever was collected meanwhile. */
    @Test
    void load_readerIsHeldWhileMemoryIsCollected_readsWhatIsWrittenLater() {
        Document document = Document.load(author().save(), options);
        forgetOpened(document);
        MapReader held = document.root().map("m");
        System.gc();
        document.edit(tx -> tx.root().map("m").put("new", 1));
        assertThat(held.getLong("new", -1)).isEqualTo(1);
    }

    @Test
    void resolve_conflictThatWasListedAtRest_isSettled() {
        Document author = author();
        Document other = Document.load(author.save(), options.withReplica(new ReplicaId(5)));
        other.edit(tx -> tx.root().put("a", 5));
        author.edit(tx -> tx.root().put("a", 6));
        author.receive(other.changesSince(author.version()));
        Document document = Document.load(author.save(), options);
        Conflict conflict = document.conflicts().get(0);
        forgetOpened(document);
        document.edit(tx -> tx.resolve(conflict, conflict.choices().get(1)));
        assertThat(document.conflicts()).isEmpty();
    }

    private static List<Consumer<Document>> reads() {
        return List.of(
                Document::save,
                Document::checkpoint,
                Document::version,
                Document::stateHash,
                Document::statistics,
                Document::conflicts,
                Document::backlog,
                document -> document.changesSince(VersionVector.EMPTY),
                document -> document.explain(Path.root().key("a")),
                document -> document.root().keys(),
                document -> document.view().root().keys());
    }

    private static List<Consumer<Document>> writes() {
        return List.of(
                document -> document.squash(document.version()),
                document ->
                        document.edit(tx -> tx.root().put("a", 2).counter("c").increment(1)),
                document -> document.receive(another()),
                document -> document.onChange(change -> {}),
                document -> document.peer(new ReplicaId(9)).acknowledged(document.version()));
    }

    @Test
    void checkpoint_smallThatWasWritten_goesOnTheSameWhetherItIsReadAgainOrNot() {
        for (Consumer<Document> write : edits()) {
            Document forgotten = author();
            Document held = author();
            Document never = author();
            for (int round = 0; round < 3; round++) {
                for (Document document : List.of(forgotten, held, never)) {
                    write.accept(document);
                }
                byte[] stored = forgotten.checkpoint();
                assertThat(held.checkpoint()).isEqualTo(stored);
                assertThat(forgotten.dormant()).isNotNull();
                assertThat(held.dormant()).isNotNull();
                forgetOpened(forgotten);
                assertThat(forgotten.statistics()).isEqualTo(held.statistics());
                assertThat(forgotten.save()).isEqualTo(held.save());
            }
            assertThat(forgotten.toJson()).isEqualTo(never.toJson());
            forgotten.checkInvariants();
            held.checkInvariants();
        }
    }

    private static List<Consumer<Document>> edits() {
        return List.of(
                document -> document.edit(
                        tx -> tx.root().put("a", document.version().get(document.replica()))),
                document -> document.edit(tx -> tx.root().text("t").append("x")),
                document -> document.edit(tx -> tx.root().set("s").add("red").remove("green")),
                document -> document.edit(tx -> tx.root().counter("c").increment(7)),
                document -> document.edit(
                        tx -> tx.root().map("m").map("deep").list("l").append(2)),
                document -> document.receive(another()));
    }

    @Test
    void checkpoint_whileSomebodyWaitsForMore_staysAwake() {
        Document listened = author();
        Subscription subscription = listened.onChange(change -> {});
        listened.checkpoint();
        assertThat(listened.dormant()).isNull();
        subscription.close();
        listened.checkpoint();
        assertThat(listened.dormant()).isNotNull();

        Document undone = author();
        undone.undoManager(UndoOptions.defaults());
        undone.checkpoint();
        assertThat(undone.dormant()).isNull();

        Document waiting = Document.create(ID, options.withReplica(new ReplicaId(4)));
        Document author = author();
        waiting.receive(author.edit(tx -> tx.root().put("a", 4)).toBytes());
        waiting.checkpoint();
        assertThat(waiting.dormant()).isNull();

        Document limited = Document.create(
                ID,
                options.withDecodeLimits(
                        DecodeLimits.builder().maxMessageBytes(100).build()));
        limited.edit(tx -> tx.root().text("t").append("some text, which alone is written in less than that"));
        limited.checkpoint();
        assertThat(limited.dormant()).isNull();
        assertThat(limited.root().text("t").length()).isPositive();

        Document cut = author();
        cut.edit(tx -> tx.root().text("t").delete(0, 4));
        cut.squash(cut.version());
        cut.checkpoint();
        assertThat(cut.dormant()).isNull();

        Document large = author();
        large.edit(tx -> tx.root().put("large", "x".repeat(DormantDocument.MAX_BYTES)));
        large.checkpoint();
        assertThat(large.dormant()).isNull();
    }

    /** What was written has other local numbers than what is read again: a conflict that is held holds the former. */
    @Test
    void resolve_conflictThatWasListedBeforeItWasStored_isSettled() {
        Document author = author();
        author.edit(tx -> tx.root().map("z").put("k", 0).map("inner").put("k", 0));
        author.edit(tx -> tx.root().map("b").put("k", 0));
        Document other = Document.load(author.save(), options.withReplica(new ReplicaId(5)));
        other.edit(tx -> tx.root().map("b").put("k", 5));
        author.edit(tx -> tx.root().map("b").put("k", 6));
        author.receive(other.changesSince(author.version()));
        Conflict conflict = author.conflicts().get(0);
        author.checkpoint();
        System.gc();
        author.edit(tx -> tx.resolve(conflict, conflict.choices().get(1)));
        assertThat(author.conflicts()).isEmpty();
        assertThat(author.root().map("z").getLong("k", -1)).isZero();
    }

    @Test
    void peer_heldWhileTheDocumentWasStored_tellsTheDocument() {
        Document author = author();
        Peer peer = author.peer(new ReplicaId(9));
        author.checkpoint();
        forgetOpened(author);
        peer.acknowledged(author.version());
        assertThat(author.unsent()).isEmpty();
        author.checkpoint();
        forgetOpened(author);
        assertThat(peer.acknowledged()).isEqualTo(author.version());
    }

    private static byte[] another() {
        return Document.create(
                        ID,
                        DocumentOptions.defaults().withReplica(new ReplicaId(3)).withClock(() -> 1))
                .edit(tx -> tx.root().put("b", "from elsewhere"))
                .toBytes();
    }

    @Test
    void load_bytesThatAreChangedLater_doNotMatter() {
        byte[] saved = author().save();
        Document document = Document.load(saved, options);
        Arrays.fill(saved, (byte) 0);
        forgetOpened(document);
        assertThat(document.toJson()).isEqualTo(author().toJson());
    }

    @Test
    void load_bytesThatAreWrong_areRefusedAtOnce() {
        byte[] saved = author().save();
        saved[saved.length - 1] ^= 1;
        assertThatThrownBy(() -> Document.load(saved, options)).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void load_clockThatIsSetBackLater_doesNotMatter() {
        byte[] saved = author().save();
        Document document = Document.load(saved, options);
        forgetOpened(document);
        now -= 86_400_000;
        assertThatThrownBy(() -> Document.load(saved, options)).isInstanceOf(ClockAheadException.class);
        assertThat(document.toJson()).isEqualTo(author().toJson());
    }

    @Test
    void resume_small_goesOnAsTheSameReplica() {
        Document author = author();
        author.peer(new ReplicaId(9)).acknowledged(author.version());
        byte[] checkpoint = author.checkpoint();
        Document document = Document.resume(checkpoint, options);
        forgetOpened(document);
        assertThat(document.unsent()).isEmpty();
        byte[] change = document.edit(tx -> tx.root().put("a", 3)).toBytes();
        assertThat(change).isEqualTo(author.edit(tx -> tx.root().put("a", 3)).toBytes());
        assertThat(document.checkpoint()).isEqualTo(author.checkpoint());
    }

    @Test
    void resume_withHeldChangesOrAJournal_staysOpen() {
        Document author = author();
        byte[] before = author.checkpoint();
        byte[] own = author.edit(tx -> tx.root().put("a", 4)).toBytes();
        assertThat(Document.resume(before, List.of(own), options).dormant()).isNull();
        Document other = Document.create(ID, options.withReplica(new ReplicaId(4)));
        other.receive(own);
        Document waiting = Document.resume(other.checkpoint(), options);
        assertThat(waiting.dormant()).isNull();
        assertThat(waiting.backlog().waiting()).hasSize(1);
    }

    @Test
    void load_large_staysOpen() {
        Document author = author();
        author.edit(tx -> tx.root().put("large", "x".repeat(DormantDocument.MAX_BYTES)));
        assertThat(Document.load(author.save(), options).dormant()).isNull();
    }

    private Document author() {
        Document document = Document.create(ID, options.withReplica(new ReplicaId(1)));
        document.edit(tx -> {
            tx.root().put("a", 1).text("t").append("some text");
            tx.root().set("s").add("red").add("green");
            tx.root().map("m").list("l").append(1).append("two");
        });
        document.edit(tx -> tx.root().counter("c").increment(5));
        return document;
    }

    private static void forgetOpened(Document document) {
        Objects.requireNonNull(document.dormant()).forgetOpened();
    }
}
