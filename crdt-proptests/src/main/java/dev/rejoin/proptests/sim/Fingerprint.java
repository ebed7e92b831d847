package dev.rejoin.proptests.sim;

import dev.rejoin.document.Document;
import dev.rejoin.document.StateHash;
import dev.rejoin.version.VersionVector;
import java.nio.ByteBuffer;

/**
 * Everything of a document that may be compared: two documents with equal fingerprints are equal, and a document whose
 * fingerprint did not change did not change.
 *
 * @param version what it has seen
 * @param hash its state hash
 * @param json its content for people
 * @param saved its replicated part, read only
 */
public record Fingerprint(VersionVector version, StateHash hash, String json, ByteBuffer saved) {
    /**
     * Takes the fingerprint of a document.
     *
     * @param document any document
     * @return its fingerprint
     */
    public static Fingerprint of(Document document) {
        return new Fingerprint(
                document.version(),
                document.stateHash(),
                document.toJson(),
                ByteBuffer.wrap(document.save()).asReadOnlyBuffer());
    }

    /**
     * Fails unless another fingerprint equals this one.
     *
     * @param found the other one
     * @param what whose it is, for the message
     */
    public void requireEqual(Fingerprint found, String what) {
        if (!equals(found)) {
            throw new AssertionError(what + ": " + difference(found));
        }
    }

    /**
     * Fails unless another fingerprint is that of the same content; how much of the past is kept may differ.
     *
     * @param found the other one
     * @param what whose it is, for the message
     */
    public void requireSameContent(Fingerprint found, String what) {
        new Fingerprint(found.version, found.hash, found.json, saved).requireEqual(this, what);
    }

    private String difference(Fingerprint found) {
        if (!version.equals(found.version)) {
            return "version is " + found.version + " instead of " + version;
        }
        if (!json.equals(found.json)) {
            return "content is " + found.json + " instead of " + json;
        }
        if (!hash.equals(found.hash)) {
            return "state hash is " + found.hash + " instead of " + hash + "; content is " + json;
        }
        return "saved bytes differ from byte " + saved.mismatch(found.saved) + " on, " + found.saved.remaining()
                + " instead of " + saved.remaining() + " bytes; version is " + version;
    }

    @Override
    public String toString() {
        return hash + " at " + version + ", " + saved.remaining() + " bytes";
    }
}
