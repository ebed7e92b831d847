package dev.rejoin.codec;

import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.map.internal.DocumentOps;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;

/** Opens to the tests of vectors what only the package of codecs may call. */
public final class Reencoder {
    private Reencoder() {}

    /** The bytes that the writer gives for what the reader finds in a change. */
    public static byte[] change(byte[] message, DocumentId document) {
        ReplicaContext context = new ReplicaContext(document, ContainerType.MAP);
        DocumentChecksum checksum = new DocumentChecksum(document);
        ChangeHead head = new ChangeHead();
        head.read(new ByteReader(message), DecodeLimits.DEFAULT);
        ChangeReader reader = new ChangeReader(context, DocumentOps.REGISTRY, DecodeLimits.DEFAULT, checksum, null);
        reader.readHeader(message, 0, message.length);
        int author = context.replicas().intern(reader.replica());
        int dependencies = 0;
        for (int i = 0; i < reader.referenceCount(); i++) {
            context.replicas().intern(reader.referenceReplica(i));
            dependencies += reader.isDependency(i) ? 1 : 0;
        }
        long[] packed = new long[dependencies];
        for (int i = 0; i < dependencies; i++) {
            packed[i] = ElementId.of(context.replicas().find(reader.referenceReplica(i)), reader.referenceSeq(i));
        }
        ContentSource content = new ContentSource() {
            @Override
            public int encodeText(int of, long seq, int count, byte[] target, int at) {
                return context.text().writeUtf8(of, seq, count, target, at);
            }

            @Override
            public Value value(int of, long seq) {
                return (Value) context.elements().get(of, seq);
            }
        };
        ChangeWriter writer = new ChangeWriter(context, DocumentOps.REGISTRY, content, checksum);
        writer.begin(author, packed, content);
        reader.readOperations(author, reader.firstSeq(), OpSink.NOTHING, false);
        reader.readOperations(author, reader.firstSeq(), writer, true);
        return writer.finish(
                reader.firstSeq(), reader.endSeq(), reader.time(), reader.note(), head.hasDigest, head.digest);
    }
}
