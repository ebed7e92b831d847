package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.CrdtException;
import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.proptests.Forgery;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

/**
 * A forged change that had to wait was kept after a look at its header alone; when the good message came that it waited
 * for, reading its operations failed, and the good message was answered by an exception though it was applied. Here every
 * byte of a waiting change takes every value. Found by ForgedBytesProperties.
 */
class ForgedWaitingChangeSpoilsLaterMessagesTest {
    private static final DocumentId ID = DocumentId.named("forged");

    @Test
    void receive_goodChangeAfterAnyForgedOneThatWaitsForIt_isApplied() {
        Document author = Document.create(ID);
        Change first = author.edit(transaction -> transaction.root().put("k", 1));
        byte[] second = author.edit(transaction -> {
                    transaction.root().map("m").text("t").append("abc").delete(1, 2);
                    transaction.root().set("s").add("x");
                })
                .toBytes();
        for (int at = 1; at < second.length - Integer.BYTES; at++) {
            for (int value = 0; value < 1 << Byte.SIZE; value++) {
                byte[] forged = second.clone();
                forged[at] = (byte) value;
                Document document = Document.create(ID);
                receive(document, Forgery.sealChange(forged, ID));
                // Forged to be the first change itself, it is applied, and the good one comes too late.
                if (document.version().isEmpty()) {
                    assertThat(document.receive(first.toBytes()).applied())
                            .as("byte " + at + " is " + value)
                            .contains(first.span());
                }
            }
        }
    }

    private static void receive(Document document, byte[] forged) {
        try {
            document.receive(forged);
        } catch (CrdtException refused) {
            assertThat(document.version().isEmpty()).isTrue();
        }
    }
}
