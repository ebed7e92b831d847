package dev.rejoin.bench.replay;

import dev.rejoin.document.Document;

/**
 * A document that came from a snapshot, and its text, read at once.
 *
 * @param document the document
 * @param text what its text was
 */
record LoadedText(Document document, String text) {
    /** Opens a snapshot and reads the text: what the load row measures. */
    static LoadedText of(Workload workload, byte[] snapshot) {
        Document document = workload.load(snapshot);
        return new LoadedText(document, Replicas.text(document));
    }
}
