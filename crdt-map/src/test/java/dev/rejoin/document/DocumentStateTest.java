package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import org.junit.jupiter.api.Test;

/** The types of a document on one and on two devices. */
class DocumentStateTest {
    private long now = 1_000_000;
    private final Device a = new Device(1, () -> now++);
    private final Device b = new Device(2, () -> now++);

    @Test
    void edit_everyType_readsBack() {
        a.edit(root -> {
            root.put("status", "open").put("count", 7).put("flag", true);
            root.map("site").put("city", "Graz");
            root.counter("visits").increment(3);
            root.set("tags").add("x").add("y").add("x");
            root.text("notes").append("hello").insert(0, ">").delete(1, 3);
            root.list("items").append("one").append(2).insertMap(1).put("k", "v");
        });
        assertThat(a.json())
                .isEqualTo("{\"count\":7,\"flag\":true,\"items\":[\"one\",{\"k\":\"v\"},2],\"notes\":\">llo\","
                        + "\"site\":{\"city\":\"Graz\"},\"status\":\"open\",\"tags\":[\"x\",\"y\"],\"visits\":3}");
        a.state.checkInvariants();
    }

    @Test
    void receive_concurrentCreation_mergesContainers() {
        Change left = a.edit(root -> root.map("order").text("notes").append("left"));
        Change right = b.edit(root -> root.map("order").text("notes").append("right"));
        a.receive(right);
        b.receive(left);
        assertThat(a.json()).isEqualTo(b.json());
        assertThat(a.root.map("order").text("notes").length()).isEqualTo(9);
        assertThat(a.save(true)).isEqualTo(b.save(true));
        assertThat(a.save(false)).isEqualTo(b.save(false));
    }

    @Test
    void load_savedDocument_readsTheSame() {
        edit_everyType_readsBack();
        for (boolean history : new boolean[] {true, false}) {
            Device loaded = Device.load(a.save(history), 9, () -> now++);
            loaded.state.checkInvariants();
            assertThat(loaded.json()).isEqualTo(a.json());
            assertThat(loaded.save(history)).isEqualTo(a.save(history));
        }
    }
}
