package dev.rejoin.proptests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.session.ChangeSession;
import dev.rejoin.session.SessionReceiver;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What goes over a connection in one direction, and the answers that come back, each behind its length. */
final class SessionStream {
    private static final int ANSWER = 0x61;
    private static final int DIGEST = 64;

    private SessionStream() {}

    /** The end that receives, which remembers the changes that messages stood for. */
    private static final class End implements SessionReceiver {
        final List<byte[]> changes = new ArrayList<>();
        final ChangeSession session;
        private final SessionReceiver document =
                DocumentInvariants.receiver(Document.create(Golden.ID, Golden.options()));

        End(SessionTransport transport) {
            session = new ChangeSession(Golden.ID, 0x5E55, transport, DecodeLimits.DEFAULT, this);
        }

        @Override
        public ReceiveResult receive(byte[] change) {
            changes.add(change);
            return document.receive(change);
        }

        @Override
        public OptionalInt digestBefore(ReplicaId replica, long seq) {
            return document.digestBefore(replica, seq);
        }
    }

    /** The messages for changes, each of them answered at once. */
    static byte[] of(SessionTransport transport, List<byte[]> changes) {
        ChangeSession sender = new End(transport).session;
        ChangeSession receiver = new End(transport).session;
        ByteWriter out = new ByteWriter(1 << 12);
        for (byte[] change : changes) {
            byte[] message = sender.encode(change);
            append(message, out);
            for (byte[] answer : receiver.receive(message).answers()) {
                append(answer, out);
                assertThat(sender.receive(answer).answers()).isEmpty();
            }
        }
        return out.toByteArray();
    }

    /** The stream of what the messages of a stream stand for. */
    static byte[] again(SessionTransport transport, byte[] stream) {
        End end = new End(transport);
        for (byte[] message : messages(stream)) {
            if (message[0] != ANSWER) {
                end.session.receive(message);
            }
        }
        return of(transport, end.changes);
    }

    /** The changes, without digests that the receiver knows, and the parts of the answers. */
    static List<Object> dump(SessionTransport transport, byte[] stream) {
        End end = new End(transport);
        List<Object> dumps = new ArrayList<>();
        for (byte[] message : messages(stream)) {
            if (message[0] == ANSWER) {
                dumps.add(answer(new ByteReader(message, 1, message.length)));
                continue;
            }
            end.session.receive(message);
            var dump = new JsonDump(Golden.ID).change(end.changes.get(end.changes.size() - 1));
            @Nullable Object digest = (message[1] & DIGEST) == 0 ? null : dump.get("digest");
            dump.put("digest", digest);
            dumps.add(dump);
        }
        return dumps;
    }

    private static List<Object> answer(ByteReader in) {
        long reason = in.u8();
        String session = HexFormat.of().toHexDigits(in.u64());
        return List.of(reason, session, in.varint(), in.varint(), (long) in.u8());
    }

    private static List<byte[]> messages(byte[] stream) {
        List<byte[]> messages = new ArrayList<>();
        ByteReader in = new ByteReader(stream);
        while (in.remaining() > 0) {
            messages.add(in.bytes(in.count(1)));
        }
        return messages;
    }

    private static void append(byte[] message, ByteWriter out) {
        out.varint(message.length);
        out.bytes(message);
    }
}
