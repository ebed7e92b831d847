package dev.rejoin.bench.trace;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Patches with their places as UTF-16 ranges, as the public text API takes them: what is prepared before any clock
 * runs. Transactions and patches are numbered as in the trace that the script was made from.
 */
public final class PatchScript {
    private final int[] patchStarts;
    private final int[] starts;
    private final int[] ends;
    private final String[] insertions;

    private PatchScript(Builder parts) {
        patchStarts = parts.patchStarts.toArray();
        starts = parts.starts.toArray();
        ends = parts.ends.toArray();
        insertions = parts.insertions.toArray(String[]::new);
    }

    /**
     * The script of a sequential trace.
     *
     * @param trace sequential, so its positions are checked already
     * @return the same patches in UTF-16 indices
     */
    public static PatchScript of(EditingTrace trace) {
        if (trace.isConcurrent()) {
            throw new IllegalArgumentException("the positions of " + trace + " refer to merged texts");
        }
        Builder builder = new Builder();
        CodePointText text = trace.hasWideCharacters() ? new CodePointText(trace.startContent()) : null;
        for (int transaction = 0; transaction < trace.transactions(); transaction++) {
            for (int patch = trace.patchStart(transaction); patch < trace.patchEnd(transaction); patch++) {
                if (text == null) {
                    int position = trace.position(patch);
                    builder.add(position, position + trace.deleted(patch), trace.inserted(patch));
                } else {
                    builder.convert(trace, transaction, patch, text);
                }
            }
            builder.endTransaction();
        }
        return builder.build();
    }

    /**
     * Reads a script that was written by {@link #writeTo}.
     *
     * @param in where it stands
     * @return an equal script
     * @throws IOException if it cannot be read
     */
    public static PatchScript readFrom(DataInput in) throws IOException {
        Builder builder = new Builder();
        for (int transactions = in.readInt(); transactions > 0; transactions--) {
            for (int patches = in.readInt(); patches > 0; patches--) {
                int start = in.readInt();
                int end = in.readInt();
                byte[] inserted = new byte[in.readInt()];
                in.readFully(inserted);
                builder.add(start, end, new String(inserted, StandardCharsets.UTF_8));
            }
            builder.endTransaction();
        }
        return builder.build();
    }

    /**
     * Writes the script for another process of the same program.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(transactions());
        for (int transaction = 0; transaction < transactions(); transaction++) {
            out.writeInt(patchEnd(transaction) - patchStart(transaction));
            for (int patch = patchStart(transaction); patch < patchEnd(transaction); patch++) {
                byte[] inserted = insertions[patch].getBytes(StandardCharsets.UTF_8);
                out.writeInt(starts[patch]);
                out.writeInt(ends[patch]);
                out.writeInt(inserted.length);
                out.write(inserted);
            }
        }
    }

    /**
     * The number of transactions.
     *
     * @return at least 0
     */
    public int transactions() {
        return patchStarts.length - 1;
    }

    /**
     * The number of patches.
     *
     * @return at least 0
     */
    public int patches() {
        return starts.length;
    }

    /**
     * The first patch of a transaction.
     *
     * @param transaction from 0
     * @return an index of the patches of the whole script
     */
    public int patchStart(int transaction) {
        return patchStarts[transaction];
    }

    /**
     * The end of a transaction's patches.
     *
     * @param transaction from 0
     * @return the index after its last patch
     */
    public int patchEnd(int transaction) {
        return patchStarts[transaction + 1];
    }

    /**
     * Where a patch works.
     *
     * @param patch index of the patch in the whole script
     * @return UTF-16 index
     */
    public int start(int patch) {
        return starts[patch];
    }

    /**
     * Where the range ends that a patch deletes.
     *
     * @param patch index of the patch in the whole script
     * @return UTF-16 index, exclusive; the start when nothing is deleted
     */
    public int end(int patch) {
        return ends[patch];
    }

    /**
     * What a patch inserts.
     *
     * @param patch index of the patch in the whole script
     * @return possibly empty
     */
    public String inserted(int patch) {
        return insertions[patch];
    }

    /** Collects a script patch by patch. */
    public static final class Builder {
        private final IntList patchStarts = new IntList();
        private final IntList starts = new IntList();
        private final IntList ends = new IntList();
        private final List<String> insertions = new ArrayList<>();

        /** A builder of an empty script. */
        public Builder() {
            patchStarts.add(0);
        }

        /**
         * Adds a patch to the open transaction.
         *
         * @param start UTF-16 index where it works
         * @param end where the range ends that it deletes, exclusive
         * @param inserted what it inserts
         */
        public void add(int start, int end, String inserted) {
            starts.add(start);
            ends.add(end);
            insertions.add(inserted);
        }

        /**
         * Adds a patch of a trace to the open transaction, its place converted by the text that it works on; edits that
         * text.
         *
         * @param trace the trace
         * @param transaction the patch's transaction
         * @param patch index of the patch in the whole trace
         * @param text what the patch's author sees
         * @throws TraceException when the patch reaches beyond the text
         */
        public void convert(EditingTrace trace, int transaction, int patch, CodePointText text) {
            int position = trace.position(patch);
            int deleted = trace.deleted(patch);
            trace.checkPatch(transaction, patch, text.codePoints());
            int start = text.indexOf(position);
            int end = text.indexOf(position + deleted);
            add(start, end, trace.inserted(patch));
            text.replace(start, end, trace.inserted(patch));
        }

        /**
         * Adds the transactions of another builder; none may be open here.
         *
         * @param other is not changed
         */
        public void addAll(Builder other) {
            int offset = starts.size();
            for (int patch = 0; patch < other.starts.size(); patch++) {
                add(other.starts.get(patch), other.ends.get(patch), other.insertions.get(patch));
            }
            for (int transaction = 1; transaction < other.patchStarts.size(); transaction++) {
                patchStarts.add(offset + other.patchStarts.get(transaction));
            }
        }

        /** Closes the open transaction and opens the next. */
        public void endTransaction() {
            patchStarts.add(starts.size());
        }

        /**
         * The script that was collected.
         *
         * @return a new script
         */
        public PatchScript build() {
            return new PatchScript(this);
        }
    }
}
