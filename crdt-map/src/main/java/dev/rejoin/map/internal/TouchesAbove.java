package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.map.MapOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.StatePruning;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.map.mutable.primitive.IntLongHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/** The first operation of each author above the base that touches a container, and the resets above the base. */
final class TouchesAbove {
    private final DocumentState state;
    private final StatePruning.Causality causality;
    /** By container and author. */
    private final IntObjectHashMap<IntLongHashMap> first = new IntObjectHashMap<>();

    private final IntObjectHashMap<List<Reset>> resets = new IntObjectHashMap<>();
    private boolean settled;

    private record Reset(ReplicaVector covered, long id) {}

    TouchesAbove(DocumentState state, StatePruning.Causality causality) {
        this.state = state;
        this.causality = causality;
    }

    /** Takes the retained operations of an author above the base. */
    OpSink operations(int author) {
        return new VectorSink(state, author) {
            @Override
            void touched(int container, long seq, long end) {
                lower(container, author, seq);
            }

            @Override
            void hidden(int container, MapOp.Hide hide, long seq) {
                // Does not touch.
            }

            @Override
            void cleared(int container, MapOp.Clear clear, long seq) {
                ReplicaVector covered = new ReplicaVector(state.epoch().current());
                state.visibility().join(covered, clear.cleared());
                resets.getIfAbsentPut(container, () -> new ArrayList<>(1))
                        .add(new Reset(covered, ElementId.of(author, seq)));
            }
        };
    }

    private void lower(int container, int author, long seq) {
        IntLongHashMap authors = first.getIfAbsentPut(container, IntLongHashMap::new);
        if (seq < authors.getIfAbsent(author, Long.MAX_VALUE)) {
            authors.put(author, seq);
        }
    }

    private @Nullable IntLongHashMap firstIn(int container) {
        if (!settled) {
            settled = true;
            for (int touched : first.keySet().toArray()) {
                for (int at = state.containers().parent(touched);
                        at > ContainerTable.ROOT;
                        at = state.containers().parent(at)) {
                    int above = at;
                    first.get(touched).forEachKeyValue((author, seq) -> lower(above, author, seq));
                }
            }
        }
        return first.get(container);
    }

    /** Whether nothing touches a container. */
    boolean isEmpty(int container) {
        return firstIn(container) == null;
    }

    /**
     * Whether whoever touches a container had seen a reset of it, or of one above it, that covers all that touched it at the
     * base.
     *
     * @param cleared what resets at or below the base cover
     */
    boolean areBehindResets(int container, @Nullable ReplicaVector touched, @Nullable ReplicaVector cleared) {
        IntLongHashMap touches = firstIn(container);
        if (touches == null) {
            return true;
        }
        long[] covering = resetsOf(container).stream()
                .filter(reset -> ReplicaVector.isCovered(touched, reset.covered(), cleared))
                .mapToLong(Reset::id)
                .toArray();
        return areBehindOwn(touches, covering) || covering.length > 0 && areBehind(touches, causality.after(covering));
    }

    /** The common case: who makes a container again goes on in it. */
    private static boolean areBehindOwn(IntLongHashMap touches, long[] resets) {
        return touches.keyValuesView().allSatisfy(touch -> {
            for (long reset : resets) {
                if (ElementId.replica(reset) == touch.getOne() && ElementId.seq(reset) < touch.getTwo()) {
                    return true;
                }
            }
            return false;
        });
    }

    private static boolean areBehind(IntLongHashMap touches, long[] from) {
        return touches.keyValuesView().allSatisfy(touch -> touch.getTwo() >= from[touch.getOne()]);
    }

    private List<Reset> resetsOf(int container) {
        List<Reset> all = new ArrayList<>();
        for (int at = container;
                at > ContainerTable.ROOT;
                at = state.containers().parent(at)) {
            List<Reset> own = resets.get(at);
            if (own != null) {
                all.addAll(own);
            }
        }
        return all;
    }

    /** What resets of a container and of all above it cover. */
    ReplicaVector cleared(int container) {
        ReplicaVector joined = new ReplicaVector(state.epoch().current());
        resetsOf(container).forEach(reset -> joined.join(reset.covered()));
        return joined;
    }
}
