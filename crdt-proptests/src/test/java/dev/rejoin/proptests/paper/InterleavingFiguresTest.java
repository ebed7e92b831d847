package dev.rejoin.proptests.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Words that several people type at one place must not mix: the examples of Kleppmann et al., Interleaving anomalies in
 * collaborative text editors (PaPoC 2019), and of Weidner and Kleppmann, The art of the Fugue (2023). Each with either
 * replica's id larger and either clock ahead.
 */
class InterleavingFiguresTest {
    private static final List<String> WORDS = List.of("Alice", "Charlie", "Dora");

    @ParameterizedTest
    @CsvSource({"1, 2, 0", "2, 1, 0", "1, 2, 50", "1, 2, -50", "2, 1, 250", "2, 1, -250", "1, 2, 5000"})
    void greeting_twoNamesTypedForward_standOneAfterTheOther(long first, long second, long lead) {
        Writers writers = new Writers("Hello!", first, second);
        writers.advance(0, 10_000 + lead);
        writers.advance(1, 10_000);
        writers.type(0, 5, " Alice");
        writers.type(1, 5, " Charlie");
        assertThat(writers.merged()).isIn("Hello Alice Charlie!", "Hello Charlie Alice!");
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 0", "2, 1, 0", "1, 2, 50", "1, 2, -50", "2, 1, 250", "2, 1, -250", "1, 2, 5000"})
    void greeting_twoNamesTypedBackward_standOneAfterTheOther(long first, long second, long lead) {
        Writers writers = new Writers("Hello!", first, second);
        writers.advance(0, 10_000 + lead);
        writers.advance(1, 10_000);
        writers.typeBackward(0, 5, " Alice");
        writers.typeBackward(1, 5, " Charlie");
        assertThat(writers.merged()).isIn("Hello Alice Charlie!", "Hello Charlie Alice!");
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 0", "2, 1, 0", "1, 2, 50", "1, 2, -50", "2, 1, 250", "2, 1, -250"})
    void greeting_oneForwardOneBackward_standOneAfterTheOther(long first, long second, long lead) {
        Writers writers = new Writers("Hello!", first, second);
        writers.advance(0, 10_000 + lead);
        writers.advance(1, 10_000);
        writers.type(0, 5, " Alice");
        writers.typeBackward(1, 5, " Charlie");
        assertThat(writers.merged()).isIn("Hello Alice Charlie!", "Hello Charlie Alice!");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50, 250, 1_000})
    void threeWriters_allForward_keepTheirWordsTogether(long lead) {
        Writers writers = threeAhead(lead);
        for (int i = 0; i < 3; i++) {
            writers.type(i, 1, WORDS.get(i));
        }
        assertWordsStayTogether(writers.merged());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50, 250, 1_000})
    void threeWriters_allBackward_keepTheirWordsTogether(long lead) {
        Writers writers = threeAhead(lead);
        for (int i = 0; i < 3; i++) {
            writers.typeBackward(i, 1, WORDS.get(i));
        }
        assertWordsStayTogether(writers.merged());
    }

    /** Half of each word is exchanged before the other half is typed. */
    @ParameterizedTest
    @ValueSource(longs = {0, 50, 250, 1_000})
    void threeWriters_whoExchangeWhileTheyTypeForward_keepTheirWordsTogether(long lead) {
        Writers writers = threeAhead(lead);
        for (int i = 0; i < 3; i++) {
            writers.type(i, 1, WORDS.get(i).substring(0, 2));
        }
        writers.exchange();
        for (int i = 0; i < 3; i++) {
            int caret = writers.text(i).indexOf(WORDS.get(i).substring(0, 2)) + 2;
            writers.type(i, caret, WORDS.get(i).substring(2));
        }
        assertWordsStayTogether(writers.merged());
    }

    /** Ten dashes and ten hashes between two brackets: the test case of the 2019 paper's own experiment. */
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void brackets_dashesAndHashes_doNotMix(long first, long second) {
        Writers writers = new Writers("<>", first, second);
        writers.type(0, 1, "-".repeat(10));
        writers.type(1, 1, "#".repeat(10));
        String dashes = "-".repeat(10);
        String hashes = "#".repeat(10);
        assertThat(writers.merged()).isIn("<" + dashes + hashes + ">", "<" + hashes + dashes + ">");
    }

    private static Writers threeAhead(long lead) {
        Writers writers = new Writers("<>", 3, 1, 2);
        for (int i = 0; i < 3; i++) {
            writers.advance(i, 10_000 + i * lead);
        }
        return writers;
    }

    private static void assertWordsStayTogether(String text) {
        assertThat(text)
                .startsWith("<")
                .endsWith(">")
                .hasSize(2 + String.join("", WORDS).length());
        assertThat(text).contains(WORDS);
    }
}
