package dev.rejoin.proptests.sim;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One replica of a simulated world: a document, a wall clock, what arrived so far, and what its device has stored: the
 * last checkpoint, and the changes that became durable after it.
 */
public final class Peer {
    private final int index;
    private final ManualPhysicalClock clock;
    private final List<byte[]> received = new ArrayList<>();
    private final List<byte[]> journal = new ArrayList<>();
    private byte[] checkpoint;
    private Document document;
    private Carets carets = new Carets();

    Peer(int index, ManualPhysicalClock clock, DocumentOptions options, Function<DocumentOptions, Document> open) {
        this.index = index;
        this.clock = clock;
        this.document = open.apply(options.withSink(journal::add));
        this.checkpoint = document.checkpoint();
    }

    /**
     * Its number in the world.
     *
     * @return counted from 0
     */
    public int index() {
        return index;
    }

    /**
     * Its document; another object after a restart.
     *
     * @return the document that is open now
     */
    public Document document() {
        return document;
    }

    /**
     * Its wall clock.
     *
     * @return the clock that its document reads
     */
    public ManualPhysicalClock clock() {
        return clock;
    }

    /**
     * Every message that it was given, the very bytes, in order.
     *
     * @return grows with the run
     */
    public List<byte[]> received() {
        return received;
    }

    /** Stores where it is. */
    void save() {
        checkpoint = document.checkpoint();
        journal.clear();
    }

    /** Opens again what is stored. */
    void restart(DocumentOptions options) {
        document = Document.resume(checkpoint, List.copyOf(journal), options.withSink(journal::add));
    }

    Carets carets() {
        return carets;
    }

    void carets(Carets newCarets) {
        carets = newCarets;
    }

    void reopen(Document newDocument) {
        document = newDocument;
    }

    @Override
    public String toString() {
        return "peer " + index;
    }
}
