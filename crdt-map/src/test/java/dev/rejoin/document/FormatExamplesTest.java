package dev.rejoin.document;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rejoin.change.Change;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.Crc32c;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.FieldType;
import dev.rejoin.schema.Schema;
import dev.rejoin.sequence.AnchorBias;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The hexadecimal examples of docs/FORMAT.md, byte for byte. An example is a block of kind {@code hex} with a name; what
 * stands behind a bar is a remark.
 */
class FormatExamplesTest {
    private static final Path FORMAT = Path.of("..", "docs", "FORMAT.md");
    private static final Pattern EXAMPLE = Pattern.compile("```hex (\\S+)\\n(.*?)```", Pattern.DOTALL);
    private static final DocumentId ID = DocumentId.named("format");
    private static final long NOON = 1_767_268_800_000L; // 2026-01-01T12:00:00Z
    /** Replica id of the changes that are made by hand. */
    private static final String AUTHOR = "0000000000000077";

    private static final Map<String, byte[]> EXAMPLES = new LinkedHashMap<>();

    private final Document tablet = create(0x11);
    private final Document office = create(0x22);
    private final Change status = tablet.edit(transaction -> transaction.root().put("status", "open"));
    private final Change notes =
            tablet.edit(transaction -> transaction.root().text("notes").append("Hi"));
    private final Change typed =
            tablet.edit(transaction -> transaction.root().text("notes").append("!"));
    private final Change closed;

    FormatExamplesTest() {
        office.receive(status.toBytes());
        closed = office.edit(
                transaction -> transaction.author("Ada").message("done").root().put("status", "closed"));
        tablet.receive(closed.toBytes());
        office.receive(notes.toBytes());
        office.receive(typed.toBytes());
    }

    private static Document create(long replica) {
        return Document.create(
                ID,
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> NOON));
    }

    @BeforeAll
    static void readExamples() throws IOException {
        Matcher found = EXAMPLE.matcher(Files.readString(FORMAT).replace("\r\n", "\n"));
        while (found.find()) {
            String hex = found.group(2).replaceAll("\\|.*", "").replaceAll("\\s", "");
            EXAMPLES.put(found.group(1), HexFormat.of().parseHex(hex));
        }
        assertThat(EXAMPLES.keySet())
                .containsExactly(
                        "change-put",
                        "change-text",
                        "change-continued",
                        "change-reply",
                        "change-kinds",
                        "change-anew",
                        "change-schema",
                        "change-move",
                        "batch",
                        "batch-without-deleted-text",
                        "snapshot",
                        "position");
    }

    private static void assertExample(String name, byte[] actual) {
        assertThat(HexFormat.of().withDelimiter(" ").formatHex(actual))
                .as(name)
                .isEqualTo(HexFormat.of().withDelimiter(" ").formatHex(EXAMPLES.get(name)));
    }

    @Test
    void change_ofOnePut_isAsWritten() {
        assertExample("change-put", status.toBytes());
    }

    @Test
    void change_thatCreatesAText_isAsWritten() {
        assertExample("change-text", notes.toBytes());
    }

    @Test
    void change_thatContinuesARun_isAsWritten() {
        assertExample("change-continued", typed.toBytes());
    }

    @Test
    void change_thatReplacesAWriteOfAnother_isAsWritten() {
        assertExample("change-reply", closed.toBytes());
    }

    @Test
    void change_thatMovesAnElement_isAsWritten() {
        Document phone = create(0x33);
        phone.edit(transaction -> transaction.root().list("steps").append(1).append(2));
        Change move = phone.edit(transaction -> transaction.root().list("steps").move(0, 1));
        assertExample("change-move", move.toBytes());
        Document other = create(0x44);
        other.receive(phone.changesSince(VersionVector.EMPTY));
        assertThat(other.toJson()).isEqualTo("{\"steps\":[2,1]}");
    }

    @Test
    void batch_withoutDeletedText_isAsWritten() {
        Document phone = create(0x44);
        phone.edit(transaction -> transaction.root().text("t").append("Hello"));
        phone.edit(transaction -> transaction.root().text("t").delete(1, 4));
        BatchOptions options = BatchOptions.plain().withoutDeletedText();
        assertExample("batch-without-deleted-text", phone.changesSince(VersionVector.EMPTY, options));
        office.receive(EXAMPLES.get("batch-without-deleted-text"));
        assertThat(office.root().text("t")).hasToString("Ho");
    }

    @Test
    void change_thatDefinesASchema_isAsWritten() {
        Schema schema =
                Schema.builder(1).field("hours", Field.counter().range(0, 24)).build();
        Change adopted = create(0x33).edit(transaction -> transaction.adopt(schema));
        assertExample("change-schema", adopted.toBytes());
        Document phone = create(0x44);
        phone.receive(EXAMPLES.get("change-schema"));
        assertThat(phone.schema().stored().orElseThrow().fields().get("hours").type())
                .isEqualTo(FieldType.COUNTER);
    }

    @Test
    void change_ofTheOtherKinds_isAsWritten() {
        Change kinds = create(0x33).edit(transaction -> {
            MapEditor root = transaction.root();
            root.removeWinsSet("deny").add("a").remove("a");
            root.log("log").append("x");
            root.remove("log").restore("log", SlotKind.LOG);
        });
        assertExample("change-kinds", kinds.toBytes());
        Document phone = create(0x44);
        phone.receive(EXAMPLES.get("change-kinds"));
        assertThat(phone.toJson()).isEqualTo("{\"deny\":[],\"log\":[\"x\"]}");
    }

    @Test
    void change_thatPutsANewContainerInThePlaceOfOthers_isAsWritten() {
        Change anew = create(0x55)
                .edit(transaction -> transaction
                        .root()
                        .replaceWithNew("log", SlotKind.TEXT)
                        .text("log")
                        .append("x"));
        assertExample("change-anew", anew.toBytes());
    }

    @Test
    void batch_ofAllChanges_isAsWritten_whoeverMakesIt() {
        assertExample("batch", tablet.changesSince(VersionVector.EMPTY));
        assertExample("batch", office.changesSince(VersionVector.EMPTY));
    }

    @Test
    void position_behindAnElement_isAsWritten() {
        assertExample(
                "position",
                office.root().text("notes").anchorAt(2, AnchorBias.AFTER).toBytes());
    }

    @Test
    void snapshot_withoutHistory_isAsWritten_whoeverMakesIt() {
        assertExample("snapshot", tablet.save(SaveOptions.withoutHistory()));
        assertExample("snapshot", office.save(SaveOptions.withoutHistory()));
    }

    @Test
    void examples_received_giveTheDocument() {
        Document phone = create(0x33);
        phone.receive(EXAMPLES.get("change-put"));
        phone.receive(EXAMPLES.get("change-text"));
        phone.receive(EXAMPLES.get("change-continued"));
        phone.receive(EXAMPLES.get("change-reply"));
        assertThat(phone.stateHash()).isEqualTo(tablet.stateHash());

        Document batched = create(0x44);
        batched.receive(EXAMPLES.get("batch"));
        assertThat(batched.save()).isEqualTo(tablet.save());

        Document loaded = Document.load(
                EXAMPLES.get("snapshot"), DocumentOptions.defaults().withClock(() -> NOON));
        assertThat(loaded.toJson()).isEqualTo("{\"notes\":\"Hi!\",\"status\":\"closed\"}");
        assertThat(loaded.stateHash()).isEqualTo(tablet.stateHash());
    }

    @Test
    void change_ofAnotherDocument_hasAWrongChecksum() {
        Document other = Document.create(DocumentId.named("another"));
        assertKind(() -> other.receive(status.toBytes()), Kind.CHECKSUM);
    }

    @Test
    void batch_ofAnotherDocument_isRefusedByItsId() {
        Document other = Document.create(DocumentId.named("another"));
        assertKind(() -> other.receive(EXAMPLES.get("batch")), Kind.WRONG_DOCUMENT);
    }

    @Test
    void frames_withAFlippedBit_areRefused() {
        EXAMPLES.forEach((name, bytes) -> {
            if (name.equals("position")) {
                return; // no frame
            }
            byte[] flipped = bytes.clone();
            flipped[bytes.length / 2] ^= 1;
            Document phone = create(0x33);
            ThrowingCallable decode =
                    name.equals("snapshot") ? () -> Document.load(flipped) : () -> phone.receive(flipped);
            assertKind(decode, Kind.CHECKSUM);
        });
    }

    /** The section "Chain digest", word by word. */
    @Test
    void chainDigest_mixedAsDescribed_isThatOfTheExamples() {
        long root = 0x52454a4f494eL;
        long afterPut = mix(0, 0, NOON << 16);
        afterPut = mix(afterPut, 3 + 256 * 0x20, root);
        afterPut = mixText(afterPut, "status");
        afterPut = mix(afterPut, 0);
        afterPut = mix(afterPut, 6, 0x06, 4, 'o', 'p', 'e', 'n');
        assertThat((int) afterPut).isEqualTo(0x501ad260);

        long notesHash = mixText(mix(root, 3), "notes");
        long afterText = mix(afterPut, 0, NOON << 16 | 1);
        afterText = mix(afterText, 3 + 256 * 0x23, notesHash, 0);
        afterText = mix(afterText, 1, notesHash, 'H', 'i');
        assertThat((int) afterText).isEqualTo(0x9d87bd12);
        assertThat(mix(afterText, '!')).isEqualTo(0x2a940362fd252232L);
    }

    private static long mix(long digest, long... words) {
        long mixed = digest;
        for (long word : words) {
            mixed = (mixed ^ word) * 0x9e3779b97f4a7c15L;
            mixed ^= mixed >>> 29;
        }
        return mixed;
    }

    private static long mixText(long digest, String text) {
        return mix(mix(digest, text.length()), text.chars().asLongStream().toArray());
    }

    @Test
    void operation_ofAnUnknownExtension_isKeptAndPassedOn() {
        byte[] extension = sealed("11 00" + AUTHOR + "00 019b796dd600" + "40 00 02 ca fe");
        Document phone = create(0x33);
        assertThat(phone.receive(extension).isComplete()).isTrue();
        assertThat(phone.toJson()).isEqualTo("{}");

        Document office = create(0x44);
        office.receive(phone.changesSince(VersionVector.EMPTY));
        assertThat(office.save()).isEqualTo(phone.save());
        assertThat(Document.load(phone.save()).changesSince(VersionVector.EMPTY))
                .isEqualTo(phone.changesSince(VersionVector.EMPTY));
    }

    @TestFactory
    Stream<DynamicTest> malformedChanges_areRefused_andChangeNothing() {
        String put = "20 00 06 737461747573 00 ";
        return Stream.of(
                refused("no operation", "", Kind.BAD_VALUE),
                refused("text cut off", put + "06 04 6f70", Kind.TRUNCATED),
                refused("one operation too many", put + "00" + put + "00", Kind.TRAILING_BYTES),
                refused("dots in two bytes", "20 00 06 737461747573 80 00 00", Kind.OVERLONG_VARINT),
                refused("key that is no UTF-8", "20 00 01 ff 00 00", Kind.MALFORMED_UTF8),
                refused("kind above 14 bits", "80 80 01 00", Kind.LIMIT),
                refused("unknown tag of a value", put + "0d", Kind.BAD_VALUE),
                refused("neither 0 nor 1 before a container", "20 02 06 737461747573 00 00", Kind.BAD_VALUE),
                refused("map value out of order", put + "0b 02 01 62 00 01 61 00", Kind.UNSORTED),
                refused("map value with a key twice", put + "0b 02 01 61 00 01 61 00", Kind.DUPLICATE),
                refused("long form of a decimal", put + "05 00 02 00 01", Kind.NOT_CANONICAL),
                refused("another NaN", put + "04 7ff8000000000001", Kind.NOT_CANONICAL),
                refused("own id that is yet to come", "20 00 06 737461747573 01 00 00 00", Kind.BAD_VALUE));
    }

    private static DynamicTest refused(String name, String operations, Kind kind) {
        return dynamicTest(name, () -> {
            Document phone = create(0x33);
            byte[] before = phone.save();
            byte[] change = sealed("11 00" + AUTHOR + "00 019b796dd600" + operations);
            assertKind(() -> phone.receive(change), kind);
            assertThat(phone.save()).isEqualTo(before);
        });
    }

    @Test
    void frames_ofAnotherVersionOrWithUnknownParts_areUnsupported() {
        Document phone = create(0x33);
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .as("version 2")
                .isThrownBy(() -> phone.receive(sealed("12 00" + AUTHOR + "00 019b796dd600 20 00 01 61 00 00")));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .as("flag 32")
                .isThrownBy(() -> phone.receive(sealed("11 20" + AUTHOR + "00 019b796dd600 20 00 01 61 00 00")));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .as("a register that stands alone")
                .isThrownBy(() -> phone.receive(sealed("11 00" + AUTHOR + "00 019b796dd600 01 00 00 00")));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .as("an operation that version 1 does not define")
                .isThrownBy(() -> phone.receive(sealed("11 00" + AUTHOR + "00 019b796dd600 0f 00 00 00")));
    }

    @Test
    void key_beyondTheLimit_isRefusedAtTheWriteAndAtDecoding() {
        String key = "k".repeat(1025);
        assertLimit(() -> tablet.edit(transaction -> transaction.root().put(key, 1)));
        String written = HexFormat.of().formatHex(key.getBytes(US_ASCII));
        byte[] change = sealed("11 00" + AUTHOR + "00 019b796dd600 20 00 8108" + written + "00 00");
        assertLimit(() -> create(0x33).receive(change));
    }

    private static void assertLimit(ThrowingCallable call) {
        LimitExceededException thrown = catchThrowableOfType(LimitExceededException.class, call);
        assertThat(thrown.limit()).isEqualTo(LimitExceededException.Limit.KEY_BYTES);
    }

    /** A change with its checksum: over the document id and the frame. */
    private static byte[] sealed(String hex) {
        byte[] frame = HexFormat.of().parseHex(hex.replace(" ", ""));
        int checksum = new Crc32c()
                .updateU64(ID.high())
                .updateU64(ID.low())
                .update(frame, 0, frame.length)
                .value();
        return ByteBuffer.allocate(frame.length + Integer.BYTES)
                .put(frame)
                .putInt(checksum)
                .array();
    }

    private static void assertKind(ThrowingCallable decode, Kind kind) {
        assertThat(catchThrowableOfType(CorruptDataException.class, decode).kind())
                .isEqualTo(kind);
    }
}
