package dev.rejoin.schema;

import dev.rejoin.CrdtException;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A transaction would have violated the schema; it was undone, and the document is as before. */
public final class SchemaViolationException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /**
     * A refusal.
     *
     * @param version of the schema
     * @param violations at least one
     */
    public SchemaViolationException(int version, List<Violation> violations) {
        super("Schema " + version + " is violated at "
                + violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /**
     * What is wrong, in the order in which it was written.
     *
     * @return at least one
     */
    public List<Violation> violations() {
        return violations;
    }
}
