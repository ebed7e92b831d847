package dev.rejoin.bench.replay;

import dev.rejoin.codec.ChangeCodec;
import dev.rejoin.codec.IncomingBatch;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.map.internal.DocumentOps;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.DocumentId;

/**
 * Decodes a history as far as its checked columns, which the public API does only on the way into a document: the one
 * place of the replay that uses internals.
 */
final class HistoryDecoder {
    private final DocumentId id;
    private final byte[] history;

    HistoryDecoder(DocumentId id, byte[] history) {
        this.id = id;
        this.history = history;
    }

    IncomingBatch run() {
        ChangeCodec codec =
                new ChangeCodec(new ReplicaContext(id, ContainerType.MAP), DocumentOps.REGISTRY, DecodeLimits.DEFAULT);
        return codec.decodeBatch(history, 0, history.length);
    }
}
