package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.ConflictKind;
import dev.rejoin.conflict.StaleConflictException;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What two devices disagree about, what each choice makes of it everywhere, and what a preview says of it before. */
class ConflictsTest {
    private long now = 1_767_268_800_000L;
    private final Document one = open(1);
    private final Document two = open(2);

    private Document open(long replica) {
        return Document.create(
                DocumentId.named("conflicts"),
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> now++));
    }

    private void both(Consumer<MapEditor> edit) {
        two.receive(one.edit(tx -> edit.accept(tx.root())).toBytes());
    }

    private void concurrently(Consumer<MapEditor> first, Consumer<MapEditor> second) {
        byte[] mine = one.edit(tx -> first.accept(tx.root())).toBytes();
        byte[] theirs = two.edit(tx -> second.accept(tx.root())).toBytes();
        one.receive(theirs);
        two.receive(mine);
    }

    private Conflict only(ConflictKind kind, String path) {
        assertThat(one.conflicts()).hasSize(1);
        Conflict conflict = one.conflicts().get(0);
        assertThat(conflict.kind()).isEqualTo(kind);
        assertThat(conflict.path()).hasToString(path);
        assertThat(conflict.choices()).hasSizeGreaterThan(1);
        assertThat(conflict.explanation()).isEqualTo(one.explain(conflict.path()));
        assertThat(two.conflicts()).hasToString(one.conflicts().toString());
        return conflict;
    }

    private void choose(Conflict conflict, Predicate<Candidate> wanted, String json) {
        Candidate choice =
                conflict.choices().stream().filter(wanted).findFirst().orElseThrow();
        two.receive(one.edit(tx -> assertThat(tx.resolve(conflict, choice)).isSameAs(tx))
                .toBytes());
        for (Document document : List.of(one, two)) {
            assertThat(document.toJson()).isEqualTo(json);
            assertThat(document.conflicts()).isEmpty();
            document.checkInvariants();
        }
        assertThat(two.save()).isEqualTo(one.save());
        assertThatThrownBy(() -> one.edit(tx -> tx.resolve(conflict, choice)))
                .isInstanceOf(StaleConflictException.class);
    }

    private static Predicate<Candidate> scalar(String value) {
        return each -> each instanceof Candidate.Scalar scalar && scalar.value().equals(Value.of(value));
    }

    private static Predicate<Candidate> container(String type) {
        return each -> each instanceof Candidate.Container container
                && container.type().equals(type);
    }

    @Test
    void values_resolvedToTheOneThatIsNotRead_isThatOneEverywhere() {
        both(root -> root.put("k", "old"));
        concurrently(root -> root.put("k", "mine"), root -> root.put("k", "theirs"));
        Conflict conflict = only(ConflictKind.VALUES, "/k");
        assertThat(conflict.choices()).hasSize(2);
        assertThat(conflict.choices().get(0)).matches(scalar("theirs"));
        choose(conflict, scalar("mine"), "{\"k\":\"mine\"}");
    }

    @Test
    void values_resolvedToTheOneThatIsRead_isNoConflictAnyMore() {
        concurrently(root -> root.put("k", "mine"), root -> root.put("k", "theirs"));
        choose(only(ConflictKind.VALUES, "/k"), scalar("theirs"), "{\"k\":\"theirs\"}");
    }

    @Test
    void valueAndRemoval_resolvedToTheRemoval_isGone() {
        both(root -> root.put("k", "old").put("other", 1));
        concurrently(root -> root.remove("k"), root -> root.put("k", "theirs"));
        choose(only(ConflictKind.VALUES, "/k"), Candidate.Removal.class::isInstance, "{\"other\":1}");
    }

    @Test
    void valueAndRemoval_resolvedToTheValue_isThere() {
        both(root -> root.put("k", "old"));
        concurrently(root -> root.put("k", "mine"), root -> root.remove("k"));
        assertThat(one.toJson()).isEqualTo("{}");
        choose(only(ConflictKind.VALUES, "/k"), scalar("mine"), "{\"k\":\"mine\"}");
    }

    @Test
    void sameValueTwice_isNoConflict() {
        concurrently(root -> root.put("k", "same").put("n", 1), root -> root.put("k", "same"));
        assertThat(one.conflicts()).isEmpty();
        both(root -> root.put("n", 2));
        concurrently(root -> root.remove("n"), root -> root.remove("n"));
        assertThat(one.conflicts()).isEmpty();
    }

    @Test
    void elements_setTwice_resolvedToEither() {
        both(root -> root.list("l").append("a").append("b"));
        concurrently(
                root -> root.list("l").set(1, "mine"), root -> root.list("l").set(1, "theirs"));
        choose(only(ConflictKind.VALUES, "/l/1"), scalar("mine"), "{\"l\":[\"a\",\"mine\"]}");
    }

    @Test
    void elementsInElements_areFound() {
        both(root -> root.list("l").insertMap(0).list("deep").append("a"));
        concurrently(
                root -> root.list("l").map(0).list("deep").set(0, "mine"),
                root -> root.list("l").map(0).list("deep").set(0, "theirs"));
        choose(only(ConflictKind.VALUES, "/l/0/deep/0"), scalar("mine"), "{\"l\":[{\"deep\":[\"mine\"]}]}");
    }

    @Test
    void containers_ofTwoTypes_resolvedToEither() {
        concurrently(root -> root.map("k").put("x", 1), root -> root.text("k").append("theirs"));
        Conflict conflict = only(ConflictKind.TYPES, "/k");
        assertThat(one.toJson()).isEqualTo("{\"k\":\"theirs\"}");
        choose(conflict, container("map"), "{\"k\":{\"x\":1}}");
        concurrently(root -> root.list("n").append(1), root -> root.counter("n").increment());
        choose(only(ConflictKind.TYPES, "/n"), container("counter"), "{\"k\":{\"x\":1},\"n\":1}");
    }

    @Test
    void containerAndScalar_resolvedToEither() {
        concurrently(root -> root.map("k").put("x", 1), root -> root.put("k", "theirs"));
        Conflict conflict = only(ConflictKind.TYPES, "/k");
        assertThat(one.toJson()).isEqualTo("{\"k\":{\"x\":1}}");
        choose(conflict, scalar("theirs"), "{\"k\":\"theirs\"}");
        concurrently(root -> root.map("n").put("x", 1), root -> root.put("n", "theirs"));
        choose(only(ConflictKind.TYPES, "/n"), container("map"), "{\"k\":\"theirs\",\"n\":{\"x\":1}}");
        both(root -> root.remove("n"));
        assertThat(one.toJson()).as("the scalar did not wait below it").isEqualTo("{\"k\":\"theirs\"}");
    }

    @Test
    void choiceOfAnotherConflict_isRefusedAndNothingChanges() {
        concurrently(
                root -> root.put("k", "mine").put("n", "mine"),
                root -> root.put("k", "theirs").put("n", "theirs"));
        Conflict first = one.conflicts().get(0);
        Conflict second = one.conflicts().get(1);
        byte[] before = one.save();
        assertThatThrownBy(
                        () -> one.edit(tx -> tx.resolve(first, second.choices().get(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not among the choices");
        assertThat(one.save()).isEqualTo(before);
    }

    @Test
    void conflict_thatBecameAnotherOne_isStaleAndTellsWhatIsThere() {
        concurrently(root -> root.put("k", "mine"), root -> root.put("k", "theirs"));
        Conflict conflict = one.conflicts().get(0);
        Document third = open(3);
        one.receive(third.edit(tx -> tx.root().put("k", "more")).toBytes());
        assertThatThrownBy(() ->
                        one.edit(tx -> tx.resolve(conflict, conflict.choices().get(0))))
                .isInstanceOfSatisfying(
                        StaleConflictException.class,
                        stale -> assertThat(stale.present()).isEqualTo(one.explain(conflict.path())));
        assertThat(one.conflicts().get(0).choices()).hasSize(3);
    }

    @Test
    void conflict_whoseMapWasDeleted_isStale() {
        both(root -> root.map("m").map("n").put("x", 1));
        concurrently(
                root -> root.map("m").map("n").put("k", "mine"),
                root -> root.map("m").map("n").put("k", "theirs"));
        Conflict conflict = only(ConflictKind.VALUES, "/m/n/k");
        both(root -> root.remove("m"));
        assertThat(one.conflicts()).isEmpty();
        assertThatThrownBy(() ->
                        one.edit(tx -> tx.resolve(conflict, conflict.choices().get(0))))
                .isInstanceOf(StaleConflictException.class);
    }

    private void assertPreviewed(byte[] bytes, String... conflicts) {
        byte[] before = one.save();
        Preview preview = one.preview(bytes);
        assertThat(preview.conflicts()).extracting(Path::toString).containsExactly(conflicts);
        assertThat(one.save()).isEqualTo(before);
    }

    private byte[] theirs(Consumer<MapEditor> edit) {
        return two.edit(tx -> edit.accept(tx.root())).toBytes();
    }

    @Test
    void preview_ofAConcurrentWrite_namesThePlace() {
        both(root -> root.put("k", "old").map("m").put("x", 1).list("l").append("a"));
        one.edit(tx -> tx.root().put("k", "mine").map("m").put("x", 2).list("l").set(0, "mine"));
        assertPreviewed(theirs(root -> root.put("k", "theirs").put("other", 1)), "/k");
        assertPreviewed(theirs(root -> root.map("m").put("x", 3)));
        byte[] all = two.changesSince(one.version());
        assertPreviewed(all, "/k", "/m/x");
        assertPreviewed(theirs(root -> root.put("k", "theirs too")));
    }

    @Test
    void preview_ofAWriteThatSawTheOther_namesNothing() {
        both(root -> root.put("k", "old"));
        assertPreviewed(theirs(root -> root.put("k", "theirs").remove("k")));
    }

    @Test
    void preview_whereAConflictIsAlready_namesItWhenThereIsOneMoreWrite() {
        concurrently(root -> root.put("k", "mine"), root -> root.put("k", "theirs"));
        Document third = open(3);
        assertPreviewed(third.edit(tx -> tx.root().put("k", "more")).toBytes(), "/k");
        third.receive(one.changesSince(VersionVector.EMPTY));
        assertPreviewed(two.edit(tx -> tx.root().put("other", 1)).toBytes());
        assertPreviewed(theirs(root -> root.put("k", "settled")));
    }

    @Test
    void preview_belowWhatWasDeletedHere_namesNothingThatCannotBeRead() {
        both(root -> root.map("m").put("x", 1));
        byte[] theirs = theirs(root -> root.put("y", 2));
        one.edit(tx -> tx.root().put("y", 3).remove("m"));
        assertPreviewed(theirs, "/y");
        assertThat(one.preview(theirs).result().isComplete()).isTrue();
        assertThat(one.preview(theirs).changes()).singleElement().satisfies(change -> {
            assertThat(change.origin()).isEqualTo(EditOrigin.REMOTE);
            assertThat(change.replica()).isEqualTo(two.replica());
        });
    }

    @Test
    void explain_tellsWhatIsReadAndWhatIsBeside() {
        concurrently(root -> root.put("k", "mine"), root -> root.put("k", "theirs"));
        var explanation = one.explain(Path.root().key("k"));
        assertThat(explanation.value()).isEqualTo(Optional.of(Value.of("theirs")));
        assertThat(explanation.read().orElseThrow()).matches(scalar("theirs"));
        assertThat(explanation.beside()).singleElement().matches(scalar("mine"));
        assertThat(explanation.hidden()).isEmpty();
    }
}
