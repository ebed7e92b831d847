package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A device was restored from a copy and went on under its old replica id. Messages told so by their chain digest; a peer
 * that got batches only applied the second branch on top of the first, and stayed different for good.
 */
class ClonesAreFoundByTheirBatchesTest {
    private static final DocumentId ID = DocumentId.named("clones");
    private static final ReplicaId WRITER = new ReplicaId(0x11);

    private long now = 1_767_268_800_000L;

    private DocumentOptions options(long replica) {
        return DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(() -> now += 1_000);
    }

    private static void type(Document document, String text) {
        document.edit(transaction -> transaction.root().text("text").append(text));
    }

    private Document original() {
        Document original = Document.create(ID, options(WRITER.value()));
        for (int i = 0; i < 40; i++) {
            int number = i;
            type(original, "line " + i + "\n");
            original.edit(transaction -> transaction.root().put("lines", number).put("key" + number, number));
        }
        return original;
    }

    private static void assertFork(ReceiveResult result, OpIdSpan range) {
        List<Delivery.Quarantined> quarantined = result.quarantined();
        assertThat(quarantined).hasSize(1);
        assertThat(quarantined.get(0).reason()).isEqualTo(QuarantineReason.FORKED);
        assertThat(quarantined.get(0).change()).isEqualTo(range);
        assertThat(quarantined.get(0).detail())
                .containsPattern("the author's chain before seq \\d+ is [0-9a-f]+ here and [0-9a-f]+ there");
        assertThat(result.applied()).isEmpty();
        assertThat(result.waiting()).isEmpty();
    }

    @Test
    void receive_batchOfAClone_isSetAside() {
        Document original = original();
        Document clone = Document.resume(original.checkpoint(), options(0x99));
        Document receiver = Document.create(ID, options(0x22));
        type(original, "original");
        receiver.receive(original.changesSince(VersionVector.EMPTY));
        byte[] before = receiver.save();

        type(clone, "a clone's");
        clone.edit(transaction -> transaction.root().put("clone", true));
        VersionVector known = receiver.version();
        ReceiveResult result = receiver.receive(clone.changesSince(known));

        assertFork(
                result,
                new OpIdSpan(WRITER, known.end(WRITER.value()), clone.version().end(WRITER.value())));
        assertThat(receiver.save()).isEqualTo(before);
        assertThat(receiver.receive(original.changesSince(known)).isComplete()).isTrue();
    }

    @Test
    void receive_batchOfACloneThatIsKnownBySeq_isSetAside() {
        Document original = original();
        Document clone = Document.resume(original.checkpoint(), options(0x99));
        Document receiver = Document.create(ID, options(0x22));
        type(original, "xyz");
        type(clone, "abc");
        VersionVector forked = clone.version();
        original.edit(transaction -> transaction.root().put("more", 1));
        clone.edit(transaction -> transaction.root().put("more", 2));
        receiver.receive(original.changesSince(VersionVector.EMPTY));

        ReceiveResult result = receiver.receive(clone.changesSince(forked));

        assertFork(
                result,
                new OpIdSpan(WRITER, forked.end(WRITER.value()), clone.version().end(WRITER.value())));
        assertThat(result.duplicates()).isEmpty();
    }

    @Test
    void receive_branchThatStays_endsWithoutTheChangesOfTheOther() {
        Document original = original();
        Document clone = Document.resume(original.checkpoint(), options(0x99));
        Document receiver = Document.create(ID, options(0x22));
        type(original, "xyz");
        receiver.receive(original.changesSince(VersionVector.EMPTY));
        type(clone, "a clone's text");
        clone.edit(transaction -> transaction.root().put("clone", true));
        receiver.receive(clone.changesSince(receiver.version()));

        // The branch that stays grows, seq by seq, beyond where changes of the other began.
        while (original.version().end(WRITER.value()) < clone.version().end(WRITER.value())) {
            original.edit(transaction -> transaction.root().put("count", now));
            receiver.receive(original.changesSince(receiver.version()));
        }
        assertThat(receiver.save()).isEqualTo(original.save());
    }

    @Test
    void receive_batchFromAnyVersion_agreesWhereTheChainIsOne() {
        Document original = original();
        Document receiver = Document.create(ID, options(0x22));
        receiver.receive(original.changesSince(VersionVector.EMPTY));
        long end = original.version().end(WRITER.value());
        for (long seq = 0; seq < end; seq++) {
            VersionVector since = VersionVector.builder().set(WRITER, seq).build();
            assertThat(receiver.receive(original.changesSince(since)).isComplete())
                    .as("from seq %d", seq)
                    .isTrue();
        }
    }

    @Test
    void resume_withAForkSetAside_keepsItAside() {
        Document original = original();
        Document clone = Document.resume(original.checkpoint(), options(0x99));
        Document receiver = Document.create(ID, options(0x22));
        type(original, "xyz");
        receiver.receive(original.changesSince(VersionVector.EMPTY));
        type(clone, "abc");
        clone.edit(transaction -> transaction.root().put("more", 2));
        receiver.receive(clone.changesSince(receiver.version()));

        Document resumed = Document.resume(receiver.checkpoint(), options(0x22));

        assertThat(resumed.backlog().quarantined()).hasSize(1);
        assertThat(resumed.save()).isEqualTo(receiver.save());
    }
}
