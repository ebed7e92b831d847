package dev.rejoin.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.conflict.Candidate.Standing;
import dev.rejoin.conflict.Explanation.Rule;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import dev.rejoin.version.VersionVector;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people read of candidates. */
class CandidateTest {
    private static final OpId ID = OpId.of(0xAB, 17);
    private static final OpId OTHER = OpId.of(0xCD, 3);
    private static final Stamp STAMP = new Stamp(ID, new HybridTimestamp(0));

    @Test
    void scalar_isReadAsItsValue_withItsStamp() {
        assertScalar(Value.of("text"), "\"text\"");
        assertScalar(Value.of(-5), "-5");
        assertScalar(Value.of(true), "true");
        assertScalar(Value.of(new BigDecimal("1.50")), "1.50");
        assertScalar(Value.of(Instant.EPOCH), "1970-01-01T00:00:00Z");
        assertScalar(Value.of(2.5), Value.of(2.5).toString());
        assertThat(new Candidate.Removal(STAMP)).hasToString("nothing, removed " + STAMP);
    }

    private static void assertScalar(Value value, String text) {
        assertThat(new Candidate.Scalar(value, STAMP)).hasToString(text + ", written " + STAMP);
    }

    private static Candidate.Container container(List<OpId> deletions, List<OpId> unseen, Standing standing) {
        return new Candidate.Container("map", STAMP, standing, VersionVector.EMPTY, deletions, unseen);
    }

    @Test
    void container_isReadWithItsDeletes_andWhatBecameOfThem() {
        assertThat(container(List.of(), List.of(), Standing.LIVE)).hasToString("map, created " + STAMP);
        assertThat(container(List.of(ID, OTHER), List.of(), Standing.DELETED))
                .hasToString("map, created " + STAMP + ", deleted by " + ID + ", " + OTHER + "; it can be restored");
        assertThat(container(List.of(ID), List.of(OTHER, ID), Standing.KEPT))
                .hasToString("map, created " + STAMP + ", deleted by " + ID + ", which had not seen the edits up to "
                        + OTHER + ", " + ID + "; so it stays");
        assertThat(new Candidate.Deletion("text", List.of(ID, OTHER)))
                .hasToString("no text, deleted by " + ID + ", " + OTHER);
    }

    @Test
    void lists_ofWhoeverMadeIt_areCopied() {
        List<OpId> ids = new ArrayList<>(List.of(ID));
        Candidate.Container container = container(ids, ids, Standing.KEPT);
        Candidate.Deletion deletion = new Candidate.Deletion("map", ids);
        ids.clear();
        assertThat(container.deletions()).containsExactly(ID);
        assertThat(container.unseen()).containsExactly(ID);
        assertThat(deletion.deletions()).containsExactly(ID);
    }

    @Test
    void explanation_listsWhatIsRead_whatStandsBeside_andWhatIsHidden() {
        Candidate.Scalar read = new Candidate.Scalar(Value.of(1), STAMP);
        Candidate.Removal beside = new Candidate.Removal(STAMP);
        Candidate.Container hidden = container(List.of(ID), List.of(), Standing.DELETED);
        assertThat(new Explanation(
                        "a/b",
                        Rule.LAST_WRITER,
                        Optional.of(read),
                        Optional.of(Value.of(1)),
                        List.of(beside),
                        List.of(hidden)))
                .hasToString("a/b: of concurrent writes the last one is read\n  read  " + read + "\n  beside  " + beside
                        + "\n  hidden  " + hidden);
        assertThat(new Explanation("a", Rule.MERGE, Optional.empty(), Optional.of(Value.of(3)), List.of(), List.of()))
                .hasToString("a: the application merges concurrent values\n  read  " + Value.of(3));
        assertThat(new Explanation("a", Rule.NOTHING, Optional.empty(), Optional.empty(), List.of(), List.of()))
                .hasToString("a: nothing stands here");
    }

    @Test
    void stamps_compare_byTimeReplicaAndNumber() {
        List<Stamp> ascending = List.of(
                new Stamp(OpId.of(2, 9), new HybridTimestamp(5)),
                new Stamp(OpId.of(1, 2), new HybridTimestamp(6)),
                new Stamp(OpId.of(1, 3), new HybridTimestamp(6)),
                new Stamp(OpId.of(-1, 0), new HybridTimestamp(6)));
        for (int i = 0; i < ascending.size(); i++) {
            for (int k = 0; k < ascending.size(); k++) {
                assertThat(Integer.signum(ascending.get(i).compareTo(ascending.get(k))))
                        .isEqualTo(Integer.compare(i, k));
            }
        }
    }
}
