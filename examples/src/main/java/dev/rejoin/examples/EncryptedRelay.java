package dev.rejoin.examples;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.session.ChangeHeader;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Devices that share a key, and a relay that has none: it sees the headers of changes, which nobody can alter. */
public final class EncryptedRelay {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private EncryptedRelay() {}

    /**
     * Two devices edit; one comes late.
     *
     * @param arguments none
     * @throws GeneralSecurityException if the platform has no AES-GCM
     */
    public static void main(String[] arguments) throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(256);
        Envelopes envelopes = new Envelopes(generator.generateKey());
        Relay relay = new Relay();
        DocumentId id = DocumentId.named("diary");
        Document tablet = Document.create(id);
        Document phone = Document.create(id);

        for (String word : List.of("Dear ", "diary, ", "today")) {
            Change change = tablet.edit(tx -> tx.root().text("page").append(word));
            relay.take(envelopes.seal(change.toBytes()));
        }
        for (byte[] sealed : relay.lackedBy(phone.version())) {
            phone.receive(envelopes.open(sealed));
        }
        expect(phone.toJson().equals("{\"page\":\"Dear diary, today\"}"), phone.toJson());

        byte[] first = envelopes.seal(
                phone.edit(tx -> tx.root().text("page").append("!")).toBytes());
        byte[] second = envelopes.seal(
                phone.edit(tx -> tx.root().text("page").append("!")).toBytes());
        expect(!relay.take(second).isEmpty(), "the relay sees that something is missing before it");
        expect(relay.take(first).isEmpty(), "nothing is missing before this one");
        relay.take(second);
        for (byte[] sealed : relay.lackedBy(tablet.version())) {
            tablet.receive(envelopes.open(sealed));
        }
        expect(tablet.toJson().equals("{\"page\":\"Dear diary, today!!\"}"), tablet.toJson());

        byte[] forged = first.clone();
        forged[ChangeHeader.read(forged).length() - 1] ^= 1;
        try {
            envelopes.open(forged);
            throw new IllegalStateException("a header was altered without notice");
        } catch (GeneralSecurityException noticed) {
            expect(noticed.getMessage() != null, "the tag does not match");
        }
    }

    /** Leaves the header as it is and encrypts the rest with the header as associated data. */
    private static final class Envelopes {
        private final SecretKey key;
        private final SecureRandom random = new SecureRandom();

        Envelopes(SecretKey key) {
            this.key = key;
        }

        byte[] seal(byte[] change) throws GeneralSecurityException {
            int header = ChangeHeader.read(change).length();
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, change, header);
            byte[] content = cipher.doFinal(change, header, change.length - header);
            byte[] sealed = Arrays.copyOf(change, header + NONCE_BYTES + content.length);
            System.arraycopy(nonce, 0, sealed, header, NONCE_BYTES);
            System.arraycopy(content, 0, sealed, header + NONCE_BYTES, content.length);
            return sealed;
        }

        byte[] open(byte[] sealed) throws GeneralSecurityException {
            int header = ChangeHeader.read(sealed).length();
            int content = header + NONCE_BYTES;
            byte[] nonce = Arrays.copyOfRange(sealed, header, content);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, sealed, header);
            byte[] plain = cipher.doFinal(sealed, content, sealed.length - content);
            byte[] change = Arrays.copyOf(sealed, header + plain.length);
            System.arraycopy(plain, 0, change, header, plain.length);
            return change;
        }

        private Cipher cipher(int mode, byte[] nonce, byte[] change, int header) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(change, 0, header);
            return cipher;
        }
    }

    /** Keeps what it cannot read, by writer and seq. */
    private static final class Relay {
        private final Map<ReplicaId, TreeMap<Long, byte[]>> changes = new TreeMap<>();
        private VersionVector version = VersionVector.EMPTY;

        /** Keeps a change; or tells what is missing before it. */
        List<OpIdSpan> take(byte[] sealed) {
            ChangeHeader header = ChangeHeader.read(sealed);
            List<OpIdSpan> missing = header.missing(version);
            if (missing.isEmpty()) {
                OpIdSpan span = header.span();
                changes.computeIfAbsent(span.replica(), replica -> new TreeMap<>())
                        .put(span.start(), sealed);
                version = version.with(span.replica(), Math.max(version.get(span.replica()), span.end()));
            }
            return missing;
        }

        /** Everything that a device lacks. It may come in any order: the device sees to that. */
        List<byte[]> lackedBy(VersionVector other) {
            List<byte[]> lacked = new ArrayList<>();
            changes.forEach((replica, ofReplica) ->
                    lacked.addAll(ofReplica.tailMap(other.get(replica)).values()));
            return lacked;
        }
    }

    private static void expect(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException(what);
        }
    }
}
