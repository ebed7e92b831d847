package dev.rejoin.bench.trace;

import java.io.Serial;

/** A trace that cannot be replayed. The message is one line: the file, the place in it, the reason. */
public final class TraceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A trace that is wrong at some place.
     *
     * @param file the file as the user named it
     * @param place where in the file, such as {@code txns[7].patches[0]}; empty when the whole file is meant
     * @param reason what is wrong there; line breaks become blanks
     */
    public TraceException(String file, String place, String reason) {
        super(oneLine(place.isEmpty() ? file + ": " + reason : file + ": " + place + ": " + reason));
    }

    /**
     * What another process of this program said of a trace.
     *
     * @param line its message
     */
    public TraceException(String line) {
        super(oneLine(line));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
