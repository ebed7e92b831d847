package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Local limits refuse for now and never for good: what was refused is not counted as seen, and works when offered again. */
class ResourceLimitsTest {
    private static final DocumentId ID = DocumentId.named("limits");

    private static Document open(long replica, UnaryOperator<DocumentOptions> more) {
        DocumentOptions options =
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> 1_000_000_000_000L);
        return Document.create(ID, more.apply(options));
    }

    private static List<Change> changes(int number) {
        Document author = open(1, UnaryOperator.identity());
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int value = i;
            changes.add(author.edit(tx -> tx.root().put("k", value)));
        }
        return changes;
    }

    @Test
    void waitingCountIsFull_refusesForNow() {
        checkFull(changes(6), options -> options.withMaxWaiting(2, 1 << 20));
    }

    @Test
    void waitingBytesAreFull_refusesForNow() {
        List<Change> changes = changes(6);
        checkFull(
                changes,
                options -> options.withMaxWaiting(100, 2L * changes.get(2).size() + 3));
    }

    private static void checkFull(List<Change> changes, UnaryOperator<DocumentOptions> limits) {
        Document document = open(2, limits);
        assertThat(document.receive(changes.get(2).toBytes()).waiting()).hasSize(1);
        assertThat(document.receive(changes.get(3).toBytes()).waiting()).hasSize(1);
        for (int attempt = 0; attempt < 2; attempt++) {
            ReceiveResult refused = document.receive(changes.get(4).toBytes());
            assertThat(refused.full()).hasSize(1);
            assertThat(refused.full().get(0).change()).isEqualTo(changes.get(4).span());
            assertThat(refused.isComplete()).isFalse();
        }
        assertThat(document.preview(changes.get(5).toBytes()).result().full()).hasSize(1);
        // What can be applied is applied even now, and makes room.
        assertThat(document.receive(changes.get(0).toBytes()).applied()).hasSize(1);
        assertThat(document.receive(changes.get(1).toBytes()).applied()).hasSize(3);
        assertThat(document.receive(changes.get(4).toBytes()).applied()).hasSize(1);
        assertThat(document.receive(changes.get(5).toBytes()).isComplete()).isTrue();
        assertThat(document.root().getLong("k", -1)).isEqualTo(5);
        assertThat(document.statistics().waitingBytes()).isZero();
    }

    @Test
    void quarantineIsFull_refusesForNow() {
        long[] wall = {1_000_000_000_000L};
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Document author = open(10 + i, options -> options.withClock(() -> wall[0] + 3_600_000));
            changes.add(author.edit(tx -> tx.root().put("k" + author.replica(), 1)));
        }
        Document document = open(2, options -> options.withClock(() -> wall[0]).withMaxWaiting(1, 1 << 20));
        assertThat(document.receive(changes.get(0).toBytes()).quarantined()).hasSize(1);
        assertThat(document.receive(changes.get(1).toBytes()).full()).hasSize(1);
        assertThat(document.version().isEmpty()).isTrue();
        wall[0] += 3_600_000;
        assertThat(document.receive(changes.get(1).toBytes()).applied()).hasSize(2);
    }

    @Test
    void decodeLimitIsExceeded_refusesUntilItIsRaised() {
        Document author = open(1, UnaryOperator.identity());
        byte[] large = author.edit(tx -> tx.root().put("k", "x".repeat(10_000))).toBytes();
        Document strict = open(
                2,
                options -> options.withDecodeLimits(
                        DecodeLimits.builder().maxMessageBytes(1_000).build()));
        byte[] before = strict.checkpoint();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> strict.receive(large)).isInstanceOf(LimitExceededException.class);
            assertThatThrownBy(() -> strict.preview(large)).isInstanceOf(LimitExceededException.class);
        }
        assertThat(strict.checkpoint()).isEqualTo(before);
        assertThat(strict.version().isEmpty()).isTrue();
        Document raised = Document.resume(before, DocumentOptions.defaults().withClock(() -> 1_000_000_000_000L));
        assertThat(raised.receive(large).isComplete()).isTrue();
        assertThat(raised.save()).isEqualTo(author.save());
    }
}
