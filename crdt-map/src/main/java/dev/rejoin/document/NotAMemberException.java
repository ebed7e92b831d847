package dev.rejoin.document;

import dev.rejoin.CrdtException;
import dev.rejoin.version.ReplicaId;

/** A replica wrote that is no member of a document that has members: the others would take nothing of it. */
public final class NotAMemberException extends CrdtException {
    private static final long serialVersionUID = 1L;

    private final transient ReplicaId replica;

    NotAMemberException(ReplicaId replica) {
        super("replica " + replica + " is no member of this document: a member joins it first, and it receives that");
        this.replica = replica;
    }

    /**
     * Who has to be joined.
     *
     * @return the replica
     */
    public ReplicaId replica() {
        return replica;
    }
}
