package dev.rejoin.document;

/** A listener's place in a document's list. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Ends it; a second time does nothing. */
    @Override
    void close();
}
