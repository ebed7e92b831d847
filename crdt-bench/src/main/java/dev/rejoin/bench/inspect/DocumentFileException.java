package dev.rejoin.bench.inspect;

import java.io.Serial;

/** A file or an argument is not what a command needs. The message is one line for people. */
public final class DocumentFileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    DocumentFileException(String message) {
        super(message.replaceAll("\\s+", " ").strip());
    }
}
