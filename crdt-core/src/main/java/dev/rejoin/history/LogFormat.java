package dev.rejoin.history;

/** First bytes of the entries of a packed log: kind in the low bits, flags above. In memory only, never written. */
final class LogFormat {
    static final int CHANGE = 0;
    static final int INSERT = 1;
    static final int DELETE = 2;
    static final int OPERATION = 3;
    static final int KIND_MASK = 3;

    static final int HAS_DEPENDENCIES = 4;
    static final int HAS_NOTE = 8;

    static final int TEXT = 4;
    static final int LEFT = 8;
    static final int CONTINUES = 16;

    static final int FORWARD = 4;
    static final int BACKWARD = 8;

    private LogFormat() {}
}
