package dev.rejoin.document;

import dev.rejoin.session.SessionReceiver;

/** Opens to the property tests what only the package of documents may call. */
public final class DocumentInvariants {
    private DocumentInvariants() {}

    /** Throws an AssertionError that names the invariant which does not hold. */
    public static void check(Document document) {
        document.checkInvariants();
    }

    /** Throws an AssertionError if the history of a document, in which nothing is forged, does not lead to its state. */
    public static void checkVectors(Document document) {
        document.checkVectors();
    }

    /** A timeline that remembers states every few operations. */
    public static Timeline timeline(Document document, long distance) {
        return document.timeline(distance);
    }

    /** Throws an AssertionError if a remembered state is not sound. */
    public static void check(Timeline timeline) {
        timeline.checkInvariants();
    }

    /** What a session of the document hands its changes to. */
    public static SessionReceiver receiver(Document document) {
        return document.sessionReceiver();
    }
}
