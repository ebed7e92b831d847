package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.clock.PhysicalClock;
import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.conflict.DeletePolicy;
import dev.rejoin.delivery.ChangeSink;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.version.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DocumentOptionsTest {
    private static final ReplicaId REPLICA = new ReplicaId(7);
    private static final PhysicalClock CLOCK = () -> 1_767_268_800_000L;
    private static final ChangeSink SINK = bytes -> {};
    private static final DecodeLimits LIMITS =
            DecodeLimits.builder().maxChanges(17).build();
    private static final RandomGenerator RANDOM = new SplittableRandom(1);
    private static final ConflictPolicies POLICIES =
            ConflictPolicies.defaults().onDelete("x", DeletePolicy.DELETE_WINS);

    private final Consumer<DocumentWarning> warnings = new ArrayList<DocumentWarning>()::add;

    /** In any order: none of them forgets what the others set. */
    @Test
    void with_eachOption_leavesTheOthersAsTheyAre() {
        List<UnaryOperator<DocumentOptions>> settings = List.of(
                options -> options.withReplica(REPLICA),
                options -> options.withClock(CLOCK),
                options -> options.withMaxDrift(Duration.ofMillis(3)),
                options -> options.withSink(SINK),
                options -> options.withDecodeLimits(LIMITS),
                options -> options.withMaxWaiting(5, 6),
                options -> options.withRandom(RANDOM),
                options -> options.withWarnings(warnings),
                options -> options.withPolicies(POLICIES));
        for (int last = 0; last < settings.size(); last++) {
            DocumentOptions options = DocumentOptions.defaults();
            for (int i = 1; i <= settings.size(); i++) {
                options = settings.get((last + i) % settings.size()).apply(options);
            }
            assertThat(options.replica()).contains(REPLICA);
            assertThat(options.clock()).isSameAs(CLOCK);
            assertThat(options.maxDriftMillis()).isEqualTo(3);
            assertThat(options.sink()).containsSame(SINK);
            assertThat(options.decodeLimits()).isSameAs(LIMITS);
            assertThat(options.maxWaiting()).isEqualTo(5);
            assertThat(options.maxWaitingBytes()).isEqualTo(6);
            assertThat(options.random()).containsSame(RANDOM);
            assertThat(options.warnings()).containsSame(warnings);
            assertThat(options.policies()).isSameAs(POLICIES);
        }
    }

    @Test
    void with_changesACopy() {
        DocumentOptions options = DocumentOptions.defaults();
        assertThat(options.withoutMaxDrift().maxDriftMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(options.maxDriftMillis()).isEqualTo(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void with_negativeLimits_isRefused() {
        DocumentOptions options = DocumentOptions.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxDrift(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxWaiting(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxWaiting(1, -1));
    }
}
