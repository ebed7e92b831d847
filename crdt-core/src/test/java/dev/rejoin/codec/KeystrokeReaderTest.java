package dev.rejoin.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.CrdtException;
import dev.rejoin.counter.CounterOp;
import dev.rejoin.counter.CounterOpCodec;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message means the same whether the keystroke reader takes it or not, and every other value of each of its bytes too. */
class KeystrokeReaderTest {
    private static final long TIME = 1_700_000_000_000L << 16;
    private static final int AUTHOR = 0;

    private final ReplicaContext context = new ReplicaContext(DocumentId.named("keystrokes"), 1);
    private final DocumentChecksum checksum = new DocumentChecksum(context.documentId());
    private final OpRegistry registry = OpRegistry.of(new CounterOpCodec());
    private final ChangeReader quick = reader(new KeystrokeReader(checksum));
    private final ChangeReader general = reader(null);
    private final List<byte[]> messages = new ArrayList<>();
    private int taken;

    private ChangeReader reader(KeystrokeReader keystroke) {
        return new ChangeReader(context, registry, DecodeLimits.DEFAULT, checksum, keystroke);
    }

    private interface Operations {
        void write(ChangeWriter writer, long seq);
    }

    private void message(long seq, int count, long time, String typed, Operations operations) {
        message(seq, count, time, null, new long[0], typed, operations);
    }

    private void message(
            long seq, int count, long time, ChangeNote note, long[] seen, String typed, Operations operations) {
        ContentSource content = new ContentSource() {
            @Override
            public int encodeText(int author, long first, int units, byte[] target, int at) {
                byte[] utf8 = typed.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                System.arraycopy(utf8, 0, target, at, utf8.length);
                return at + utf8.length;
            }

            @Override
            public Value value(int author, long first) {
                return Value.of(typed);
            }
        };
        ChangeWriter writer = new ChangeWriter(context, registry, content, checksum);
        writer.begin(AUTHOR, seen, content);
        operations.write(writer, seq);
        messages.add(writer.finish(seq, seq + count, time, note, true, 0x1234_5678));
    }

    private void makeMessages() {
        context.replicas().intern(0x8877_6655_4433_2211L);
        context.replicas().intern(17);
        int text = context.containers().intern(ContainerTable.ROOT, "t", 3);
        long own = ElementId.of(AUTHOR, 3);
        long other = ElementId.of(1, 5);
        message(300, 1, TIME, "x", (to, seq) -> to.insert(-1, true, seq, 1, ElementId.of(0, seq - 1), false, true));
        message(0, 1, TIME, "x", (to, seq) -> to.insert(text, true, seq, 1, ElementId.NONE, false, false));
        message(4, 1, TIME | 9, "x", (to, seq) -> to.insert(-1, true, seq, 1, own, false, false));
        message(1 << 20, 1, TIME | 300, "x", (to, seq) -> to.insert(-1, true, seq, 1, own, true, false));
        message(4, 1, TIME, "ä", (to, seq) -> to.insert(-1, true, seq, 1, own, true, false));
        message(4, 1, TIME, "x", (to, seq) -> to.insert(-1, false, seq, 1, own, true, false));
        message(4, 3, TIME, "xyz", (to, seq) -> to.insert(-1, true, seq, 3, own, false, false));
        message(4, 1, TIME, "x", (to, seq) -> to.insert(-1, true, seq, 1, other, false, false));
        message(ElementId.MAX_SEQ - 1, 1, TIME, "", (to, seq) -> to.delete(seq, own, 1, 0));
        message(900, 1, TIME | 1, "", (to, seq) -> to.delete(seq, own, 700, 0));
        message(4, 3, TIME, "", (to, seq) -> to.delete(seq, own, 3, -1));
        message(4, 1, TIME, "", (to, seq) -> to.delete(seq, other, 2, 0));
        message(4, 1, TIME, "", (to, seq) -> to.operation(text, seq, new CounterOp.Increment(5)));
        message(4, 2, TIME, "x", (to, seq) -> {
            to.delete(seq, own, 1, 0);
            to.insert(-1, true, seq + 1, 1, own, false, false);
        });
        message(
                4,
                1,
                TIME,
                new ChangeNote("me", "why"),
                new long[] {other},
                "",
                (to, seq) -> to.delete(seq, own, 1, 0));
    }

    @Test
    void read_anyValueOfAnyByte_meansTheSame() {
        makeMessages();
        for (byte[] message : messages) {
            compare(message);
            for (int at = 0; at < message.length - WireFormat.CRC_BYTES; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] changed = message.clone();
                    changed[at] = (byte) value;
                    compare(sealed(changed));
                }
            }
        }
        assertThat(taken).isGreaterThan(10_000);
    }

    @Test
    void read_cutOrLonger_meansTheSame() {
        makeMessages();
        for (byte[] message : messages) {
            for (int length = WireFormat.CRC_BYTES; length < message.length + 3; length++) {
                compare(sealed(java.util.Arrays.copyOf(message, length)));
                compare(java.util.Arrays.copyOf(message, length));
            }
        }
    }

    private byte[] sealed(byte[] message) {
        int end = message.length - WireFormat.CRC_BYTES;
        Raw.putU32(message, end, checksum.of(message, 0, end));
        return message;
    }

    private void compare(byte[] message) {
        // Behind other bytes, so that offsets are told apart from positions.
        byte[] shifted = new byte[message.length + 8];
        System.arraycopy(message, 0, shifted, 5, message.length);
        assertThat(meaning(quick, shifted, 5, 5 + message.length))
                .isEqualTo(meaning(general, shifted, 5, 5 + message.length));
        KeystrokeReader keystroke = new KeystrokeReader(checksum);
        if (keystroke.readHead(message, 0, message.length) && keystroke.readOperation(new SingleOperation(context))) {
            taken++;
        }
    }

    private String meaning(ChangeReader reader, byte[] bytes, int start, int end) {
        StringBuilder said = new StringBuilder();
        int containers = context.containers().size();
        try {
            reader.readHeader(bytes, start, end);
            said.append(reader.replica()).append(' ').append(reader.firstSeq()).append(' ');
            said.append(reader.endSeq()).append(' ').append(reader.time()).append(' ');
            said.append(reader.note()).append(reader.hasPredecessorDigest()).append(reader.digestAgrees(0x1234_5678));
            for (int i = 0; i < reader.referenceCount(); i++) {
                said.append(reader.referenceReplica(i)).append(':').append(reader.referenceSeq(i));
                said.append(reader.isDependency(i));
            }
            OpSink noting = noting(said);
            reader.readOperations(AUTHOR, reader.firstSeq(), noting, false);
            said.append(reader.onlyContinues()).append(" again ");
            reader.readOperations(AUTHOR, reader.firstSeq(), noting, false);
            reader.readOperations(AUTHOR, reader.endSeq(), noting, false);
        } catch (CrdtException | IllegalArgumentException refused) {
            said.append(refused);
        }
        context.containers().truncate(containers);
        return said.toString();
    }

    private static OpSink noting(StringBuilder said) {
        return new OpSink() {
            @Override
            public void insert(
                    int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
                said.append(" insert " + container + text + seq + ' ' + count + ' ' + parent + left + continues);
            }

            @Override
            public void delete(long seq, long element, int count, int step) {
                said.append(" delete " + seq + ' ' + element + ' ' + count + ' ' + step);
            }

            @Override
            public void operation(int container, long seq, Op op) {
                said.append(" operation " + container + ' ' + seq + ' ' + op);
            }
        };
    }
}
