package dev.rejoin.bench.replay;

import dev.rejoin.document.Document;
import dev.rejoin.version.VersionVector;

/**
 * A document of which nobody needs the past any more, beside one that has no past.
 *
 * @param pruned received everything, and is pruned as far as it goes
 * @param fresh has the same text, inserted at once
 */
record PrunedDocument(Document pruned, Document fresh) {
    /** What a document has, by its only member. */
    static PrunedDocument of(Workload workload, Document source) {
        Document pruned = workload.replicas().emptyReader(workload.clockAtEnd());
        pruned.receive(source.changesSince(VersionVector.EMPTY));
        pruned.membership().join();
        pruned.acknowledgement();
        if (!pruned.prune(Long.MAX_VALUE) || !pruned.base().equals(pruned.version())) {
            throw new IllegalStateException("the only member could not prune everything");
        }
        Document fresh = workload.replicas().emptyReader(workload.clockAtEnd());
        fresh.edit(tx -> tx.root().text(Replicas.TEXT).append(Replicas.text(pruned)));
        return new PrunedDocument(pruned, fresh);
    }
}
