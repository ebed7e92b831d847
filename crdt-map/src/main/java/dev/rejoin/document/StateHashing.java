package dev.rejoin.document;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.map.internal.VisibleContent;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes {@link StateHash}es. */
final class StateHashing {
    private StateHashing() {}

    /** SHA-256 over document id, version, and everything that can be read. */
    static StateHash hash(DocumentId document, VersionVector version, StateSource source) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
        ByteWriter header = new ByteWriter(64);
        header.u64(document.high());
        header.u64(document.low());
        version.write(header);
        digest.update(header.toByteArray());
        new VisibleContent(source, digest).update();
        return new StateHash(digest.digest());
    }
}
