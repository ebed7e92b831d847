package dev.rejoin.replica;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.DecodeLimits;

/**
 * The state behind a replica: integrates operations. Core knows nothing of its types. One change is open at a
 * time: begin, operations through {@link #applier()}, then end or rollback.
 */
public interface ReplicatedState {
    /**
     * A sink that checks the operations of a change that is about to be applied and changes nothing. It throws
     * InvalidOperationException for an operation that no honest replica can issue (an id that is no element of
     * that container, a wrong container type, priority(child) not above priority(parent), counter overflow). Elements that the
     * change itself inserts earlier count as known. Author's index is interned already.
     */
    OpSink checker(int author, long time);

    /**
     * Opens a change of an author.
     *
     * @param author its index in the replica table
     * @param revocable whether rollback must be possible: until end, or, if further changes are opened before it, through
     *     all of them
     */
    void begin(int author, long time, boolean revocable);

    /** THE mutator, for local and remote operations alike. Never fails for operations that passed the checker. */
    OpSink applier();

    /** Until {@link #catchUp} nobody reads what the state holds: what only readers need may be done once for many operations. */
    void defer();

    /** Does what was put off, if anything was, and puts off nothing more. */
    void catchUp();

    /** The change is complete: seqs [firstSeq, endSeq). Makes events final; the replica announces them afterwards. */
    void end(long firstSeq, long endSeq);

    /** Undoes everything that was applied since the first revocable begin after the last end, newest first. */
    void rollback();

    /** How this state is pruned. */
    StatePruning pruning();

    /** How many columns a saved state has: like stands beside like, so that compression finds it. */
    int stateColumns();

    /**
     * Writes the canonical state: a function of the set of integrated changes and of the base alone.
     *
     * @param columns take the bytes
     * @param contentEnds per replica index, the seq below which characters and values of live elements are written; those
     *     from there on stand in the retained history that goes with the state
     * @param restFollows whether there is such a history, which begins where the present one does and not with the document
     */
    void writeState(ByteWriter[] columns, long[] contentEnds, boolean restFollows);

    /**
     * Reads what {@link #writeState} wrote into this empty state. The replicas are interned already; the history is loaded
     * afterwards.
     *
     * @param columns where from; all of them are read to their ends
     * @param ends per replica index, one past its last seq; nothing in the state lies beyond
     * @param contentEnds per replica index, as at writing
     * @param limits what reading may cost
     * @throws CorruptDataException if it is malformed; this state must not be used then
     */
    void readState(ByteReader[] columns, long[] ends, long[] contentEnds, DecodeLimits limits);

    /**
     * Checks that the history, which is loaded by now, brought what {@link #readState} left to it.
     *
     * @param in stands at the end of the history; names the offset of the fault
     * @throws CorruptDataException if something that can be read has no content; this state must not be used then
     */
    void checkContent(ByteReader in);
}
