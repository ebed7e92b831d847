package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.delivery.DeletedContentException;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.IncompleteBatchException;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.Crc32c;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Batches and files that leave out what was typed and deleted again. */
class DeletedTextTest {
    private static final String SECRET = "do not tell";
    private static final long NOW = 1_000_000_000_000L;
    private static final BatchOptions LIVE_TEXT = BatchOptions.plain().withoutDeletedText();

    private final Document author = open(1, UnaryOperator.identity());

    private static Document open(long replica, UnaryOperator<DocumentOptions> more) {
        return Document.create(DocumentId.named("deleted text"), more.apply(options(replica)));
    }

    private static DocumentOptions options(long replica) {
        return DocumentOptions.defaults().withClock(() -> NOW).withReplica(new ReplicaId(replica));
    }

    private VersionVector typeAndDelete() {
        author.edit(tx -> tx.root().text("t").append("Hello " + SECRET + " world"));
        VersionVector typed = author.version();
        author.edit(tx -> tx.root().text("t").delete(6, 7 + SECRET.length()));
        return typed;
    }

    private static boolean holdsSecret(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(SECRET);
    }

    @Test
    void withoutDeletedText_neitherTheBatchNorWhoeverGotItHasTheText() {
        VersionVector typed = typeAndDelete();
        byte[] batch = author.changesSince(VersionVector.EMPTY, LIVE_TEXT);
        assertThat(holdsSecret(author.changesSince(VersionVector.EMPTY))).isTrue();
        assertThat(holdsSecret(batch)).isFalse();
        Document reader = open(2, UnaryOperator.identity());
        assertThat(reader.receive(batch).isComplete()).isTrue();
        assertThat(reader.toJson()).isEqualTo("{\"t\":\"Hello world\"}");
        assertThat(reader.stateHash()).isEqualTo(author.stateHash());
        assertThat(reader.save(SaveOptions.withoutHistory())).isEqualTo(author.save(SaveOptions.withoutHistory()));
        assertThat(holdsSecret(reader.save())).isFalse();
        assertThat(reader.save())
                .isEqualTo(author.save(SaveOptions.withHistory().withoutDeletedText()));
        assertThat(reader.changesSince(VersionVector.EMPTY)).isEqualTo(batch);
        assertThat(reader.timeline().changes(ChangeFilter.all())).hasSize(1);
        assertThatExceptionOfType(DeletedContentException.class)
                .isThrownBy(() -> reader.timeline().at(typed))
                .satisfies(lacking -> assertThat(lacking.missing())
                        .containsExactly(new OpIdSpan(new ReplicaId(1), 7, 8 + SECRET.length()))
                        .isEqualTo(reader.timeline().leftOut()));
        assertThatThrownBy(() -> reader.timeline().difference(typed, reader.version()))
                .isInstanceOf(DeletedContentException.class);
        assertThatThrownBy(() -> reader.timeline().fork(typed)).isInstanceOf(DeletedContentException.class);
        assertThat(reader.timeline().fork(reader.version()).toJson()).isEqualTo(reader.toJson());
    }

    @Test
    void withoutDeletedText_whatIsDeletedLaterKeepsItsText() {
        author.edit(tx -> tx.root().text("t").append("Hello " + SECRET));
        VersionVector typed = author.version();
        Document reader = open(2, UnaryOperator.identity());
        reader.receive(author.changesSince(VersionVector.EMPTY, LIVE_TEXT));
        author.edit(tx -> tx.root().text("t").delete(6, 6 + SECRET.length()));
        reader.receive(author.changesSince(typed, LIVE_TEXT));
        assertThat(reader.timeline().at(typed).toJson()).contains(SECRET);
        assertThat(reader.save()).isEqualTo(author.save());
    }

    @Test
    void withoutDeletedText_ofASurrogatePair_keepsItWholeOrLeavesItOut() {
        author.edit(tx -> tx.root().text("t").append("a\uD83D\uDE00b\uD83D\uDE01c"));
        author.edit(tx -> tx.root().text("t").delete(1, 3));
        Document reader = open(2, UnaryOperator.identity());
        reader.receive(author.changesSince(VersionVector.EMPTY, LIVE_TEXT));
        assertThat(reader.toJson()).isEqualTo(author.toJson());
    }

    @Test
    void chain_goesOnBehindWhatIsLeftOut() {
        typeAndDelete();
        Document reader = open(2, UnaryOperator.identity());
        reader.receive(author.changesSince(VersionVector.EMPTY, LIVE_TEXT));
        Document loaded = Document.load(reader.save(), options(3));
        byte[] next = author.edit(tx -> tx.root().text("t").append("!")).toBytes();
        for (Document other : List.of(reader, loaded)) {
            assertThat(other.receive(next).isComplete()).isTrue();
            assertThat(other.stateHash()).isEqualTo(author.stateHash());
        }
    }

    @Test
    void receive_ofAnotherBranchBehindWhatIsLeftOut_isNoticed() {
        typeAndDelete();
        byte[] saved = author.checkpoint();
        Document twin = Document.resume(saved, options(1));
        author.edit(tx -> tx.root().put("k", 1));
        byte[] next = author.edit(tx -> tx.root().put("k", 2)).toBytes();
        twin.edit(tx -> tx.root().put("k", 3));
        Document reader = open(2, UnaryOperator.identity());
        reader.receive(twin.changesSince(VersionVector.EMPTY, LIVE_TEXT));
        assertThat(reader.receive(next).quarantined()).hasSize(1);
        Document other = open(3, UnaryOperator.identity());
        other.receive(twin.changesSince(VersionVector.EMPTY));
        assertThatThrownBy(() -> other.receive(author.changesSince(VersionVector.EMPTY, LIVE_TEXT)))
                .isInstanceOf(IncompleteBatchException.class);
    }

    @Test
    void receive_whatCannotBeAppliedAsAWhole_changesNothing() {
        author.edit(tx -> tx.root().text("t").append("before"));
        VersionVector known = author.version();
        typeAndDelete();
        byte[] rest = author.changesSince(known, LIVE_TEXT);
        Document reader = open(2, UnaryOperator.identity());
        byte[] before = reader.checkpoint();
        assertThatExceptionOfType(IncompleteBatchException.class)
                .isThrownBy(() -> reader.receive(rest))
                .satisfies(refused -> assertThat(refused.hindrance()).isInstanceOf(Delivery.Waiting.class));
        assertThatThrownBy(() -> reader.preview(rest)).isInstanceOf(IncompleteBatchException.class);
        assertThat(reader.checkpoint()).isEqualTo(before);
        reader.receive(author.changesSince(VersionVector.EMPTY));
        assertThat(reader.receive(rest).isComplete()).isTrue();
        assertThat(reader.save()).isEqualTo(author.save());
    }

    @Test
    void sink_isGivenTheWholeBatch_fromWhichTheDocumentIsResumed() {
        typeAndDelete();
        List<byte[]> journal = new ArrayList<>();
        Document reader = open(2, options -> options.withSink(journal::add));
        byte[] checkpoint = reader.checkpoint();
        byte[] batch = author.changesSince(VersionVector.EMPTY, LIVE_TEXT);
        reader.receive(batch);
        assertThat(journal).hasSize(1);
        assertThat(journal.get(0)).isEqualTo(batch);
        Document resumed =
                Document.resume(checkpoint, journal, DocumentOptions.defaults().withClock(() -> NOW));
        assertThat(resumed.save()).isEqualTo(reader.save());
    }

    @Test
    void sink_thatFails_leavesEverythingAsItWas() {
        typeAndDelete();
        Document reader = open(
                2,
                options -> options.withSink(change -> {
                    throw new IllegalStateException("disk full");
                }));
        byte[] before = reader.save();
        assertThatThrownBy(() -> reader.receive(author.changesSince(VersionVector.EMPTY, LIVE_TEXT)))
                .hasMessage("disk full");
        assertThat(reader.save()).isEqualTo(before);
        assertThat(reader.timeline().leftOut()).isEmpty();
    }

    private static String history(Document document) {
        return document.audit(replica -> Optional.empty())
                .history(Path.root().key("t"))
                .toString();
    }

    @Test
    void audit_tellsDeletedTextThatIsNotKept_withoutContent() {
        author.edit(tx -> tx.root().text("t").append("Hello " + SECRET));
        author.edit(tx -> tx.root().text("t").delete(6, 6 + SECRET.length()));
        Document reader = Document.load(author.save(SaveOptions.withHistory().withoutDeletedText()), options(2));
        assertThat(history(author)).contains(SECRET);
        assertThat(history(reader)).doesNotContain(SECRET, "\uFFFD");
    }

    /** The batch of one author that typed and deleted, with another extension in the place of its own, and another flag. */
    private byte[] forged(int flags, String extension) {
        author.edit(tx -> tx.root().text("t").append("Hello"));
        author.edit(tx -> tx.root().text("t").delete(1, 4));
        byte[] batch = author.changesSince(VersionVector.EMPTY, LIVE_TEXT);
        byte[] content = HexFormat.of().parseHex(extension.replace(" ", ""));
        int body = batch.length - Integer.BYTES - 1 - 2 - 9; // one extension of 9 bytes, the checksum
        ByteWriter out = new ByteWriter(batch.length + content.length);
        out.bytes(Arrays.copyOf(batch, body));
        out.u8(1);
        out.u8(11);
        out.varint(content.length);
        out.bytes(content);
        byte[] frame = out.toByteArray();
        frame[1] = (byte) flags;
        out.reset();
        out.bytes(frame);
        out.u32(Crc32c.of(frame, 0, frame.length));
        return out.toByteArray();
    }

    private void assertRefused(int flags, String extension, Kind kind) {
        byte[] batch = forged(flags, extension);
        Document reader = open(2, UnaryOperator.identity());
        byte[] before = reader.save();
        assertThatExceptionOfType(CorruptDataException.class)
                .isThrownBy(() -> reader.receive(batch))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(kind));
        assertThat(reader.save()).isEqualTo(before);
        assertThat(reader.timeline().leftOut()).isEmpty();
    }

    @Test
    void receive_gapsInTextThatIsNotDeleted_isRefused() {
        assertRefused(0x80, "01 00 01 01 0000000000000001", Kind.BAD_VALUE);
    }

    @Test
    void receive_gapsBeyondTheOperations_isRefused() {
        assertRefused(0x80, "01 00 02 ffffffff07 0000000000000001", Kind.BAD_VALUE);
        assertRefused(0x80, "01 01 00 01 0000000000000001", Kind.LIMIT);
    }

    @Test
    void receive_gapsThatTouch_isRefused() {
        assertRefused(0x80, "02 00 02 01 00 00 01 0000000000000001", Kind.BAD_VALUE);
    }

    @Test
    void receive_flagWithoutAGap_isRefused() {
        assertRefused(0x84, "01 00 02 03", Kind.NOT_CANONICAL);
        assertRefused(0x80, "00", Kind.NOT_CANONICAL);
    }

    @Test
    void receive_lessOrMoreDigestsThanAuthorsWithGaps_isRefused() {
        assertRefused(0x84, "00", Kind.TRUNCATED);
        assertRefused(0x84, "00 0000000000000001 00", Kind.TRAILING_BYTES);
    }

    @Test
    void receive_moreCharactersThanThereArePlaces_isRefused() {
        assertRefused(0x84, "01 00 02 02 0000000000000001", Kind.TRUNCATED);
    }

    @Test
    void preview_ofABatchWithoutNotes_leavesHistoryAsWholeAsItWas() {
        author.edit(tx -> tx.message("why").root().put("k", 1));
        Document reader = open(2, UnaryOperator.identity());
        reader.edit(tx -> tx.root().put("own", 1));
        reader.preview(
                author.changesSince(VersionVector.EMPTY, BatchOptions.plain().withoutNotes()));
        assertThat(reader.restampUnsent()).hasSize(1);
    }

    @Test
    void receive_redactionInABatchThatIsRefused_redactsNothingWithTheNextChange() {
        typeAndDelete();
        Document reader = open(2, UnaryOperator.identity());
        reader.receive(author.changesSince(VersionVector.EMPTY));
        author.redact(List.of(new OpIdSpan(new ReplicaId(1), 7, 8 + SECRET.length())), "asked for");
        byte[] batch = author.changesSince(VersionVector.EMPTY, LIVE_TEXT);
        int body = batch.length - Integer.BYTES;
        batch[body - 1] ^= 1; // of the digest behind the redaction
        ByteWriter forged = new ByteWriter(batch.length);
        forged.bytes(Arrays.copyOf(batch, body));
        forged.u32(Crc32c.of(batch, 0, body));
        assertThatExceptionOfType(IncompleteBatchException.class)
                .isThrownBy(() -> reader.receive(forged.toByteArray()))
                .satisfies(refused -> assertThat(refused.hindrance()).isInstanceOf(Delivery.Quarantined.class));
        Document other = open(3, UnaryOperator.identity());
        reader.receive(other.edit(tx -> tx.root().put("k", 1)).toBytes());
        assertThat(reader.redactions()).isEmpty();
        assertThat(holdsSecret(reader.changesSince(VersionVector.EMPTY))).isTrue();
    }

    @Test
    void receive_anotherDigestBehindGaps_isNoticedByWhoHasTheText() {
        byte[] batch = forged(0x84, "00 0000000000000001");
        Document reader = open(2, UnaryOperator.identity());
        reader.receive(author.changesSince(VersionVector.EMPTY));
        assertThatThrownBy(() -> reader.receive(batch)).isInstanceOf(IncompleteBatchException.class);
    }

    /** The library is not on the class path here. */
    @Tag("once")
    @Test
    void zstandard_withoutItsLibrary_isDeflateForWritersAndRefusedByReaders() {
        author.edit(tx -> tx.root().text("t").append("Hello, hello, hello, hello"));
        byte[] batch =
                author.changesSince(VersionVector.EMPTY, BatchOptions.plain().withZstandard());
        assertThat(batch).isEqualTo(author.changesSince(VersionVector.EMPTY, BatchOptions.compressed()));
        batch[1] = 16;
        int end = batch.length - Integer.BYTES;
        ByteWriter out = new ByteWriter(batch.length);
        out.bytes(Arrays.copyOf(batch, end));
        out.u32(Crc32c.of(batch, 0, end));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> open(2, UnaryOperator.identity()).receive(out.toByteArray()))
                .withMessageContaining("zstd-jni");
    }

    /** A few bytes may stand for many characters that are not there: they count before anything is allocated for them. */
    @Test
    void receive_moreThatIsNotThereThanTheLimit_isRefused() {
        author.edit(tx -> tx.root().text("t").append("x".repeat(5_000)));
        author.edit(tx -> tx.root().text("t").delete(0, 5_000));
        byte[] batch = author.changesSince(VersionVector.EMPTY, LIVE_TEXT);
        assertThat(batch.length).isLessThan(100);
        DecodeLimits limits = DecodeLimits.builder().maxExpandedBytes(9_999).build();
        Document reader = open(2, options -> options.withDecodeLimits(limits));
        assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> reader.receive(batch));
        assertThat(open(3, UnaryOperator.identity()).receive(batch).isComplete())
                .isTrue();
    }
}
