package dev.rejoin.bench.report;

/** What figures were measured on. */
public final class Machine {
    private Machine() {}

    /**
     * JDK, operating system and processors.
     *
     * @return a few words for the head of a table
     */
    public static String description() {
        return "JDK " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors";
    }
}
