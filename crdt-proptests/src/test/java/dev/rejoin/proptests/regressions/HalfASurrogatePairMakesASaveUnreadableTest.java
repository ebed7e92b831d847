package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import org.junit.jupiter.api.Test;

/**
 * Two devices used one replica id, one wrote a letter where the other wrote an emoji. Whoever got the letter first took
 * the second half of the emoji for news; and what it saved then could never be loaded again, since bytes have no half
 * pairs. Found by ForgedBytesProperties: seed 11 with script
 * {@code r2_e0:0.0.0.0_e0:0.0.0.0_e1:27.3.0.0+0.0.0.0_e1:0.1.0.4} of seed -30416.
 */
class HalfASurrogatePairMakesASaveUnreadableTest {
    private static final DocumentId ID = DocumentId.named("clones");

    @Test
    void receive_changeWhoseKnownPartEndsInsideAPair_isSetAside() {
        DocumentOptions cloned = DocumentOptions.defaults().withReplica(new ReplicaId(1));
        byte[] letter = text(Document.create(ID, cloned), "x");
        byte[] emoji = text(Document.create(ID, cloned), "\uD83D\uDE00y");
        Document document = Document.create(ID);
        document.receive(letter);
        ReceiveResult result = document.receive(emoji);
        assertThat(result.quarantined())
                .singleElement()
                .extracting(Delivery.Quarantined::reason)
                .isEqualTo(QuarantineReason.FORKED);
        assertThat(document.root().text("t").toString()).isEqualTo("x");
        assertThat(Document.load(document.save()).stateHash()).isEqualTo(document.stateHash());
    }

    private static byte[] text(Document document, String text) {
        return document.edit(transaction -> transaction.root().text("t").append(text))
                .toBytes();
    }
}
