package dev.rejoin.session;

import dev.rejoin.codec.ChangeHead;
import dev.rejoin.codec.Frames;
import dev.rejoin.codec.WireFormat;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.Crc32c;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.version.DocumentId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a session: gives changes numbers, keeps the last ones, and leaves out of each what the other end
 * knows.
 *
 * <p>What it knows, over an ordered transport, is whatever was sent; over an unordered one, whatever it acknowledged. A
 * message that is sent again builds on nothing, has the same number and, since the checksum is that of what it stands
 * for, the same checksum.
 */
final class SessionEncoder {
    /*
     * Invariants  S1 numbers of kept messages ascend, and are below `next`
     *             S2 a replica or prefix that counts as known was defined in a message that counts as received
     */

    private static final long MAX_KEPT_BYTES = 4L << 20;

    /** More open messages than this, and the receiver could take the low byte of a number for another one. */
    private static final int MOST_SHORT_NUMBERS = 100;

    private final DocumentId document;
    private final long session;
    private final boolean ordered;
    private final ByteWriter out = new ByteWriter(256);
    private final ByteReader in = new ByteReader(new byte[0]);
    private final ChangeHead head = new ChangeHead();
    private final Crc32c crc = new Crc32c();

    private final Map<Long, Slot> slotsById = new HashMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Prefix, Prefix> prefixes = new HashMap<>();

    private final ArrayDeque<Sent> kept = new ArrayDeque<>();
    private long keptBytes;
    private long next;
    private long sentAgainBefore;
    private boolean opened;
    private boolean explicitDigests;
    private @Nullable Slot lastAuthor;
    private int textAt;

    SessionEncoder(DocumentId document, long session, boolean ordered) {
        this.document = document;
        this.session = session;
        this.ordered = ordered;
        this.explicitDigests = !ordered;
    }

    /** The message for a change; the change itself where there is no room to keep track of it. */
    byte[] encode(byte[] frame) {
        if (!ordered && (kept.size() >= SessionFormat.WINDOW / 2 || keptBytes > MAX_KEPT_BYTES)) {
            return frame;
        }
        readHead(frame);
        if (slotsById.size() + head.referenceCount >= SessionFormat.MAX_SLOTS) {
            return frame;
        }
        Sent sent = new Sent(next, frame);
        kept.add(sent);
        keptBytes += frame.length;
        next++;
        while (ordered && (kept.size() > SessionFormat.WINDOW || keptBytes > MAX_KEPT_BYTES && kept.size() > 1)) {
            keptBytes -= kept.remove().frame.length;
        }
        return write(sent, false);
    }

    private void readHead(byte[] frame) {
        if (frame.length <= SessionFormat.CRC_BYTES) {
            throw new CorruptDataException(Kind.TRUNCATED, frame.length, "a change", frame.length + " bytes");
        }
        int end = frame.length - SessionFormat.CRC_BYTES;
        int found = SessionFormat.document(crc, document).update(frame, 0, end).value();
        in.wrap(frame, end, frame.length);
        if (in.u32() != found) {
            throw new CorruptDataException(Kind.CHECKSUM, end, "the checksum of a change", "another");
        }
        in.wrap(frame, 0, end);
        head.read(in, DecodeLimits.DEFAULT);
    }

    /** Writes a message; head and crc are those of its frame, and the reader stands at its operations. */
    private byte[] write(Sent sent, boolean alone) {
        byte[] frame = sent.frame;
        int operations = in.offset();
        int end = frame.length - SessionFormat.CRC_BYTES;
        Slot author = slot(head.replica);
        sent.author = author;
        sent.end = head.endSeq();
        sent.time = head.time;

        boolean delta = !alone && author.canPrecede(head, sent.number, ordered);
        int payload = payloadForm(frame, operations, end);
        Prefix prefix = payload == SessionFormat.PLAIN ? prefix(frame, operations) : null;
        boolean prefixKnown = prefix != null && !alone && prefix.known;
        payload = prefixKnown ? SessionFormat.PREFIXED : payload;
        boolean open = alone || !opened || !ordered && next - first() > MOST_SHORT_NUMBERS;
        boolean gap = delta && head.firstSeq != author.end;
        boolean digest = head.hasDigest && (explicitDigests || !delta || gap);

        int flags = payload
                | (head.count != 1 && payload != SessionFormat.TYPED ? SessionFormat.COUNT : 0)
                | ((head.time & 0xFFFF) != 0 ? SessionFormat.COUNTER : 0)
                | (delta && ordered && author != lastAuthor ? SessionFormat.AUTHOR : 0)
                | (head.referenceCount > 0 ? SessionFormat.REFERENCES : 0)
                | (digest ? SessionFormat.DIGEST : 0);
        int more = (open ? SessionFormat.OPEN : 0)
                | (delta ? 0 : SessionFormat.NEW)
                | (delta && !ordered ? SessionFormat.BASE : 0)
                | (gap ? SessionFormat.GAP : 0)
                | (head.note != null ? SessionFormat.NOTE : 0)
                | (!head.hasDigest && head.firstSeq > 0 ? SessionFormat.NO_DIGEST : 0)
                | (prefix != null && !prefixKnown ? SessionFormat.PREFIX : 0);
        out.reset();
        out.u8(Frames.SESSION_MESSAGE);
        out.u8(flags | (more != 0 ? SessionFormat.MORE : 0));
        if (more != 0) {
            out.u8(more);
        }
        long back = writeNumber(sent.number, open);
        writeAuthor(sent, author, delta, gap);
        if ((flags & SessionFormat.COUNT) != 0) {
            out.varint(head.count);
        }
        writeTime(author, delta);
        boolean relative = delta && ordered;
        if (head.referenceCount > 0) {
            writeReferences(sent, alone, relative);
        }
        if (digest) {
            out.u32(head.digest);
        }
        ChangeHead.writeNote(head.note, out);
        if (prefix != null) {
            out.varint(prefix.number);
            if (!prefixKnown) {
                sent.prefix = prefix;
            }
        }
        switch (payload) {
            case SessionFormat.TYPED -> out.bytes(frame, textAt, end);
            case SessionFormat.ERASED -> out.bytes(frame, operations + 2, end - 1);
            case SessionFormat.PREFIXED -> out.bytes(frame, operations + prefixLength(prefix), end);
            default -> out.bytes(frame, operations, end);
        }
        out.u32(SessionFormat.check(crc, session, sent.number) ^ (int) back);
        if (ordered) {
            know(sent);
        }
        return out.toByteArray();
    }

    private static int prefixLength(@Nullable Prefix prefix) {
        return prefix == null ? 0 : prefix.bytes.length;
    }

    private long first() {
        Sent oldest = kept.peek();
        return oldest == null ? next : oldest.number;
    }

    private long writeNumber(long number, boolean open) {
        if (!open) {
            out.u8((int) number & 0xFF);
            return 0;
        }
        long back = number - first();
        out.u64(session);
        out.varint(number);
        out.varint(back);
        return back;
    }

    private void writeAuthor(Sent sent, Slot author, boolean delta, boolean gap) {
        if (!delta) {
            out.varint(author.number);
            out.u64(head.replica);
            out.varint(head.firstSeq);
            sent.define(author);
            return;
        }
        if (!ordered) {
            out.u8((int) (sent.number - author.message));
        } else if (author != lastAuthor) {
            out.varint(author.number);
        }
        if (gap) {
            out.varint(head.firstSeq - author.end);
        }
    }

    private void writeTime(Slot author, boolean delta) {
        if (delta) {
            out.varint((head.time >>> 16) - (author.time >>> 16));
        } else {
            out.u48(head.time >>> 16);
        }
        if ((head.time & 0xFFFF) != 0) {
            out.varint(head.time & 0xFFFF);
        }
    }

    /** Each by the number of its replica; relative to what was named last of that replica, where messages are in order. */
    private void writeReferences(Sent sent, boolean alone, boolean relative) {
        out.varint(head.referenceCount);
        for (int i = 0; i < head.referenceCount; i++) {
            Slot slot = slot(head.referenceIds[i]);
            long seq = head.referenceSeqs[i];
            boolean known = slot.known && !alone;
            if (known) {
                out.varint(1L + slot.number);
            } else {
                out.u8(0);
                out.varint(slot.number);
                out.u64(slot.id);
                sent.define(slot);
            }
            long difference = seq - slot.named;
            long coded = known && relative ? difference << 1 ^ difference >> 63 : seq;
            out.varint(coded << 1 | (head.referenceIsDependency[i] ? 1 : 0));
            if (ordered) {
                slot.name(seq, sent.number);
            }
        }
    }

    /** What an end knows once it has a message. */
    private void know(Sent sent) {
        Slot author = sent.author;
        if (author != null && sent.number > author.message) {
            author.message = sent.number;
            author.end = sent.end;
            author.time = sent.time;
            author.name(sent.end - 1, sent.number);
            lastAuthor = author;
        }
        for (Slot slot : sent.defined) {
            slot.known = true;
        }
        if (sent.prefix != null) {
            sent.prefix.known = true;
        }
        opened = true;
    }

    private int payloadForm(byte[] frame, int operations, int end) {
        int first = end > operations ? frame[operations] : -1;
        if (first == WireFormat.CONTINUE_TEXT) {
            in.seek(operations + 1);
            int length = in.count(1);
            textAt = in.offset();
            if (length > 0 && in.remaining() == length && SessionFormat.units(frame, textAt, end) == head.count) {
                return SessionFormat.TYPED;
            }
        }
        boolean erased = first == WireFormat.DELETE_RANGE
                && head.count == 1
                && end - operations > 3
                && frame[operations + 1] == 0
                && frame[end - 1] == 1;
        if (erased) {
            in.seek(operations + 2);
            in.varint();
            return in.remaining() == 1 ? SessionFormat.ERASED : SessionFormat.PLAIN;
        }
        return SessionFormat.PLAIN;
    }

    /** The prefix of the operations, if it has a number or gets one. */
    private @Nullable Prefix prefix(byte[] frame, int operations) {
        in.seek(operations);
        int length = SessionFormat.prefixLength(in);
        if (length == 0) {
            return null;
        }
        Prefix fresh = new Prefix(Arrays.copyOfRange(frame, operations, operations + length), prefixes.size());
        Prefix known = prefixes.putIfAbsent(fresh, fresh);
        if (known == null && prefixes.size() > SessionFormat.MAX_PREFIXES) {
            prefixes.remove(fresh);
            return null;
        }
        return known == null ? fresh : known;
    }

    private Slot slot(long replica) {
        Slot known = slotsById.get(replica);
        if (known == null) {
            known = new Slot(replica, slots.size());
            slotsById.put(replica, known);
            slots.add(known);
        }
        return known;
    }

    /** Whether all that the other end lacks is still here; gives what to send to `again`. */
    boolean answered(ByteReader answer, List<byte[]> again) {
        int reason = answer.u8();
        long of = answer.u64();
        long nextThere = answer.varint();
        long mask = answer.varint();
        int about = answer.u8();
        answer.expectEnd();
        boolean here = of == session;
        if (here) {
            acknowledge(nextThere, mask);
        }
        if (reason == SessionFormat.ACKNOWLEDGED) {
            return true;
        }
        long number = next - 1 - (next - 1 - about & SessionFormat.WINDOW - 1);
        if (number < sentAgainBefore) {
            return true; // it was written before what the other end lacks was sent again
        }
        if (reason == SessionResult.Reason.UNKNOWN_DIGEST.code) {
            explicitDigests = true;
        }
        boolean complete = here ? nextThere >= first() : first() == 0;
        if (here && !ordered) {
            sendAgain(number, number, again);
        } else {
            again.addAll(sendAgain());
        }
        return complete;
    }

    private void acknowledge(long nextThere, long mask) {
        kept.removeIf(sent -> {
            long ahead = sent.number - nextThere - 1;
            boolean there = sent.number < nextThere || ahead >= 0 && ahead < Long.SIZE && (mask >>> ahead & 1) != 0;
            if (there) {
                know(sent);
                keptBytes -= sent.frame.length;
            }
            return there;
        });
    }

    /** Everything that is kept, in a form that builds on nothing. */
    List<byte[]> sendAgain() {
        for (Slot slot : slots) {
            slot.known = slot.known && !ordered;
        }
        for (Prefix prefix : prefixes.values()) {
            prefix.known = prefix.known && !ordered;
        }
        List<byte[]> again = new ArrayList<>();
        sendAgain(0, Long.MAX_VALUE, again);
        sentAgainBefore = next;
        return again;
    }

    private void sendAgain(long from, long to, List<byte[]> again) {
        for (Sent sent : kept) {
            if (sent.number >= from && sent.number <= to) {
                readHead(sent.frame);
                again.add(write(sent, true));
            }
        }
    }

    /** A replica and what was last sent of it. */
    private static final class Slot {
        final long id;
        final int number;
        boolean known;
        long message = -1;
        long end;
        long time;
        long named;
        long namedIn;

        Slot(long id, int number) {
            this.id = id;
            this.number = number;
        }

        void name(long seq, long inMessage) {
            if (inMessage >= namedIn) {
                named = seq;
                namedIn = inMessage;
            }
        }

        /** Whether a change can be told by its difference to the last message of its author that counts. */
        boolean canPrecede(ChangeHead change, long inMessage, boolean ordered) {
            return known
                    && message >= 0
                    && end <= change.firstSeq
                    && time >>> 16 <= change.time >>> 16
                    && (ordered || inMessage - message < SessionFormat.WINDOW);
        }
    }

    /** A message that may have to be sent again. */
    private static final class Sent {
        final long number;
        final byte[] frame;
        final List<Slot> defined = new ArrayList<>(1);

        @Nullable
        Slot author;

        @Nullable
        Prefix prefix;

        long end;
        long time;

        Sent(long number, byte[] frame) {
            this.number = number;
            this.frame = frame;
        }

        void define(Slot slot) {
            defined.add(slot);
        }
    }
}
