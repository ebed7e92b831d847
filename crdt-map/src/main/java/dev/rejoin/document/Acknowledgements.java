package dev.rejoin.document;

import dev.rejoin.engine.Replica;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each peer said that it has. Local to this device: part of its checkpoint, not of the saved document. */
final class Acknowledgements {
    private final Replica replica;
    private final TreeMap<ReplicaId, VersionVector> byPeer = new TreeMap<>();

    Acknowledgements(Replica replica) {
        this.replica = replica;
    }

    void merge(ReplicaId peer, VersionVector version) {
        byPeer.merge(peer, version, VersionVector::merge);
    }

    VersionVector of(ReplicaId peer) {
        return byPeer.getOrDefault(peer, VersionVector.EMPTY);
    }

    List<OpIdSpan> unsent() {
        long known = 0;
        for (VersionVector version : byPeer.values()) {
            known = Math.max(known, version.get(replica.id()));
        }
        return above(known);
    }

    List<OpIdSpan> unsentTo(ReplicaId peer) {
        return above(of(peer).get(replica.id()));
    }

    private List<OpIdSpan> above(long known) {
        long end = replica.version().get(replica.id());
        return known >= end ? List.of() : List.of(new OpIdSpan(replica.id(), known, end));
    }

    void write(ByteWriter out) {
        out.varint(byPeer.size());
        for (Map.Entry<ReplicaId, VersionVector> entry : byPeer.entrySet()) {
            out.u64(entry.getKey().value());
            entry.getValue().write(out);
        }
    }

    void read(ByteReader in) {
        int number = in.count(Long.BYTES + 1);
        for (int i = 0; i < number; i++) {
            ReplicaId peer = new ReplicaId(in.u64());
            merge(peer, VersionVector.read(in));
        }
        in.expectEnd();
    }
}
