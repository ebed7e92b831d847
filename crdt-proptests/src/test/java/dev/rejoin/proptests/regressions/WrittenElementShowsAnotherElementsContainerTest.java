package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

/**
 * A list element that was written read as the map of another element, and replicas differed in their bytes: the slot that
 * was freed by a removal kept its container, and whoever got the slot next inherited it. Seed 6, script
 * {@code r2_e1:0.2.0.0_e0:0.2.0.0_...} of lists alone.
 */
class WrittenElementShowsAnotherElementsContainerTest {
    @Test
    void set_afterAnElementBeforeAContainerWasRemoved_readsWhatWasWritten() {
        Document document = Document.create(DocumentId.named("slots"));
        document.edit(transaction -> {
            var list = transaction.root().list("l");
            list.append("a").append("b");
            list.set(0, "written");
            list.insertMap(1).put("k", 0);
            list.remove(0);
        });
        document.edit(transaction -> transaction.root().list("l").set(1, "written too"));
        assertThat(document.toJson()).isEqualTo("{\"l\":[{\"k\":0},\"written too\"]}");
    }
}
