package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.DocumentView;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

/**
 * Where a view was open while a document was pruned, history was cut in the view and not in the document, which from then
 * on reported no changes and kept them all: the cut log was stored in a list of logs that the copy for the view had just
 * taken the place of. Seed 158, script {@code r1_o_v0}.
 */
class PruningBesideAViewKeepsHistoryTest {
    @Test
    void prune_withAnOpenView_cutsTheHistoryOfTheDocument() {
        Document viewed = Document.create(DocumentId.named("viewed"));
        viewed.membership().join();
        viewed.edit(tx -> tx.root().text("notes").insert(0, "Hello"));
        DocumentView view = viewed.view();
        viewed.acknowledgement();
        assertThat(viewed.prune(Long.MAX_VALUE)).isTrue();
        DocumentInvariants.check(viewed);
        assertThat(view.toJson()).isEqualTo("{\"notes\":\"Hello\"}");

        viewed.edit(tx -> tx.root().text("notes").delete(0, 5));
        viewed.acknowledgement();
        assertThat(viewed.prune(Long.MAX_VALUE)).isTrue();
        assertThat(viewed.statistics().changes()).isZero();
        DocumentInvariants.check(viewed);
        Schedules.replay(158, "r1_o_v0");
    }
}
