package dev.rejoin.bench.replay;

/** The authors of a trace at work: how the live row runs. */
interface Session {
    /** The message of a transaction that did nothing. */
    byte[] EMPTY = new byte[0];

    /** Lets every author make all transactions, on new documents. */
    Recording run();

    /** Gives every document what it still lacks when the last transaction was made. */
    void complete(Recording recording);
}
