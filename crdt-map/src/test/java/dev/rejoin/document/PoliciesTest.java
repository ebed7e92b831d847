package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.ConflictKind;
import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.conflict.Explanation;
import dev.rejoin.conflict.PathPattern;
import dev.rejoin.conflict.StaleConflictException;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two devices, of which only the second has policies: equal state and hash, other reading. */
class PoliciesTest {
    private static final ConflictPolicies POLICIES = ConflictPolicies.defaults()
            .onDelete("orders/**", DeletePolicy.DELETE_WINS)
            .onDelete("orders/kept", DeletePolicy.UPDATE_WINS)
            .scalar("orders/*/due", RegisterPolicy.MIN)
            .scalar("orders/*/owner", RegisterPolicy.FIRST_WRITER)
            .scalar("tags", RegisterPolicy.merge("join", PoliciesTest::join));

    private long now = 1_767_268_800_000L;
    private final Document plain = open(1, ConflictPolicies.defaults());
    private final Document strict = open(2, POLICIES);

    private Document open(long replica, ConflictPolicies policies) {
        return Document.create(
                DocumentId.named("policies"),
                DocumentOptions.defaults()
                        .withReplica(new ReplicaId(replica))
                        .withClock(() -> now++)
                        .withPolicies(policies));
    }

    private static Value join(Value a, Value b) {
        String one = ((Value.Str) a).value();
        String other = ((Value.Str) b).value();
        return Value.of(one.compareTo(other) < 0 ? one + "," + other : other + "," + one);
    }

    private void both(Consumer<MapEditor> edit) {
        strict.receive(plain.edit(tx -> edit.accept(tx.root())).toBytes());
    }

    private void concurrently(Consumer<MapEditor> onPlain, Consumer<MapEditor> onStrict) {
        byte[] one = plain.edit(tx -> onPlain.accept(tx.root())).toBytes();
        byte[] other = strict.edit(tx -> onStrict.accept(tx.root())).toBytes();
        plain.receive(other);
        strict.receive(one);
        checkAgreement();
    }

    private void checkAgreement() {
        assertThat(strict.save()).isEqualTo(plain.save());
        assertThat(strict.stateHash()).isEqualTo(plain.stateHash());
        strict.checkInvariants();
        plain.checkInvariants();
    }

    @Test
    void deleteWins_updatedConcurrently_isHiddenHereAndListed() {
        both(root -> root.map("orders").map("7").put("customer", "Ada"));
        concurrently(
                root -> root.map("orders").map("7").put("note", "call first"),
                root -> root.map("orders").remove("7"));
        assertThat(plain.toJson()).isEqualTo("{\"orders\":{\"7\":{\"customer\":\"Ada\",\"note\":\"call first\"}}}");
        assertThat(plain.conflicts()).isEmpty();
        assertThat(strict.toJson()).isEqualTo("{\"orders\":{}}");
        assertThat(strict.conflicts()).hasSize(1);
        Conflict conflict = strict.conflicts().get(0);
        assertThat(conflict.kind()).isEqualTo(ConflictKind.DELETED_AND_UPDATED);
        assertThat(conflict.path()).hasToString("/orders/7");
        assertThat(strict.explain(conflict.path()).toString()).isEqualTo("""
                        /orders/7: nothing stands here
                          hidden  map, created 2026-01-01T12:00:00Z+0 by 0000000000000001:1, \
                        deleted by 0000000000000002:0, which had not seen the edits up to 0000000000000001:3; \
                        a delete wins over an update here, it can be restored""");

        plain.receive(strict.edit(tx -> tx.resolve(conflict, conflict.choices().get(1)))
                .toBytes());
        assertThat(strict.toJson()).isEqualTo(plain.toJson()).contains("call first");
        assertThat(strict.conflicts()).isEmpty();
        checkAgreement();
        assertThatExceptionOfType(StaleConflictException.class)
                .isThrownBy(() -> strict.edit(
                        tx -> tx.resolve(conflict, conflict.choices().get(0))));
    }

    @Test
    void deleteWins_deletionChosen_isGoneEverywhere() {
        both(root -> root.map("orders").map("7").put("customer", "Ada"));
        concurrently(
                root -> root.map("orders").remove("7"),
                root -> root.map("orders").map("7").put("note", "call first"));
        Conflict conflict = strict.conflicts().get(0);
        plain.receive(strict.edit(tx -> tx.resolve(conflict, conflict.choices().get(0)))
                .toBytes());
        assertThat(plain.toJson()).isEqualTo("{\"orders\":{}}");
        assertThat(strict.conflicts()).isEmpty();
    }

    @Test
    void laterEntry_ofThePolicies_counts() {
        both(root -> root.map("orders").map("kept").put("customer", "Ada"));
        concurrently(
                root -> root.map("orders").map("kept").put("note", "x"),
                root -> root.map("orders").remove("kept"));
        assertThat(strict.toJson()).isEqualTo(plain.toJson()).contains("note");
    }

    @Test
    void deleteWins_inListElement_hidesTheElement() {
        both(root -> root.map("orders").list("items").insertMap(0).put("name", "pump"));
        both(root -> root.map("orders").list("items").insert(1, "end"));
        concurrently(
                root -> root.map("orders").list("items").map(0).put("size", 3),
                root -> root.map("orders").list("items").remove(0));
        assertThat(plain.root().map("orders").list("items").size()).isEqualTo(2);
        assertThat(strict.root().map("orders").list("items").toJson()).isEqualTo("[\"end\"]");
        assertThat(strict.view().stateHash()).isEqualTo(plain.stateHash());
        assertThat(strict.view().toJson()).isEqualTo(strict.toJson());
        Document loaded = Document.load(
                strict.save(), DocumentOptions.defaults().withPolicies(POLICIES).withClock(() -> now));
        assertThat(loaded.toJson()).isEqualTo(strict.toJson());
        assertThat(loaded.save()).isEqualTo(plain.save());
        Conflict conflict = loaded.conflicts().get(0);
        assertThat(conflict.path()).hasToString("/orders/items/0");
        plain.receive(loaded.edit(tx -> tx.resolve(conflict, conflict.choices().get(1)))
                .toBytes());
        assertThat(loaded.toJson()).isEqualTo(plain.toJson());
        assertThat(loaded.save()).isEqualTo(plain.save());
    }

    @Test
    void scalars_underPolicies_areReadByThem() {
        both(root -> root.map("orders").map("7").put("due", 30));
        concurrently(
                root -> root.map("orders").map("7").put("due", 40),
                root -> root.map("orders").map("7").put("due", 50));
        both(root -> root.map("orders").map("7").put("due", 60));
        assertThat(strict.root().map("orders").map("7").getLong("due", 0)).isEqualTo(60);
        byte[] lower = strict.edit(tx -> tx.root().map("orders").map("7").put("due", 20))
                .toBytes();
        assertThat(strict.root().map("orders").map("7").getLong("due", 0)).isEqualTo(20);
        assertThat(strict.explain(Path.root().key("orders").key("7").key("due")).rule())
                .isEqualTo(Explanation.Rule.MIN);
        plain.receive(lower);
        both(root -> root.map("orders").map("7").put("due", 90));
        assertThat(strict.root().map("orders").map("7").getLong("due", 0))
                .as("the author writes by its own policy")
                .isEqualTo(90);

        concurrently(root -> root.put("tags", "b"), root -> root.put("tags", "a"));
        assertThat(strict.root().getString("tags")).contains("a,b");
        assertThat(strict.toJson()).contains("\"tags\":\"a,b\"");
        assertThat(strict.conflicts()).isEmpty();
        assertThat(plain.conflicts()).extracting(Conflict::kind).containsExactly(ConflictKind.VALUES);
    }

    @Test
    void mergeThatThrows_readsMultiValue() {
        Document broken = open(3, ConflictPolicies.defaults().scalar("**", RegisterPolicy.merge("broken", (a, b) -> {
            throw new UnsupportedOperationException("on purpose");
        })));
        broken.onChange(change -> {});
        broken.receive(plain.edit(tx -> tx.root().put("tags", "b")).toBytes());
        broken.receive(strict.edit(tx -> tx.root().put("tags", "a")).toBytes());
        assertThat(broken.root().getString("tags")).contains("a");
        assertThat(broken.root().register("tags").values()).containsExactly(Value.of("a"), Value.of("b"));
    }

    @Test
    void firstWriter_valueStands_refusesALocalWrite() {
        strict.edit(tx -> tx.root().map("orders").map("7").put("owner", "Ada"));
        byte[] before = strict.save();
        assertThatExceptionOfType(FirstValueStandsException.class)
                .isThrownBy(
                        () -> strict.edit(tx -> tx.root().map("orders").map("7").put("owner", "Bob")))
                .satisfies(refused -> assertThat(refused.path()).hasToString("/orders/7/owner"))
                .satisfies(refused -> assertThat(refused.first()).isEqualTo(Value.of("Ada")));
        assertThat(strict.save()).isEqualTo(before);
        strict.edit(tx -> tx.root().map("orders").map("7").remove("owner").put("owner", "Bob"));
        assertThat(strict.root().map("orders").map("7").getString("owner")).contains("Bob");
    }

    @Test
    void types_resolved_keepsTheChosenOneAlone() {
        concurrently(
                root -> root.map("item").put("name", "pump"),
                root -> root.text("item").append("a pump"));
        Conflict conflict = plain.conflicts().get(0);
        assertThat(conflict.kind()).isEqualTo(ConflictKind.TYPES);
        assertThat(conflict.choices())
                .extracting(choice -> ((Candidate.Container) choice).type())
                .containsExactly("text", "map");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.edit(tx -> tx.resolve(conflict, new Candidate.Deletion("map", List.of()))));
        strict.receive(plain.edit(tx -> tx.resolve(conflict, conflict.choices().get(1)))
                .toBytes());
        assertThat(strict.toJson()).isEqualTo("{\"item\":{\"name\":\"pump\"}}");
        assertThat(strict.conflicts()).isEmpty();
        plain.edit(tx -> tx.root().remove("item").restore("item", SlotKind.TEXT));
        assertThat(plain.toJson()).isEqualTo("{\"item\":\"a pump\"}");
    }

    @Test
    void restore_nothingDeleted_isRefused() {
        both(root -> root.map("m").put("x", 1));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> plain.edit(tx -> tx.root().restore("m", SlotKind.MAP)))
                .withMessageContaining("/m");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> plain.edit(tx -> tx.root().restore("n", SlotKind.MAP)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.edit(tx -> tx.root().restore("n", SlotKind.SCALAR)));
    }

    @Test
    void explain_pathThatLeadsNowhere_explainsWhereItEnds() {
        both(root -> root.text("item").append("x"));
        Explanation explanation = plain.explain(Path.root().key("item").key("name"));
        assertThat(explanation.rule()).isEqualTo(Explanation.Rule.NOT_REACHED);
        assertThat(explanation.place()).isEqualTo("/item");
        assertThat(plain.explain(Path.root().key("a").key("b").key("c")).place())
                .isEqualTo("/a");
        assertThat(plain.explain(Path.root()).place()).isEqualTo("/");
    }

    @Test
    void pattern_malformed_isRefused() {
        for (String malformed : List.of("", "a//b", "a*", "~3", "/a", "x~")) {
            assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.of(malformed));
        }
        assertThat(PathPattern.of("a/*/**/~0~1~2")).hasToString("a/*/**/~0~1~2");
    }
}
