package dev.rejoin.object;

/** Codes of the types of containers, as they stand in the format. Codes of later versions are possible. */
public final class ContainerType {
    /** A map: keys to scalars and containers. */
    public static final int MAP = 1;

    /** A list of values and containers. */
    public static final int LIST = 2;

    /** A text. */
    public static final int TEXT = 3;

    /** A counter. */
    public static final int COUNTER = 4;

    /** A set of values. */
    public static final int SET = 5;

    /** A set of values in which removing wins. */
    public static final int REMOVE_WINS_SET = 6;

    /** A log of values, which only grows. */
    public static final int LOG = 7;

    private ContainerType() {}
}
