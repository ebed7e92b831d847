package dev.rejoin.proptests.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.proptests.map.SmallScope.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Every small program in every order. {@code -Drejoin.kinds=put,delete} keeps to some kinds of edits and {@code
 * -Drejoin.stages=3} lets each replica make three edits, which takes minutes; then a replica has seen all of what the
 * others did or nothing. {@code -Drejoin.order=} replays one order that a failure printed.
 */
class SmallScopeTest {
    /** With two edits of each replica there are 27 million; a scope that shrinks is a fault of this test. */
    private static final long MINIMUM_ORDERS = 25_000_000;

    private static final long LEAD = 50;

    private final List<EditKind> kinds = Arrays.stream(
                    System.getProperty("rejoin.kinds", "").split(","))
            .filter(name -> !name.isEmpty())
            .map(name -> EditKind.valueOf(name.toUpperCase(Locale.ROOT)))
            .toList();
    private final int stages = Integer.getInteger("rejoin.stages", 2);

    @Test
    void replay_orderAsAFailurePrintsIt_runsThatOrder() {
        String order = "a:put,b:delete,a:type+b,c:cut,b:recreate+ac,c:retype";
        assertThatCode(() -> replay(order)).doesNotThrowAnyException();
        assertThatThrownBy(() -> replay("a:put,b:delete,a:type+c")).hasMessageContaining("a:type+c");
    }

    private static void replay(String order) {
        SmallScope.replay(order, 0);
        SmallScope.replay(order, LEAD);
    }

    @Test
    void explore_allProgramsOfEveryPairOfKinds_readAsSpecifiedInEveryOrder() {
        if (System.getProperty("rejoin.order") != null) {
            replay(System.getProperty("rejoin.order"));
            return;
        }
        List<EditKind> chosen = kinds.isEmpty() ? List.of(EditKind.values()) : kinds;
        List<SmallScope> pairs = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            for (int j = i + 1; j < chosen.size(); j++) {
                // For one half of the pairs the clocks agree.
                long lead = (i + j) % 2 == 0 ? LEAD : 0;
                pairs.add(new SmallScope(List.of(chosen.get(i), chosen.get(j)), stages, stages == 2, lead));
            }
        }
        long start = System.nanoTime();
        Report report = pairs.parallelStream().map(SmallScope::explore).reduce(Report.NOTHING, Report::plus);
        System.out.printf(
                "small scope: %,d pairs of kinds, %,d programs, %,d orders, %,d of them on one document throughout, "
                        + "%,d deliveries, 0 failures; %.1f s%n",
                pairs.size(),
                report.programs(),
                report.orders(),
                report.liveOrders(),
                report.deliveries(),
                (System.nanoTime() - start) / 1e9);
        assertThat(report.orders()).isGreaterThan(kinds.isEmpty() ? MINIMUM_ORDERS : 0);
    }
}
