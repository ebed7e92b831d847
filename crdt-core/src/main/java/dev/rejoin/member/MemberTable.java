package dev.rejoin.member;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who was joined and who was retired, by which operations: a function of the set of operations.
 *
 * <p>Not thread-safe. O(log members) a question, and O(operations that name the member) where a version is asked about.
 */
public final class MemberTable {
    private static final int MINIMUM_MEMBER_BYTES = Long.BYTES + 3;
    private static final int MINIMUM_DOT_BYTES = Long.BYTES + 1;

    private final TreeMap<ReplicaId, Entry> entries = new TreeMap<>();
    private int joins;

    /** Starts without members. */
    public MemberTable() {}

    private static final class Entry {
        private final List<Joined> joins = new ArrayList<>(1);
        private final TreeSet<OpId> retirements = new TreeSet<>();
    }

    private record Joined(OpId by, VersionVector floor) {}

    /**
     * Applies an operation.
     *
     * @param op the operation
     * @param id its id
     */
    public void apply(MemberOp op, OpId id) {
        Entry entry = entries.computeIfAbsent(op.member(), member -> new Entry());
        if (op instanceof MemberOp.Join join) {
            entry.joins.add(new Joined(id, join.floor()));
            joins++;
        } else {
            entry.retirements.add(id);
        }
    }

    /**
     * Takes the operation back that was applied last of those that name its member, for rollback.
     *
     * @param op the operation
     * @param id its id
     */
    public void revert(MemberOp op, OpId id) {
        Entry entry = Objects.requireNonNull(entries.get(op.member()), "never applied");
        if (op instanceof MemberOp.Join) {
            entry.joins.remove(entry.joins.size() - 1);
            joins--;
        } else {
            entry.retirements.remove(id);
        }
        if (entry.joins.isEmpty() && entry.retirements.isEmpty()) {
            entries.remove(op.member());
        }
    }

    /**
     * Whether anybody was joined: a document without members is never pruned.
     *
     * @return whether there is a member, retired or not
     */
    public boolean isDeclared() {
        return joins > 0;
    }

    /**
     * Whether a replica was joined.
     *
     * @param replica who
     * @return also true if it was retired
     */
    public boolean isJoined(ReplicaId replica) {
        Entry entry = entries.get(replica);
        return entry != null && !entry.joins.isEmpty();
    }

    /**
     * Whether a replica was retired.
     *
     * @param replica who
     * @return whether any operation says so
     */
    public boolean isRetired(ReplicaId replica) {
        Entry entry = entries.get(replica);
        return entry != null && !entry.retirements.isEmpty();
    }

    /**
     * Whether a replica is a member now.
     *
     * @param replica who
     * @return whether it was joined and not retired
     */
    public boolean isActive(ReplicaId replica) {
        return isJoined(replica) && !isRetired(replica);
    }

    /**
     * Everybody who was joined.
     *
     * @return an unmodifiable view, ascending
     */
    public Set<ReplicaId> all() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * Whether a version holds an operation that takes a replica out: one that retires it, or, of a replica that never
     * joined, one that says who the members are.
     *
     * @param replica who
     * @param version what somebody has
     * @return whether that one takes nothing from the replica any more but what others vouch for
     */
    public boolean knowsExclusion(ReplicaId replica, VersionVector version) {
        return isJoined(replica) ? knowsRetirement(replica, version) : knowsMembers(version);
    }

    /** Whether a version holds an operation that retires a replica. */
    boolean knowsRetirement(ReplicaId replica, VersionVector version) {
        Entry entry = entries.get(replica);
        return entry != null && entry.retirements.stream().anyMatch(version::contains);
    }

    private boolean knowsMembers(VersionVector version) {
        for (Entry entry : entries.values()) {
            for (Joined joined : entry.joins) {
                if (version.contains(joined.by())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The floor that a member starts with.
     *
     * @param replica who
     * @return the join of the floors that its joins carry
     */
    public VersionVector firstFloor(ReplicaId replica) {
        VersionVector floor = VersionVector.EMPTY;
        Entry entry = entries.get(replica);
        if (entry != null) {
            for (Joined joined : entry.joins) {
                floor = floor.merge(joined.floor());
            }
        }
        return floor;
    }

    /**
     * Writes the table: number, then for each replica, ascending, its id, its joins as (number, then (id, floor) ascending)
     * and its retirements as (number, then ids ascending).
     *
     * @param out takes the bytes
     */
    public void write(ByteWriter out) {
        out.varint(entries.size());
        entries.forEach((replica, entry) -> {
            out.u64(replica.value());
            List<Joined> sorted = new ArrayList<>(entry.joins);
            sorted.sort((a, b) -> a.by().compareTo(b.by()));
            out.varint(sorted.size());
            for (Joined joined : sorted) {
                write(joined.by(), out);
                joined.floor().write(out);
            }
            out.varint(entry.retirements.size());
            entry.retirements.forEach(id -> write(id, out));
        });
    }

    private static void write(OpId id, ByteWriter out) {
        out.u64(id.replica().value());
        out.varint(id.seq());
    }

    /**
     * Reads what {@link #write} wrote into this empty table.
     *
     * @param in stands at the number
     * @param version what the document holds; nothing in the table is outside
     */
    public void read(ByteReader in, VersionVector version) {
        int number = in.count(MINIMUM_MEMBER_BYTES);
        ReplicaId before = null;
        for (int i = 0; i < number; i++) {
            int at = in.offset();
            ReplicaId replica = new ReplicaId(in.u64());
            checkAscending(before == null ? -1 : before.compareTo(replica), in, at);
            before = replica;
            readEntry(replica, in, version);
        }
    }

    private void readEntry(ReplicaId replica, ByteReader in, VersionVector version) {
        OpId last = null;
        int at = in.offset();
        int joined = in.count(MINIMUM_DOT_BYTES + 1);
        for (int i = 0; i < joined; i++) {
            OpId id = readId(last, in, version);
            apply(new MemberOp.Join(replica, VersionVector.read(in)), id);
            last = id;
        }
        last = null;
        int retired = in.count(MINIMUM_DOT_BYTES);
        for (int i = 0; i < retired; i++) {
            OpId id = readId(last, in, version);
            apply(new MemberOp.Retire(replica), id);
            last = id;
        }
        if (joined == 0 && retired == 0) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "operations that name a member", "none");
        }
    }

    private static OpId readId(@Nullable OpId before, ByteReader in, VersionVector version) {
        int at = in.offset();
        long replica = in.u64();
        long seq = in.varint();
        if (seq < 0 || !version.covers(replica, seq)) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "the id of an operation", Long.toHexString(replica) + ":" + seq);
        }
        OpId id = OpId.of(replica, seq);
        checkAscending(before == null ? -1 : before.compareTo(id), in, at);
        return id;
    }

    private static void checkAscending(int order, ByteReader in, int at) {
        if (order >= 0) {
            throw in.corruptAt(
                    at, order == 0 ? Kind.DUPLICATE : Kind.UNSORTED, "ids ascending", "one at or below the one before");
        }
    }
}
