package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.op.TotalOrder;
import dev.rejoin.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where times are equal, the larger author wins, and ids are unsigned: half of all random ids have the highest bit. */
class TotalOrderTest {
    private static final long SMALL = 1;
    private static final long LARGE = -1;

    @Test
    void compare_equalTimes_takesAuthorsAsUnsigned() {
        assertThat(TotalOrder.compare(5, LARGE, 0, 5, SMALL, 9)).isPositive();
        assertThat(TotalOrder.compare(5, SMALL, 9, 5, LARGE, 0)).isNegative();
        assertThat(TotalOrder.compare(5, Long.MIN_VALUE, 0, 5, Long.MAX_VALUE, 0))
                .isPositive();
    }

    @Test
    void compare_times_areUnsignedToo() {
        assertThat(TotalOrder.compare(-1, SMALL, 0, 1, LARGE, 0)).isPositive();
        assertThat(TotalOrder.compare(6, SMALL, 0, 5, LARGE, 9)).isPositive();
    }

    @Test
    void compare_oneAuthorAtOneTime_takesTheNumber() {
        assertThat(TotalOrder.compare(5, LARGE, 2, 5, LARGE, 1)).isPositive();
        assertThat(TotalOrder.compare(5, LARGE, 2, 5, LARGE, 2)).isZero();
    }

    /** Both devices stand at the same millisecond. */
    @Test
    void editsAtOneTime_theLargerAuthorWinsInEveryType() {
        Document small = Replicas.create(SMALL);
        Document large = Replicas.create(LARGE);
        small.edit(tx -> {
            tx.root().put("key", "small").text("text").insert(0, "s");
            tx.root().list("list").insert(0, "small");
            tx.root().log("log").append("small");
        });
        large.edit(tx -> {
            tx.root().put("key", "large").text("text").insert(0, "l");
            tx.root().list("list").insert(0, "large");
            tx.root().log("log").append("large");
        });
        Replicas.exchange(small, large);
        for (Document document : List.of(small, large)) {
            assertThat(document.root().get("key")).contains(Value.of("large"));
            assertThat(document.root().text("text")).hasToString("ls");
            assertThat(document.root().list("list").get(0)).contains(Value.of("large"));
            assertThat(document.root().log("log").get(1)).isEqualTo(Value.of("large"));
        }
    }
}
