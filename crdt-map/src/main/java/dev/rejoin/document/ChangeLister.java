package dev.rejoin.document;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.conflict.PathPattern;
import dev.rejoin.engine.Past;
import dev.rejoin.history.ChangeCursor;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.op.Op;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.timeline.PastChange;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Describes the changes that a filter means. */
final class ChangeLister implements Past.Visitor, OpSink {
    private final DocumentState live;
    private final ReplicaTable replicas;
    private final ContainerTable containers;
    private final ChangeFilter filter;
    private final Consumer<PastChange> found;
    private final IntObjectHashMap<PathPattern> known = new IntObjectHashMap<>();
    private Set<PathPattern> places = new LinkedHashSet<>();
    private int author;

    ChangeLister(DocumentState live, ChangeFilter filter, Consumer<PastChange> found) {
        this.live = live;
        this.filter = filter;
        this.found = found;
        replicas = live.context().replicas();
        containers = live.context().containers();
    }

    @Override
    public long change(int by, ChangeCursor change) {
        author = by;
        places = new LinkedHashSet<>();
        long end = change.emit(this);
        ChangeNote note = change.note();
        PastChange described = new PastChange(
                new OpIdSpan(new ReplicaId(replicas.id(by)), change.firstSeq(), end),
                new HybridTimestamp(change.time()),
                ids(change.dependencies()),
                Optional.ofNullable(note == null ? null : note.author()),
                Optional.ofNullable(note == null ? null : note.message()),
                places);
        if (filter.matches(described)) {
            found.accept(described);
        }
        return end;
    }

    private List<OpId> ids(long[] packed) {
        List<OpId> ids = new ArrayList<>(packed.length);
        for (long id : packed) {
            ids.add(live.unpack(id));
        }
        return ids;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        wroteIn(ElementId.of(author, seq));
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        wroteIn(element);
    }

    private void wroteIn(long element) {
        int container = live.containerOf(element);
        if (container >= 0) {
            places.add(place(container));
        }
    }

    @Override
    public void operation(int container, long seq, Op op) {
        if (op instanceof MapOp.Put put) {
            places.add(below(container, put.key()));
        } else if (op instanceof MapOp.SetElement || op instanceof MapOp.MoveElement) {
            places.add(below(container, null));
        } else {
            places.add(place(container));
        }
    }

    private PathPattern place(int container) {
        PathPattern place = known.get(container);
        if (place == null) {
            place = PathPattern.ofPlace(steps(container));
            known.put(container, place);
        }
        return place;
    }

    private PathPattern below(int container, @Nullable String key) {
        List<@Nullable String> steps = steps(container);
        steps.add(key);
        return PathPattern.ofPlace(steps);
    }

    private List<@Nullable String> steps(int container) {
        List<@Nullable String> steps = new ArrayList<>();
        for (int at = container; at != ContainerTable.ROOT; at = containers.parent(at)) {
            steps.add(containers.isInElement(at) ? null : containers.key(at));
        }
        Collections.reverse(steps);
        return steps;
    }
}
