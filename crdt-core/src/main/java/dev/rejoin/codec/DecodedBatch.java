package dev.rejoin.codec;

import dev.rejoin.history.ChangeNote;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.io.ByteReader;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A batch as arrays of primitives: its form was checked, all ids are local. What is as large as the batch stays where it
 * was read: characters in one text, values and fields in their column.
 */
final class DecodedBatch {
    /** The authors, then the other replicas, by their index here. */
    final int[] replicas;

    /** Of each author: where its part begins, and its chain digest there if the frame tells. */
    final long[] startSeqs;

    long[] startDigests = {};

    /** Of each author: where its part ends, and its chain digest there if the frame tells, else 0. */
    final long[] endSeqsOfAuthors;

    long[] endDigests = {};

    /** Ids whose content is not there. */
    IdRanges lacking = IdRanges.EMPTY;

    /** Ids that redactions name. */
    final IdRanges redacted = new IdRanges();

    /** Ids that operations take the place of, and ids of operations with content; where something may be left out. */
    final IdRanges replaced = new IdRanges();

    /** Whether all content and all notes are there. */
    boolean isWhole = true;

    final IdRanges withContent = new IdRanges();

    /** Per change: place of its author in {@link #replicas}. */
    final int[] authors;

    final long[] firstSeqs;
    final long[] endSeqs;
    final long[] times;
    /** Per change, and one more: where its operations, dependencies, other named replicas and dots begin. */
    final int[] operationStarts;

    final int[] dependencyStarts;
    final int[] namedStarts;
    final int[] dotStarts;
    final @Nullable ChangeNote[] notes;
    int changes;

    /** Packed ids. */
    final LongArrayList dependencies = new LongArrayList();

    final LongArrayList dots = new LongArrayList();

    /** Packed ids: of each replica but the author the last operation that the dots of a change name. */
    final LongArrayList named = new LongArrayList();

    /** Per operation: its kind. */
    final char[] kinds;
    /** Packed id that a sequence operation names, or the container of any other operation. */
    final long[] ids;

    final int[] counts;
    /** Where its characters, values or fields begin. */
    final int[] places;

    int operations;

    String text;
    final ByteReader fields;

    DecodedBatch(int[] replicas, long[] startSeqs, int maxChanges, int maxOperations, String text, ByteReader fields) {
        this.replicas = replicas;
        this.startSeqs = startSeqs;
        this.endSeqsOfAuthors = startSeqs.clone();
        this.text = text;
        this.fields = fields;
        authors = new int[maxChanges];
        firstSeqs = new long[maxChanges];
        endSeqs = new long[maxChanges];
        times = new long[maxChanges];
        notes = new ChangeNote[maxChanges];
        operationStarts = new int[maxChanges + 1];
        dependencyStarts = new int[maxChanges + 1];
        namedStarts = new int[maxChanges + 1];
        dotStarts = new int[maxChanges + 1];
        kinds = new char[maxOperations];
        ids = new long[maxOperations];
        counts = new int[maxOperations];
        places = new int[maxOperations];
    }

    void operation(int kind, long id, int count, int place) {
        kinds[operations] = (char) kind;
        ids[operations] = id;
        counts[operations] = count;
        places[operations++] = place;
    }

    /** Closes the change whose parts were added. */
    void endChange(int author, long firstSeq, long endSeq, long time, @Nullable ChangeNote note) {
        authors[changes] = author;
        firstSeqs[changes] = firstSeq;
        endSeqs[changes] = endSeq;
        endSeqsOfAuthors[author] = endSeq;
        times[changes] = time;
        notes[changes] = note;
        changes++;
        operationStarts[changes] = operations;
        dependencyStarts[changes] = dependencies.size();
        namedStarts[changes] = named.size();
        dotStarts[changes] = dots.size();
    }
}
