package dev.rejoin.codec;

import dev.rejoin.history.CausalWalk;
import dev.rejoin.history.ChangeLog;
import dev.rejoin.history.ReplicaLog;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.RedactOp;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.version.Dots;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which content a part of history lacks, and how its bytes say so: all text that is deleted in the same part but for
 * exceptions, or what is listed, whichever is shorter. What is lacked must be deleted or replaced in the same part, so that
 * nobody ever reads it.
 */
public final class Gaps implements OpSink {
    /** Nothing is lacked. */
    public static final Gaps NONE = new Gaps(new ReplicaTable());

    private final IdRanges inserted = new IdRanges();
    private final IdRanges values = new IdRanges();
    private final IdRanges deleted = new IdRanges();
    private final IdRanges replaced = new IdRanges();
    private final IdRanges redacted = new IdRanges();
    private final IdRanges part = new IdRanges();
    private int author;

    private IdRanges lacking = IdRanges.EMPTY;
    private IdRanges listed = IdRanges.EMPTY;
    private boolean allDeleted;
    private boolean lacksNotes;
    /** Indices of authors of whom something is not there. */
    private final Set<Integer> lackingAuthors = new HashSet<>();

    private List<Integer> authors = List.of();
    private long[] from = {};

    private final ReplicaTable replicas;

    private Gaps(ReplicaTable replicas) {
        this.replicas = replicas;
    }

    /** What is lacked of the operations from some seqs on and below others. */
    static Gaps of(ReplicaContext context, ChangeLog log, long[] from, long[] until, BatchForm form) {
        if (form.deletedText() && form.notes() && context.isWhole()) {
            return NONE;
        }
        Gaps gaps = new Gaps(context.replicas());
        IdRanges part = gaps.part;
        for (int i = 0; i < from.length; i++) {
            if (from[i] < until[i]) {
                gaps.author = i;
                part.add(ElementId.of(i, from[i]), until[i] - from[i]);
                ReplicaLog history = Objects.requireNonNull(log.find(i));
                history.replay(from[i], until[i], gaps);
                if (history.hasNotes(from[i], until[i], !form.notes())) {
                    gaps.lacksNotes = true;
                    gaps.lackingAuthors.add(i);
                }
            }
        }
        gaps.authors = CausalWalk.authors(context, from, until);
        gaps.from = from;
        gaps.lacking = context.gaps().and(part);
        gaps.choose(context.text(), form.deletedText());
        gaps.lacking.forEach((first, count) -> gaps.lackingAuthors.add(ElementId.replica(first)));
        return gaps;
    }

    private void choose(TextContent content, boolean deletedText) {
        IdRanges text = deleted.and(inserted);
        if (!deletedText) {
            lacking = lacking.plus(whole(text.minus(lacking), content));
        }
        IdRanges exceptions = text.minus(lacking).plus(lacking.minus(text));
        boolean isAnyText = !lacking.and(text).isEmpty();
        allDeleted = isAnyText && (!deletedText || exceptions.runs() < lacking.runs());
        listed = allDeleted ? exceptions : lacking;
    }

    /** The ids without those that are one half of a surrogate pair whose other half is not among them. */
    private static IdRanges whole(IdRanges ids, TextContent text) {
        IdRanges whole = new IdRanges();
        ids.forEach((first, count) -> {
            int replica = ElementId.replica(first);
            long start = ElementId.seq(first);
            long end = start + count;
            if (Character.isLowSurrogate(text.charAt(replica, start))
                    && start > 0
                    && text.covers(replica, start - 1, 1)
                    && Character.isHighSurrogate(text.charAt(replica, start - 1))) {
                start++;
            }
            if (start < end
                    && Character.isHighSurrogate(text.charAt(replica, end - 1))
                    && text.covers(replica, end, 1)
                    && Character.isLowSurrogate(text.charAt(replica, end))) {
                end--;
            }
            if (start < end) {
                whole.add(ElementId.of(replica, start), end - start);
            }
        });
        return whole;
    }

    /** The ids whose text is not there. */
    IdRanges lacking() {
        return lacking;
    }

    /** What is lacked and neither deleted nor replaced nor redacted in the same part. */
    IdRanges exposed() {
        return lacking.minus(deleted).minus(replaced).minus(redacted);
    }

    /** Elements and writes that nobody reads who has applied this part, and that are of this part. */
    public IdRanges unread() {
        return lacking.plus(deleted.and(values))
                .plus(replaced.and(part))
                .plus(redacted.and(inserted))
                .plus(redacted.and(values));
    }

    /** Whether nothing is lacked. */
    boolean isWhole() {
        return lackingAuthors.isEmpty();
    }

    /** Whether something is lacked of an author. */
    boolean isLacking(int replica) {
        return lackingAuthors.contains(replica);
    }

    /** The flag of a frame that lacks this. */
    public int flag() {
        return (allDeleted ? WireFormat.WITHOUT_DELETED_TEXT : 0) | (lacksNotes ? WireFormat.WITHOUT_NOTES : 0);
    }

    /** What a frame has to list besides its flag; empty for nothing. */
    public byte[] listed() {
        ByteWriter out = new ByteWriter(64);
        if (!listed.isEmpty()) {
            write(out);
        }
        return out.toByteArray();
    }

    /** The runs that are listed, of each author relative to where it begins. */
    void write(ByteWriter out) {
        out.varint(listed.runs());
        for (int place = 0; place < authors.size(); place++) {
            int slot = place;
            int replica = authors.get(place);
            IdRanges own = new IdRanges();
            own.add(ElementId.of(replica, 0), ElementId.MAX_SEQ);
            long[] at = {ElementId.of(replica, from[replica])};
            listed.and(own).forEach((first, count) -> {
                out.varint(slot);
                out.varint(first - at[0]);
                out.varint(count);
                at[0] = first + count;
            });
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param starts packed id where the part of each author begins
     * @param ends packed id after it
     */
    static IdRanges read(ByteReader in, long[] starts, long[] ends) {
        IdRanges listed = new IdRanges();
        int runs = in.count(3);
        int before = -1;
        long at = 0;
        for (int i = 0; i < runs; i++) {
            int offset = in.offset();
            int slot = in.varintUpTo(Math.max(0, starts.length - 1), "author of a gap");
            long skipped = in.varint();
            long count = in.varint();
            if (starts.length == 0 || slot < before) {
                throw in.corruptAt(offset, Kind.UNSORTED, "gaps by author and seq", "author " + slot);
            }
            at = slot == before ? at : starts[slot];
            if (skipped < 0
                    || skipped == 0 && slot == before
                    || count <= 0
                    || skipped >= ends[slot] - at
                    || count > ends[slot] - at - skipped) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "a gap among the operations", skipped + ", " + count);
            }
            listed.add(at + skipped, count);
            at += skipped + count;
            before = slot;
        }
        return listed;
    }

    @Override
    public void insert(int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
        (text ? inserted : values).add(ElementId.of(author, seq), count);
    }

    @Override
    public void delete(long seq, long element, int count, int step) {
        deleted.add(step < 0 ? element - (count - 1L) : element, count);
    }

    @Override
    public void operation(int container, long seq, Op op) {
        if (op instanceof RedactOp redaction) {
            redaction.addTo(redacted, replicas);
        }
        Dots dots = op.replacedWrites();
        for (int i = 0; i < dots.size(); i++) {
            replaced.add(ElementId.of(replicas.find(dots.replica(i)), dots.seq(i)), 1);
        }
    }
}
