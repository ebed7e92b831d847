package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

/**
 * Two devices read a list differently: on one, an element whose value was set read as the map of another element. Its
 * slot had taken the place of a removed one and inherited the container that stood there.
 */
class ListSlotReuseTest {
    @Test
    void set_afterASlotWithAContainerMovedUp_keepsTheValue() {
        Document document = Document.create(DocumentId.named("slots"));
        document.edit(tx -> {
            ListEditor list = tx.root().list("list").append("a").append("b");
            list.insertMap(2).put("task", "x");
            list.set(0, "changed");
        });
        // The slots are now those of element 2, then of element 0; the first goes, the second moves up.
        document.edit(tx -> tx.root().list("list").insertMap(3).put("task", "y"));
        document.edit(tx -> tx.root().list("list").remove(0));
        document.edit(tx -> tx.root().list("list").set(0, "set"));

        assertThat(document.root().list("list").kindOf(0)).isEqualTo(SlotKind.SCALAR);
        assertThat(document.root().list("list").getString(0)).contains("set");
    }
}
