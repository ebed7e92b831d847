package dev.rejoin.document;

import dev.rejoin.codec.EncodedBatch;
import dev.rejoin.engine.Replica;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each peer said that it has. Local to this device: part of its checkpoint, not of the saved document. */
final class Acknowledgements {
    private Replica replica;
    private final TreeMap<ReplicaId, VersionVector> byPeer = new TreeMap<>();
    /** Own seqs below this are known to some peer. */
    private long known;

    Acknowledgements(Replica replica) {
        this.replica = replica;
    }

    /** The document was built anew, maybe as another replica. */
    void moveTo(Replica rebuilt) {
        replica = rebuilt;
        known = 0;
        byPeer.values().forEach(version -> known = Math.max(known, version.get(rebuilt.id())));
    }

    /** Own seqs below this are known to some peer. */
    long known() {
        return known;
    }

    void merge(ReplicaId peer, VersionVector version) {
        byPeer.merge(peer, version, VersionVector::merge);
        known = Math.max(known, version.get(replica.id()));
    }

    VersionVector of(ReplicaId peer) {
        return byPeer.getOrDefault(peer, VersionVector.EMPTY);
    }

    List<OpIdSpan> unsent() {
        return above(known);
    }

    long unsentCount() {
        return Math.max(0, replica.log().end(replica.index()) - Math.max(known, replica.ownBase()));
    }

    /** What no peer is known to have, if anything. */
    Optional<Backlog.Unsent> unsentToAll() {
        return measured(unsent());
    }

    /** Of each peer that lacks something, what. */
    SortedMap<ReplicaId, Backlog.Unsent> unsentByPeer() {
        SortedMap<ReplicaId, Backlog.Unsent> unsent = new TreeMap<>();
        for (ReplicaId peer : byPeer.keySet()) {
            measured(unsentTo(peer)).ifPresent(what -> unsent.put(peer, what));
        }
        return unsent;
    }

    private Optional<Backlog.Unsent> measured(List<OpIdSpan> span) {
        if (span.isEmpty()) {
            return Optional.empty();
        }
        EncodedBatch batch = replica.ownSince(span.get(0).start());
        return Optional.of(new Backlog.Unsent(span.get(0), batch.changes(), batch.bytes().length));
    }

    List<OpIdSpan> unsentTo(ReplicaId peer) {
        return above(of(peer).get(replica.id()));
    }

    private List<OpIdSpan> above(long seq) {
        long end = replica.log().end(replica.index());
        long from = Math.max(seq, replica.ownBase());
        return from >= end ? List.of() : List.of(new OpIdSpan(replica.id(), from, end));
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
