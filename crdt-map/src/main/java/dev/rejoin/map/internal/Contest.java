package dev.rejoin.map.internal;

import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import dev.rejoin.version.OpId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that stands at one place, as facts with real ids: what an explanation is made of.
 *
 * @param writes the writes that stand, the largest first
 * @param containers the containers that were ever created there, the last created first
 */
public record Contest(List<Write> writes, List<Claim> containers) {
    /** Whether several writes are a conflict; under the other policies the field says what they amount to. */
    public static boolean isAskedAbout(RegisterPolicy policy) {
        return policy == RegisterPolicy.LAST_WRITER || policy == RegisterPolicy.MULTI_VALUE;
    }

    /**
     * A write that stands.
     *
     * @param value null for a removal
     * @param id its id
     * @param time its packed time
     */
    public record Write(@Nullable Value value, OpId id, long time) {}

    /**
     * A container.
     *
     * @param ordinal which one
     * @param type code of its type
     * @param marker id of its last creation
     * @param markerTime packed time of its last creation
     * @param visible whether every device agrees that its own condition holds
     * @param shown whether it does so here
     * @param reset whether all that was in it was reset
     * @param touched what was applied in it
     * @param deletions per replica the last delete, unless it edited the container after that; ascending
     * @param unseen per replica the last edit that no delete had seen; ascending; empty without deletes
     */
    public record Claim(
            int ordinal,
            int type,
            OpId marker,
            long markerTime,
            boolean visible,
            boolean shown,
            boolean reset,
            VersionVector touched,
            List<OpId> deletions,
            List<OpId> unseen) {}
}
