package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.conflict.PathPattern;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.UnknownVersionException;
import dev.rejoin.exchange.Revert;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.timeline.PastChange;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be asked about the past, and what cannot. */
class TimelineTest {
    private final long[] now = {1_000_000_000_000L};
    private final Document a = open(1);
    private final Document b = open(2);

    private Document open(long replica) {
        return Document.create(DocumentId.named("timeline"), options().withReplica(new ReplicaId(replica)));
    }

    private DocumentOptions options() {
        return DocumentOptions.defaults().withClock(() -> now[0]);
    }

    @Test
    void at_showsWhatWasReadAndNotWhatIs() {
        a.edit(tx -> tx.root().text("notes").append("Hello world"));
        VersionVector before = a.version();
        a.edit(tx -> tx.root().text("notes").delete(5, 11));
        a.edit(tx -> tx.root().put("done", true));
        DocumentView then = a.timeline().at(before);
        assertThat(then.toJson()).isEqualTo("{\"notes\":\"Hello world\"}");
        assertThat(then.version()).isEqualTo(before);
        assertThat(a.timeline().at(a.version()).toJson()).isEqualTo(a.toJson());
        assertThat(a.timeline().at(VersionVector.EMPTY).toJson()).isEqualTo("{}");
    }

    @Test
    void at_versionsThatNeverWere_isRefused() {
        a.edit(tx -> tx.root().put("k", 1).put("l", 2));
        b.receive(a.changesSince(b.version()));
        b.edit(tx -> tx.root().put("k", 3));
        a.receive(b.changesSince(a.version()));
        Timeline timeline = a.timeline();
        assertThatThrownBy(() -> timeline.at(VersionVector.of(new ReplicaId(1), 9)))
                .isInstanceOf(UnknownVersionException.class)
                .hasMessageContaining("not integrated here")
                .hasMessageContaining("9");
        assertThatThrownBy(() -> timeline.at(VersionVector.of(new ReplicaId(7), 1)))
                .isInstanceOf(UnknownVersionException.class);
        assertThatThrownBy(() -> timeline.at(VersionVector.of(new ReplicaId(1), 1)))
                .isInstanceOf(UnknownVersionException.class)
                .hasMessageContaining("divides");
        VersionVector withoutCause = VersionVector.of(new ReplicaId(2), 1);
        assertThatThrownBy(() -> timeline.at(withoutCause))
                .isInstanceOf(UnknownVersionException.class)
                .hasMessageContaining("depends on");
        assertThatThrownBy(() -> timeline.fork(withoutCause)).isInstanceOf(UnknownVersionException.class);
        assertThatThrownBy(() -> timeline.difference(withoutCause, a.version()))
                .isInstanceOf(UnknownVersionException.class);
        timeline.checkInvariants();
        assertThat(timeline.at(VersionVector.of(new ReplicaId(1), 2)).toJson()).isEqualTo("{\"k\":1,\"l\":2}");
    }

    @Test
    void at_insideASurrogatePair_isRefused() {
        a.edit(tx -> tx.root().text("t").append("x\uD83D\uDE00y"));
        long begin = a.version().get(a.replica()) - 4;
        assertThatThrownBy(() -> a.timeline().at(VersionVector.of(a.replica(), begin + 2)))
                .isInstanceOf(UnknownVersionException.class);
    }

    @Test
    void at_withoutHistory_saysWhereItBegins() {
        a.edit(tx -> tx.root().put("k", 1));
        Document loaded = Document.load(a.save(SaveOptions.withoutHistory()), options());
        VersionVector base = loaded.version();
        loaded.edit(tx -> tx.root().put("k", 2));
        assertThat(loaded.timeline().at(loaded.version()).toJson()).isEqualTo("{\"k\":2}");
        assertThatThrownBy(() -> loaded.timeline().at(VersionVector.EMPTY))
                .isInstanceOfSatisfying(
                        HistoryCutException.class, cut -> assertThat(cut.base()).isEqualTo(base));
        assertThatThrownBy(() -> loaded.timeline().fork(base)).isInstanceOf(HistoryCutException.class);
        assertThat(loaded.timeline().changes(ChangeFilter.all())).hasSize(1);
        assertThatThrownBy(() -> loaded.timeline().changes(ChangeFilter.all().notIn(VersionVector.EMPTY)))
                .isInstanceOf(HistoryCutException.class);
    }

    @Test
    void at_insideATransaction_isRefused() {
        Timeline timeline = a.timeline();
        assertThatThrownBy(() -> a.edit(tx -> timeline.at(VersionVector.EMPTY)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("edit");
    }

    @Test
    void difference_goesBothWays() {
        a.edit(tx -> tx.root().text("t").append("one two"));
        VersionVector before = a.version();
        a.edit(tx -> tx.root().text("t").replace(4, 7, "drei"));
        Path text = Path.root().key("t");
        assertThat(a.timeline().difference(before, a.version()))
                .containsExactly(
                        new DocumentEvent.TextDeleted(text, 4, "two"), new DocumentEvent.TextInserted(text, 4, "drei"));
        assertThat(a.timeline().difference(a.version(), before))
                .containsExactly(
                        new DocumentEvent.TextDeleted(text, 4, "drei"), new DocumentEvent.TextInserted(text, 4, "two"));
    }

    @Test
    void difference_ofMovedElements_isAMove() {
        a.edit(tx -> tx.root().list("l").append("a").append("b").append("c"));
        VersionVector before = a.version();
        a.edit(tx -> tx.root().list("l").move(0, 2));
        assertThat(a.timeline().difference(before, a.version()))
                .containsExactly(new DocumentEvent.ElementMoved(Path.root().key("l"), 0, 2));
    }

    @Test
    void changes_sayWhoWhenWhereAndWhy() {
        a.edit(tx -> {
            tx.author("Ada").message("begin");
            tx.root()
                    .map("order")
                    .put("status", "open")
                    .list("items")
                    .insertMap(0)
                    .put("n", 1);
        });
        now[0] += 60_000;
        a.edit(tx -> tx.root().text("notes").append("x"));
        b.receive(a.changesSince(b.version()));
        b.edit(tx -> tx.root().map("order").list("items").map(0).put("n", 2));
        a.receive(b.changesSince(a.version()));

        List<PastChange> all = a.timeline().changes(ChangeFilter.all());
        assertThat(all)
                .extracting(PastChange::span)
                .extracting(OpIdSpan::replica)
                .containsExactly(a.replica(), a.replica(), b.replica());
        assertThat(all.get(0).author()).contains("Ada");
        assertThat(all.get(0).message()).contains("begin");
        assertThat(all.get(2).places()).containsExactly(PathPattern.of("order/items/*/n"));
        assertThat(all.get(2).dependencies()).hasSize(1);
        assertThat(found(ChangeFilter.all().madeBy("Ada"))).containsExactly(0);
        assertThat(found(ChangeFilter.all().writtenBy(b.replica()))).containsExactly(2);
        assertThat(found(ChangeFilter.all().at(PathPattern.of("order")))).containsExactly(0, 2);
        assertThat(found(ChangeFilter.all().at(PathPattern.of("**/n")))).containsExactly(0, 2);
        assertThat(found(ChangeFilter.all().at(PathPattern.of("notes")))).containsExactly(1);
        assertThat(found(ChangeFilter.all().before(Instant.ofEpochMilli(now[0]))))
                .containsExactly(0);
        assertThat(found(ChangeFilter.all().notBefore(Instant.ofEpochMilli(now[0]))))
                .containsExactly(1, 2);
        assertThat(found(ChangeFilter.all().within(new OpIdSpan(a.replica(), 0, 1))))
                .containsExactly(0);
        assertThat(found(ChangeFilter.all()
                        .notIn(VersionVector.of(a.replica(), all.get(0).span().end()))))
                .containsExactly(1, 2);
    }

    private List<Integer> found(ChangeFilter filter) {
        List<PastChange> all = a.timeline().changes(ChangeFilter.all());
        return a.timeline().changes(filter).stream().map(all::indexOf).toList();
    }

    @Test
    void revert_keepsIdentitiesAndBringsDeletedContainersBack() {
        a.edit(tx -> {
            tx.root().map("m").text("t").append("kept");
            tx.root().counter("n").increment(5);
            tx.root().set("s").add("x");
        });
        VersionVector before = a.version();
        b.receive(a.changesSince(b.version()));
        a.edit(tx -> tx.root().remove("m").put("k", 1).counter("n").increment(2));
        b.edit(tx -> tx.root().map("m").text("t").append(" and more"));
        b.edit(tx -> tx.root().counter("n").increment(10));
        String then = a.timeline().at(before).toJson();
        Revert.to(a, before);
        assertThat(a.toJson()).isEqualTo(then);
        a.receive(b.changesSince(a.version()));
        assertThat(a.root().map("m").text("t").toString()).isEqualTo("kept and more");
        assertThat(a.root().counter("n").value()).isEqualTo(15);
    }

    @Test
    void fork_writesUnderAnIdOfItsOwn() {
        a.edit(tx -> tx.root().put("k", 1));
        Document fork = a.timeline().fork(a.version());
        assertThat(fork.replica()).isNotEqualTo(a.replica());
        fork.edit(tx -> tx.root().put("k", 2));
        a.edit(tx -> tx.root().put("l", 3));
        a.receive(fork.changesSince(a.version()));
        assertThat(a.toJson()).isEqualTo("{\"k\":2,\"l\":3}");
        assertThat(a.root().get("k")).isNotEqualTo(Optional.empty());
    }

    @Test
    void base_saysWhereHistoryBegins() {
        a.edit(tx -> tx.root().put("k", 1));
        assertThat(a.timeline().base()).isEqualTo(VersionVector.EMPTY);
        Document loaded = Document.load(a.save(SaveOptions.withoutHistory()), options());
        assertThat(loaded.timeline().base()).isEqualTo(a.version());
        assertThat(loaded.timeline().leftOut()).isEmpty();
    }

    @Test
    void timelineThatIsKept_whileTheDocumentIsIssuedAgain_answersForThePresentOne() {
        a.edit(tx -> tx.root().put("k", 1));
        Timeline kept = a.timeline();
        ReplicaId former = a.replica();
        a.restampUnsent();
        assertThat(a.replica()).isNotEqualTo(former);
        assertThat(kept.changes(ChangeFilter.all()))
                .extracting(change -> change.span().replica())
                .containsExactly(a.replica());
        assertThatThrownBy(() -> kept.at(VersionVector.of(former, 1))).isInstanceOf(UnknownVersionException.class);
        assertThat(kept.at(VersionVector.EMPTY).toJson()).isEqualTo("{}");
    }
}
