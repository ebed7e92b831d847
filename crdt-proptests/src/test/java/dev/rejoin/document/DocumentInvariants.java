package dev.rejoin.document;

/** Opens to the property tests what only the package of documents may call. */
public final class DocumentInvariants {
    private DocumentInvariants() {}

    /** Throws an AssertionError that names the invariant which does not hold. */
    public static void check(Document document) {
        document.checkInvariants();
    }
}
