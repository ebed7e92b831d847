package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Schema;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is read where something was redacted, by what it was and what became of it since. */
class RedactTest {
    private static final ReplicaId ANN = new ReplicaId(1);

    private long now = 1_767_268_800_000L;
    private final Document ann = open(1);
    private final Document ben = open(2);

    private Document open(long replica) {
        return Document.create(
                DocumentId.named("redact"),
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> now++));
    }

    private OpIdSpan edit(Consumer<MapEditor> body) {
        Change change = ann.edit(tx -> body.accept(tx.root()));
        ben.receive(change.toBytes());
        return change.span();
    }

    private void assertRedacted(String json, OpIdSpan... spans) {
        Change change = ann.redact(List.of(spans), "why");
        assertThat(ann.toJson()).isEqualTo(json);
        assertThat(ben.receive(change.toBytes()).isComplete()).isTrue();
        ann.checkInvariants();
        for (Document document : List.of(ann, ben)) {
            assertThat(document.toJson()).isEqualTo(json);
            byte[] saved = document.save();
            assertThat(new String(saved, StandardCharsets.ISO_8859_1)).doesNotContain("SECRET");
            assertThat(saved).isEqualTo(ann.save());
            assertThat(Document.load(saved).toJson()).isEqualTo(json);
        }
    }

    private static OpIdSpan part(OpIdSpan span, int from, int to) {
        return new OpIdSpan(span.replica(), span.start() + from, span.start() + to);
    }

    @Test
    void text_isDeletedWhereItStands() {
        edit(root -> root.text("t").append("before after"));
        OpIdSpan secret = edit(root -> root.text("t").insert(7, "SECRET "));
        edit(root -> root.text("t").append("!"));
        assertRedacted("{\"t\":\"before after!\"}", secret);
        assertThat(ann.redactions()).singleElement().satisfies(each -> {
            assertThat(each.spans()).containsExactly(secret);
            assertThat(each.reason()).isEqualTo("why");
        });
        assertThat(ben.redactions()).isEqualTo(ann.redactions());
    }

    @Test
    void partOfAText_leavesTheRest() {
        OpIdSpan typed = edit(root -> root.text("t").append("aSECRETb"));
        edit(root -> root.text("t").delete(2, 4).insert(4, "-"));
        assertRedacted("{\"t\":\"a-b\"}", part(typed, 2, 8));
    }

    @Test
    void textsAndListsOfOneChange_areEachDeleted() {
        OpIdSpan all = edit(root -> {
            root.text("t").append("SECRET");
            root.text("u").append("SECRET");
            root.list("l").append("SECRET").append("SECRET");
            root.map("m").put("k", "SECRET");
        });
        edit(root -> {
            root.text("t").append("t");
            root.text("u").insert(0, "u");
            root.list("l").insert(1, "l");
        });
        assertRedacted("{\"l\":[\"l\"],\"m\":{},\"t\":\"t\",\"u\":\"u\"}", all);
    }

    @Test
    void containersThatWereDeleted_stayDeletedAndComeBackWithoutIt() {
        OpIdSpan typed = edit(root -> {
            root.map("m").text("t").append("keepSECRET");
            root.map("m").put("k", 1);
        });
        edit(root -> root.remove("m"));
        assertRedacted("{}", part(typed, 6, 12));
        edit(root -> root.restore("m", SlotKind.MAP));
        assertThat(ann.toJson()).isEqualTo("{\"m\":{\"k\":1,\"t\":\"keep\"}}");
        assertThat(ben.toJson()).isEqualTo(ann.toJson());
    }

    @Test
    void valueAtAKey_isGone() {
        OpIdSpan written = edit(root -> root.put("k", "SECRET").put("other", 1));
        assertRedacted("{\"other\":1}", part(written, 0, 1));
    }

    @Test
    void valueAtAKey_givesWayToWhatWasWrittenBesideIt() {
        byte[] theirs = ben.edit(tx -> tx.root().put("k", "theirs")).toBytes();
        OpIdSpan written = edit(root -> root.put("k", "SECRET"));
        ann.receive(theirs);
        assertThat(ann.toJson()).isEqualTo("{\"k\":\"SECRET\"}");
        assertRedacted("{\"k\":\"theirs\"}", written);
    }

    @Test
    void valueThatWasReplaced_leavesWhatReplacedIt() {
        OpIdSpan written = edit(root -> root.put("k", "SECRET"));
        edit(root -> root.put("k", "public"));
        assertRedacted("{\"k\":\"public\"}", written);
    }

    @Test
    void elementThatWasSet_readsNull() {
        edit(root -> root.list("l").append("a").append("b"));
        OpIdSpan set = edit(root -> root.list("l").set(0, "SECRET"));
        assertRedacted("{\"l\":[null,\"b\"]}", set);
    }

    @Test
    void elementOfADeletedList_staysDeleted() {
        edit(root -> root.map("m").list("l").append("a").append("b"));
        OpIdSpan set = edit(root -> root.map("m").list("l").set(0, "SECRET"));
        edit(root -> root.remove("m"));
        assertRedacted("{}", set);
        edit(root -> root.restore("m", SlotKind.MAP));
        assertThat(ann.toJson()).isEqualTo("{\"m\":{\"l\":[null,\"b\"]}}");
    }

    @Test
    void whatHoldsNoContent_staysAsItIs() {
        OpIdSpan counted = edit(root -> root.counter("c").increment(3));
        OpIdSpan typed = edit(root -> root.text("t").append("ab"));
        OpIdSpan erased = edit(root -> root.text("t").delete(0, 1));
        assertRedacted("{\"c\":3,\"t\":\"b\"}", counted, erased, part(typed, 0, 1));
    }

    @Test
    void spans_areListedJoined() {
        OpIdSpan typed = edit(root -> root.text("t").append("SECRET"));
        OpIdSpan more = edit(root -> root.put("k", "SECRET"));
        assertRedacted("{\"t\":\"\"}", more, part(typed, 3, 7), part(typed, 1, 4), part(typed, 2, 3));
        assertThat(ann.redactions().get(0).spans()).containsExactly(new OpIdSpan(ANN, typed.start() + 1, more.end()));
    }

    @Test
    void spans_withAGap_areListedApart() {
        OpIdSpan typed = edit(root -> root.text("t").append("aSbS"));
        assertRedacted("{\"t\":\"ab\"}", part(typed, 4, 5), part(typed, 2, 3));
        assertThat(ann.redactions().get(0).spans()).containsExactly(part(typed, 2, 3), part(typed, 4, 5));
    }

    @Test
    void whatCannotBeRedacted_isRefusedAndStays() {
        OpIdSpan set = edit(root -> root.set("s").add("x"));
        OpIdSpan removeWins = edit(root -> root.removeWinsSet("r").add("x"));
        OpIdSpan log = edit(root -> root.log("l").append("x"));
        OpIdSpan schema = ann.edit(tx ->
                        tx.adopt(Schema.builder(1).field("k", Field.string()).build()))
                .span();
        byte[] before = ann.save();
        for (OpIdSpan each : List.of(set, removeWins, log, schema)) {
            assertThatThrownBy(() -> ann.redact(List.of(each), "why"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be redacted");
        }
        OpIdSpan tooLong = new OpIdSpan(ANN, 0, schema.end() + 1);
        assertThatThrownBy(() -> ann.redact(List.of(tooLong), "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is here");
        assertThatThrownBy(() -> ann.redact(List.of(new OpIdSpan(new ReplicaId(9), 0, 1)), "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is here");
        assertThatThrownBy(() -> ann.redact(List.of(), "why")).hasMessage("Nothing to redact");
        assertThat(ann.save()).isEqualTo(before);
        assertThat(ann.redactions()).isEmpty();
    }

    @Test
    void withoutItsHistory_isRefused() {
        OpIdSpan written = edit(root -> root.put("k", "SECRET"));
        Document loaded = Document.load(ann.save(SaveOptions.withoutHistory()));
        assertThatThrownBy(() -> loaded.redact(List.of(written), "why")).isInstanceOf(HistoryCutException.class);
        assertThat(loaded.toJson()).isEqualTo("{\"k\":\"SECRET\"}");
    }

    @Test
    void whatWasRedacted_readsAsNothingEarlier() {
        OpIdSpan typed = edit(root -> root.text("t").append("aSECRET"));
        VersionVector then = ann.version();
        assertRedacted("{\"t\":\"a\"}", part(typed, 2, 8));
        assertThat(ann.timeline().at(then).toJson()).isEqualTo("{\"t\":\"a" + "\uFFFD".repeat(6) + "\"}");
    }
}
