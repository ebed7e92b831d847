package dev.rejoin.bench.report;

/** Emphasis for a terminal, or none. */
public final class Style {
    /** Plain text. */
    public static final Style PLAIN = new Style(false);

    private final boolean ansi;

    private Style(boolean ansi) {
        this.ansi = ansi;
    }

    /**
     * What suits standard output: emphasis on a terminal, unless {@code NO_COLOR} is set or the terminal is dumb.
     *
     * @return a style
     */
    public static Style forOutput() {
        String noColor = System.getenv("NO_COLOR");
        boolean wanted = (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        return wanted && Terminal.OUT.isTerminal() ? new Style(true) : PLAIN;
    }

    /**
     * A heading.
     *
     * @param text plain
     * @return the same, bold
     */
    public String heading(String text) {
        return wrap("1", text);
    }

    /**
     * What is of less weight.
     *
     * @param text plain
     * @return the same, dim
     */
    public String dim(String text) {
        return wrap("2", text);
    }

    /**
     * What went well.
     *
     * @param text plain
     * @return the same, green
     */
    public String good(String text) {
        return wrap("32", text);
    }

    /**
     * What went wrong.
     *
     * @param text plain
     * @return the same, red
     */
    public String bad(String text) {
        return wrap("31", text);
    }

    private String wrap(String code, String text) {
        return ansi && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
