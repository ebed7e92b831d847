package dev.rejoin.proptests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Return;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.Transaction;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Schema;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Makes vectors. They are made once: {@link #main} writes those that do not exist, and none is ever changed. */
final class Golden {
    static final DocumentId ID = DocumentId.named("golden");

    private final ManualPhysicalClock clock = new ManualPhysicalClock(1_767_268_800_000L);
    private final Map<String, byte[]> vectors = new LinkedHashMap<>();
    private final Document ada = document(0x11);
    private final Document ben = document(0xFEDCBA9876543210L);

    private Golden() {}

    /** How tests open what is in the vectors. */
    static DocumentOptions options() {
        return DocumentOptions.defaults()
                .withClock(new ManualPhysicalClock(1_767_268_800_000L))
                .withRandom(new SplittableRandom(1));
    }

    private Document document(long replica) {
        return Document.create(
                ID,
                DocumentOptions.defaults()
                        .withClock(clock)
                        .withReplica(new ReplicaId(replica))
                        .withRandom(new SplittableRandom(1)));
    }

    /**
     * Writes what is missing.
     *
     * @param arguments the directory of the vectors
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<String, byte[]> vector : made().entrySet()) {
            Path file = Path.of(arguments[0]).resolve(vector.getKey());
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.write(file, vector.getValue());
            }
        }
    }

    /** All vectors as this version of the library makes them, by file name. */
    static Map<String, byte[]> made() {
        Golden golden = new Golden();
        golden.values();
        golden.changes();
        golden.frames();
        List<byte[]> changes = golden.changesSoFar();
        golden.gaps();
        golden.madeAnew();
        golden.comesBack();
        golden.redaction();
        golden.ofTheDocument();
        for (SessionTransport transport : SessionTransport.values()) {
            golden.session(transport, changes);
        }
        golden.start();
        return golden.vectors;
    }

    private void values() {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("null", Value.NULL);
        values.put("false", Value.of(false));
        values.put("true", Value.of(true));
        values.put("integer-smallest", Value.of(Long.MIN_VALUE));
        values.put("integer-largest", Value.of(Long.MAX_VALUE));
        values.put("float-nan", Value.of(Double.NaN));
        values.put("float-minus-zero", Value.of(-0.0));
        values.put("float-third", Value.of(1 / 3.0));
        values.put("decimal", Value.of(new BigDecimal("-1234567890123456789012345.6700")));
        values.put("decimal-exponent", Value.of(new BigDecimal("12E+5")));
        values.put("text", Value.of("Gr\u00fc\u00dfe \uD83D\uDE00 \"\\\n"));
        values.put("text-empty", Value.of(""));
        values.put("bytes", Value.of(new byte[] {0, 127, -128, -1}));
        values.put("time", Value.of(Instant.parse("1969-12-31T23:59:59.999999999Z")));
        values.put("blob", new Value.BlobRef(Value.Bytes.copyOf(new byte[32]), 1L << 40, "image/png"));
        values.put("list", Value.of(List.of(Value.of(1), Value.of(List.of()), Value.of("x"))));
        values.put("map", Value.of(Map.of("", Value.NULL, "a", Value.of(1), "\uD83D\uDE00", Value.of(Map.of()))));
        values.put("object", new Value.ObjectValue("address", Value.Bytes.copyOf(new byte[] {1, 2})));
        values.forEach((name, value) -> vectors.put("value/" + name, ValueCodec.encode(value)));
    }

    private void changes() {
        edit("write", ada, tx -> tx.root().put("status", "open"));
        edit("overwrite", ada, tx -> tx.root().put("status", Value.of(new BigDecimal("1.50"))));
        edit("text", ada, tx -> tx.root().text("notes").append("Hello, \u00fc \uD83D\uDE00"));
        edit("typed", ada, tx -> tx.root().text("notes").append("!"));
        edit("inserted-and-deleted", ada, tx -> {
            tx.root().text("notes").insert(2, "xyz");
            tx.root().text("notes").delete(0, 1);
            tx.root().text("notes").insert(0, "A");
        });
        edit("list", ada, tx -> {
            tx.root().list("items").append(1).append("two").append(Value.of(true));
            tx.root().list("items").set(1, Value.of("second"));
        });
        edit("element-containers", ada, tx -> {
            tx.root().list("items").insertMap(0).put("in", 1);
        });
        edit("counter", ada, tx -> tx.root().map("deep").counter("count").increment(-300));
        edit("set", ada, tx -> tx.root().set("tags").add(Value.of("a")).add(Value.of("b")));
        edit("note", ada, tx -> {
            tx.author("Ada \u263a").message("why");
            tx.root().remove("status");
        });
        ben.receive(ada.changesSince(ben.version()));
        edit("reply", ben, tx -> {
            tx.root().text("notes").insert(3, "by Ben");
            tx.root().set("tags").remove(Value.of("a"));
            tx.root().map("deep").counter("count").reset();
        });
        edit("concurrent", ada, tx -> tx.root().text("notes").delete(1, 6));
        ada.receive(ben.changesSince(ada.version()));
        edit("after-reply", ada, tx -> {
            tx.root().put("by", "both");
            tx.root().text("notes").delete(0, 4);
            tx.root().remove("deep");
        });
        edit("move", ada, tx -> {
            tx.root().list("items").move(0, 2);
            tx.root().list("items").move(3, 0);
        });
        edit("other-types", ada, tx -> {
            tx.root().removeWinsSet("deny").add(Value.of("x")).remove(Value.of("x"));
            tx.root().log("log").append(Value.of("first")).append(Value.of(2));
            tx.root().remove("log").restore("log", SlotKind.LOG);
        });
    }

    private void frames() {
        vectors.put("batch/plain", ada.changesSince(VersionVector.EMPTY));
        vectors.put("batch/deflated", ada.changesSince(VersionVector.EMPTY, BatchOptions.compressed()));
        vectors.put("batch/from-a-version", ada.changesSince(VersionVector.of(new ReplicaId(0x11), 3)));
        vectors.put("snapshot/with-history", ada.save());
        vectors.put("snapshot/without-history", ada.save(SaveOptions.withoutHistory()));
        vectors.put("snapshot/deflated", ada.save(SaveOptions.withoutHistory().compressed()));
        vectors.put("snapshot/empty", document(0x33).save());
        Document waiting = document(0x33);
        waiting.receive(vectors.get("change/write"));
        waiting.receive(vectors.get("change/typed"));
        waiting.peer(new ReplicaId(0x11)).acknowledged(ada.version());
        vectors.put("checkpoint/with-what-waits", waiting.checkpoint());
    }

    private List<byte[]> changesSoFar() {
        return vectors.entrySet().stream()
                .filter(vector -> typeOf(vector.getKey()).equals("change"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Changes over a session, with the answers. */
    private void session(SessionTransport transport, List<byte[]> changes) {
        String name = transport.name().toLowerCase(Locale.ROOT);
        vectors.put("session/" + name, SessionStream.of(transport, changes));
    }

    /** Histories that lack text. */
    private void gaps() {
        BatchOptions liveText = BatchOptions.plain().withoutDeletedText();
        SaveOptions liveHistory = SaveOptions.withHistory().withoutDeletedText();
        vectors.put("batch/without-deleted-text", ada.changesSince(VersionVector.EMPTY, liveText));
        vectors.put("snapshot/without-deleted-text", ada.save(liveHistory.compressed()));
        Document lacking = document(0x44);
        lacking.receive(vectors.get("batch/without-deleted-text"));
        lacking.edit(tx -> tx.root().text("notes").insert(0, "kept").delete(1, 3));
        vectors.put("batch/gaps-listed", lacking.changesSince(VersionVector.EMPTY));
        vectors.put("snapshot/gaps-listed", lacking.save());
        Document much = document(0x55);
        for (int i = 0; i < 5; i++) {
            much.edit(tx -> tx.root().text("notes").insert(0, "b\u00fcrow").delete(1, 3));
        }
        Document most = document(0x66);
        most.receive(much.changesSince(VersionVector.EMPTY, liveText));
        most.edit(tx -> tx.root().text("notes").insert(4, "kept").delete(5, 7));
        vectors.put("batch/kept-listed", most.changesSince(VersionVector.EMPTY));
        vectors.put("snapshot/kept-listed", most.save());
        vectors.put(
                "batch/without-notes",
                ada.changesSince(VersionVector.EMPTY, BatchOptions.plain().withoutNotes()));
        Document squashed = document(0x77);
        squashed.receive(vectors.get("batch/plain"));
        squashed.squash(squashed.version());
        vectors.put("batch/squashed", squashed.changesSince(VersionVector.EMPTY));
        vectors.put("snapshot/squashed", squashed.save(SaveOptions.withHistory().compressed()));
    }

    /** Containers in the place of others, in documents of their own. */
    private void madeAnew() {
        Document carl = document(0x44);
        edit("made-anew", carl, tx -> {
            tx.root().map("deep").put("in", 1);
            tx.root().replaceWithNew("deep", SlotKind.MAP);
            tx.root().map("deep").text("t").append("x");
        });
        Document dora = document(0x8000000000000055L);
        dora.receive(carl.changesSince(VersionVector.EMPTY));
        edit("made-anew-by-another", dora, tx -> {
            tx.root().map("deep").text("t").append("y");
            tx.root().map("deep").replaceWithNew("t", SlotKind.TEXT).text("t").append("z");
        });
        vectors.put("snapshot/made-anew", dora.save());
        vectors.put("snapshot/made-anew-without-history", dora.save(SaveOptions.withoutHistory()));
    }

    /** A device that was retired comes back. */
    private void comesBack() {
        Document member = document(0x44);
        Document former = document(0x45);
        member.membership().join(former.replica());
        member.edit(tx -> tx.root().put("status", "open").text("notes").append("Hello"));
        former.receive(member.changesSince(former.version()));
        former.edit(tx -> {
            tx.root().text("notes").insert(5, " world").insert(0, ">");
            tx.root().put("status", "old");
        });
        clock.advance(1);
        member.edit(tx -> tx.root().put("status", "new"));
        member.membership().retire(former.replica());
        Document again = Document.load(member.save(), options().withReplica(new ReplicaId(0x46)));
        again.receive(member.membership().join(again.replica()).toBytes());
        again.receiveAcknowledgement(member.acknowledgement());
        byte[] change = Return.of(former, again).run().written().get(0).toBytes();
        member.receive(change);
        vectors.put("change/return", change);
        vectors.put("snapshot/with-return", member.save());
    }

    /** Content that is gone for good. */
    private void redaction() {
        Document redacted = document(0x88);
        redacted.receive(vectors.get("batch/plain"));
        OpIdSpan notes = new OpIdSpan(new ReplicaId(0x11), 2, 30);
        edit("keys", redacted, tx -> tx.root().put("secret", "x").put("public", "y"));
        OpIdSpan key = new OpIdSpan(new ReplicaId(0x88), 0, 1);
        vectors.put(
                "change/redaction",
                redacted.redact(List.of(key, notes), "a judge said so").toBytes());
        vectors.put("batch/redacted", redacted.changesSince(VersionVector.EMPTY));
        vectors.put("snapshot/redacted", redacted.save());
        vectors.put("snapshot/redacted-without-history", redacted.save(SaveOptions.withoutHistory()));
    }

    /** What is said of a document as a whole. */
    private void ofTheDocument() {
        Schema schema =
                Schema.builder(1).field("hours", Field.counter().range(0, 24)).build();
        edit("schema", document(0x99), tx -> tx.adopt(schema));
        Document ahead = document(0xAA);
        ahead.edit(tx -> tx.root().put("k", 1));
        vectors.put("change/restamp", ahead.restampUnsent().get(0).toBytes());
        vectors.put("snapshot/restamp", ahead.save());
        Document founder = document(0xBB);
        vectors.put(
                "change/join", founder.membership().join(new ReplicaId(0xCC)).toBytes());
        founder.edit(tx -> tx.root().text("t").append("abc").delete(0, 1));
        vectors.put(
                "change/retire",
                founder.membership().retire(new ReplicaId(0xCC)).toBytes());
        vectors.put("snapshot/members", founder.save());
        Document pruned = document(0xDD);
        pruned.membership().join();
        pruned.edit(tx -> tx.root().text("t").append("abc").delete(0, 1));
        pruned.acknowledgement();
        assertThat(pruned.prune(Long.MAX_VALUE)).isTrue();
        pruned.edit(tx -> tx.root().text("t").append("d"));
        vectors.put("snapshot/base", pruned.save());
        vectors.put("checkpoint/floor", pruned.checkpoint());
    }

    /** What was deleted where the retained history begins. */
    private void start() {
        Document one = document(0xEE);
        Document other = document(0xEF);
        one.membership().join(other.replica());
        one.edit(tx -> {
            tx.root().map("again").put("k", 1);
            tx.root().remove("again").map("again").put("k", 2);
            tx.root().list("l").insertMap(0).put("k", 1);
            tx.root().map("old").put("k", 1);
        });
        other.receive(one.changesSince(other.version()));
        one.edit(tx -> {
            tx.root().list("l").remove(0);
            tx.root().remove("again");
        });
        byte[] unseen = other.edit(tx -> {
                    tx.root().list("l").map(0).put("k", 2);
                    tx.root().map("old").put("k", 2);
                })
                .toBytes();
        other.receive(one.changesSince(other.version()));
        other.receiveAcknowledgement(one.acknowledgement());
        byte[] acknowledged = other.acknowledgement();
        one.receive(unseen);
        one.receiveAcknowledgement(acknowledged);
        one.acknowledgement();
        assertThat(one.prune(Long.MAX_VALUE)).isTrue();
        assertThat(one.base()).isNotEqualTo(one.version());
        one.edit(tx -> {
            tx.root().map("again").put("k", 3);
            tx.root().remove("again");
            tx.root().map("old").put("k", 3);
        });
        vectors.put("snapshot/start", one.save());
    }

    private void edit(String name, Document document, Consumer<Transaction> body) {
        clock.advance(vectors.size() * 7L % 3); // some in the same millisecond
        byte[] change = document.edit(body).toBytes();
        assertThat(change).isNotEmpty();
        vectors.put("change/" + name, change);
    }

    static String typeOf(String name) {
        return name.substring(0, name.indexOf('/'));
    }
}
