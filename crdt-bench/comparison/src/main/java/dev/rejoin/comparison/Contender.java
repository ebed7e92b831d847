package dev.rejoin.comparison;

import dev.rejoin.bench.trace.PatchScript;
import java.util.List;
import java.util.Optional;

/** A system that is measured: what it can do of the work. What it cannot is empty, and its figures are absent. */
interface Contender extends AutoCloseable {
    /** Its name, without version. */
    String name();

    /** The key of its version in the manifest. */
    String versionKey();

    /** What it runs on. */
    default String platform() {
        return "JVM";
    }

    /** Whether many patches can be one transaction. */
    default boolean hasTransactions() {
        return true;
    }

    /** Copies of one document with a text in it, each for a writer of its own; all have seen the same. */
    default Optional<List<Text>> texts(int number, String startContent) {
        return Optional.empty();
    }

    /** Opens what {@link Text#saveHistory} gave. */
    default Text loadHistory(byte[] history) {
        throw new UnsupportedOperationException(name());
    }

    /** Opens what {@link Text#saveState} gave. */
    default Text loadState(byte[] state) {
        throw new UnsupportedOperationException(name());
    }

    /** Copies of one document with a map, a counter and a set in it. */
    default Optional<List<Small>> smalls(int number) {
        return Optional.empty();
    }

    @Override
    default void close() {}

    /** One copy of a text. */
    interface Text extends AutoCloseable {
        /** Patches as one transaction, without a message. */
        void local(PatchScript script, int start, int end);

        /** One transaction and what has to be sent. */
        Object edit(PatchScript script, int transaction);

        /** Takes what another copy's edit gave. */
        void receive(Object message);

        String content();

        /** Everything that happened, packed. */
        default Optional<byte[]> saveHistory() {
            return Optional.empty();
        }

        /** What is needed to go on, without what is only needed to look back, packed. */
        default Optional<byte[]> saveState() {
            return Optional.empty();
        }

        @Override
        default void close() {}
    }

    /** One copy of a map of strings, a counter and a set of strings. Each call is a transaction. */
    interface Small extends AutoCloseable {
        Object put(String key, String value);

        Object increment();

        Object add(String element);

        void receive(Object message);

        /** To check that the work was done: entries of the map, count, elements of the set. */
        List<Long> sizes();

        @Override
        default void close() {}
    }

    /** A message that is more than its bytes. */
    interface Encoded {
        int length();
    }

    /** The length of a message in bytes; 0 if it is an object that the system does not encode. */
    static int length(Object message) {
        return message instanceof byte[] bytes
                ? bytes.length
                : message instanceof Encoded encoded ? encoded.length() : 0;
    }
}
