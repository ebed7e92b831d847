package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is held back here, what has to be asked for, and what is still to be sent. */
class BacklogTest {
    private static final long NOON = 1_767_268_800_000L;

    private long now = NOON;
    private final Document here = open(1);
    private final Document there = open(2);
    private final List<Change> theirs = new ArrayList<>();

    private Document open(long replica) {
        return Document.create(
                DocumentId.named("backlog"),
                DocumentOptions.defaults()
                        .withReplica(new ReplicaId(replica))
                        .withClock(() -> replica == 1 ? NOON : now)
                        .withWarnings(warning -> {}));
    }

    private Change write(String key) {
        now += 1_000;
        Change change = there.edit(tx -> tx.root().put(key, 1).put(key + key, 2));
        theirs.add(change);
        return change;
    }

    private OpIdSpan span(long start, long end) {
        return new OpIdSpan(there.replica(), start, end);
    }

    @Test
    void ofAnEmptyDocument_isClear() {
        Backlog backlog = here.backlog();
        assertThat(backlog.isClear()).isTrue();
        assertThat(backlog.missing()).isEmpty();
        assertThat(backlog.waiting()).isEmpty();
        assertThat(backlog.quarantined()).isEmpty();
    }

    @Test
    void missing_areTheGapsBetweenWhatIsHere() {
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            write(key);
        }
        here.receive(theirs.get(0).toBytes());
        here.receive(theirs.get(5).toBytes());
        here.receive(theirs.get(2).toBytes());
        Backlog backlog = here.backlog();
        assertThat(backlog.isClear()).isFalse();
        assertThat(backlog.waiting()).hasSize(2);
        assertThat(backlog.missing()).containsExactly(span(2, 4), span(6, 10));
        here.receive(theirs.get(3).toBytes());
        assertThat(here.backlog().missing()).containsExactly(span(2, 4), span(8, 10));
        assertThat(here.backlog().blockedBy(span(2, 4)))
                .containsExactlyInAnyOrder(span(4, 6), span(6, 8), span(10, 12));
        assertThat(here.backlog().blockedBy(span(8, 10))).containsExactly(span(10, 12));
        assertThat(here.backlog().blockedBy(span(4, 6))).containsExactlyInAnyOrder(span(6, 8), span(10, 12));
        assertThat(here.backlog().blockedBy(span(10, 12))).isEmpty();
        here.receive(theirs.get(1).toBytes());
        assertThat(here.backlog().missing()).containsExactly(span(8, 10));
        assertThat(here.backlog().blockedBy(new OpIdSpan(new ReplicaId(7), 0, 1)))
                .isEmpty();
        here.receive(theirs.get(4).toBytes());
        assertThat(here.backlog().isClear()).isTrue();
        assertThat(here.backlog().missing()).isEmpty();
        assertThat(here.toJson()).isEqualTo(there.toJson());
    }

    @Test
    void quarantined_isHeldBackAndNotMissing() {
        now = NOON + 3_600_000;
        write("a");
        write("b");
        here.receive(theirs.get(0).toBytes());
        assertThat(here.backlog().isClear()).isFalse();
        assertThat(here.backlog().quarantined()).hasSize(1);
        assertThat(here.backlog().waiting()).isEmpty();
        assertThat(here.backlog().missing()).isEmpty();
        here.acceptQuarantined();
        assertThat(here.backlog().isClear()).isTrue();
    }

    @Test
    void unsent_isWhatAPeerDidNotAcknowledge() {
        ReplicaId peer = there.replica();
        assertThat(here.peer(peer).id()).isEqualTo(peer);
        assertThat(here.peer(peer).unsent()).isEmpty();
        assertThat(here.unsent()).isEmpty();
        here.edit(tx -> tx.root().put("x", 1));
        VersionVector first = here.version();
        OpIdSpan own = new OpIdSpan(here.replica(), 0, 1);
        assertThat(here.unsent()).containsExactly(own);
        assertThat(here.peer(peer).unsent()).containsExactly(own);
        here.peer(peer).acknowledged(first);
        assertThat(here.peer(peer).acknowledged()).isEqualTo(first);
        assertThat(here.peer(peer).unsent()).isEmpty();
        assertThat(here.unsent()).isEmpty();
        here.edit(tx -> tx.root().put("x", 2).put("y", 1));
        OpIdSpan later = new OpIdSpan(here.replica(), 1, 3);
        assertThat(here.peer(peer).unsent()).containsExactly(later);
        here.peer(peer).acknowledged(VersionVector.EMPTY);
        assertThat(here.peer(peer).acknowledged()).as("is never less").isEqualTo(first);
        Document resumed =
                Document.resume(here.checkpoint(), DocumentOptions.defaults().withClock(() -> NOON));
        assertThat(resumed.peer(peer).acknowledged()).isEqualTo(first);
        assertThat(resumed.peer(peer).unsent()).containsExactly(later);
        Backlog.Unsent all = resumed.backlog().unsentByPeer().get(peer);
        assertThat(all.span()).isEqualTo(later);
        assertThat(all.changes()).isOne();
        assertThat(all.bytes()).isEqualTo(here.changesSince(first).length);
    }
}
