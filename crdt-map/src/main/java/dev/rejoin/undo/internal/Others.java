package dev.rejoin.undo.internal;

import dev.rejoin.counter.CounterOp;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.Reversal;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.VersionVector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches what others do to what an undo would bring back: other replicas, and edits of other origins here. So undoing
 * costs nothing for what happened in between, and needs no history.
 */
final class Others implements OpSink {
    /** A position that somebody else moved an element to. */
    record Position(long entry, long time) {}

    private final Reversal facts;
    private final ReplicaTable replicas;
    private final ContainerTable containers;
    private final int self;
    private final long selfId;

    private Identities identities;
    private final Map<Long, Position> positions = new HashMap<>();
    /** What deletes by others covered, of containers that were written in or deleted here. */
    private final Map<Integer, VersionVector> deletes = new HashMap<>();
    /** Containers that others restored or created again. */
    private final Set<Integer> shown = new HashSet<>();
    /** How often others set a counter, and below which seq own increments are covered by that. */
    private final Map<Integer, Integer> settings = new HashMap<>();

    private final Map<Integer, Long> floors = new HashMap<>();
    /** To where edits of other origins here touched a container. */
    private final Map<Integer, Long> touched = new HashMap<>();

    Others(Reversal facts, ReplicaTable replicas, ContainerTable containers, int self, Identities identities) {
        this.facts = facts;
        this.replicas = replicas;
        this.containers = containers;
        this.self = self;
        this.selfId = replicas.id(self);
        this.identities = identities;
    }

    void setIdentities(Identities kept) {
        identities = kept;
    }

    void clear() {
        positions.clear();
        deletes.clear();
        shown.clear();
        settings.clear();
        floors.clear();
        touched.clear();
    }

    void watchDeletesOf(int container) {
        deletes.putIfAbsent(container, VersionVector.EMPTY);
    }

    /** What deletes of a container by others covered. */
    VersionVector deletesOf(int container) {
        return deletes.getOrDefault(container, VersionVector.EMPTY);
    }

    boolean haveShown(int container) {
        return shown.contains(container);
    }

    int settingsOf(int counter) {
        return settings.getOrDefault(counter, 0);
    }

    /** Own increments of a counter below this seq were replaced when somebody else set it. */
    long floorOf(int counter) {
        return floors.getOrDefault(counter, 0L);
    }

    long touchedTo(int container) {
        return touched.getOrDefault(container, 0L);
    }

    @Nullable
    Position positionOf(long element) {
        return positions.get(identities.root(element));
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        touch(container, seq + count);
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        long first = step < 0 ? element - (count - 1L) : element;
        identities.outdate(first, count);
        touch(facts.containerOf(first), seq + (step == 0 ? 1 : count));
    }

    @Override
    public void operation(int container, long seq, Op op) {
        touch(container, seq + 1);
        if (op instanceof MapOp.Put put) {
            outdate(put.write().replaced());
        } else if (op instanceof MapOp.SetElement set) {
            outdate(set.write().replaced());
            revise(set, seq);
        } else if (op instanceof MapOp.Create create) {
            outdate(create.replaced());
        } else if (op instanceof MapOp.MoveElement move) {
            moved(pack(move.element()), ElementId.of(facts.author(), seq));
        } else if (op instanceof MapOp.Hide hide) {
            deletes.computeIfPresent(container, (at, seen) -> seen.merge(hide.touched()));
        } else if (op instanceof MapOp.Clear) {
            shown.add(container);
        } else if (op instanceof MapOp.Restore restore) {
            shown.add(container);
            VersionVector back = restore.hidden();
            deletes.computeIfPresent(container, (at, seen) -> back.covers(seen) ? VersionVector.EMPTY : seen);
        } else if (op instanceof CounterOp.Reset reset) {
            settings.merge(container, 1, Integer::sum);
            for (int i = 0; i < reset.floors().size(); i++) {
                if (reset.floors().replica(i) == selfId) {
                    floors.merge(container, reset.floors().end(i), Math::max);
                }
            }
        } else if (op instanceof SetOp.Add add) {
            outdate(add.replaced());
        } else if (op instanceof SetOp.Remove remove) {
            outdate(remove.removed());
        } else if (op instanceof RemoveWinsSetOp any) {
            outdate(any.replaced());
        }
    }

    private void touch(int container, long end) {
        if (facts.author() != self) {
            return;
        }
        for (int at = container; at != ContainerTable.ROOT; at = containers.parent(at)) {
            touched.merge(at, end, Math::max);
        }
    }

    private void revise(MapOp.SetElement set, long seq) {
        long element = pack(set.element());
        if (!identities.isAwaited(element) || set.write().value() == null) {
            return;
        }
        long id = ElementId.of(facts.author(), seq);
        Identities.Revision known = identities.revision(element);
        if (known == null || facts.compare(id, facts.time(), known.id(), known.time()) > 0) {
            identities.revise(element, new Identities.Revision(set.write().value(), id, facts.time()));
        }
    }

    private void moved(long element, long entry) {
        if (!identities.isAwaited(element)) {
            return;
        }
        Position known = positions.get(identities.root(element));
        if (known == null || facts.compare(entry, facts.time(), known.entry(), known.time()) > 0) {
            positions.put(identities.root(element), new Position(entry, facts.time()));
        }
    }

    private void outdate(Dots dots) {
        for (int i = 0; i < dots.size(); i++) {
            int replica = replicas.find(dots.replica(i));
            if (replica >= 0) {
                identities.outdate(ElementId.of(replica, dots.seq(i)), 1);
            }
        }
    }

    private long pack(OpId id) {
        return ElementId.of(replicas.find(id.replica().value()), id.seq());
    }
}
