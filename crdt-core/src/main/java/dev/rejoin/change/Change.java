package dev.rejoin.change;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction did: an atomic unit that is applied whole, in causal order, everywhere.
 *
 * <p>Immutable. The bytes are its self-contained message; they may travel over any transport, late, twice and out of
 * order.
 */
public final class Change {
    private final ReplicaId replica;
    private final long firstSeq;
    private final long count;
    private final long time;
    private final List<OpId> dependencies;
    private final @Nullable String author;
    private final @Nullable String message;
    private final byte[] bytes;

    /**
     * A change as its replica made it.
     *
     * @param replica the writer
     * @param firstSeq seq of its first operation
     * @param count how many seqs its operations take
     * @param time packed timestamp
     * @param dependencies the newest changes of others that the writer had seen
     * @param author who made it, or null
     * @param message why, or null
     * @param bytes its message, which is not copied; empty for a transaction without effect
     */
    public Change(
            ReplicaId replica,
            long firstSeq,
            long count,
            long time,
            List<OpId> dependencies,
            @Nullable String author,
            @Nullable String message,
            byte[] bytes) {
        this.replica = replica;
        this.firstSeq = firstSeq;
        this.count = count;
        this.time = time;
        this.dependencies = List.copyOf(dependencies);
        this.author = author;
        this.message = message;
        this.bytes = bytes;
    }

    /**
     * The writer.
     *
     * @return its id
     */
    public ReplicaId replica() {
        return replica;
    }

    /**
     * Seq of its first operation.
     *
     * @return from 0
     */
    public long firstSeq() {
        return firstSeq;
    }

    /**
     * How many seqs its operations take; 0 when the transaction had no effect.
     *
     * @return not negative
     */
    public long count() {
        return count;
    }

    /**
     * Its operations as a range of ids; not for an empty change.
     *
     * @return a range that is not empty
     */
    public OpIdSpan span() {
        return new OpIdSpan(replica, firstSeq, firstSeq + count);
    }

    /**
     * When its transaction began, by the writer's hybrid clock.
     *
     * @return larger than those of all it depends on
     */
    public HybridTimestamp timestamp() {
        return new HybridTimestamp(time);
    }

    /**
     * The newest changes of others that its writer had seen, each only if no other of them depends on it.
     *
     * @return at most one per replica, ascending by replica
     */
    public List<OpId> dependencies() {
        return dependencies;
    }

    /**
     * Who made it, if the transaction said so.
     *
     * @return empty if nothing was said
     */
    public Optional<String> author() {
        return Optional.ofNullable(author);
    }

    /**
     * Why, if the transaction said so.
     *
     * @return empty if nothing was said
     */
    public Optional<String> message() {
        return Optional.ofNullable(message);
    }

    /**
     * Whether the transaction had no effect; there is nothing to send then.
     *
     * @return whether nothing was done
     */
    public boolean isEmpty() {
        return count == 0;
    }

    /**
     * Bytes of the message; 0 for an empty change.
     *
     * @return not negative
     */
    public int size() {
        return bytes.length;
    }

    /**
     * The message, as a new array; length 0 for an empty change, which receive takes as nothing.
     *
     * @return what receive takes
     */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return isEmpty() ? "Change[empty]" : "Change[" + span() + ", " + bytes.length + " bytes]";
    }
}
