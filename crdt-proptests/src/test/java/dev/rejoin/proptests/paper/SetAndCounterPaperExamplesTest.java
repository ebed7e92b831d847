package dev.rejoin.proptests.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.SetEditor;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Examples of Shapiro et al., A comprehensive study of convergent and commutative replicated data types (2011), and of
 * Bieniusa et al., An optimized conflict-free replicated set (2012).
 */
class SetAndCounterPaperExamplesTest {
    private Writers writers;

    @BeforeEach
    void start() {
        writers = new Writers("", 1, 2, 3);
    }

    @Test
    void orSet_addAndConcurrentRemove_addWins() {
        edit(0, set -> set.add("e"));
        writers.exchange();
        edit(0, set -> set.remove("e"));
        edit(1, set -> set.add("e"));
        assertHas(true);
    }

    @Test
    void orSet_addedByTwoAndRemovedByOneWhoSawOne_stays() {
        edit(0, set -> set.add("e"));
        edit(1, set -> set.add("e"));
        edit(0, set -> set.remove("e"));
        assertHas(true);
        edit(2, set -> set.remove("e"));
        assertHas(false);
    }

    @Test
    void orSet_removeThenAddBySameReplica_isPresent() {
        edit(0, set -> set.add("e"));
        edit(0, set -> set.remove("e").add("e"));
        assertHas(true);
    }

    @Test
    void orSet_twoConcurrentRemoves_removeIt() {
        edit(0, set -> set.add("e"));
        writers.exchange();
        edit(0, set -> set.remove("e"));
        edit(1, set -> set.remove("e"));
        assertHas(false);
    }

    /** A 2P-set would never take it back. */
    @Test
    void orSet_removedAndAddedAgainByAnother_isPresent() {
        edit(0, set -> set.add("e"));
        writers.exchange();
        edit(0, set -> set.remove("e"));
        writers.exchange();
        edit(1, set -> set.add("e"));
        assertHas(true);
    }

    /** Replicas that each add one element and remove the other's, which they never saw, keep both. */
    @Test
    void orSet_removeOfWhatWasNotSeen_doesNothing() {
        edit(0, set -> set.add("a").remove("b"));
        edit(1, set -> set.add("b").remove("a"));
        writers.merged();
        assertThat(writers.document(2).root().set("s").size()).isEqualTo(2);
    }

    @Test
    void counter_concurrentIncrementsAndDecrements_addUp() {
        for (int i = 0; i < 3; i++) {
            int delta = i;
            writers.document(i)
                    .edit(transaction -> transaction
                            .root()
                            .counter("c")
                            .increment(10 + delta)
                            .decrement());
        }
        writers.merged();
        assertThat(writers.document(0).root().counter("c").value()).isEqualTo(10 + 11 + 12 - 3);
    }

    @Test
    void counter_resetAndUnseenIncrement_incrementSurvives() {
        writers.document(0).edit(transaction -> transaction.root().counter("c").increment(5));
        writers.exchange();
        writers.document(0).edit(transaction -> transaction.root().counter("c").reset());
        writers.document(1).edit(transaction -> transaction.root().counter("c").increment(2));
        writers.merged();
        assertThat(writers.document(0).root().counter("c").value()).isEqualTo(2);
    }

    private void edit(int writer, Consumer<SetEditor> edit) {
        writers.document(writer)
                .edit(transaction -> edit.accept(transaction.root().set("s")));
    }

    private void assertHas(boolean expected) {
        writers.merged();
        for (int i = 0; i < 3; i++) {
            assertThat(writers.document(i).root().set("s").contains("e")).isEqualTo(expected);
        }
    }
}
