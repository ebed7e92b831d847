package dev.rejoin.schema;

import dev.rejoin.CrdtException;
import java.io.Serial;

/** A schema that cannot be: it contradicts itself, or asks for something that devices which are apart cannot keep. */
public final class SchemaException extends CrdtException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message what is wrong, and where
     */
    public SchemaException(String message) {
        super(message);
    }
}
