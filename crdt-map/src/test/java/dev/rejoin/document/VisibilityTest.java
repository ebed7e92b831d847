package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What concurrent creating, editing, deleting and recreating gives; both orders of delivery, equal bytes each time. */
class VisibilityTest {
    private long now = 1_000_000_000_000L;
    private final Document a = open(1);
    private final Document b = open(2);

    private Document open(long replica) {
        DocumentOptions options =
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> now++);
        return Document.create(DocumentId.named("visibility"), options);
    }

    private void both(Consumer<MapEditor> edit) {
        b.receive(a.edit(tx -> edit.accept(tx.root())).toBytes());
    }

    /** Two concurrent edits, the second one later by the clock; what both devices read then. */
    private String concurrently(Consumer<MapEditor> onA, Consumer<MapEditor> onB) {
        byte[] fromA = a.edit(tx -> onA.accept(tx.root())).toBytes();
        byte[] fromB = b.edit(tx -> onB.accept(tx.root())).toBytes();
        a.receive(fromB);
        b.receive(fromA);
        assertThat(a.toJson()).isEqualTo(b.toJson());
        assertThat(a.save()).isEqualTo(b.save());
        assertThat(a.stateHash()).isEqualTo(b.stateHash());
        a.checkInvariants();
        b.checkInvariants();
        return a.toJson();
    }

    @Test
    void create_create_isOneContainer() {
        assertThat(concurrently(
                        root -> root.map("m").put("x", 1).counter("c").increment(2),
                        root -> root.map("m").put("y", 2).counter("c").increment(3)))
                .isEqualTo("{\"m\":{\"c\":5,\"x\":1,\"y\":2}}");
    }

    @Test
    void put_put_laterWinsAndTheOtherStays() {
        assertThat(concurrently(root -> root.put("k", "first"), root -> root.put("k", "second")))
                .isEqualTo("{\"k\":\"second\"}");
        RegisterReader register = a.root().register("k");
        assertThat(register.hasConflict()).isTrue();
        assertThat(register.values()).containsExactly(Value.of("second"), Value.of("first"));
        both(root -> root.put("k", "settled"));
        assertThat(b.root().register("k").hasConflict()).isFalse();
    }

    @Test
    void put_remove_laterWins() {
        both(root -> root.put("k", 1));
        assertThat(concurrently(root -> root.put("k", 2), root -> root.remove("k")))
                .isEqualTo("{}");
        assertThat(concurrently(root -> root.remove("x"), root -> root.put("k", 3)))
                .isEqualTo("{\"k\":3}");
    }

    @Test
    void delete_edit_comesBackWhole() {
        both(root -> root.map("m").put("kept", 1).text("t").append("text"));
        assertThat(concurrently(root -> root.remove("m"), root -> root.map("m").put("new", 2)))
                .isEqualTo("{\"m\":{\"kept\":1,\"new\":2,\"t\":\"text\"}}");
    }

    @Test
    void delete_editTwoLevelsDown_comesBackWhole() {
        both(root -> root.map("m").map("n").put("kept", 1));
        assertThat(concurrently(root -> root.map("m").text("t").append("x"), root -> root.remove("m")))
                .isEqualTo("{\"m\":{\"n\":{\"kept\":1},\"t\":\"x\"}}");
    }

    @Test
    void delete_delete_staysDeleted() {
        both(root -> root.map("m").put("k", 1));
        assertThat(concurrently(root -> root.remove("m"), root -> root.remove("m")))
                .isEqualTo("{}");
    }

    @Test
    void delete_deleteOfKeyInside_staysDeleted() {
        both(root -> root.map("m").put("k", 1).put("l", 2));
        assertThat(concurrently(root -> root.remove("m"), root -> root.map("m").remove("k")))
                .isEqualTo("{}");
    }

    @Test
    void recreate_editOfTheOld_isTheHusk() {
        both(root -> root.map("m").put("old", 1));
        String json = concurrently(
                root -> {
                    root.remove("m");
                    root.map("m").put("new", 2);
                },
                root -> root.map("m").put("edit", 3));
        assertThat(json).isEqualTo("{\"m\":{\"edit\":3,\"new\":2}}");
    }

    @Test
    void recreate_recreate_mergesTheNew() {
        both(root -> root.map("m").put("old", 1));
        both(root -> root.remove("m"));
        assertThat(concurrently(
                        root -> root.map("m").put("x", 1), root -> root.map("m").put("y", 2)))
                .isEqualTo("{\"m\":{\"x\":1,\"y\":2}}");
    }

    @Test
    void create_otherTypes_largerMarkerIsRead() {
        assertThat(concurrently(
                        root -> root.map("k").put("x", 1),
                        root -> root.text("k").append("later")))
                .isEqualTo("{\"k\":\"later\"}");
        assertThat(a.root().map("k").exists()).isFalse();
        both(root -> root.remove("k"));
        assertThat(b.toJson()).isEqualTo("{}");
    }

    @Test
    void create_put_containerWins() {
        assertThat(concurrently(root -> root.map("k").put("x", 1), root -> root.put("k", "later")))
                .isEqualTo("{\"k\":{\"x\":1}}");
        both(root -> root.remove("k"));
        assertThat(b.toJson()).isEqualTo("{}");
    }

    @Test
    void putOverContainer_editInside_containerComesBack() {
        both(root -> root.map("k").put("x", 1));
        assertThat(concurrently(
                        root -> root.put("k", "scalar"), root -> root.map("k").put("y", 2)))
                .isEqualTo("{\"k\":{\"x\":1,\"y\":2}}");
    }

    @Test
    void listElement_removeAndEditInside_staysWithItsContent() {
        both(root -> root.list("l").append("first").insertMap(1).put("kept", 1));
        assertThat(concurrently(
                        root -> root.list("l").remove(1),
                        root -> root.list("l").map(1).put("new", 2)))
                .isEqualTo("{\"l\":[\"first\",{\"kept\":1,\"new\":2}]}");
        both(root -> root.list("l").remove(1));
        assertThat(b.toJson()).isEqualTo("{\"l\":[\"first\"]}");
    }

    @Test
    void listElement_removeAndSet_removalWins() {
        both(root -> root.list("l").append("x").append("y"));
        assertThat(concurrently(
                        root -> root.list("l").remove(0), root -> root.list("l").set(0, "z")))
                .isEqualTo("{\"l\":[\"y\"]}");
    }

    @Test
    void listElement_setAndSet_laterWins() {
        both(root -> root.list("l").append("x"));
        assertThat(concurrently(
                        root -> root.list("l").set(0, "a"),
                        root -> root.list("l").set(0, "b")))
                .isEqualTo("{\"l\":[\"b\"]}");
    }

    @Test
    void counter_resetAndIncrement_keepsWhatTheResetDidNotSee() {
        both(root -> root.counter("c").increment(10));
        assertThat(concurrently(
                        root -> root.counter("c").reset(),
                        root -> root.counter("c").increment(5)))
                .isEqualTo("{\"c\":5}");
    }

    @Test
    void set_addAndRemove_addWins() {
        both(root -> root.set("s").add("x"));
        assertThat(concurrently(
                        root -> root.set("s").remove("x"), root -> root.set("s").add("x")))
                .isEqualTo("{\"s\":[\"x\"]}");
    }

    @Test
    void stateHash_concurrentLosers_count() {
        concurrently(root -> root.put("k", "first"), root -> root.put("k", "second"));
        StateHash conflict = a.stateHash();
        Document c = open(3);
        c.receive(a.changesSince(c.version()));
        assertThat(c.stateHash()).isEqualTo(conflict);
        assertThat(c.view().stateHash()).isEqualTo(conflict);
        both(root -> root.put("k", "second"));
        assertThat(a.stateHash()).isNotEqualTo(conflict);
    }

    @Test
    void onChange_everyEdit_tellsItInOrder() {
        List<DocumentEvent> events = new java.util.ArrayList<>();
        a.onChange(change -> events.addAll(change.events()));
        a.edit(tx -> tx.root().put("k", 1).map("m").text("t").append("ab").delete(0, 1));
        a.edit(tx -> tx.root().list("l").insertMap(0).put("x", 1));
        a.edit(tx -> tx.root().put("m", "gone"));
        Path root = Path.root();
        assertThat(events.get(0))
                .isEqualTo(new DocumentEvent.ValueChanged(
                        root, "k", java.util.Optional.empty(), java.util.Optional.of(Value.of(1))));
        assertThat(events)
                .contains(
                        new DocumentEvent.TextInserted(root.key("m").key("t"), 0, "ab"),
                        new DocumentEvent.TextDeleted(root.key("m").key("t"), 0, "a"),
                        new DocumentEvent.ElementsInserted(
                                root.key("l"), 0, List.of(new Content.MapContent(java.util.Map.of()))),
                        new DocumentEvent.ValueChanged(
                                root.key("l").index(0),
                                "x",
                                java.util.Optional.empty(),
                                java.util.Optional.of(Value.of(1))));
        assertThat(events.get(events.size() - 2)).isInstanceOf(DocumentEvent.ContainerDisappeared.class);
        assertThat(events.get(events.size() - 1)).isInstanceOf(DocumentEvent.ValueChanged.class);
    }
}
