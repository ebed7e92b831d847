package dev.rejoin.replica;

import dev.rejoin.op.Op;
import dev.rejoin.version.ReplicaId;
import java.util.Objects;

/**
 * The first operation of a replica that issues again what another one, of the same device, had issued under timestamps
 * that no peer accepted.
 *
 * @param replaced the other replica
 * @param firstSeq from which seq on its changes are issued again
 */
public record RestampOp(ReplicaId replaced, long firstSeq) implements Op {
    /** Tag of this operation. */
    public static final int TAG = 0x3e;

    /** Checks the seq. */
    public RestampOp {
        Objects.requireNonNull(replaced, "replaced");
        if (firstSeq < 0) {
            throw new IllegalArgumentException("firstSeq must not be negative: " + firstSeq);
        }
    }

    @Override
    public int tag() {
        return TAG;
    }
}
