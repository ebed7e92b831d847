package dev.rejoin.proptests.sim;

import dev.rejoin.document.Document;
import java.util.ArrayList;
import java.util.List;

/** One replica of a simulated world: a document, a wall clock, and what arrived so far. */
public final class Peer {
    private final int index;
    private final ManualPhysicalClock clock;
    private final List<byte[]> received = new ArrayList<>();
    private Document document;
    private Carets carets = new Carets();

    Peer(int index, ManualPhysicalClock clock, Document document) {
        this.index = index;
        this.clock = clock;
        this.document = document;
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
