package dev.rejoin.member;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one replica knows of what everybody has: the acknowledgements of the members, what follows from them, and the own
 * floor.
 *
 * <p>Why nothing that is needed is dropped: the stable version is the pointwise minimum of what all members have, so every
 * operation that is still to come from any of them was made after all of it. Who joins starts from such a version; who is
 * retired counts until everybody else took the last of what it wrote.
 *
 * <p>Not thread-safe. Questions cost O(members * replicas).
 *
 * <p>Baquero, Almeida, Shoker, Making Operation-based CRDTs Operation-based, 2014 (causal stability).
 */
public final class Stability {
    /*
     * Invariants  M1 the floor is at or below what is applied here
     *             M2 what is told to be closed is closed for ever: no acknowledgement of a member that counts goes beyond
     */
    private static final int MINIMUM_TOLD_BYTES = Long.BYTES + 2;

    private final MemberTable members;
    private final ReplicaId self;
    private final Supplier<VersionVector> applied;
    private final TreeMap<ReplicaId, Told> told = new TreeMap<>();
    private final TreeMap<ReplicaId, Long> closed = new TreeMap<>();
    private VersionVector floor = VersionVector.EMPTY;

    /**
     * Starts with nothing told.
     *
     * @param members who was joined and retired
     * @param self whose knowledge this is
     * @param applied what is applied here
     */
    public Stability(MemberTable members, ReplicaId self, Supplier<VersionVector> applied) {
        this.members = members;
        this.self = self;
        this.applied = applied;
    }

    /**
     * Takes what a replica says of itself. What somebody says who is no member here, or is this replica, is passed over.
     *
     * @param acknowledgement in any order and any number of times
     * @return whether it says anything new
     */
    public boolean acknowledged(Acknowledgement acknowledgement) {
        ReplicaId replica = acknowledgement.replica();
        if (replica.equals(self) || !members.isJoined(replica)) {
            return false;
        }
        boolean news = told.computeIfAbsent(replica, id -> new Told()).merge(acknowledgement);
        close();
        return news;
    }

    /**
     * What this replica says of itself.
     *
     * @return its acknowledgement
     */
    public Acknowledgement own() {
        return new Acknowledgement(self, applied.get(), floor());
    }

    /**
     * Below which version this replica names nothing that is deleted.
     *
     * @return at most what is applied here
     */
    public VersionVector floor() {
        VersionVector first = members.firstFloor(self);
        return first.isEmpty() ? floor : floor.merge(first.meet(applied.get()));
    }

    /**
     * Raises the floor.
     *
     * @param to at most what is applied here; it never goes down
     */
    public void raiseFloor(VersionVector to) {
        floor = floor.merge(to);
    }

    /**
     * What all members have: every operation that is still to come was made after it.
     *
     * @return the pointwise minimum of the acknowledgements that count, the own one among them; empty if this replica is no
     *     member
     */
    public VersionVector stable() {
        return minimum(true);
    }

    /**
     * Below which version no member names anything that is deleted.
     *
     * @return the pointwise minimum of the announced floors and the own one; empty if this replica is no member
     */
    public VersionVector agreedFloor() {
        return minimum(false);
    }

    private VersionVector minimum(boolean ofVersions) {
        if (!members.isActive(self)) {
            return VersionVector.EMPTY;
        }
        close();
        VersionVector known = applied.get();
        VersionVector minimum = ofVersions ? known : floor();
        for (ReplicaId member : members.all()) {
            if (member.equals(self) || !counts(member, known)) {
                continue;
            }
            Acknowledgement acknowledgement = counted(member, known);
            if (acknowledgement == null) {
                return VersionVector.EMPTY;
            }
            minimum = minimum.meet(ofVersions ? acknowledgement.version() : acknowledgement.floor());
        }
        return minimum;
    }

    /** A retired member counts until it is closed and everything up to there is here. */
    private boolean counts(ReplicaId member, VersionVector known) {
        if (!members.isJoined(member)) {
            return false;
        }
        Long end = closed.get(member);
        return end == null || known.get(member) < end;
    }

    private @Nullable Acknowledgement counted(ReplicaId member, VersionVector known) {
        Told all = told.get(member);
        return all == null ? null : all.counted(known);
    }

    /**
     * Who is out and where it ends is settled when all others know of it: nobody takes anything more from it then that the
     * others do not have. All who were retired are settled together, because one of them may vouch for another.
     */
    private void close() {
        List<ReplicaId> open = new ArrayList<>();
        for (ReplicaId member : members.all()) {
            if (members.isJoined(member) && members.isRetired(member) && !closed.containsKey(member)) {
                open.add(member);
            }
        }
        if (open.isEmpty()) {
            return;
        }
        List<VersionVector> remaining = remaining();
        for (VersionVector version : remaining) {
            if (!open.stream().allMatch(member -> members.knowsRetirement(member, version))) {
                return;
            }
        }
        for (ReplicaId member : open) {
            largest(member, remaining).ifPresent(end -> closed.put(member, end));
        }
    }

    /** What counts of each remaining member, the own version among them; an empty version for one that told nothing yet. */
    private List<VersionVector> remaining() {
        VersionVector known = applied.get();
        List<VersionVector> remaining = new ArrayList<>();
        for (ReplicaId member : members.all()) {
            if (members.isActive(member)) {
                Acknowledgement acknowledgement = counted(member, known);
                VersionVector counted = acknowledgement == null ? VersionVector.EMPTY : acknowledgement.version();
                remaining.add(member.equals(self) ? known : counted);
            }
        }
        return remaining;
    }

    private static OptionalLong largest(ReplicaId replica, List<VersionVector> versions) {
        return versions.stream().mapToLong(version -> version.get(replica)).max();
    }

    /**
     * Where the operations of a replica end for ever.
     *
     * @param replica who
     * @return empty as long as nothing is settled: it is a member, or not all others know that it is not
     */
    public OptionalLong end(ReplicaId replica) {
        if (!members.isDeclared() || members.isActive(replica)) {
            return OptionalLong.empty();
        }
        close();
        Long end = closed.get(replica);
        if (end != null) {
            return OptionalLong.of(end);
        }
        if (members.isJoined(replica)) {
            return OptionalLong.empty();
        }
        List<VersionVector> remaining = remaining();
        return remaining.stream().allMatch(version -> members.knowsExclusion(replica, version))
                ? largest(replica, remaining)
                : OptionalLong.empty();
    }

    /**
     * How far the operations of a replica may be taken: from a member all; from another those that a remaining member has
     * that takes no more from it by itself.
     *
     * @param replica who
     * @return an end
     */
    public long admitted(ReplicaId replica) {
        if (!members.isDeclared() || members.isActive(replica)) {
            return Long.MAX_VALUE;
        }
        long end = end(replica).orElse(0);
        for (Map.Entry<ReplicaId, Told> each : told.entrySet()) {
            Acknowledgement newest = each.getValue().newest();
            if (newest != null
                    && members.isActive(each.getKey())
                    && members.knowsExclusion(replica, newest.version())) {
                end = Math.max(end, newest.version().get(replica));
            }
        }
        return end;
    }

    /**
     * The members.
     *
     * @return all who joined, ascending
     */
    public List<Member> list() {
        close();
        VersionVector known = applied.get();
        List<Member> list = new ArrayList<>();
        for (ReplicaId member : members.all()) {
            if (members.isJoined(member)) {
                Acknowledgement counted = member.equals(self) ? own() : counted(member, known);
                Long end = closed.get(member);
                list.add(new Member(
                        member,
                        members.isRetired(member),
                        end == null ? OptionalLong.empty() : OptionalLong.of(end),
                        counted == null ? VersionVector.EMPTY : counted.version(),
                        counted == null ? VersionVector.EMPTY : counted.floor()));
            }
        }
        return list;
    }

    /**
     * Writes what belongs to this device alone: floor, acknowledgements, what is closed.
     *
     * @param out takes the bytes
     */
    public void write(ByteWriter out) {
        floor.write(out);
        out.varint(closed.size());
        closed.forEach((replica, end) -> {
            out.u64(replica.value());
            out.varint(end);
        });
        List<Acknowledgement> all = new ArrayList<>();
        VersionVector known = applied.get();
        for (Told each : told.values()) {
            each.counted(known); // so that what is written does not depend on what was asked before
            each.forEach(all::add);
        }
        out.varint(all.size());
        for (Acknowledgement each : all) {
            out.u64(each.replica().value());
            each.version().write(out);
            each.floor().write(out);
        }
    }

    /**
     * Whether there is nothing to write.
     *
     * @return true if nothing was told and the floor is at the start
     */
    public boolean isEmpty() {
        return floor.isEmpty() && told.isEmpty() && closed.isEmpty();
    }

    /**
     * Reads what {@link #write} wrote; the members are known already.
     *
     * @param in stands at the floor, and ends where the acknowledgements end
     */
    public void read(ByteReader in) {
        int at = in.offset();
        floor = VersionVector.read(in);
        if (!applied.get().covers(floor)) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a floor at or below the version", floor.toString());
        }
        readClosed(in);
        int number = in.count(MINIMUM_TOLD_BYTES);
        for (int i = 0; i < number; i++) {
            Acknowledgement read = readAcknowledgement(in);
            told.computeIfAbsent(read.replica(), id -> new Told()).merge(read);
            counted(read.replica(), applied.get());
        }
        in.expectEnd();
    }

    private void readClosed(ByteReader in) {
        int number = in.count(Long.BYTES + 1);
        for (int i = 0; i < number; i++) {
            ReplicaId replica = new ReplicaId(in.u64());
            int at = in.offset();
            long end = in.varint();
            if (end < 0) {
                throw in.corruptAt(at, Kind.BAD_VALUE, "a seq", Long.toString(end));
            }
            closed.put(replica, end);
        }
    }

    /**
     * Reads an acknowledgement.
     *
     * @param in stands at the replica
     * @return what was read
     */
    public static Acknowledgement readAcknowledgement(ByteReader in) {
        ReplicaId replica = new ReplicaId(in.u64());
        VersionVector version = VersionVector.read(in);
        int at = in.offset();
        VersionVector floor = VersionVector.read(in);
        if (!version.covers(floor)) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a floor at or below the version", floor.toString());
        }
        return new Acknowledgement(replica, version, floor);
    }

    /**
     * Replicas that were retired and are settled, for a snapshot.
     *
     * @param below only those whose retirement this version holds
     * @return where the operations of each end
     */
    public Map<ReplicaId, Long> closedBelow(VersionVector below) {
        close();
        Map<ReplicaId, Long> settled = new TreeMap<>();
        closed.forEach((replica, end) -> {
            if (members.knowsRetirement(replica, below)) {
                settled.put(replica, end);
            }
        });
        return settled;
    }

    /**
     * Takes over from a snapshot where the operations of a retired replica end.
     *
     * @param replica who
     * @param end where
     */
    public void close(ReplicaId replica, long end) {
        closed.put(replica, end);
    }

    /**
     * Takes over what was told to another replica of the document, whose operations this one has for the most part.
     *
     * @param other what it knows
     */
    public void takeOver(Stability other) {
        floor = other.floor().meet(applied.get());
        told.putAll(other.told);
        closed.putAll(other.closed);
    }

    /** Throws AssertionError if an invariant does not hold. For tests. */
    public void checkInvariants() {
        VersionVector known = applied.get();
        if (!known.covers(floor())) {
            throw new AssertionError("M1 floor " + floor() + " above version " + known);
        }
        Set<ReplicaId> beyond = new TreeSet<>();
        for (ReplicaId member : members.all()) {
            Acknowledgement counted = member.equals(self) ? own() : counted(member, known);
            VersionVector has = counted == null ? VersionVector.EMPTY : counted.version();
            closed.forEach((replica, end) -> {
                if (members.isActive(member) && has.get(replica) > end) {
                    beyond.add(replica);
                }
            });
        }
        if (!beyond.isEmpty()) {
            throw new AssertionError("M2 acknowledged beyond where they are closed: " + beyond);
        }
    }
}
