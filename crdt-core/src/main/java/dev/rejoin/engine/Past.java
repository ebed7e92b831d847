package dev.rejoin.engine;

import dev.rejoin.codec.BatchForm;
import dev.rejoin.codec.ChangeCodec;
import dev.rejoin.delivery.DeletedContentException;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.UnknownVersionException;
import dev.rejoin.history.CausalWalk;
import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.ReplicatedState;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.Objects;

/**
 * The retained history of a replica between two of its versions, given as one past the last seq of each replica of the
 * table, by index.
 *
 * <p>For the thread of its replica, between changes.
 */
public final class Past {
    private final Replica replica;
    private final ReplicaContext context;
    private final ChangeLog log;
    private final ChangeCodec codec;

    Past(Replica replica, ReplicaContext context, ChangeLog log, ChangeCodec codec) {
        this.replica = replica;
        this.context = context;
        this.log = log;
        this.codec = codec;
    }

    /** What is integrated now. */
    public long[] now() {
        return log.ends();
    }

    /** Where history begins. */
    public VersionVector base() {
        return replica.base();
    }

    /** Where history begins, by index. */
    public long[] beginning() {
        return ends(replica.base());
    }

    /**
     * A version by index. That it is causal shows when it is walked.
     *
     * @throws UnknownVersionException if it is not integrated here, or divides a change
     * @throws HistoryCutException if it is not at or above the base
     */
    public long[] ends(VersionVector version) {
        VersionVector begin = replica.base();
        if (!version.covers(begin)) {
            throw new HistoryCutException(begin);
        }
        long[] ends = new long[context.replicas().size()];
        for (int i = 0; i < version.size(); i++) {
            ReplicaId id = new ReplicaId(version.replicaAt(i));
            int author = context.replicas().find(id.value());
            long end = version.endAt(i);
            if (end > log.end(author)) {
                throw new UnknownVersionException("not integrated here: of " + id + " there are " + log.end(author)
                        + " operations, the version names " + end);
            }
            if (Objects.requireNonNull(log.find(author)).boundaryFrom(end) > end) {
                throw new UnknownVersionException(
                        "no version: it divides the change that holds " + id + ":" + (end - 1));
            }
            ends[author] = end;
        }
        return ends;
    }

    /**
     * Visits the changes between two versions in causal order.
     *
     * @return how far it came, if the visitor stopped it
     * @throws UnknownVersionException if one depends on what neither version holds
     */
    public long[] walk(long[] from, long[] to, Visitor visitor) {
        CausalWalk walk = new CausalWalk(context, log, from.clone(), to);
        while (walk.next()) {
            long end = visitor.change(walk.author(), walk.change());
            walk.emitted(end);
            if (visitor.stops()) {
                break;
            }
        }
        return walk.position();
    }

    /**
     * Applies the changes between two versions to a state that stands at the first.
     *
     * @param revocable whether rollback must be possible until the state is ended
     * @param most number of operations after which to stop, at the end of a change
     * @return how far it came
     * @throws UnknownVersionException if one depends on what neither version holds; some may have been applied
     */
    public long[] replay(long[] from, long[] to, ReplicatedState target, boolean revocable, long most) {
        long[] left = {most};
        return walk(from, to, new Visitor() {
            @Override
            public long change(int author, ChangeCursor change) {
                target.begin(author, change.time(), revocable);
                long end = change.emit(target.applier());
                if (!revocable) {
                    target.end(change.firstSeq(), end);
                }
                left[0] -= end - change.firstSeq();
                return end;
            }

            @Override
            public boolean stops() {
                return left[0] <= 0;
            }
        });
    }

    /**
     * Checks that everything that a version shows is here, or was redacted. O(history), if something is not.
     *
     * @throws DeletedContentException if something is not
     */
    public void checkReadable(long[] version) {
        codec.checkReadable(log, version, replica.redactions().ids(context));
    }

    /** Changes whenever content is taken out of history. */
    public Object contentMark() {
        return context.gaps();
    }

    /** The elements whose content is not here, ascending. */
    public List<OpIdSpan> gaps() {
        return codec.spans(context.gaps());
    }

    /** All changes up to a version as a batch. */
    public byte[] upTo(long[] version) {
        long[] from = new long[version.length];
        return codec.encodeBatch(log, from, version, BatchForm.PLAIN, Long.MAX_VALUE)
                .bytes();
    }

    /** Sees changes. */
    public interface Visitor {
        /** One change, whose operations it must let be emitted; the seq after it. */
        long change(int author, ChangeCursor change);

        /** Whether that was enough. */
        default boolean stops() {
            return false;
        }
    }
}
