package dev.rejoin.member;

import dev.rejoin.version.VersionVector;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one member acknowledged. An acknowledgement counts once its whole version is applied here, because only then
 * everything that the member wrote before it is here; so the largest that counts is kept beside those that do not yet: one
 * that waits, and the newest, which takes the other's place. However many come, there are three.
 */
final class Told {
    private @Nullable Acknowledgement counted;
    private @Nullable Acknowledgement waiting;
    private @Nullable Acknowledgement newest;

    /** Whether it says anything new. */
    boolean merge(Acknowledgement told) {
        Acknowledgement known = newest();
        if (known != null && known.covers(told)) {
            return false;
        }
        newest = known == null ? told : known.merge(told);
        return true;
    }

    /** The largest of all, whether it counts or not. */
    @Nullable
    Acknowledgement newest() {
        return newest != null ? newest : waiting != null ? waiting : counted;
    }

    /** The largest that counts where a version is applied, or null. */
    @Nullable
    Acknowledgement counted(VersionVector applied) {
        if (newest != null && applied.covers(newest.version())) {
            counted = newest;
            newest = null;
            waiting = null;
        }
        if (waiting != null && applied.covers(waiting.version())) {
            counted = waiting;
            waiting = null;
        }
        if (waiting == null) {
            waiting = newest;
            newest = null;
        }
        return counted;
    }

    /** All that are kept, the smallest first. */
    void forEach(Consumer<Acknowledgement> visitor) {
        if (counted != null) {
            visitor.accept(counted);
        }
        if (waiting != null) {
            visitor.accept(waiting);
        }
        if (newest != null) {
            visitor.accept(newest);
        }
    }
}
