package dev.rejoin.document;

import dev.rejoin.change.Change;
import dev.rejoin.member.Member;
import dev.rejoin.member.MemberOp;
import dev.rejoin.member.MemberTable;
import dev.rejoin.member.Returned;
import dev.rejoin.member.Stability;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The members of a document: those who write it, and for whom history and what is deleted are kept until all have seen it.
 *
 * <p>A document without members is never pruned. Joining and retiring are operations like any other; concurrent ones
 * commute, and a member that was retired stays so. It converges because who is a member follows from the set of operations
 * alone. Where the operations of a retired member end follows from what the others acknowledged, and all come to the same
 * end.
 *
 * <p>For the document's thread. Questions cost O(members * replicas).
 */
public final class Membership {
    private final Document document;

    Membership(Document document) {
        this.document = document;
    }

    /** Of the document as it is now: it may have been built anew. */
    private MemberTable table() {
        return document.parts().context().members();
    }

    private Stability stability() {
        return document.parts().replica().stability();
    }

    /**
     * Makes replicas members. The first time this replica is one of them, and all must be named that write by then. Later a
     * newcomer is named that has not written: it loads what {@link Document#save()} gives here, receives this change, and
     * writes.
     *
     * @param newcomers their ids
     * @return the change to send
     * @throws IllegalArgumentException if one of them is or was a member, or has written although there are members
     * @throws NotAMemberException if there are members and this replica is none
     */
    public Change join(ReplicaId... newcomers) {
        Set<ReplicaId> all = new LinkedHashSet<>(Arrays.asList(newcomers));
        MemberTable members = table();
        boolean founding = !members.isDeclared();
        if (founding) {
            all.add(document.replica());
        }
        for (ReplicaId newcomer : all) {
            if (members.isJoined(newcomer) || members.isRetired(newcomer)) {
                throw new IllegalArgumentException(newcomer + " is or was a member");
            }
            if (!founding && document.version().get(newcomer) > 0) {
                throw new IllegalArgumentException(newcomer + " has written before it joined");
            }
        }
        VersionVector floor = stability().floor();
        return document.edit(transaction ->
                all.forEach(newcomer -> ((ChangeEditor) transaction).operation(new MemberOp.Join(newcomer, floor))));
    }

    /**
     * Takes a member out, for good. What it wrote and no remaining member has when all of them know of this is refused with
     * a typed answer; the device may come back as a new member and bring it along: {@link Return}.
     *
     * @param member its id
     * @return the change to send
     * @throws IllegalArgumentException if it is no member
     */
    public Change retire(ReplicaId member) {
        if (!table().isActive(member)) {
            throw new IllegalArgumentException(member + " is no member");
        }
        return document.edit(transaction -> ((ChangeEditor) transaction).operation(new MemberOp.Retire(member)));
    }

    /**
     * Everybody who joined, retired or not.
     *
     * @return a snapshot, ascending by id
     */
    public List<Member> members() {
        return stability().list();
    }

    /**
     * Retired replicas whose devices came back by {@link Return}.
     *
     * @return a snapshot, ascending by former replica
     */
    public List<Returned> returned() {
        return document.parts().context().returns().list();
    }

    /**
     * What all members are known to have.
     *
     * @return the pointwise minimum of the acknowledgements that count; empty if this replica is no member
     */
    public VersionVector stable() {
        return stability().stable();
    }

    /**
     * Below which version this replica names nothing that is deleted. {@link Document#acknowledgement()} raises it.
     *
     * @return at most the version
     */
    public VersionVector floor() {
        return stability().floor();
    }
}
