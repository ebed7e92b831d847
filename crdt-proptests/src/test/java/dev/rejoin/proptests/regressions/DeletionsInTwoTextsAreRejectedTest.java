package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import org.junit.jupiter.api.Test;

/**
 * A device that inserted into two texts, then deleted from both, could not be synced any more: history puts deletions of
 * consecutive ids together, whatever they delete from, and the receiver of such a batch took that for a forgery. Seed
 * 575, script {@code r4_e0:0.3.0.0_s0_e4:0.1.0.0_e4:0.3.1.0_s0_e4:60.1.0.0_e4:429.3.4.0} of lists alone.
 */
class DeletionsInTwoTextsAreRejectedTest {
    @Test
    void receive_batchWithDeletionsOfConsecutiveIdsInTwoTexts_isApplied() {
        DocumentId id = DocumentId.named("two texts");
        Document author = Document.create(id);
        author.edit(transaction -> {
            transaction.root().text("a").create();
            transaction.root().text("b").create();
        });
        author.edit(transaction -> transaction.root().text("a").insert(0, "x"));
        author.edit(transaction -> transaction.root().text("b").insert(0, "y"));
        author.edit(transaction -> transaction.root().text("a").delete(0, 1));
        author.edit(transaction -> transaction.root().text("b").delete(0, 1));
        Document receiver = Document.create(id);
        assertThat(receiver.receive(author.changesSince(VersionVector.EMPTY)).isComplete())
                .isTrue();
        assertThat(receiver.save()).isEqualTo(author.save());
    }
}
