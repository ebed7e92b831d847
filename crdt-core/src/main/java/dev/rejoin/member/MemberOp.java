package dev.rejoin.member;

import dev.rejoin.op.Op;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.Objects;

/**
 * Operations that say who the members of a document are. Each addresses the root.
 *
 * <p>Joining and retiring commute, because a member that was retired never joins again: a replica is a member if any
 * {@link Join} names it and no {@link Retire} does.
 */
public sealed interface MemberOp extends Op {
    /** Tag of a {@link Join}. */
    int JOIN_TAG = 0x50;

    /** Tag of a {@link Retire}. */
    int RETIRE_TAG = 0x51;

    /**
     * Whom it names.
     *
     * @return a replica
     */
    ReplicaId member();

    /**
     * Makes a replica a member. It starts from a snapshot that holds this operation's causal past, and writes only after
     * it has applied this operation.
     *
     * @param member who joins
     * @param floor the floor of the author, below which the new member names nothing that is deleted
     */
    record Join(ReplicaId member, VersionVector floor) implements MemberOp {
        /** Checks that both are there. */
        public Join {
            Objects.requireNonNull(member, "member");
            Objects.requireNonNull(floor, "floor");
        }

        @Override
        public int tag() {
            return JOIN_TAG;
        }
    }

    /**
     * Takes a member out, for good: nobody waits for it any more, and what it wrote and no remaining member has by then is
     * refused.
     *
     * @param member who is retired
     */
    record Retire(ReplicaId member) implements MemberOp {
        /** Checks that it is there. */
        public Retire {
            Objects.requireNonNull(member, "member");
        }

        @Override
        public int tag() {
            return RETIRE_TAG;
        }
    }
}
