package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import dev.rejoin.CrdtException;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a reader of batches refuses, rule by rule; each time nothing was changed, and the next good batch is read. */
class BatchRulesTest {
    private static final DocumentId ID = DocumentId.named("batch rules");
    private static final long NOON = 1_767_268_800_000L;
    /** Kinds in their column: a write, a text behind an element, text at the start. */
    private static final int PUT = 0x20 + 7;

    private static final int CONTINUED = 0x30 + 7;
    private static final long CONSTANT_BYTES = 1 << 20;

    private final byte[] good = good();

    private static Document create(long replica) {
        return Document.create(
                ID,
                DocumentOptions.defaults()
                        .withReplica(new ReplicaId(replica))
                        .withClock(() -> NOON)
                        .withDecodeLimits(
                                DecodeLimits.builder().maxExpandedBytes(1 << 16).build()));
    }

    /** Two authors; the second depends on the first, writes a note, and replaces what the first wrote. */
    private static byte[] good() {
        Document one = create(0x11);
        Document other = create(0x22);
        one.edit(transaction -> transaction.root().put("status", "open"));
        one.edit(transaction -> transaction.root().text("notes").append("Hié"));
        other.receive(one.changesSince(VersionVector.EMPTY));
        other.edit(transaction -> transaction.author("Ada").root().put("status", "closed"));
        other.edit(transaction -> transaction.root().text("notes").delete(1, 2));
        return other.changesSince(VersionVector.EMPTY);
    }

    private BatchBytes batch() {
        return new BatchBytes(good);
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[bytes.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        return java.util.Arrays.copyOf(packed, length);
    }

    private Map<String, byte[]> corrupt() {
        Map<String, byte[]> cases = new TreeMap<>();
        cases.put(
                "segments: over-long varint OVERLONG_VARINT",
                batch().with(0, 0x80, 0).toBytes());
        cases.put(
                "segments: no such author BAD_VALUE",
                batch().with(0, 2, 2, 1, 2).toBytes());
        cases.put(
                "segments: a run of no changes BAD_VALUE", batch().with(0, 0, 0).toBytes());
        cases.put(
                "segments: more changes than there are TRUNCATED",
                batch().with(0, 0, 2, 1, 3).toBytes());
        cases.put(
                "segments: fewer changes than there are TRAILING_BYTES",
                batch().with(0, 0, 2).toBytes());
        cases.put(
                "kinds: an operation outside changes BAD_VALUE",
                batch().with(1, PUT).toBytes());
        cases.put(
                "kinds: a change without operations BAD_VALUE",
                batch().with(1, 0, 0, PUT).toBytes());
        cases.put(
                "kinds: a continuation before all elements BAD_VALUE",
                batch().with(1, 0, CONTINUED).toBytes());
        cases.put(
                "kinds: more than announced TRAILING_BYTES",
                batch().withMore(1, 0, PUT).toBytes());
        cases.put("times: too few TRUNCATED", batch().with(2).with(10).toBytes());
        cases.put("times: too many TRAILING_BYTES", batch().withMore(2, 3).toBytes());
        cases.put(
                "times: beyond 2^47 ms BAD_VALUE",
                batch().with(2, 0xFF).with(10, 1, 1, 1, 1, 1, 1, 1, 0).toBytes());
        cases.put(
                "dependencies: none where there must be one BAD_VALUE",
                batch().with(3, 0).toBytes());
        cases.put(
                "dependencies: on the author BAD_VALUE",
                batch().with(3, 1, 1, 0).toBytes());
        cases.put(
                "dependencies: on what came later BAD_VALUE",
                batch().with(3, 1, 0, 15).toBytes());
        cases.put(
                "dependencies: on a replica that is not named BAD_VALUE",
                batch().with(3, 1, 9, 0).toBytes());
        cases.put(
                "dependencies: more than there are BAD_VALUE",
                batch().with(3, 2, 0, 0).toBytes());
        cases.put(
                "dependencies: on one replica twice UNSORTED",
                batch().with(3, 2, 0, 0, 0, 0).toBytes());
        cases.put(
                "dependencies: too many TRAILING_BYTES", batch().withMore(3, 0).toBytes());
        cases.put(
                "notes: malformed UTF-8 MALFORMED_UTF8",
                batch().with(4, 2, 0xC3, 0x28, 0).toBytes());
        cases.put("notes: nothing said BAD_VALUE", batch().with(4, 0, 0).toBytes());
        cases.put("replicas: one that is not named LIMIT", batch().with(5, 9, 9).toBytes());
        cases.put("replicas: too many TRAILING_BYTES", batch().withMore(5, 0).toBytes());
        cases.put("seqs: too few TRUNCATED", batch().with(6).toBytes());
        cases.put("seqs: below 0 BAD_VALUE", batch().with(6, 15, 15).toBytes());
        cases.put("seqs: too many TRAILING_BYTES", batch().withMore(6, 0).toBytes());
        cases.put("counts: too few TRUNCATED", batch().with(7).toBytes());
        cases.put(
                "counts: more than there are characters TRUNCATED",
                batch().with(7, 15, 0).toBytes());
        cases.put(
                "counts: beyond what a run can hold BAD_VALUE",
                batch().with(7, 0xFF, 0).withMore(10, 0, 0, 0, 0, 0, 0, 0, 0).toBytes());
        cases.put("counts: too many TRAILING_BYTES", batch().withMore(7, 0).toBytes());
        cases.put(
                "text: malformed UTF-8 MALFORMED_UTF8",
                batch().with(8, 'H', 'i', 0xC0, 0x80).toBytes());
        cases.put(
                "text: half a surrogate pair MALFORMED_UTF8",
                batch().with(8, 0xED, 0xA0, 0x80).toBytes());
        cases.put(
                "text: characters of no insert TRAILING_BYTES",
                batch().withMore(8, 'x').toBytes());
        cases.put(
                "fields: a container that is not introduced LIMIT",
                batch().with(9, 9).toBytes());
        cases.put("fields: too short TRUNCATED", batch().withLess(9).toBytes());
        cases.put("fields: too long TRAILING_BYTES", batch().withMore(9, 0).toBytes());
        cases.put("bits: too few TRUNCATED", batch().with(10).toBytes());
        cases.put("bits: too many TRAILING_BYTES", batch().withMore(10, 0).toBytes());
        cases.put("frame: bytes behind the columns TRAILING_BYTES", batch().toBytes(0));
        cases.put("deflated: fewer bytes than claimed TRUNCATED", batch().toDeflated(8, 100, deflated(new byte[10])));
        cases.put("deflated: more bytes than claimed TRAILING_BYTES", batch().toDeflated(8, 5, deflated(new byte[10])));
        cases.put("deflated: no Deflate BAD_VALUE", batch().toDeflated(8, 5, new byte[] {-1, -1, -1}));
        return cases;
    }

    private Map<String, byte[]> unsupported() {
        Map<String, byte[]> cases = new TreeMap<>();
        cases.put(
                "kinds: one that the format does not know",
                batch().with(1, 0, 0x3F + 7).toBytes());
        return cases;
    }

    private Map<String, byte[]> tooLarge() {
        Map<String, byte[]> cases = new TreeMap<>();
        cases.put("deflated: a claim beyond the limit", batch().toDeflated(8, 1 << 30, deflated(new byte[10])));
        cases.put("deflated: a claim beyond 64 bits", batch().toDeflated(8, -1, deflated(new byte[10])));
        return cases;
    }

    @TestFactory
    Stream<DynamicTest> receive_batchThatBreaksARule_isCorrupt() {
        return corrupt().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    CrdtException refused = refuse(entry.getValue());
                    assertThat(refused).isInstanceOf(CorruptDataException.class);
                    Kind kind =
                            Kind.valueOf(entry.getKey().substring(entry.getKey().lastIndexOf(' ') + 1));
                    assertThat(((CorruptDataException) refused).kind()).isEqualTo(kind);
                }));
    }

    @TestFactory
    Stream<DynamicTest> receive_batchOfALaterFormat_isUnsupported() {
        return unsupported().entrySet().stream()
                .map(entry -> dynamicTest(
                        entry.getKey(),
                        () -> assertThat(refuse(entry.getValue())).isInstanceOf(UnsupportedFormatException.class)));
    }

    @TestFactory
    Stream<DynamicTest> receive_batchThatExpandsTooFar_isRefusedByItsLimit() {
        return tooLarge().entrySet().stream()
                .map(entry -> dynamicTest(
                        entry.getKey(),
                        () -> assertThat(refuse(entry.getValue())).isInstanceOf(LimitExceededException.class)));
    }

    /** Receives what must be refused, then the good batch, in one document. */
    private CrdtException refuse(byte[] bad) {
        Document document = create(0x33);
        byte[] before = document.save();
        Throwable refused = catchThrowable(() -> document.receive(bad));
        assertThat(refused).isInstanceOf(CrdtException.class);
        assertThat(document.save()).as("nothing was changed").isEqualTo(before);
        assertThat(document.receive(good).isComplete()).isTrue();
        assertThat(document.toJson()).isEqualTo("{\"notes\":\"Hé\",\"status\":\"closed\"}");
        return (CrdtException) refused;
    }

    @Test
    void receive_goodBatchPutTogetherAgain_isTheSame() {
        assertThat(batch().toBytes()).isEqualTo(good);
    }

    /** Deletions forward and backward of what replica 11 typed as seqs 1 to 6. */
    private static byte[] erased() {
        Document one = create(0x11);
        Document other = create(0x22);
        one.edit(transaction -> transaction.root().text("notes").append("abcdef"));
        other.receive(one.changesSince(VersionVector.EMPTY));
        other.edit(transaction -> {
            transaction.root().text("notes").delete(4, 5);
            transaction.root().text("notes").delete(3, 4);
        });
        other.edit(transaction -> {
            transaction.root().text("notes").delete(0, 1);
            transaction.root().text("notes").delete(0, 1);
        });
        return other.changesSince(VersionVector.EMPTY);
    }

    @Test
    void receive_deletionsForwardAndBackward_areThoseThatWereMade() {
        BatchBytes batch = new BatchBytes(erased());
        assertThat(batch.column(BatchBytes.KINDS)).contains(0x39 + 7, 0x3A + 7);
        Document document = create(0x33);
        assertThat(document.receive(batch.toBytes()).isComplete()).isTrue();
        assertThat(document.toJson()).isEqualTo("{\"notes\":\"cf\"}");
    }

    @Test
    void receive_deletionsOfWhatCannotBe_areRefused() {
        assertDeletionsRefused(1, 0); // one backward, which is a range
        assertDeletionsRefused(2, 0); // one forward
        assertDeletionsRefused(1, 7); // more than are before it
    }

    private static void assertDeletionsRefused(int place, int lessOne) {
        BatchBytes batch = new BatchBytes(erased());
        batch.column(BatchBytes.COUNTS)[place] = (byte) lessOne;
        byte[] bytes = batch.toBytes();
        CorruptDataException refused = catchThrowableOfType(
                CorruptDataException.class, () -> create(0x33).receive(bytes));
        assertThat(refused).isNotNull();
        assertThat(refused.kind()).isEqualTo(Kind.BAD_VALUE);
        assertThat(refused).hasMessageContaining("known elements to delete");
    }

    /** The deletions are joined to the change before, so there are three. */
    @Test
    void receive_batchOfMoreThanADeviceTakes_isRefusedForNow() {
        DecodeLimits exact = DecodeLimits.builder().maxReplicas(2).maxChanges(3).build();
        assertThat(limited(exact).receive(good).isComplete()).isTrue();
        DecodeLimits fewReplicas = DecodeLimits.builder().maxReplicas(1).build();
        assertThat(catchThrowable(() -> limited(fewReplicas).receive(good))).isInstanceOf(LimitExceededException.class);
        DecodeLimits fewChanges = DecodeLimits.builder().maxChanges(2).build();
        assertThat(catchThrowable(() -> limited(fewChanges).receive(good))).isInstanceOf(LimitExceededException.class);
    }

    private static Document limited(DecodeLimits limits) {
        return Document.create(
                ID, DocumentOptions.defaults().withClock(() -> NOON).withDecodeLimits(limits));
    }

    @Test
    void receive_replicaNamedTwice_isRefusedWhereverItStands() {
        Document writer = create(0x11);
        for (int i = 2; i <= 4; i++) {
            Document other = create(0x11 * i);
            other.edit(transaction -> transaction.root().put("k", 1));
            writer.receive(other.changesSince(VersionVector.EMPTY));
        }
        byte[] batch = writer.changesSince(VersionVector.EMPTY);
        CorruptDataException refused = catchThrowableOfType(
                CorruptDataException.class,
                () -> create(0x77)
                        .receive(new BatchBytes(batch).withReplicaAsThatAt(2, 0).toBytes()));
        assertThat(refused.kind()).isEqualTo(Kind.DUPLICATE);
    }

    @Test
    void receive_batchesThatClaimMuch_allocateLittle() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Document document = create(0x33);
        for (Map<String, byte[]> cases : java.util.List.of(corrupt(), unsupported(), tooLarge())) {
            for (Map.Entry<String, byte[]> bad : cases.entrySet()) {
                long before = threads.getCurrentThreadAllocatedBytes();
                @Nullable Throwable ignored = catchThrowable(() -> document.receive(bad.getValue()));
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                assertThat(allocated).as(bad.getKey()).isLessThan(CONSTANT_BYTES + 16L * bad.getValue().length);
            }
        }
    }

    @Test
    void receive_largeBatch_allocatesInProportion() {
        Document author = create(0x11);
        for (int i = 0; i < 3_000; i++) {
            int at = i;
            author.edit(transaction -> transaction.root().put("key" + at % 7, at));
            author.edit(transaction -> transaction.root().text("text").insert(at / 2, "ab"));
        }
        byte[] batch = author.changesSince(VersionVector.EMPTY);
        byte[] damaged = new BatchBytes(batch).withMore(BatchBytes.FIELDS, 0).toBytes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Document document = create(0x33);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(catchThrowable(() -> document.receive(damaged))).isInstanceOf(CorruptDataException.class);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(CONSTANT_BYTES + 16L * damaged.length);
    }
}
