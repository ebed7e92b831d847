package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

/**
 * After a view was taken, the second insert of a transaction stood in the wrong place: an editor remembered the sequence
 * that the view holds, found the place there, and the first insert of the transaction was not in it. Seed 0, script
 * {@code r1_e0:0.0.0.1_v0_e0:0.0.0.0+0.0.1.0} of texts alone.
 */
class SecondEditAfterAViewGoesElsewhereTest {
    @Test
    void insert_secondOfTheTransactionAfterAView_landsWhereItWasAskedTo() {
        Document document = Document.create(DocumentId.named("view"));
        document.edit(transaction -> transaction.root().text("t").insert(0, "bc"));
        document.view();
        document.edit(transaction -> {
            transaction.root().text("t").insert(0, "x");
            transaction.root().text("t").insert(1, "y");
        });
        assertThat(document.root().text("t").toString()).isEqualTo("xybc");
        Schedules.replay(0, "r1_e0:0.0.0.1_v0_e0:0.0.0.0+0.0.1.0");
    }
}
