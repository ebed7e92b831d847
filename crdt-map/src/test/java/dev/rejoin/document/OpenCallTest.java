package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** One call at a time: what is refused while another one is open, and what is not. */
class OpenCallTest {
    private static final ReplicaId SELF = new ReplicaId(1);
    private static final Path TEXT = Path.root().key("t");

    private final Document document = open(1);
    private final byte[] ofAnother =
            open(2).edit(tx -> tx.root().put("other", 1)).toBytes();
    private final Timeline timeline;
    private final Audit audit = document.audit(replica -> Optional.empty());
    private final UndoManager undo;

    OpenCallTest() {
        document.edit(tx -> tx.root().put("k", 1).text("t").append("text"));
        timeline = document.timeline();
        undo = document.undoManager(UndoOptions.defaults());
        document.edit(tx -> tx.root().put("k", 2));
    }

    private static Document open(long replica) {
        return Document.create(
                DocumentId.named("open calls"),
                DocumentOptions.defaults()
                        .withReplica(new ReplicaId(replica))
                        .withClock(() -> 1_767_268_800_000L)
                        .withWarnings(warning -> {}));
    }

    /** What changes the document, or looks whether it may. */
    private Map<String, ThrowingCallable> writing() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("edit", () -> document.edit(tx -> tx.root().put("k", 3)));
        calls.put("receive", () -> document.receive(ofAnother));
        calls.put("preview", () -> document.preview(ofAnother));
        calls.put("acceptQuarantined", document::acceptQuarantined);
        calls.put("acceptQuarantined ", () -> document.acceptQuarantined(new OpIdSpan(SELF, 0, 1)));
        calls.put("retryQuarantined", document::retryQuarantined);
        calls.put("restampUnsent", document::restampUnsent);
        calls.put("redact", () -> document.redact(List.of(new OpIdSpan(SELF, 0, 1)), "why"));
        calls.put("squash", () -> document.squash(document.version()));
        calls.put("acknowledgement", document::acknowledgement);
        calls.put("receiveAcknowledgement", () -> document.receiveAcknowledgement(new byte[0]));
        calls.put("prune", () -> document.prune(1));
        calls.put("edit ", () -> document.membership().join(new ReplicaId(2)));
        calls.put("undo", undo::undo);
        return calls;
    }

    /** What reads more than a thing, which may be half written. */
    private Map<String, ThrowingCallable> reading() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        VersionVector all = document.version();
        calls.put("changesSince", () -> document.changesSince(VersionVector.EMPTY));
        calls.put("changesSince ", () -> document.changesSince(VersionVector.EMPTY, BatchOptions.compressed()));
        calls.put("changesSince  ", () -> document.changesSince(VersionVector.EMPTY, 100));
        calls.put("changesSince   ", () -> document.changesSince(VersionVector.EMPTY, new ByteArrayOutputStream()));
        calls.put("save", document::save);
        calls.put("save ", () -> document.save(SaveOptions.withoutHistory()));
        calls.put("save  ", () -> document.save(new ByteArrayOutputStream()));
        calls.put("checkpoint", document::checkpoint);
        calls.put("stateHash", document::stateHash);
        calls.put("view", document::view);
        calls.put("onChange", () -> document.onChange(change -> {}).close());
        calls.put("onChange ", () -> document.onChange(TEXT, change -> {}).close());
        calls.put("explain", () -> document.explain(TEXT));
        calls.put("conflicts", document::conflicts);
        calls.put("schema", document::schema);
        calls.put("backlog", document::backlog);
        calls.put("audit", () -> audit.history(TEXT));
        calls.put("audit ", () -> audit.since(VersionVector.EMPTY));
        calls.put("audit  ", () -> audit.blame(TEXT));
        calls.put("audit   ", () -> audit.blame(TEXT, 0, 1));
        calls.put("base", timeline::base);
        calls.put("at", () -> timeline.at(VersionVector.EMPTY));
        calls.put("difference", () -> timeline.difference(VersionVector.EMPTY, all));
        calls.put("leftOut", timeline::leftOut);
        calls.put("changes", () -> timeline.changes(ChangeFilter.all()));
        calls.put("fork", () -> timeline.fork(all));
        calls.put("fork ", () -> timeline.fork(all, DocumentOptions.defaults()));
        calls.put(
                "undoManager",
                () -> document.undoManager(UndoOptions.defaults()).close());
        return calls;
    }

    @Test
    void everyCall_insideAnEdit_isRefusedByName() {
        Map<String, ThrowingCallable> calls = writing();
        calls.putAll(reading());
        byte[] before = document.save();
        document.edit(tx -> {
            tx.root().put("k", 4);
            calls.forEach((name, call) -> assertThatThrownBy(call)
                    .as(name)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(name.trim() + " while edit is open"));
            tx.root().put("k", 2);
            assertThat(tx.root().getLong("k", 0)).isEqualTo(2);
        });
        assertThat(document.toJson()).isEqualTo("{\"k\":2,\"t\":\"text\"}");
        assertThat(document.save()).isNotEqualTo(before);
        document.checkInvariants();
        assertThat(document.receive(ofAnother).isComplete()).as("goes on").isTrue();
    }

    @Test
    void reading_afterAnEdit_isAllowedAgain() throws Throwable {
        document.edit(tx -> tx.root().put("k", 4));
        assertThat(catchThrowable(() -> document.edit(tx -> {
                    throw new IllegalArgumentException("no");
                })))
                .hasMessage("no");
        for (ThrowingCallable call : reading().values()) {
            call.call();
        }
    }

    @Test
    void reading_insideAListener_isAllowed_andWritingIsNot() {
        Map<String, Throwable> refused = new LinkedHashMap<>();
        Map<String, ThrowingCallable> calls = writing();
        calls.putAll(reading());
        int[] told = {0};
        document.onChange(change -> {
            told[0]++;
            calls.forEach((name, call) -> {
                Throwable thrown = catchThrowable(call);
                if (thrown != null) {
                    refused.put(name, thrown);
                }
            });
        });
        document.edit(tx -> tx.root().put("k", 4));
        assertThat(told[0]).isOne();
        assertThat(refused.keySet())
                .containsExactlyInAnyOrderElementsOf(writing().keySet());
        assertThat(refused.values()).allMatch(IllegalStateException.class::isInstance);
        assertThat(document.toJson()).isEqualTo("{\"k\":4,\"t\":\"text\"}");
    }

    @Test
    void calls_insideAReceive_areNamedSo() {
        Document sinks = Document.create(
                document.id(),
                DocumentOptions.defaults().withReplica(new ReplicaId(3)).withSink(bytes -> {
                    throw new IllegalArgumentException("disk full");
                }));
        assertThatThrownBy(() -> sinks.edit(tx -> tx.root().put("k", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(sinks.toJson()).isEqualTo("{}");
        String[] message = {""};
        document.onChange(change ->
                message[0] = catchThrowable(() -> document.edit(tx -> {})).getMessage());
        document.receive(ofAnother);
        assertThat(message[0]).startsWith("edit while receive is open");
    }
}
