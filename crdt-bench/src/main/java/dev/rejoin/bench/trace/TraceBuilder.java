package dev.rejoin.bench.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Collects a trace. A transaction is opened, given its patches and parents, and closed. Positions are checked when the
 * trace is built, because a file may name its start content last.
 */
final class TraceBuilder {
    final String file;
    final String name;
    boolean concurrent;
    String startContent = "";
    String endContent = "";
    int agents;
    boolean wide;
    final IntList patchStarts = new IntList();
    final IntList positions = new IntList();
    final IntList deletedCounts = new IntList();
    final List<String> insertions = new ArrayList<>();
    final IntList writers = new IntList();
    final IntList parentStarts = new IntList();
    final IntList parentList = new IntList();
    final LongStream.Builder times = LongStream.builder();

    TraceBuilder(String file, String name) {
        this.file = file;
        this.name = name;
        patchStarts.add(0);
        parentStarts.add(0);
    }

    /** The transaction that is open now, or would be opened next. */
    int transaction() {
        return patchStarts.size() - 1;
    }

    /** Patches that the open transaction has so far. */
    int patchesOfTransaction() {
        return positions.size() - patchStarts.get(transaction());
    }

    void addPatch(int position, int deleted, String inserted) {
        positions.add(position);
        deletedCounts.add(deleted);
        insertions.add(inserted);
        wide |= hasSurrogate(inserted);
    }

    void addParent(int transaction) {
        parentList.add(transaction);
    }

    void endTransaction(int agent, long time) {
        patchStarts.add(positions.size());
        parentStarts.add(parentList.size());
        writers.add(agent);
        times.add(time);
    }

    EditingTrace build() {
        wide |= hasSurrogate(startContent);
        EditingTrace trace = new EditingTrace(this);
        if (!trace.isConcurrent()) {
            checkPositions(trace);
        }
        return trace;
    }

    /** The positions of a concurrent trace refer to merged texts; they are checked when it is replayed. */
    private static void checkPositions(EditingTrace trace) {
        int length = codePoints(trace.startContent());
        for (int transaction = 0; transaction < trace.transactions(); transaction++) {
            for (int patch = trace.patchStart(transaction); patch < trace.patchEnd(transaction); patch++) {
                trace.checkPatch(transaction, patch, length);
                length += codePoints(trace.inserted(patch)) - trace.deleted(patch);
            }
        }
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
