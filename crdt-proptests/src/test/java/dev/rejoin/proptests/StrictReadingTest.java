package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.rejoin.CrdtException;
import dev.rejoin.delivery.RejectReason;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.session.ChangeSession;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.value.ValueCodec;
import dev.rejoin.version.VersionVector;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * The rules that every reader of bytes from outside keeps, by number: docs/TESTING.md lists them. What one rule asks of
 * all inputs is left to the fuzz targets and properties; here stand the cases that name it.
 */
class StrictReadingTest {
    private static final String SECRET = "SECRET-CONTENT";
    private static final int BIG = 64 << 10;
    private static final int CONSTANT = 1 << 20;
    private static final int PER_BYTE = 16;

    private final Document source = edited();
    private final Document victim = Replicas.create(9);

    /** Every form in which bytes come in, and who takes it. */
    private static final class Door {
        final byte[] good;
        final boolean ofDocument;
        final Consumer<byte[]> decoder;

        Door(byte[] good, boolean ofDocument, Consumer<byte[]> decoder) {
            this.good = good;
            this.ofDocument = ofDocument;
            this.decoder = decoder;
        }

        byte[] sealed(byte[] frame, Document document) {
            return ofDocument ? Forgery.sealChange(frame, document.id()) : Forgery.sealFrame(frame);
        }
    }

    private static Document edited() {
        Document document = Replicas.create(1);
        document.edit(tx -> {
            tx.root().text("t").append(SECRET);
            tx.root().put(SECRET, SECRET);
            tx.root().list("l").append(SECRET);
        });
        return document;
    }

    private Map<String, Door> doors() {
        Map<String, Door> doors = new LinkedHashMap<>();
        byte[] change = source.edit(tx -> tx.root().put(SECRET, SECRET + source.version()))
                .toBytes();
        doors.put("change", new Door(change, true, victim::receive));
        doors.put("batch", new Door(source.changesSince(VersionVector.EMPTY), false, victim::receive));
        byte[] deflated = source.changesSince(VersionVector.EMPTY, BatchOptions.compressed());
        doors.put("deflated batch", new Door(deflated, false, victim::receive));
        Consumer<byte[]> load = bytes -> Document.load(bytes, Replicas.options());
        Document erased = Replicas.create(2);
        erased.edit(tx -> tx.author(SECRET)
                .root()
                .text("t")
                .append("to be erased " + SECRET)
                .delete(0, 13));
        BatchOptions lacking = BatchOptions.plain().withoutDeletedText().withoutNotes();
        doors.put(
                "batch that lacks",
                new Door(erased.changesSince(VersionVector.EMPTY, lacking), false, victim::receive));
        byte[] kept = erased.save(SaveOptions.withHistory().withoutDeletedText().withoutNotes());
        doors.put("snapshot that lacks", new Door(kept, false, load));
        doors.put("snapshot", new Door(source.save(), false, load));
        doors.put("snapshot without history", new Door(source.save(SaveOptions.withoutHistory()), false, load));
        doors.put(
                "checkpoint",
                new Door(source.checkpoint(), false, bytes -> Document.resume(bytes, Replicas.options())));
        ChangeSession session = victim.openSession(SessionTransport.UNORDERED);
        ChangeSession sender = source.openSession(SessionTransport.UNORDERED);
        byte[] answer = session.receive(sender.encode(change)).answers().get(0);
        doors.put("answer", new Door(answer, true, session::receive));
        return doors;
    }

    @Test
    void c02_hostileInputOf64KiB_allocatesABoundedMultiple() {
        SplittableRandom random = new SplittableRandom(2);
        doors().forEach((name, door) -> {
            for (int way = 0; way < 12; way++) {
                byte[] frame = Arrays.copyOf(door.good, BIG);
                fill(frame, Math.min(door.good.length - 4, 30 * way), way, random);
                byte[] hostile = door.sealed(frame, source);
                long before = allocated();
                try {
                    door.decoder.accept(hostile);
                } catch (CrdtException refused) {
                    // As it should be.
                }
                assertThat(allocated() - before)
                        .as(name + " filled in way " + way)
                        .isLessThanOrEqualTo(CONSTANT + (long) PER_BYTE * BIG);
            }
        });
    }

    private static void fill(byte[] frame, int from, int way, SplittableRandom random) {
        for (int i = Math.max(2, from); i < frame.length - 4; i++) {
            frame[i] = (byte)
                    switch (way % 4) {
                        case 0 -> 0;
                        case 1 -> 1 + (i & 1);
                        case 2 -> 0x7F;
                        default -> random.nextInt(256);
                    };
        }
    }

    @Test
    void c03_whatWasRead_isWrittenAsItWas() {
        byte[] saved = source.save();
        assertThat(Document.load(saved, Replicas.options()).save()).isEqualTo(saved);
        byte[] batch = source.changesSince(VersionVector.EMPTY);
        victim.receive(batch);
        assertThat(victim.changesSince(VersionVector.EMPTY)).isEqualTo(batch);
        byte[] checkpoint = source.checkpoint();
        assertThat(Document.resume(checkpoint, Replicas.options()).checkpoint()).isEqualTo(checkpoint);
    }

    @Test
    void c05_nestingBeyondTheLimit_isRefusedWithoutRecursion() {
        byte[] deep = new byte[BIG];
        Arrays.fill(deep, (byte) 1);
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x0A;
        }
        assertThatThrownBy(() -> ValueCodec.decode(deep)).isInstanceOf(LimitExceededException.class);
        byte[] change = change(out -> {
            out.u8(0x04);
            out.u8(1);
            out.varint(65);
            for (int i = 0; i < 65; i++) {
                out.u8(1);
                out.string("");
            }
            out.zigzag(1);
        });
        assertThatThrownBy(() -> victim.receive(change)).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void c06_runThatNamesMoreThanThereIs_isRefusedBeforeItIsExpanded() {
        for (long number : new long[] {2, 1 << 20, (1L << 40) - 1, 1L << 62, -1}) {
            for (int kind = 0x38; kind <= 0x3A; kind++) {
                int deletion = kind;
                byte[] change = change(out -> {
                    out.u8(deletion);
                    out.u8(0);
                    out.varint(1);
                    out.varint(number);
                });
                long before = allocated();
                assertKind(() -> victim.receive(change), Kind.BAD_VALUE);
                assertThat(allocated() - before).isLessThan(CONSTANT);
            }
        }
    }

    @Test
    void c07_textThatIsNoUtf8_isRefusedWhereverItStands() {
        for (byte[] malformed : new byte[][] {
            {(byte) 0xC3, 0x28}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {(byte) 0x80}
        }) {
            assertKind(
                    () -> victim.receive(change(out -> {
                        out.u8(0x33);
                        out.u8(1);
                        out.u8(1);
                        out.u8(3);
                        out.string("t");
                        out.varint(malformed.length);
                        out.bytes(malformed);
                    })),
                    Kind.MALFORMED_UTF8);
            assertKind(
                    () -> victim.receive(change(out -> {
                        out.u8(0x21);
                        out.u8(0);
                        out.varint(malformed.length);
                        out.bytes(malformed);
                        out.u8(0);
                    })),
                    Kind.MALFORMED_UTF8);
            byte[] value = new byte[malformed.length + 2];
            value[0] = 6;
            value[1] = (byte) malformed.length;
            System.arraycopy(malformed, 0, value, 2, malformed.length);
            assertKind(() -> ValueCodec.decode(value), Kind.MALFORMED_UTF8);
        }
    }

    @Test
    void c08_laterVersionOrUnknownFeature_isATypedError() {
        doors().forEach((name, door) -> {
            for (int version = 2; version < 16; version++) {
                byte[] later = door.good.clone();
                later[0] = (byte) (later[0] & 0xF0 | version);
                byte[] sealed = door.sealed(later, source);
                assertThatThrownBy(() -> door.decoder.accept(sealed))
                        .as(name)
                        .isInstanceOf(UnsupportedFormatException.class);
            }
            if (!name.equals("answer")) {
                byte[] unknown = door.good.clone();
                unknown[1] |= 0x40;
                byte[] sealed = door.sealed(unknown, source);
                assertThatThrownBy(() -> door.decoder.accept(sealed))
                        .as(name)
                        .isInstanceOf(UnsupportedFormatException.class);
            }
        });
    }

    @Test
    void c08_unknownExtension_isPassedOverIfItMayBeAndPassedOnBySnapshots() {
        byte[] optional = {1, 2, 3, 7, 8, 9};
        byte[] saved = extended(source.save(), optional);
        Document loaded = Document.load(saved, Replicas.options());
        assertThat(loaded.stateHash()).isEqualTo(source.stateHash());
        assertThat(loaded.save()).isEqualTo(saved);
        Document resumed = Document.resume(extended(source.checkpoint(), optional), Replicas.options());
        assertThat(resumed.stateHash()).isEqualTo(source.stateHash());
        victim.receive(extended(source.changesSince(VersionVector.EMPTY), optional));
        assertThat(victim.version()).isEqualTo(source.version());

        byte[] required = {1, 3, 3, 7, 8, 9};
        assertThatThrownBy(() -> Document.load(extended(source.save(), required), Replicas.options()))
                .isInstanceOf(UnsupportedFormatException.class);
        assertThatThrownBy(() -> Document.resume(extended(source.checkpoint(), required), Replicas.options()))
                .isInstanceOf(UnsupportedFormatException.class);
        assertThatThrownBy(() -> victim.receive(extended(source.changesSince(VersionVector.EMPTY), required)))
                .isInstanceOf(UnsupportedFormatException.class);

        assertKind(() -> Document.load(extended(source.save(), new byte[] {0})), Kind.BAD_VALUE);
        assertKind(() -> Document.load(extended(source.save(), new byte[] {2, 4, 0, 2, 0})), Kind.UNSORTED);
        assertKind(() -> Document.load(extended(source.save(), new byte[] {2, 4, 0, 4, 0})), Kind.DUPLICATE);
        assertKind(() -> Document.load(extended(source.save(), new byte[] {1, 4, 0, 0})), Kind.TRAILING_BYTES);
    }

    private static byte[] extended(byte[] frame, byte[] extensions) {
        byte[] longer = Arrays.copyOf(frame, frame.length + extensions.length);
        System.arraycopy(extensions, 0, longer, frame.length - 4, extensions.length);
        longer[1] |= (byte) 0x80;
        return Forgery.sealFrame(longer);
    }

    @Test
    void c08_operationOfAnUnknownKind_isKeptAndPassedOn() {
        byte[] change = change(out -> {
            out.varint(0x1234);
            out.u8(0);
            out.varint(3);
            out.bytes(new byte[] {7, 8, 9});
        });
        assertThat(victim.receive(change).isComplete()).isTrue();
        Document next = Replicas.create(10);
        next.receive(victim.changesSince(VersionVector.EMPTY));
        assertThat(next.save()).isEqualTo(victim.save());
        byte[] batch = next.changesSince(VersionVector.EMPTY);
        assertThat(new String(batch, StandardCharsets.ISO_8859_1)).contains("\u0003\u0007\u0008\u0009");
    }

    @Test
    void c09_numbersAtTheirBounds_doNotWrapAround() {
        for (long count : new long[] {1L << 40, (1L << 40) - 1, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            ByteWriter out = new ByteWriter();
            out.u8(0x10 | version());
            out.u8(8);
            out.u64(5);
            out.varint((1L << 40) - 2);
            out.varint(count);
            out.u48(1_780_000_000_000L);
            out.u32(0);
            byte[] change = Forgery.sealChange(out.toByteArray(), victim.id());
            assertKind(() -> victim.receive(change), Kind.BAD_VALUE);
        }
    }

    @Test
    void c10_deflatedBytes_areRefusedBeforeTheyExpandBeyondTheLimit() {
        Document large = Replicas.create(3);
        large.edit(tx -> tx.root().text("t").append("a".repeat(4 << 20)));
        byte[] batch = large.changesSince(VersionVector.EMPTY, BatchOptions.compressed());
        assertThat(batch.length).isLessThan(16 << 10);
        Document careful = Document.create(
                large.id(),
                Replicas.options()
                        .withDecodeLimits(
                                DecodeLimits.builder().maxExpandedBytes(1 << 20).build()));
        long before = allocated();
        assertThatThrownBy(() -> careful.receive(batch)).isInstanceOf(LimitExceededException.class);
        assertThat(allocated() - before).isLessThan(CONSTANT);
    }

    @Test
    void c11_operationThatDoesNotFitItsContainer_isRejected() {
        victim.receive(source.changesSince(VersionVector.EMPTY));
        byte[] increment = change(out -> {
            out.u8(0x04);
            out.u8(1);
            out.u8(1);
            out.u8(3);
            out.string("t");
            out.zigzag(1);
        });
        assertThat(victim.receive(increment).rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.INVALID_OPERATION));
    }

    @Test
    void c12_batchWithOneMalformedByte_appliesNothing() {
        Fingerprint before = Fingerprint.of(victim);
        byte[] batch = source.changesSince(VersionVector.EMPTY);
        for (int i = 1; i < batch.length - 4; i++) {
            byte[] forged = batch.clone();
            forged[i] ^= 0x55;
            try {
                Document other = Replicas.create(9);
                boolean applied =
                        !other.receive(Forgery.sealFrame(forged)).applied().isEmpty();
                assertThat(applied || Fingerprint.of(other).equals(before)).isTrue();
            } catch (CrdtException refused) {
                assertThatThrownBy(() -> victim.receive(Forgery.sealFrame(forged)))
                        .isInstanceOf(CrdtException.class);
                assertThat(Fingerprint.of(victim)).isEqualTo(before);
            }
        }
    }

    @Test
    void c14_errors_tellThePlaceAndRepeatNoContent() {
        SplittableRandom random = new SplittableRandom(14);
        doors().forEach((name, door) -> {
            for (int i = 0; i < 400; i++) {
                byte[] forged = door.sealed(Forgery.damaged(door.good, random), source);
                try {
                    door.decoder.accept(forged);
                } catch (CorruptDataException refused) {
                    assertThat(refused.offset()).isNotNegative();
                    assertThat(refused.getMessage()).contains("at byte").doesNotContain(SECRET.substring(0, 6));
                } catch (CrdtException refused) {
                    assertThat(refused.getMessage()).doesNotContain(SECRET.substring(0, 6));
                }
            }
        });
    }

    @Test
    void c15_wrongChecksumAndEarlyEnd_areToldApart() {
        doors().forEach((name, door) -> {
            byte[] flipped = door.good.clone();
            flipped[flipped.length / 2] ^= 1;
            assertKind(() -> door.decoder.accept(flipped), Kind.CHECKSUM);
            byte[] tooShort = Arrays.copyOf(door.good, 5);
            assertKind(() -> door.decoder.accept(tooShort), Kind.TRUNCATED);
            byte[] cut = Arrays.copyOf(door.good, door.good.length - 6);
            byte[] sealed = door.sealed(cut, source);
            assertThatThrownBy(() -> door.decoder.accept(sealed))
                    .as(name)
                    .isInstanceOfSatisfying(
                            CorruptDataException.class,
                            refused -> assertThat(refused.kind()).isNotEqualTo(Kind.CHECKSUM));
        });
    }

    @Test
    void c16_refusedBytes_changeNeitherStateNorClock() {
        Fingerprint before = Fingerprint.of(victim);
        SplittableRandom random = new SplittableRandom(16);
        Map<String, Door> doors = doors();
        for (String name : new String[] {"change", "batch", "deflated batch"}) {
            Door door = doors.get(name);
            for (int i = 0; i < 300; i++) {
                byte[] forged = door.sealed(Forgery.damaged(door.good, random), source);
                Document fresh = Replicas.create(9);
                long clock = fresh.statistics().clockLeadMillis();
                try {
                    fresh.receive(forged);
                } catch (CrdtException refused) {
                    assertThat(Fingerprint.of(fresh)).isEqualTo(before);
                    assertThat(fresh.statistics().clockLeadMillis()).isEqualTo(clock);
                }
            }
        }
    }

    private static int version() {
        return Replicas.create(1).save()[0] & 0x0F;
    }

    /** A change of another replica with one operation that takes one seq, and a right checksum. */
    private byte[] change(Consumer<ByteWriter> operation) {
        ByteWriter out = new ByteWriter();
        out.u8(0x10 | version());
        out.u8(0);
        out.u64(5);
        out.varint(0);
        out.u48(1_780_000_000_000L);
        operation.accept(out);
        out.u32(0);
        return Forgery.sealChange(out.toByteArray(), victim.id());
    }

    private static void assertKind(ThrowingCallable decode, Kind kind) {
        CorruptDataException refused = catchThrowableOfType(CorruptDataException.class, decode);
        assertThat(refused).isNotNull();
        assertThat(refused.kind()).isEqualTo(kind);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
