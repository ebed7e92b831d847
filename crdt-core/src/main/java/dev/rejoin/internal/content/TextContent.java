package dev.rejoin.internal.content;

import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.ElementId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The characters of one document: UTF-16 code units addressed by (replica index, seq), append-only per replica.
 *
 * <p>Texts and history share one copy. A run of ids is a run of characters, so spans carry no strings.
 *
 * <p>The live object belongs to the document's writer. A view keeps a reference to the object as it was when the view
 * was taken; it may read the characters it knows of from any thread while the writer goes on with the object that
 * {@link #forkIfStale()} answers.
 *
 * <p>Costs: constant time per character and per page; one byte per Latin-1 character, two per character in a page that
 * holds a wider one, and one byte for each seq in between that other operations took.
 */
public final class TextContent {
    /** Stands where a character is not kept. */
    public static final char STAND_IN = '\uFFFD';

    /*
     * Layout      - Per replica a directory of pages of 4096 seqs. A page is a byte[] (Latin-1) until a wider character
     *               comes, then that page alone becomes a char[]. Arrays grow from 16 by doubling as the page fills.
     * Ownership   - Writing behind the last character of a page is invisible to every view, so shared arrays are written
     *               in place. Replacing an array happens in a directory of the current epoch, replacing a directory in a
     *               table of the current epoch; what is older is copied first. Truncation copies the page it cuts,
     *               because a view may still see what stood there.
     * Invariant   - P1 byteSize is the sum over the pages.
     * Tail        - The Latin-1 page that was last appended to, and the place behind its last character: a single
     *               character that follows goes there with one comparison. (SpanTreeBenchmark.type)
     */
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int MASK = PAGE - 1;
    private static final int SMALLEST = 16;
    private static final byte[] NOTHING = {};
    private static final char REPLACEMENT = '\uFFFD';

    private final EditEpoch epochs;
    private final int epoch;
    private @Nullable PageDirectory[] directories;
    private int directoriesEpoch;
    private boolean wide;
    private long byteSize;

    private byte[] tail = NOTHING;
    private int tailOffset;
    /** The packed id of the character that would follow. */
    private long tailNext = ElementId.NONE;

    /**
     * Creates an empty store.
     *
     * @param epochs the edit epoch of the document
     */
    public TextContent(EditEpoch epochs) {
        this.epochs = epochs;
        this.epoch = epochs.current();
        this.directories = new PageDirectory[1];
        this.directoriesEpoch = epoch;
    }

    private TextContent(TextContent stale) {
        stale.settleTail();
        this.epochs = stale.epochs;
        this.epoch = epochs.current();
        this.directories = stale.directories;
        this.directoriesEpoch = stale.directoriesEpoch;
        this.wide = stale.wide;
        this.byteSize = stale.byteSize;
    }

    /**
     * The store to write to: this one, or its successor if a view may hold this one.
     *
     * @return a store of the current epoch with the same content; constant time
     */
    public TextContent forkIfStale() {
        return epoch == epochs.current() ? this : new TextContent(this);
    }

    /**
     * Appends characters of a replica.
     *
     * @param replica index of the replica
     * @param seq id of the first character, at or after {@link #end(int)}
     * @param text where the characters are
     * @param start index of the first
     * @param end index after the last
     */
    public void append(int replica, long seq, CharSequence text, int start, int end) {
        boolean isTyped = end - start == 1 && ElementId.of(replica, seq) == tailNext;
        if (!isTyped || !appendToTail(text.charAt(start))) {
            appendAfresh(replica, seq, text, start, end);
        }
    }

    private void appendAfresh(int replica, long seq, CharSequence text, int start, int end) {
        PageDirectory directory = directoryAt(replica, seq);
        long at = seq;
        for (int from = start; from < end; ) {
            int offset = (int) at & MASK;
            int to = from + Math.min(end - from, PAGE - offset);
            appendToPage(directory, replica, at, text, from, to);
            at += to - from;
            from = to;
        }
        endAt(replica, at);
    }

    private boolean appendToTail(char c) {
        int offset = tailOffset;
        if (c > 0xFF || offset == tail.length) {
            return false;
        }
        tail[offset] = (byte) c;
        tailOffset = offset + 1;
        tailNext++;
        return true;
    }

    /**
     * The character that was appended last, if it has that id: for the writer alone, which asks for what it has just
     * typed. (TextEditBenchmark.local)
     *
     * @param replica index of the replica
     * @param seq id of a character that was appended
     * @return the UTF-16 code unit, or -1 if another one was appended last or it stands in a page of wide characters
     */
    public int newest(int replica, long seq) {
        return ElementId.of(replica, seq) + 1 == tailNext ? tail[tailOffset - 1] & 0xFF : -1;
    }

    /** Notes in the directory what was appended to the tail, and forgets it. */
    private void settleTail() {
        if (tailNext != ElementId.NONE) {
            PageDirectory directory = directories[ElementId.replica(tailNext)];
            if (directory != null) {
                directory.end = ElementId.seq(tailNext);
            }
            tailNext = ElementId.NONE;
            tail = NOTHING;
        }
    }

    /**
     * Appends Latin-1 characters of a replica.
     *
     * @param replica index of the replica
     * @param seq id of the first character, at or after {@link #end(int)}
     * @param latin1 where the characters are, one per byte
     * @param offset index of the first
     * @param length how many
     */
    public void appendLatin1(int replica, long seq, byte[] latin1, int offset, int length) {
        boolean isTyped = length == 1 && ElementId.of(replica, seq) == tailNext;
        if (!isTyped || !appendToTail((char) (latin1[offset] & 0xFF))) {
            appendLatin1Afresh(replica, seq, latin1, offset, length);
        }
    }

    private void appendLatin1Afresh(int replica, long seq, byte[] latin1, int offset, int length) {
        PageDirectory directory = directoryAt(replica, seq);
        long at = seq;
        int from = offset;
        for (int left = length; left > 0; ) {
            int inPage = (int) at & MASK;
            int count = Math.min(left, PAGE - inPage);
            Object page = directory.page(at >>> PAGE_BITS);
            if (!(page instanceof byte[] bytes) || bytes.length < inPage + count) {
                page = makeRoom(replica, at, count, false);
            }
            if (page instanceof byte[] narrow) {
                System.arraycopy(latin1, from, narrow, inPage, count);
            } else {
                char[] chars = (char[]) page;
                for (int i = 0; i < count; i++) {
                    chars[inPage + i] = (char) (latin1[from + i] & 0xFF);
                }
            }
            at += count;
            from += count;
            left -= count;
        }
        endAt(replica, at);
    }

    /**
     * One character.
     *
     * @param replica index of the replica
     * @param seq id of a character that was appended
     * @return the UTF-16 code unit
     */
    public char charAt(int replica, long seq) {
        Object page = page(replica, seq);
        int offset = (int) seq & MASK;
        return page instanceof byte[] bytes ? (char) (bytes[offset] & 0xFF) : ((char[]) page)[offset];
    }

    /**
     * Copies a run of characters.
     *
     * @param replica index of the replica
     * @param seq id of the first
     * @param count how many
     * @param target where to
     * @param at index in {@code target} of the first
     */
    public void copyTo(int replica, long seq, int count, char[] target, int at) {
        for (int done = 0; done < count; ) {
            Object page = page(replica, seq + done);
            int offset = (int) (seq + done) & MASK;
            int length = Math.min(count - done, PAGE - offset);
            if (page instanceof byte[] bytes) {
                for (int i = 0; i < length; i++) {
                    target[at + done + i] = (char) (bytes[offset + i] & 0xFF);
                }
            } else {
                System.arraycopy(page, offset, target, at + done, length);
            }
            done += length;
        }
    }

    /**
     * Copies a run of characters, one byte each, as far as they stand in Latin-1 pages.
     *
     * @param replica index of the replica
     * @param seq id of the first
     * @param count how many
     * @param target where to
     * @param at index in {@code target} of the first
     * @return false if a page on the way holds wide characters; {@code target} is then partly written
     */
    public boolean copyLatin1To(int replica, long seq, int count, byte[] target, int at) {
        for (int done = 0; done < count; ) {
            int offset = (int) (seq + done) & MASK;
            int length = Math.min(count - done, PAGE - offset);
            if (!(page(replica, seq + done) instanceof byte[] bytes)) {
                return false;
            }
            System.arraycopy(bytes, offset, target, at + done, length);
            done += length;
        }
        return true;
    }

    /**
     * Appends a run of characters to a builder.
     *
     * @param replica index of the replica
     * @param seq id of the first
     * @param count how many
     * @param target where to
     */
    public void appendTo(int replica, long seq, int count, StringBuilder target) {
        for (int done = 0; done < count; ) {
            Object page = page(replica, seq + done);
            int offset = (int) (seq + done) & MASK;
            int length = Math.min(count - done, PAGE - offset);
            if (page instanceof byte[] bytes) {
                target.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            } else {
                target.append((char[]) page, offset, length);
            }
            done += length;
        }
    }

    /**
     * Writes a run of characters as UTF-8. A surrogate that has no partner within the run is written as U+FFFD.
     *
     * @param replica index of the replica
     * @param seq id of the first
     * @param count how many
     * @param target where to; three bytes per character always suffice
     * @param at index in {@code target} of the first byte
     * @return index after the last byte
     */
    public int writeUtf8(int replica, long seq, int count, byte[] target, int at) {
        int to = at;
        for (int done = 0; done < count; ) {
            Object page = page(replica, seq + done);
            int offset = (int) (seq + done) & MASK;
            if (page instanceof byte[] bytes) {
                int length = Math.min(count - done, PAGE - offset);
                to = latin1ToUtf8(bytes, offset, length, target, to);
                done += length;
            } else {
                char c = ((char[]) page)[offset];
                done++;
                if (Character.isHighSurrogate(c) && done < count) {
                    char low = charAt(replica, seq + done);
                    if (Character.isLowSurrogate(low)) {
                        done++;
                        to = putPair(Character.toCodePoint(c, low), target, to);
                        continue;
                    }
                }
                to = putUnit(Character.isSurrogate(c) ? REPLACEMENT : c, target, to);
            }
        }
        return to;
    }

    /**
     * Whether every surrogate of a run has its partner within the run.
     *
     * @param replica index of the replica
     * @param seq id of the first
     * @param count how many
     * @return true if UTF-8 expresses the run exactly
     */
    public boolean isWellFormed(int replica, long seq, int count) {
        if (!wide) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            char c = charAt(replica, seq + i);
            if (Character.isSurrogate(c)) {
                i++;
                if (Character.isLowSurrogate(c) || i == count || !Character.isLowSurrogate(charAt(replica, seq + i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether no character beyond U+00FF was ever appended, so that nothing has to be asked about surrogates.
     *
     * @return true if all characters are Latin-1; false says nothing about any particular one
     */
    public boolean hasOnlyLatin1() {
        return !wide;
    }

    /**
     * Where the next characters of a replica may start.
     *
     * @param replica index of the replica
     * @return one past the last seq that has a character
     */
    public long end(int replica) {
        settleTail();
        PageDirectory directory = replica < directories.length ? directories[replica] : null;
        return directory == null ? 0 : directory.end;
    }

    /**
     * Forgets the latest characters of a replica, for rollback.
     *
     * @param replica index of the replica
     * @param endSeq characters from this seq on are forgotten
     */
    public void truncate(int replica, long endSeq) {
        if (end(replica) <= endSeq) {
            return;
        }
        PageDirectory directory = ownDirectory(replica);
        long number = endSeq >>> PAGE_BITS;
        int kept = (int) endSeq & MASK;
        Object cut = directory.page(number);
        long firstDropped = kept == 0 ? number : number + 1;
        for (long dropped = firstDropped; dropped < pages(directory); dropped++) {
            byteSize -= sizeOf(directory.page(dropped));
        }
        directory.truncate(firstDropped);
        if (kept != 0 && cut != null) {
            Object copy = cut instanceof byte[] bytes ? bytes.clone() : ((char[]) cut).clone();
            directory.put(number, copy);
        }
        directory.end = endSeq;
    }

    private PageDirectory directoryAt(int replica, long seq) {
        settleTail();
        PageDirectory directory = replica < directories.length ? directories[replica] : null;
        if (directory == null) {
            directory = ownDirectory(replica);
        }
        if (seq < directory.end) {
            throw new IllegalArgumentException(
                    "replica " + replica + " has characters up to seq " + directory.end + ", cannot append at " + seq);
        }
        return directory;
    }

    /** Sets the end of a replica, and makes its last page the tail. */
    private void endAt(int replica, long end) {
        PageDirectory directory = Objects.requireNonNull(directories[replica]);
        directory.end = end;
        if ((end & MASK) != 0 && directory.page(end >>> PAGE_BITS) instanceof byte[] page) {
            tail = page;
            tailOffset = (int) end & MASK;
            tailNext = ElementId.of(replica, end);
        }
    }

    private void appendToPage(PageDirectory directory, int replica, long seq, CharSequence text, int start, int end) {
        int offset = (int) seq & MASK;
        int count = end - start;
        Object page = directory.page(seq >>> PAGE_BITS);
        if (!(page instanceof byte[] fits) || fits.length < offset + count) {
            page = makeRoom(replica, seq, count, false);
        }
        if (page instanceof byte[] bytes) {
            for (int i = 0; i < count; i++) {
                char c = text.charAt(start + i);
                if (c > 0xFF) {
                    appendWide(replica, seq + i, text, start + i, end);
                    return;
                }
                bytes[offset + i] = (byte) c;
            }
        } else {
            char[] chars = (char[]) page;
            for (int i = 0; i < count; i++) {
                chars[offset + i] = text.charAt(start + i);
            }
        }
    }

    /** Rare: the first wide character of a page. */
    private void appendWide(int replica, long seq, CharSequence text, int start, int end) {
        wide = true;
        char[] chars = (char[]) makeRoom(replica, seq, end - start, true);
        int offset = (int) seq & MASK;
        for (int i = start; i < end; i++) {
            chars[offset + i - start] = text.charAt(i);
        }
    }

    /** The page of that seq, with room for so many characters from there on, replaced by a larger or wider one if needed. */
    private Object makeRoom(int replica, long seq, int count, boolean widen) {
        long number = seq >>> PAGE_BITS;
        int needed = ((int) seq & MASK) + count;
        PageDirectory directory = ownDirectory(replica);
        Object page = directory.page(number);
        Object roomy;
        if (page instanceof char[] chars) {
            roomy = chars.length >= needed ? chars : Arrays.copyOf(chars, sizeFor(needed));
        } else if (!widen) {
            byte[] bytes = (byte[]) page;
            roomy = bytes == null
                    ? new byte[newSizeFor(needed, directory.page(number - 1))]
                    : Arrays.copyOf(bytes, sizeFor(needed));
        } else {
            byte[] bytes = page == null ? new byte[0] : (byte[]) page;
            char[] chars = new char[sizeFor(Math.max(needed, bytes.length))];
            for (int i = 0; i < bytes.length; i++) {
                chars[i] = (char) (bytes[i] & 0xFF);
            }
            roomy = chars;
        }
        if (roomy != page) {
            byteSize += sizeOf(roomy) - sizeOf(page);
            directory.put(number, roomy);
        }
        return roomy;
    }

    private static long pages(PageDirectory directory) {
        return directory.end + MASK >>> PAGE_BITS;
    }

    private static long sizeOf(@Nullable Object page) {
        if (page instanceof byte[] bytes) {
            return bytes.length;
        }
        return page instanceof char[] chars ? 2L * chars.length : 0;
    }

    /**
     * Bytes of the pages that hold the characters; what grows when a page is enlarged.
     *
     * @return a sum that is kept up to date
     */
    public long byteSize() {
        return byteSize;
    }

    /** Throws AssertionError if the bytes are not those of the pages. For tests; O(pages). */
    public void checkInvariants() {
        settleTail();
        long found = 0;
        for (PageDirectory directory : directories) {
            for (long page = 0; directory != null && page < pages(directory); page++) {
                found += sizeOf(directory.page(page));
            }
        }
        if (found != byteSize) {
            throw new AssertionError("P1 counted " + byteSize + " bytes of text, there are " + found);
        }
    }

    /** Who filled the page before will soon fill a part of the next one. */
    private static int newSizeFor(int needed, @Nullable Object pageBefore) {
        return pageBefore == null ? sizeFor(needed) : Math.max(sizeFor(needed), PAGE / 4);
    }

    private static int sizeFor(int needed) {
        return needed <= SMALLEST ? SMALLEST : Integer.highestOneBit(needed - 1) << 1;
    }

    private PageDirectory ownDirectory(int replica) {
        int now = epochs.current();
        if (epoch != now) {
            throw new IllegalStateException("a view holds this store; write to the one that forkIfStale() gives");
        }
        if (replica >= directories.length) {
            directories = Arrays.copyOf(directories, Math.max(replica + 1, directories.length * 3 / 2));
            directoriesEpoch = now;
        }
        PageDirectory directory = directories[replica];
        if (directory != null && directory.epoch == now) {
            return directory;
        }
        if (directoriesEpoch != now) {
            directories = directories.clone();
            directoriesEpoch = now;
        }
        PageDirectory owned = directory == null ? new PageDirectory(now) : directory.copy(now);
        directories[replica] = owned;
        return owned;
    }

    /**
     * Whether there is room for characters under these ids, so that they can be read.
     *
     * @param replica index of the replica
     * @param seq id of the first
     * @param count how many
     * @return false if some were never appended
     */
    public boolean covers(int replica, long seq, int count) {
        PageDirectory directory = replica < directories.length ? directories[replica] : null;
        for (int done = 0; done < count; ) {
            Object page = directory == null ? null : directory.page((seq + done) >>> PAGE_BITS);
            int offset = (int) (seq + done) & MASK;
            int length = Math.min(count - done, PAGE - offset);
            if (page == null
                    || (page instanceof byte[] bytes ? bytes.length : ((char[]) page).length) < offset + length) {
                return false;
            }
            done += length;
        }
        return true;
    }

    private Object page(int replica, long seq) {
        PageDirectory directory = replica < directories.length ? directories[replica] : null;
        Object page = directory == null ? null : directory.page(seq >>> PAGE_BITS);
        if (page == null) {
            throw new IllegalArgumentException("replica " + replica + " has no character at seq " + seq);
        }
        return page;
    }

    private static int latin1ToUtf8(byte[] source, int offset, int length, byte[] target, int at) {
        int to = at;
        for (int i = offset; i < offset + length; i++) {
            byte b = source[i];
            if (b >= 0) {
                target[to++] = b;
            } else {
                target[to++] = (byte) (0xC0 | (b & 0xC0) >>> 6);
                target[to++] = (byte) (0x80 | b & 0x3F);
            }
        }
        return to;
    }

    private static int putUnit(char c, byte[] target, int at) {
        int to = at;
        if (c < 0x80) {
            target[to++] = (byte) c;
        } else if (c < 0x800) {
            target[to++] = (byte) (0xC0 | c >>> 6);
            target[to++] = (byte) (0x80 | c & 0x3F);
        } else {
            target[to++] = (byte) (0xE0 | c >>> 12);
            target[to++] = (byte) (0x80 | c >>> 6 & 0x3F);
            target[to++] = (byte) (0x80 | c & 0x3F);
        }
        return to;
    }

    private static int putPair(int codePoint, byte[] target, int at) {
        target[at] = (byte) (0xF0 | codePoint >>> 18);
        target[at + 1] = (byte) (0x80 | codePoint >>> 12 & 0x3F);
        target[at + 2] = (byte) (0x80 | codePoint >>> 6 & 0x3F);
        target[at + 3] = (byte) (0x80 | codePoint & 0x3F);
        return at + 4;
    }
}
