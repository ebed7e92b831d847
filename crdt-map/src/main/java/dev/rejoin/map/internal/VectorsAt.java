package dev.rejoin.map.internal;

import dev.rejoin.map.MapOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The vectors that containers had at a version: those where the retained history begins, joined with what the operations
 * from there to the version do.
 */
final class VectorsAt {
    private final DocumentState state;
    private final IntObjectHashMap<ReplicaVector> touched = new IntObjectHashMap<>();
    private final IntObjectHashMap<ReplicaVector> hidden = new IntObjectHashMap<>();
    private final IntObjectHashMap<ReplicaVector> cleared = new IntObjectHashMap<>();
    private final IntObjectHashMap<StartVectors> known = new IntObjectHashMap<>();
    private boolean settled;

    VectorsAt(DocumentState state) {
        this.state = state;
    }

    /** Takes the retained operations of an author up to the version. */
    OpSink operations(int author) {
        return new VectorSink(state, author) {
            @Override
            void touched(int container, long seq, long end) {
                of(touched, container).raise(author, end);
            }

            @Override
            void hidden(int container, MapOp.Hide hide, long seq) {
                ReplicaVector vector = of(hidden, container);
                state.visibility().join(vector, hide.touched());
                vector.raise(author, seq + 1);
            }

            @Override
            void cleared(int container, MapOp.Clear clear, long seq) {
                state.visibility().join(of(cleared, container), clear.cleared());
            }
        };
    }

    private ReplicaVector of(IntObjectHashMap<ReplicaVector> vectors, int container) {
        return vectors.getIfAbsentPut(
                container, () -> new ReplicaVector(state.epoch().current()));
    }

    /** What touched a container touched all above it, too. */
    private void settle() {
        if (settled) {
            return;
        }
        settled = true;
        for (int container : touched.keySet().toArray()) {
            ReplicaVector own = touched.get(container);
            for (int at = state.containers().parent(container);
                    at > ContainerTable.ROOT;
                    at = state.containers().parent(at)) {
                of(touched, at).join(own);
            }
        }
    }

    /** The vectors of a container. */
    StartVectors at(ContainerState container) {
        settle();
        int ordinal = container.ordinal();
        return known.getIfAbsentPut(ordinal, () -> {
            StartVectors start = StartVectors.of(container);
            return new StartVectors(
                    joined(start.touched(), touched.get(ordinal)),
                    joined(start.hidden(), hidden.get(ordinal)),
                    joined(start.cleared(), cleared.get(ordinal)));
        });
    }

    private @Nullable ReplicaVector joined(@Nullable ReplicaVector start, @Nullable ReplicaVector more) {
        if (more == null || start == null) {
            return more == null ? start : more;
        }
        ReplicaVector joined = ReplicaVector.copyOf(start, state.epoch().current());
        joined.join(more);
        return joined;
    }

    /** What resets of a container and of all above it had covered; null for nothing. Not to be changed. */
    @Nullable
    ReplicaVector cleared(int container) {
        ReplicaVector joined = null;
        for (int at = container;
                at > ContainerTable.ROOT;
                at = state.containers().parent(at)) {
            ContainerState above = state.states().find(at);
            ReplicaVector own = above == null ? null : at(above).cleared();
            if (own != null) {
                joined =
                        joined == null ? ReplicaVector.copyOf(own, state.epoch().current()) : joined;
                joined.join(own);
            }
        }
        return joined;
    }
}
