package dev.rejoin.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.audit.AuditedChange;
import dev.rejoin.audit.AuditedEdit;
import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.conflict.PathPattern;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which changes a filter lets through, at both sides of each bound. */
class ChangeFilterTest {
    private static final ReplicaId ONE = new ReplicaId(1);
    private static final ReplicaId TWO = new ReplicaId(2);
    private static final HybridTimestamp TIME = new HybridTimestamp(5_000L << HybridTimestamp.COUNTER_BITS | 7);

    /** Operations 10 to 19 of the first replica, at 5 seconds. */
    private static final PastChange CHANGE = new PastChange(
            new OpIdSpan(ONE, 10, 20),
            TIME,
            List.of(),
            Optional.of("Ada"),
            Optional.empty(),
            Set.of(PathPattern.of("order/items/*"), PathPattern.of("notes")));

    private static boolean matches(ChangeFilter filter) {
        return filter.matches(CHANGE);
    }

    private static ChangeFilter all() {
        return ChangeFilter.all();
    }

    @Test
    void matches_spansThatOverlap_andNoNeighbours() {
        assertThat(matches(all().within(new OpIdSpan(ONE, 5, 10)))).isFalse();
        assertThat(matches(all().within(new OpIdSpan(ONE, 5, 11)))).isTrue();
        assertThat(matches(all().within(new OpIdSpan(ONE, 12, 13)))).isTrue();
        assertThat(matches(all().within(new OpIdSpan(ONE, 0, 30)))).isTrue();
        assertThat(matches(all().within(new OpIdSpan(ONE, 19, 25)))).isTrue();
        assertThat(matches(all().within(new OpIdSpan(ONE, 20, 25)))).isFalse();
        assertThat(matches(all().within(new OpIdSpan(TWO, 12, 13)))).isFalse();
    }

    @Test
    void matches_timesFromAndUntil_theFirstIncludedAndTheLastNot() {
        for (long millis : new long[] {4_999, 5_000, 5_001}) {
            Instant time = Instant.ofEpochMilli(millis);
            assertThat(matches(all().notBefore(time))).isEqualTo(millis <= 5_000);
            assertThat(matches(all().before(time))).isEqualTo(millis > 5_000);
        }
    }

    @Test
    void matches_whoAndWhere() {
        assertThat(matches(all())).isTrue();
        assertThat(matches(all().writtenBy(ONE))).isTrue();
        assertThat(matches(all().writtenBy(TWO))).isFalse();
        assertThat(matches(all().madeBy("Ada"))).isTrue();
        assertThat(matches(all().madeBy("Bob"))).isFalse();
        assertThat(matches(all().at(PathPattern.of("notes")))).isTrue();
        assertThat(matches(all().at(PathPattern.of("order")))).isTrue();
        assertThat(matches(all().at(PathPattern.of("other")))).isFalse();
        assertThat(matches(all().madeBy("Ada").writtenBy(TWO))).isFalse();
    }

    @Test
    void auditedChange_inWords_tellsWhoWhatAndWhere() {
        OpId id = new OpId(ONE, 10);
        AuditedChange change = new AuditedChange(
                CHANGE.span(),
                TIME,
                "Ada",
                Optional.of("Ada"),
                Optional.of("why"),
                List.of(
                        edit(id, AuditedEdit.Kind.WROTE, Optional.of(Value.of("x")), 1, Optional.of(new OpId(TWO, 3))),
                        edit(id, AuditedEdit.Kind.COUNTED, Optional.of(Value.of(5)), 1, Optional.empty()),
                        edit(id, AuditedEdit.Kind.WROTE, Optional.of(Value.of(true)), 2, Optional.empty()),
                        edit(id, AuditedEdit.Kind.TOOK_OUT, Optional.empty(), 1, Optional.empty()),
                        edit(id, AuditedEdit.Kind.DELETED, Optional.empty(), 2, Optional.empty())));
        assertThat(change.toString().lines().skip(1))
                .containsExactly(
                        "  notes wrote \"x\", lost to " + new OpId(TWO, 3),
                        "  notes counted 5",
                        "  notes wrote " + Value.of(true),
                        "  notes took out",
                        "  notes deleted 2");
        assertThat(change.toString().lines().findFirst().orElseThrow()).endsWith(" Ada: why");
    }

    private static AuditedEdit edit(
            OpId id, AuditedEdit.Kind kind, Optional<Value> value, int count, Optional<OpId> lostTo) {
        return new AuditedEdit(id, "notes", kind, value, count, lostTo);
    }
}
