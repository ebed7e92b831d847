package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A newcomer that started without history pruned, and from then on refused what a member wrote as below the base: it took
 * an operation for one of the newest of the base that another one, which it never had as a change, depends on. Seed 16677
 * of the schedules of pruning with newcomers.
 */
class PrunedNewcomerRefusesAMembersChangeTest {
    private static final ReplicaId NEWCOMER = new ReplicaId(3);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void receive_afterAPruneWhereItsHistoryBegins_isApplied(boolean restarted) {
        Document first = Document.create(DocumentId.named("newcomer"), as(1));
        Document second = Document.create(first.id(), as(2));
        first.membership().join(second.replica());
        second.receive(first.changesSince(VersionVector.EMPTY));
        second.edit(tx -> tx.root().put("k", 1)); // depends on all that the first one wrote
        byte[] snapshot = second.save(SaveOptions.withoutHistory());
        Change join = second.membership().join(NEWCOMER);
        Document newcomer = Document.load(snapshot, as(NEWCOMER.value()));
        newcomer.receive(join.toBytes());
        first.receive(second.changesSince(first.version()));
        for (int round = 0; round < 2; round++) {
            byte[] ofFirst = first.acknowledgement();
            byte[] ofSecond = second.acknowledgement();
            byte[] ofNewcomer = newcomer.acknowledgement();
            first.receiveAcknowledgement(ofSecond);
            first.receiveAcknowledgement(ofNewcomer);
            second.receiveAcknowledgement(ofFirst);
            second.receiveAcknowledgement(ofNewcomer);
            newcomer.receiveAcknowledgement(ofFirst);
            newcomer.receiveAcknowledgement(ofSecond);
        }
        newcomer.receive(first.edit(tx -> tx.root().put("k", 2)).toBytes());
        Document pruned = restarted ? Document.resume(newcomer.checkpoint(), as(NEWCOMER.value())) : newcomer;
        assertThat(pruned.prune(Long.MAX_VALUE)).isTrue();
        assertThat(pruned.base()).isEqualTo(second.version());

        Change concurrent = second.edit(tx -> tx.root().put("k", 3));
        assertThat(pruned.receive(concurrent.toBytes()).applied()).containsExactly(concurrent.span());
    }

    private static DocumentOptions as(long replica) {
        return DocumentOptions.defaults().withReplica(new ReplicaId(replica));
    }
}
