package dev.rejoin.document;

import dev.rejoin.counter.CounterFloors;
import dev.rejoin.counter.CounterOp;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.internal.ElementId;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.op.Op;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.SetOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes operations of one replica once more, as another one: the same edits of the same things, which go by other ids as
 * far as they came into being with those operations.
 *
 * <p>Both documents number replicas and containers alike. The one that is written to lacks those operations, and has
 * whatever they depend on.
 */
final class Reissue implements OpSink {
    private final ReplicaContext source;
    private final DocumentState target;
    private final ReplicaId replaced;
    private final int replacedIndex;
    private final long firstSeq;
    private final ReplicaId own;
    private final int ownIndex;
    /** By how much a new seq is larger than the old one, from an old seq on. */
    private final TreeMap<Long, Long> shifts = new TreeMap<>();

    private @Nullable OpenChange open;

    /** Before the first operation. */
    Reissue(ReplicaContext source, OpIdSpan replaced, LiveDocument target) {
        this.source = source;
        this.target = target.state();
        this.replaced = replaced.replica();
        replacedIndex = source.replicas().find(this.replaced.value());
        firstSeq = replaced.start();
        own = target.replica().id();
        ownIndex = target.replica().index();
    }

    /** What follows belongs to a change. */
    void to(OpenChange change) {
        open = change;
    }

    private OpenChange next(long seq) {
        OpenChange change = Objects.requireNonNull(open);
        long shift = change.nextSeq() - seq;
        if (shifts.isEmpty() || shifts.lastEntry().getValue() != shift) {
            shifts.put(seq, shift);
        }
        return change;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        OpenChange change = next(seq);
        long beside = element(parent);
        boolean goesOn = continues && beside == ElementId.of(ownIndex, change.nextSeq() - 1);
        int into = container < 0 ? container : container(container);
        if (text) {
            StringBuilder characters = new StringBuilder(count);
            source.text().appendTo(replacedIndex, seq, count, characters);
            change.insertText(into, beside, left, goesOn, characters, 0, count);
            return;
        }
        List<Value> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add((Value) source.elements().get(replacedIndex, seq + i));
        }
        change.insertValues(into, beside, left, goesOn, values);
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        if (step != 0) {
            for (int i = 0; i < count; i++) {
                next(seq + i).delete(element(element + (long) i * step), 1);
            }
            return;
        }
        OpenChange change = next(seq);
        long border = ElementId.of(replacedIndex, firstSeq);
        if (ElementId.replica(element) == replacedIndex && element < border && element + count > border) {
            change.delete(element, (int) (border - element));
            change.delete(element(border), (int) (element + count - border));
        } else {
            change.delete(element(element), count);
        }
    }

    @Override
    public void operation(int container, long seq, Op op) {
        OpenChange change = next(seq);
        int into = container(container);
        change.operation(into, renamed(into, op));
    }

    private Op renamed(int container, Op op) {
        if (op instanceof MapOp.Put put) {
            return new MapOp.Put(put.key(), write(put.write()));
        } else if (op instanceof MapOp.SetElement set) {
            return new MapOp.SetElement(id(set.element()), write(set.write()));
        } else if (op instanceof MapOp.MoveElement move) {
            return new MapOp.MoveElement(id(move.element()), id(move.parent()), move.left());
        } else if (op instanceof MapOp.Create create) {
            return create.replaced().isEmpty() ? create : new MapOp.Create(dots(create.replaced()));
        } else if (op instanceof MapOp.Hide hide) {
            return new MapOp.Hide(vector(hide.touched()));
        } else if (op instanceof MapOp.Clear clear) {
            return new MapOp.Clear(vector(clear.cleared()));
        } else if (op instanceof MapOp.Restore restore) {
            return new MapOp.Restore(vector(restore.hidden()));
        } else if (op instanceof CounterOp.Reset reset) {
            return new CounterOp.Reset(reset.base(), floors(container, reset.floors()));
        } else if (op instanceof SetOp.Add add) {
            return new SetOp.Add(add.value(), dots(add.replaced()));
        } else if (op instanceof SetOp.Remove remove) {
            return new SetOp.Remove(remove.value(), dots(remove.removed()));
        } else if (op instanceof RemoveWinsSetOp.Add add) {
            return new RemoveWinsSetOp.Add(add.value(), dots(add.replaced()));
        } else if (op instanceof RemoveWinsSetOp.Remove remove) {
            return new RemoveWinsSetOp.Remove(remove.value(), dots(remove.replaced()));
        }
        return op; // names nothing
    }

    private RegisterOp.Write write(RegisterOp.Write write) {
        return new RegisterOp.Write(write.value(), dots(write.replaced()));
    }

    private boolean isReplaced(long replica, long seq) {
        return replica == replaced.value() && seq >= firstSeq;
    }

    private long seq(long seq) {
        return seq + shifts.floorEntry(seq).getValue();
    }

    private OpId id(OpId id) {
        return isReplaced(id.replica().value(), id.seq()) ? new OpId(own, seq(id.seq())) : id;
    }

    private long element(long element) {
        if (element == ElementId.NONE
                || ElementId.replica(element) != replacedIndex
                || ElementId.seq(element) < firstSeq) {
            return element;
        }
        return ElementId.of(ownIndex, seq(ElementId.seq(element)));
    }

    /** A container; where an element with another id is on the way to it, it is another one. */
    private int container(int container) {
        ContainerTable containers = source.containers();
        if (container == ContainerTable.ROOT) {
            return container;
        }
        int parent = container(containers.parent(container));
        int type = containers.type(container);
        return containers.isInElement(container)
                ? containers.intern(parent, element(containers.element(container)), type)
                : containers.intern(parent, containers.key(container), type, element(containers.maker(container)));
    }

    private Dots dots(Dots dots) {
        Dots.Builder renamed = Dots.builder();
        for (int i = 0; i < dots.size(); i++) {
            if (isReplaced(dots.replica(i), dots.seq(i))) {
                renamed.add(own.value(), seq(dots.seq(i)));
            } else {
                renamed.add(dots.replica(i), dots.seq(i));
            }
        }
        return renamed.build();
    }

    private VersionVector vector(VersionVector vector) {
        long end = vector.get(replaced);
        return end <= firstSeq
                ? vector
                : vector.toBuilder().set(replaced, firstSeq).set(own, seq(end)).build();
    }

    private CounterFloors floors(int container, CounterFloors floors) {
        CounterFloors.Builder renamed = CounterFloors.builder();
        for (int i = 0; i < floors.size(); i++) {
            if (!isReplaced(floors.replica(i), floors.end(i) - 1)) {
                renamed.set(floors.replica(i), floors.end(i), floors.total(i));
                continue;
            }
            CounterFloors before = target.counted(container, replaced.value());
            long total = before.size() == 0 ? 0 : before.total(0);
            if (before.size() > 0) {
                renamed.set(replaced.value(), before.end(0), total);
            }
            renamed.set(own.value(), seq(floors.end(i) - 1) + 1, floors.total(i) - total);
        }
        return renamed.build();
    }
}
