package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.change.Change;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.Crc32c;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the operations of a change may say, each rule with the last bytes that it lets pass and the first that it does not.
 * The changes are of replica 22, which has seen all of replica 11: seq 0 made the container "c", and seqs 1 to 6 are its
 * elements. Reference 1 is seq 6.
 */
class ChangeRulesTest {
    private static final DocumentId ID = DocumentId.named("change rules");
    private static final long NOON = 1_767_268_800_000L;

    private static Document create(long replica) {
        return Document.create(
                ID,
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> NOON));
    }

    private static byte[] text() {
        return create(0x11)
                .edit(transaction -> transaction.root().text("c").append("abcdef"))
                .toBytes();
    }

    private static byte[] list() {
        return create(0x11)
                .edit(transaction -> {
                    for (int i = 1; i <= 6; i++) {
                        transaction.root().list("c").append(i);
                    }
                })
                .toBytes();
    }

    private static byte[] change(String operations, int seqs) {
        ByteWriter out = new ByteWriter();
        out.u8(0x11);
        out.u8(seqs > 1 ? 9 : 1);
        out.u64(0x22);
        out.varint(0);
        if (seqs > 1) {
            out.varint(seqs);
        }
        out.u48(NOON + 1);
        out.varint(1);
        out.u64(0x11);
        out.varint(6 * 2 + 1); // a dependency
        out.bytes(HexFormat.of().parseHex(operations.replace(" ", "")));
        byte[] frame = out.toByteArray();
        out.u32(new Crc32c()
                .updateU64(ID.high())
                .updateU64(ID.low())
                .update(frame, 0, frame.length)
                .value());
        return out.toByteArray();
    }

    private static void assertTaken(byte[] base, String operations, int seqs, String json) {
        Document document = create(0x33);
        document.receive(base);
        assertThat(document.receive(change(operations, seqs)).isComplete()).isTrue();
        assertThat(document.toJson()).isEqualTo("{\"c\":" + json + "}");
        document.edit(transaction -> transaction.root().map("other").put("k", 1));
        Document relayed = create(0x44);
        assertThat(relayed.receive(document.changesSince(VersionVector.EMPTY)).isComplete())
                .isTrue();
        assertThat(relayed.toJson()).as("by a batch").isEqualTo(document.toJson());
        assertThat(relayed.save()).isEqualTo(document.save());
    }

    private static void assertRefused(byte[] base, String operations, int seqs, Kind kind, String expected) {
        Document document = create(0x33);
        document.receive(base);
        byte[] before = document.save();
        CorruptDataException refused =
                catchThrowableOfType(CorruptDataException.class, () -> document.receive(change(operations, seqs)));
        assertThat(refused).isNotNull();
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused).hasMessageContaining(expected);
        assertThat(document.save()).as("nothing was changed").isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "a range to the last element, 38 0101 06, 1, ''",
        "a range of one, 38 0102 01, 1, acdef",
        "two forward, 39 0101 02, 2, cdef",
        "all forward, 39 0101 06, 6, ''",
        "two backward, 3a 0103 02, 2, adef",
        "all backward, 3a 0106 06, 6, ''",
        "text behind an element, 31 0106 03 78797a, 3, abcdefxyz",
        "text before an element, 32 0101 02 c3a9, 1, éabcdef",
        "text behind own text, 31 0106 01 78 31 0001 01 79, 2, abcdefxy",
        "text that goes on, 31 0106 01 78 30 02 797a, 3, abcdefxyz",
        "own text deleted, 31 0106 02 7879 38 0002 02, 3, abcdef",
        "part of own text deleted, 31 0106 03 78797a 3a 0001 02, 5, abcdefx",
    })
    void receive_operationsOnText_areApplied(String what, String operations, int seqs, String text) {
        assertTaken(text(), operations, seqs, '"' + text + '"');
    }

    @ParameterizedTest
    @CsvSource({
        "values behind an element, 35 0106 02 00 00, 2, '[1,2,3,4,5,6,null,null]'",
        "values before an element, 36 0101 01 00, 1, '[null,1,2,3,4,5,6]'",
        "values that go on, 35 0102 01 00 34 01 00, 2, '[1,2,null,null,3,4,5,6]'",
        "a range, 38 0102 04, 1, '[1,6]'",
        "forward, 39 0102 04, 4, '[1,6]'",
        "backward, 3a 0105 04, 4, '[1,6]'",
    })
    void receive_operationsOnAList_areApplied(String what, String operations, int seqs, String list) {
        assertTaken(list(), operations, seqs, list);
    }

    @ParameterizedTest
    @CsvSource({
        "a range beyond what is known, 38 0101 07, 1, BAD_VALUE, known elements",
        "a range of nothing, 38 0101 00, 1, BAD_VALUE, known elements",
        "a range of more than 40 bits, 38 0101 808080808020, 1, BAD_VALUE, known elements",
        "a range of 64 bits, 38 0101 ffffffffffffffffff01, 1, BAD_VALUE, known elements",
        "one deletion forward, 39 0101 01, 1, BAD_VALUE, known elements",
        "one deletion backward, 3a 0101 01, 1, BAD_VALUE, known elements",
        "deletions beyond what is known, 39 0102 06, 6, BAD_VALUE, known elements",
        "deletions before the first operation, 3a 0106 08, 8, BAD_VALUE, known elements",
        "more deletions than seqs, 39 0101 06, 5, BAD_VALUE, known elements",
        "own deletions beyond what was typed, 31 0106 01 78 38 0001 02, 2, BAD_VALUE, known elements",
        "more characters than seqs, 31 0106 03 78797a, 2, BAD_VALUE, at most 2 elements",
        "more characters than seqs are left, 31 0106 01 78 31 0106 03 78797a, 3, BAD_VALUE, at most 2 elements",
        "more wide characters than seqs, 31 0106 04 c3a9c3a9, 1, BAD_VALUE, at most 1 elements",
        "more values than seqs, 35 0106 02 00 00, 1, BAD_VALUE, at most 1 elements",
        "fewer characters than seqs, 31 0106 03 78797a, 5, BAD_VALUE, for 3",
        "an operation behind the last seq, 31 0106 01 78 31 0106 01 78, 1, TRAILING_BYTES, more",
        "no characters, 31 0106 00, 1, BAD_VALUE, at least one character",
        "no values, 35 0106 00, 1, BAD_VALUE, at least one element",
        "nothing to go on from, 30 01 78, 1, BAD_VALUE, before a continuation",
        "an element that the author does not know, 31 0107 01 78, 1, BAD_VALUE, a seq up to 6",
        "a reference that is not there, 31 0200 01 78, 1, BAD_VALUE, one of 1 references",
        "the operation itself, 31 0106 01 78 31 0000 01 79, 2, BAD_VALUE, before this operation",
        "an own operation before the first, 31 0106 01 78 31 0002 01 79, 2, BAD_VALUE, before this operation",
        "no container, 33 02 01 78, 1, BAD_VALUE, 0 or 1 before a container",
        "a container of no type, 23 01 01 00 01 6b 00, 1, BAD_VALUE, a container type",
        "a container of a key and in an element, 23 01 01 c1 01 6b 00, 1, BAD_VALUE, a container type",
    })
    void receive_operationsThatBreakARule_areRefused(
            String what, String operations, int seqs, Kind kind, String expected) {
        boolean values = operations.startsWith("35");
        assertRefused(values ? list() : text(), operations, seqs, kind, expected);
    }

    /** Of a change that was joined from several, the receiver may have the first ones already. */
    @ParameterizedTest
    @CsvSource({
        "typed on, 31 0106 01 78, 1, 31 0106 03 78797a, 3, abcdefxyz",
        "typed on by more than one, 31 0106 02 7879, 2, 31 0106 04 78797a7a, 4, abcdefxyzz",
        "typed wide characters, 31 0106 01 78, 1, 31 0106 05 78c3a9c3b6, 3, abcdefxéö",
        "typed on and back, 31 0106 01 78, 1, 31 0106 02 7879 38 0001 01, 3, abcdefx",
        "deleted on, 38 0101 01, 1, 39 0101 04, 4, ef",
        "deleted on backward, 38 0106 01, 1, 3a 0106 04, 4, ab",
        "deleted on by one, 38 0101 01, 1, 39 0101 02, 2, cdef",
        "deleted on backward by one, 38 0106 01, 1, 3a 0106 02, 2, abcd",
        "deleted two and two more, 39 0101 02, 2, 39 0101 04, 4, ef",
        "deleted two and two more backward, 3a 0106 02, 2, 3a 0106 04, 4, ab",
        "deleted and typed, 38 0101 01, 1, 38 0101 01 31 0106 01 78, 2, bcdefx",
        "typed and deleted on, 31 0106 01 78 39 0101 02, 3, 31 0106 01 78 39 0101 04, 5, efx",
        "deleted and typed on, 38 0101 01 31 0106 01 78, 2, 38 0101 01 31 0106 03 78797a, 4, bcdefxyz",
        "deleted a range and typed, 38 0101 02, 1, 38 0101 02 31 0106 02 7879, 3, cdefxy",
    })
    void receive_joinedChangeOfWhichTheBeginningIsKnown_appliesTheRest(
            String what, String known, int knownSeqs, String operations, int seqs, String text) {
        Document document = create(0x33);
        document.receive(text());
        assertThat(document.receive(change(known, knownSeqs)).isComplete()).isTrue();
        Document late =
                Document.load(document.save(), DocumentOptions.defaults().withClock(() -> NOON));
        assertThat(document.receive(change(operations, seqs)).isComplete()).isTrue();
        assertThat(document.toJson()).isEqualTo("{\"c\":\"" + text + "\"}");
        Document whole = create(0x55);
        whole.receive(text());
        whole.receive(change(operations, seqs));
        assertThat(document.save()).isEqualTo(whole.save());
        assertThat(late.receive(whole.changesSince(VersionVector.EMPTY)).isComplete())
                .as("by a batch")
                .isTrue();
        assertThat(late.save()).isEqualTo(whole.save());
    }

    @Test
    void edit_thatNamesManyReplicasAndLongTexts_isReadAsItWasWritten() {
        Document writer = create(0x22);
        Document reader = create(0x33);
        for (int i = 0; i < 40; i++) {
            Document other = create(0x100 + i);
            other.receive(writer.changesSince(VersionVector.EMPTY));
            int typed = i;
            byte[] change = other.edit(transaction ->
                            transaction.root().text("c").append("é".repeat(typed * 5) + "x".repeat(typed * 7) + typed))
                    .toBytes();
            writer.receive(change);
            reader.receive(change);
        }
        Change change = writer.edit(transaction -> {
            TextEditor text = transaction.root().text("c");
            for (int at = text.length() - 3; at >= 0; at -= 11) {
                text.delete(at, at + 3).insert(at, "é" + at);
            }
        });
        assertThat(reader.receive(change.toBytes()).isComplete()).isTrue();
        assertThat(reader.toJson()).isEqualTo(writer.toJson());
        assertThat(reader.save()).isEqualTo(writer.save());
    }
}
