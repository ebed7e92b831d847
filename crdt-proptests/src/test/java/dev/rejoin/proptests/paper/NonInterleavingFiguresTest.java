package dev.rejoin.proptests.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.proptests.sequence.NonInterleaving;
import dev.rejoin.proptests.sequence.NonInterleaving.Rule;
import dev.rejoin.proptests.sequence.NonInterleaving.Violations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often typing interleaves by Definition 4 of Weidner and Kleppmann, The art of the Fugue (2023): forward never,
 * backward in a few of a hundred schedules, where the plain array does in a third to most of them.
 * {@code -Drejoin.interleaving.schedules=1000000} runs as many.
 */
class NonInterleavingFiguresTest {
    private static final int SCHEDULES = Integer.getInteger("rejoin.interleaving.schedules", 5_000);

    @ParameterizedTest
    @CsvSource({"2, 12, 4, 20", "3, 12, 5, 40", "5, 20, 10, 65"})
    void typing_withExchangeMeanwhile_neverInterleavesForwardAndSeldomBackward(
            int writers, int insertions, int atMostPercent, int plainAtLeastPercent) {
        Violations engine = NonInterleaving.count(Rule.ENGINE, writers, insertions, SCHEDULES, 1);
        int compared = Math.min(SCHEDULES, 20_000);
        Violations plain = NonInterleaving.count(Rule.PLAIN_RGA, writers, insertions, compared, 1);
        System.out.printf(
                "interleaving: %d writers, %d insertions: forward %d of %,d, backward %.2f %%; plain RGA forward %d of"
                        + " %,d, backward %.1f %%%n",
                writers,
                insertions,
                engine.forward(),
                SCHEDULES,
                100.0 * engine.backward() / SCHEDULES,
                plain.forward(),
                compared,
                100.0 * plain.backward() / compared);
        assertThat(engine.forward()).isZero();
        assertThat(engine.backward()).isLessThanOrEqualTo(SCHEDULES / 100 * atMostPercent);
        assertThat(plain.forward()).isZero();
        assertThat(plain.backward()).isGreaterThanOrEqualTo(compared / 100 * plainAtLeastPercent);
    }
}
