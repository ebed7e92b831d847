package dev.rejoin.proptests.paper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small examples of Roh et al., Replicated abstract data types (JPDC 2011), and of Oster et al., Data consistency for
 * P2P collaborative editing (CSCW 2006, WOOT), with what they demand of every list.
 */
class SequencePaperFiguresTest {
    /** RGA: of two elements inserted behind the same one, the later stands first. */
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void rga_concurrentInsertsAtOnePlace_laterStandsFirst(long first, long second) {
        Writers writers = new Writers("ab", first, second);
        writers.insert(0, 1, "x");
        writers.advance(1, 10);
        writers.insert(1, 1, "y");
        assertThat(writers.merged()).isEqualTo("ayxb");
    }

    @Test
    void rga_equalTimes_largerReplicaStandsFirst() {
        Writers writers = new Writers("ab", 1, 2);
        writers.insert(0, 1, "x");
        writers.insert(1, 1, "y");
        assertThat(writers.merged()).isEqualTo("ayxb");
        Writers exchanged = new Writers("ab", 2, 1);
        exchanged.insert(0, 1, "x");
        exchanged.insert(1, 1, "y");
        assertThat(exchanged.merged()).isEqualTo("axyb");
    }

    /** RGA: an element keeps its place for others who insert behind it, though somebody deletes it. */
    @Test
    void rga_insertBehindADeletedElement_findsItsPlace() {
        Writers writers = new Writers("abc", 1, 2);
        writers.delete(0, 1, 2);
        writers.insert(1, 2, "x");
        assertThat(writers.merged()).isEqualTo("axc");
    }

    @Test
    void rga_deletedByBoth_isDeletedOnce() {
        Writers writers = new Writers("abc", 1, 2);
        writers.delete(0, 0, 2);
        writers.delete(1, 1, 3);
        assertThat(writers.merged()).isEmpty();
        writers.insert(0, 0, "z");
        assertThat(writers.merged()).isEqualTo("z");
    }

    /** Insert and delete in a range that somebody else deletes: what was not seen survives. */
    @Test
    void rga_insertIntoARangeThatIsDeleted_survives() {
        Writers writers = new Writers("abcdef", 1, 2);
        writers.delete(0, 1, 5);
        writers.insert(1, 3, "X");
        assertThat(writers.merged()).isEqualTo("aXf");
    }

    /**
     * WOOT: 1 is put between a and b, and at the same time 2; who has seen 1 puts 3 before it, somebody else 4 behind
     * it. All see 3 before 1 before 4, and everything between a and b, in the same order.
     */
    @ParameterizedTest
    @CsvSource({"1, 2, 3", "3, 2, 1", "2, 3, 1", "1, 3, 2"})
    void woot_insertsBetweenConcurrentNeighbours_respectWhatEachAuthorSaw(long first, long second, long third) {
        Writers writers = new Writers("ab", first, second, third);
        byte[] one = writers.insert(0, 1, "1");
        writers.insert(1, 1, "2");
        writers.document(2).receive(one);
        writers.insert(0, 1, "3");
        writers.insert(2, 2, "4");
        assertThat(writers.text(0)).isEqualTo("a31b");
        assertThat(writers.text(2)).isEqualTo("a14b");
        String merged = writers.merged();
        assertThat(merged).matches("a[1234]{4}b");
        assertThat(merged.replace("2", "")).isEqualTo("a314b");
    }

    /**
     * The puzzle by which operational transformations fail (TP2): one inserts before, one behind an element that a third
     * deletes.
     */
    @ParameterizedTest
    @CsvSource({"1, 2, 3", "3, 2, 1", "2, 3, 1"})
    void tp2_insertsAroundADeletedElement_keepTheirOrder(long first, long second, long third) {
        Writers writers = new Writers("abc", first, second, third);
        writers.insert(0, 1, "1");
        writers.insert(1, 2, "2");
        writers.delete(2, 1, 2);
        assertThat(writers.merged()).isEqualTo("a12c");
    }
}
