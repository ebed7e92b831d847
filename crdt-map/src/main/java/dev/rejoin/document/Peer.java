package dev.rejoin.document;

import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;

/** Another replica, as far as this document was told what it has. Belongs to the document's thread. */
public final class Peer {
    private final ReplicaId id;
    private final Document document;

    Peer(ReplicaId id, Document document) {
        this.id = id;
        this.document = document;
    }

    /**
     * Which replica.
     *
     * @return its id
     */
    public ReplicaId id() {
        return id;
    }

    /**
     * Says what the peer has stored; told versions are merged, so an old one does no harm.
     *
     * @param version what it confirmed
     */
    public void acknowledged(VersionVector version) {
        document.parts().acknowledgements().merge(id, version);
    }

    /**
     * What the peer is known to have.
     *
     * @return empty when nothing was told
     */
    public VersionVector acknowledged() {
        return document.parts().acknowledgements().of(id);
    }

    /**
     * Own operations that this peer is not known to have.
     *
     * @return at most one range
     */
    public List<OpIdSpan> unsent() {
        return document.parts().acknowledgements().unsentTo(id);
    }
}
