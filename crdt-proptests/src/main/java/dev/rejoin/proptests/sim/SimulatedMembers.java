package dev.rejoin.proptests.sim;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.version.ReplicaId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who of a simulated world is a member of the document, and what may be asked of members: whom others named or who named
 * others is not retired, one founder remains, and who was retired names nobody. Otherwise members that retire each other
 * while they are apart never agree, which is no fault.
 */
final class SimulatedMembers {
    /** How an acknowledgement begins (docs/FORMAT.md). */
    private static final byte ACKNOWLEDGEMENT = 0x71;

    private final Set<Peer> founders = new HashSet<>();
    private final Set<Peer> retired = new HashSet<>();
    private final Set<Peer> sponsors = new HashSet<>();

    boolean isDeclared() {
        return !founders.isEmpty();
    }

    boolean isRetired(Peer peer) {
        return retired.contains(peer);
    }

    /** The change that makes everybody a member. */
    Change found(List<Peer> all) {
        founders.addAll(all);
        Peer first = all.get(0);
        sponsors.add(first);
        return first.document()
                .membership()
                .join(all.stream().map(peer -> peer.document().replica()).toArray(ReplicaId[]::new));
    }

    /** Whether a document refuses to be written, because as far as it knows it is no member. */
    boolean isShutOut(Peer peer) {
        return isDeclared() && isShutOut(peer.document());
    }

    private static boolean isShutOut(Document document) {
        boolean declared = !document.membership().members().isEmpty();
        return declared && !isActive(document, document.replica());
    }

    private static boolean isActive(Document document, ReplicaId who) {
        return document.membership().members().stream()
                .anyMatch(member -> member.id().equals(who) && !member.retired());
    }

    /** Whether a peer may make others members, or retire them, without breaking what is promised above. */
    boolean maySponsor(Peer peer) {
        return !isRetired(peer) && isActive(peer.document(), peer.document().replica());
    }

    Change join(Peer sponsor, ReplicaId newcomer) {
        sponsors.add(sponsor);
        return sponsor.document().membership().join(newcomer);
    }

    boolean mayRetire(Peer sponsor, Peer target) {
        boolean lastFounder = founders.contains(target)
                && founders.stream().filter(founder -> !isRetired(founder)).count() == 1;
        return sponsor != target
                && maySponsor(sponsor)
                && !sponsors.contains(target)
                && !isRetired(target)
                && !lastFounder
                && isActive(sponsor.document(), target.document().replica());
    }

    Change retire(Peer sponsor, Peer target) {
        sponsors.add(sponsor);
        retired.add(target);
        return sponsor.document().membership().retire(target.document().replica());
    }

    /** Whether a peer may be answered that a change is older than what it pruned. */
    boolean mayBeBelowBase(Peer receiver, ReplicaId author) {
        return isRetired(receiver)
                || retired.stream().anyMatch(peer -> peer.document().replica().equals(author));
    }

    static boolean isAcknowledgement(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == ACKNOWLEDGEMENT;
    }

    /** Gives a document what it was sent, be it changes or an acknowledgement. */
    static ReceiveResult receive(Document document, byte[] bytes, boolean acknowledgement) {
        return acknowledgement ? document.receiveAcknowledgement(bytes) : document.receive(bytes);
    }

    /** All who remain know the same: once more each tells the others, until all prune everything. */
    static void pruneAll(List<Peer> remaining) {
        for (int round = 0; round < 3; round++) {
            for (Peer from : remaining) {
                byte[] acknowledgement = from.document().acknowledgement();
                for (Peer to : remaining) {
                    if (from != to) {
                        to.document().receiveAcknowledgement(acknowledgement);
                    }
                }
            }
        }
        for (Peer peer : remaining) {
            Document document = peer.document();
            document.prune(Long.MAX_VALUE);
            if (!document.prune(Long.MAX_VALUE) || !document.base().equals(document.version())) {
                throw new AssertionError(peer + " pruned to " + document.base() + ", and nobody has less than "
                        + document.version() + ": " + document.membership().members());
            }
        }
    }
}
