package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what stands at a place of the live document; changes nothing. */
final class Contests {
    private final DocumentState state;
    private final ReplicaTable replicas;

    Contests(DocumentState state) {
        this.state = state;
        this.replicas = state.replicas();
    }

    Contest at(MapState map, String key) {
        long hash = state.hash(key);
        SlotPage page = map.page(hash);
        return at(page, page.find(key, hash), ElementId.NONE);
    }

    Contest at(SequenceState list, long element) {
        long hash = state.hasher().of(element);
        SlotPage page = list.page(hash);
        return at(page, page.find(element, hash), element);
    }

    private Contest at(SlotPage page, int slot, long element) {
        if (slot < 0) {
            return element == ElementId.NONE
                    ? new Contest(List.of(), List.of())
                    : new Contest(List.of(inserted(element)), List.of());
        }
        List<Contest.Write> writes = new ArrayList<>();
        for (int i = Registers.count(page, slot) - 1; i >= 0; i--) {
            OpId id = state.unpack(Registers.dot(page, slot, i));
            writes.add(new Contest.Write(Registers.value(page, slot, i), id, Registers.time(page, slot, i)));
        }
        List<ContainerState> created = new ArrayList<>();
        for (int at = page.child(slot);
                at != StateSource.NONE;
                at = state.states().get(at).nextSibling) {
            if (state.states().get(at).isCreated()) {
                created.add(state.states().get(at));
            }
        }
        created.sort((a, b) -> b.compareMarkerTo(a));
        return new Contest(writes, created.stream().map(this::claim).toList());
    }

    private Contest.Write inserted(long element) {
        return new Contest.Write(
                state.inserted(element),
                state.unpack(element),
                state.sequences().headTime(element));
    }

    private Contest.Claim claim(ContainerState container) {
        ReplicaVector covered = state.visibility().covered(container.ordinal());
        return new Contest.Claim(
                container.ordinal(),
                container.type(),
                OpId.of(container.markerReplica, container.markerSeq),
                container.markerTime,
                container.visible,
                container.shown,
                ReplicaVector.isCovered(container.touched, covered, null),
                state.toVersion(container.touched, null),
                beyond(container.hidden, container.touched, covered),
                container.hidden == null ? List.of() : beyond(container.touched, container.hidden, covered));
    }

    /** Of each replica the last id of a vector that neither of two others covers, ascending. */
    private List<OpId> beyond(
            @Nullable ReplicaVector vector, @Nullable ReplicaVector one, @Nullable ReplicaVector other) {
        List<OpId> beyond = new ArrayList<>();
        for (int i = 0; vector != null && i < vector.entries(); i++) {
            int replica = vector.entryReplica(i);
            long last = vector.entryEnd(i) - 1;
            if (last >= 0 && !ReplicaVector.covers(one, replica, last) && !ReplicaVector.covers(other, replica, last)) {
                beyond.add(new OpId(new ReplicaId(replicas.id(replica)), last));
            }
        }
        beyond.sort(Comparator.naturalOrder());
        return beyond;
    }
}
