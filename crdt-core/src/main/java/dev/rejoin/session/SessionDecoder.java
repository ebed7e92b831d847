package dev.rejoin.session;

import dev.rejoin.clock.HybridTimestamp;
import dev.rejoin.codec.ChangeHead;
import dev.rejoin.codec.Frames;
import dev.rejoin.codec.WireFormat;
import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.Crc32c;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.session.SessionResult.Reason;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a session: puts back what the sender left out of a message. {@link #decode} changes nothing that
 * a later message builds on; {@link #keep} does, once the change was taken.
 */
class SessionDecoder {
    /*
     * Invariants  D1 numbers below `next` were received, or their sender said that they do not count
     *             D2 what is remembered of a replica is that of its message with the largest number
     */

    private static final int MASK = SessionFormat.WINDOW - 1;

    private final DocumentId document;
    private final DecodeLimits limits;
    private final SessionReceiver receiver;
    private final ByteReader in = new ByteReader(new byte[0]);
    private final ByteWriter out = new ByteWriter(256);
    private final ChangeHead head = new ChangeHead();
    private final Crc32c crc = new Crc32c();

    private Known known = new Known(0);
    private boolean opened;

    // Of the message that is read now.
    private Known candidate = known;
    private long number;
    private long first;
    private int check;
    private int authorSlot;
    private int newPrefix;
    private byte[] prefixBytes = new byte[0];
    private byte[] newPrefixBytes = new byte[0];
    private final List<Long> definedIds = new ArrayList<>();
    private final List<Integer> definedSlots = new ArrayList<>();
    private int[] referenceSlots = new int[4];
    private byte[] frame = new byte[0];
    private boolean buildsOnNothing;
    /** Whether it is one that was kept before. */
    private boolean repeated;

    SessionDecoder(DocumentId document, DecodeLimits limits, SessionReceiver receiver) {
        this.document = document;
        this.limits = limits;
        this.receiver = receiver;
    }

    /** What is left out cannot be put back. Thrown inside only. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Reason reason;

        Lost(Reason reason) {
            super(null, null, false, false);
            this.reason = reason;
        }
    }

    /** Null if the message was read: {@link #isRepeated} then, or its {@link #frame}. Else why it could not be. */
    @Nullable
    Reason decode(byte[] message) {
        limits.checkMessageBytes(message.length);
        repeated = false;
        number = message.length > 2 ? message[2] : 0; // for the answer, if nothing better is found
        try {
            read(message);
            return null;
        } catch (Lost lost) {
            return lost.reason;
        }
    }

    boolean isRepeated() {
        return repeated;
    }

    boolean buildsOnNothing() {
        return buildsOnNothing;
    }

    /** The change in its self-contained form. */
    byte[] frame() {
        return frame;
    }

    private void read(byte[] message) {
        in.wrap(message, 0, message.length);
        if (message.length < 3 + SessionFormat.CRC_BYTES) {
            throw in.corruptAt(message.length, Kind.TRUNCATED, "a message of at least 7 bytes", "the end");
        }
        in.seek(message.length - SessionFormat.CRC_BYTES);
        check = in.u32();
        in.wrap(message, 0, message.length - SessionFormat.CRC_BYTES);
        in.skip(1);
        int flags = in.u8();
        int more = (flags & SessionFormat.MORE) == 0 ? 0 : Frames.flags(in, SessionFormat.KNOWN_MORE);
        definedIds.clear();
        definedSlots.clear();
        newPrefix = -1;
        long back = readNumber(more);
        if (candidate.received(number) && candidate.checks[(int) number & MASK] == (check ^ (int) back)) {
            repeated = true;
            return;
        }
        buildsOnNothing = (more & SessionFormat.NEW) != 0;
        readAuthor(flags, more);
        readReferences(flags, more);
        readDigest(flags, more);
        head.note = (more & SessionFormat.NOTE) != 0 ? readNote() : null;
        readPrefix(flags, more);
        head.count = (flags & SessionFormat.PAYLOAD) == SessionFormat.TYPED
                ? SessionFormat.units(message, in.offset(), in.limit())
                : head.count;
        rebuild(message, flags & SessionFormat.PAYLOAD);
        crc(out);
        frame = new byte[0];
        int ofFrame = crc.value();
        if (!agree(SessionFormat.check(crc, candidate.session, number), check ^ (int) back)) {
            throw new Lost(Reason.CHECKSUM);
        }
        check ^= (int) back;
        out.u32(ofFrame);
        frame = out.toByteArray();
    }

    private void crc(ByteWriter body) {
        SessionFormat.document(crc, document);
        body.addTo(crc, 0, body.position());
    }

    /** Not private, because a test shows what it guards against. */
    boolean agree(int computed, int sent) {
        return computed == sent;
    }

    private long readNumber(int more) {
        if ((more & SessionFormat.OPEN) == 0) {
            int low = in.u8();
            candidate = known;
            number = low;
            if (!opened) {
                throw new Lost(Reason.UNKNOWN_SESSION);
            }
            long expected = known.highest + 1;
            number = expected + (byte) (low - (int) expected);
            first = known.next;
            if (number < 0) {
                throw new Lost(Reason.MISSING_MESSAGE);
            }
            return 0;
        }
        long session = in.u64();
        number = number();
        long back = in.varintUpTo(SessionFormat.WINDOW, "distance to the first message");
        if (back > number) {
            throw in.corrupt(Kind.BAD_VALUE, "a first message from 0 on", "less");
        }
        first = number - back;
        candidate = opened && session == known.session ? known : new Known(session);
        return back;
    }

    private long number() {
        int at = in.offset();
        long value = in.varint();
        if (value < 0 || value > ElementId.MAX_SEQ) {
            throw in.corruptAt(at, Kind.BAD_VALUE, "a message number below 2^40", Long.toUnsignedString(value));
        }
        return value;
    }

    private void readAuthor(int flags, int more) {
        boolean typed = (flags & SessionFormat.PAYLOAD) == SessionFormat.TYPED;
        long baseEnd = 0;
        long baseMillis = -1;
        if ((more & SessionFormat.NEW) != 0) {
            authorSlot = slotNumber();
            head.replica = in.u64();
            define(authorSlot, head.replica);
            baseEnd = number();
        } else if ((more & SessionFormat.BASE) != 0) {
            long base = number - in.u8();
            if (base >= number || !candidate.received(base)) {
                throw new Lost(Reason.UNKNOWN_CONTEXT);
            }
            int at = (int) base & MASK;
            authorSlot = candidate.authors[at];
            baseEnd = candidate.ends[at];
            baseMillis = candidate.times[at] >>> 16;
        } else {
            authorSlot = (flags & SessionFormat.AUTHOR) != 0 ? slotNumber() : candidate.lastAuthor;
            if (number != candidate.next || candidate.highest >= number) {
                throw new Lost(Reason.MISSING_MESSAGE);
            }
            Slot author = candidate.slot(authorSlot);
            if (author == null || author.message < 0) {
                throw new Lost(Reason.UNKNOWN_CONTEXT);
            }
            baseEnd = author.end;
            baseMillis = author.time >>> 16;
        }
        if (baseMillis >= 0) {
            Slot author = candidate.slot(authorSlot);
            if (author == null) {
                throw new Lost(Reason.UNKNOWN_CONTEXT);
            }
            head.replica = author.id;
        }
        head.firstSeq = baseEnd + ((more & SessionFormat.GAP) != 0 ? number() : 0);
        head.count = (flags & SessionFormat.COUNT) != 0 && !typed ? number() : 1;
        long millis = baseMillis < 0 ? in.u48() : baseMillis + number();
        long counter = (flags & SessionFormat.COUNTER) != 0 ? in.varintUpTo(0xFFFF, "timestamp counter") : 0;
        head.time = millis << 16 | counter;
        if (millis >>> 47 != 0 || !HybridTimestamp.isAcceptable(head.time)) {
            throw in.corrupt(Kind.BAD_VALUE, "a time above 0 and below 2^47 ms", millis + " ms");
        }
    }

    private int slotNumber() {
        return in.varintUpTo(SessionFormat.MAX_SLOTS - 1, "number of a replica");
    }

    private void define(int slot, long id) {
        definedSlots.add(slot);
        definedIds.add(id);
    }

    private void readReferences(int flags, int more) {
        head.referenceCount = 0;
        if ((flags & SessionFormat.REFERENCES) == 0) {
            return;
        }
        boolean relative = (more & (SessionFormat.NEW | SessionFormat.BASE)) == 0;
        int at = in.offset();
        int references = in.count(2);
        limits.checkReplicas(references, at);
        head.room(references);
        if (referenceSlots.length < references) {
            referenceSlots = new int[references];
        }
        for (int i = 0; i < references; i++) {
            int code = in.varintUpTo(SessionFormat.MAX_SLOTS, "number of a replica");
            long named = 0;
            if (code == 0) {
                referenceSlots[i] = slotNumber();
                head.referenceIds[i] = in.u64();
                define(referenceSlots[i], head.referenceIds[i]);
            } else {
                Slot slot = candidate.slot(code - 1);
                if (slot == null) {
                    throw new Lost(Reason.UNKNOWN_CONTEXT);
                }
                referenceSlots[i] = code - 1;
                head.referenceIds[i] = slot.id;
                named = slot.named;
            }
            long coded = in.varint();
            long seq = coded >>> 1;
            head.referenceIsDependency[i] = (coded & 1) != 0;
            head.referenceSeqs[i] = code != 0 && relative ? named + (seq >>> 1 ^ -(seq & 1)) : seq;
        }
        head.referenceCount = references;
    }

    private void readDigest(int flags, int more) {
        head.hasDigest = (flags & SessionFormat.DIGEST) != 0;
        if (head.hasDigest) {
            head.digest = in.u32();
        } else if (head.firstSeq > 0 && (more & SessionFormat.NO_DIGEST) == 0) {
            OptionalInt digest = receiver.digestBefore(new ReplicaId(head.replica), head.firstSeq);
            if (digest.isEmpty()) {
                throw new Lost(Reason.UNKNOWN_DIGEST);
            }
            head.hasDigest = true;
            head.digest = digest.getAsInt();
        }
    }

    private ChangeNote readNote() {
        String author = in.string();
        String message = in.string();
        return new ChangeNote(author, message);
    }

    private void readPrefix(int flags, int more) {
        prefixBytes = new byte[0];
        boolean defined = (more & SessionFormat.PREFIX) != 0;
        boolean used = (flags & SessionFormat.PAYLOAD) == SessionFormat.PREFIXED;
        if (!defined && !used) {
            return;
        }
        int prefix = in.varintUpTo(SessionFormat.MAX_PREFIXES - 1, "number of a prefix");
        if (used) {
            Prefix found = candidate.prefix(prefix);
            if (found == null) {
                throw new Lost(Reason.UNKNOWN_CONTEXT);
            }
            prefixBytes = found.bytes;
        } else {
            newPrefix = prefix;
            int at = in.offset();
            int length = SessionFormat.prefixLength(in);
            in.seek(at);
            newPrefixBytes = in.bytes(length);
            in.seek(at);
        }
    }

    /** Writes the self-contained form, without its checksum. */
    private void rebuild(byte[] message, int payload) {
        out.reset();
        head.write(out);
        int at = in.offset();
        int end = in.limit();
        switch (payload) {
            case SessionFormat.TYPED -> {
                out.u8(WireFormat.CONTINUE_TEXT);
                out.varint(end - at);
                out.bytes(message, at, end);
            }
            case SessionFormat.ERASED -> {
                out.u8(WireFormat.DELETE_RANGE);
                out.u8(0);
                out.bytes(message, at, end);
                out.u8(1);
            }
            default -> {
                out.bytes(prefixBytes);
                out.bytes(message, at, end);
            }
        }
    }

    /** Remembers the message that was decoded last. */
    void keep() {
        known = candidate;
        opened = true;
        for (int i = 0; i < definedSlots.size(); i++) {
            known.define(definedSlots.get(i), definedIds.get(i));
        }
        if (newPrefix >= 0) {
            known.definePrefix(newPrefix, newPrefixBytes);
        }
        for (int i = 0; i < head.referenceCount; i++) {
            known.mustHave(referenceSlots[i]).name(head.referenceSeqs[i], number);
        }
        known.keep(number, first, check, authorSlot, head);
    }

    /** Tells the sender what is here, and what not. */
    byte[] answer(@Nullable Reason reason) {
        Known told = opened ? known : new Known(0);
        long mask = 0;
        for (int i = 0; i < Long.SIZE; i++) {
            mask |= told.received(told.next + 1 + i) ? 1L << i : 0;
        }
        out.reset();
        out.u8(Frames.SESSION_ANSWER);
        out.u8(reason == null ? SessionFormat.ACKNOWLEDGED : reason.code);
        out.u64(told.session);
        out.varint(told.next);
        out.varint(mask);
        out.u8((int) number & 0xFF);
        SessionFormat.sealAnswer(out, crc, document);
        return out.toByteArray();
    }

    /** What one session has told so far. */
    private static final class Known {
        final long session;
        long next;
        long highest = -1;
        int lastAuthor;

        final long[] numbers = new long[SessionFormat.WINDOW];
        final int[] checks = new int[SessionFormat.WINDOW];
        final int[] authors = new int[SessionFormat.WINDOW];
        final long[] ends = new long[SessionFormat.WINDOW];
        final long[] times = new long[SessionFormat.WINDOW];

        @Nullable
        Slot[] slots = new Slot[4];

        @Nullable
        Prefix[] prefixes = new Prefix[4];

        Known(long session) {
            this.session = session;
            Arrays.fill(numbers, -1);
        }

        boolean received(long number) {
            return number >= 0 && numbers[(int) number & MASK] == number;
        }

        @Nullable
        Slot slot(int number) {
            return number < slots.length ? slots[number] : null;
        }

        @Nullable
        Prefix prefix(int number) {
            return number < prefixes.length ? prefixes[number] : null;
        }

        Slot mustHave(int number) {
            Slot slot = slot(number);
            if (slot == null) {
                throw new IllegalStateException("replica " + number + " was not defined");
            }
            return slot;
        }

        void define(int number, long id) {
            if (number >= slots.length) {
                slots = Arrays.copyOf(slots, Math.max(number + 1, slots.length * 2));
            }
            Slot before = slots[number];
            if (before == null || before.id != id) {
                slots[number] = new Slot(id);
            }
        }

        void definePrefix(int number, byte[] bytes) {
            if (number >= prefixes.length) {
                prefixes = Arrays.copyOf(prefixes, Math.max(number + 1, prefixes.length * 2));
            }
            prefixes[number] = new Prefix(bytes, number);
        }

        void keep(long number, long first, int check, int authorSlot, ChangeHead head) {
            int at = (int) number & MASK;
            if (numbers[at] < number) {
                numbers[at] = number;
                checks[at] = check;
                authors[at] = authorSlot;
                ends[at] = head.endSeq();
                times[at] = head.time;
            }
            Slot author = mustHave(authorSlot);
            if (number > author.message) {
                author.message = number;
                author.end = head.endSeq();
                author.time = head.time;
                author.name(head.endSeq() - 1, number);
            }
            if (number > highest) {
                highest = number;
                lastAuthor = authorSlot;
            }
            next = Math.max(next, first);
            while (received(next)) {
                next++;
            }
        }
    }

    /** A replica, and what the last message about it said. */
    private static final class Slot {
        final long id;
        long message = -1;
        long end;
        long time;
        long named;
        long namedIn;

        Slot(long id) {
            this.id = id;
        }

        void name(long seq, long inMessage) {
            if (inMessage >= namedIn) {
                named = seq;
                namedIn = inMessage;
            }
        }
    }
}
