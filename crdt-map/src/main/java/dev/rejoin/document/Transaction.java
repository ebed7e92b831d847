package dev.rejoin.document;

import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.StaleConflictException;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.schema.Schema;

/**
 * An open edit; valid only inside the code that it was given to. Reads see the writes made before them. If that code
 * throws, the document is as it was before.
 */
public interface Transaction {
    /**
     * The root map.
     *
     * @return its editor
     */
    MapEditor root();

    /**
     * Settles a conflict by ordinary writes, which others may be concurrent to: a value is written over all that stood
     * there, what was not chosen is deleted, a hidden container is restored.
     *
     * @param conflict from {@link Document#conflicts()} of this document
     * @param choice one of its choices
     * @return this transaction
     * @throws StaleConflictException if the conflict is not as it was listed; nothing was changed
     * @throws IllegalArgumentException if it is not among the choices
     */
    Transaction resolve(Conflict conflict, Candidate choice);

    /**
     * Writes a schema into the document, where it travels to all devices. Nothing is written if the document has this
     * version or a later one. What stands in the document is not checked; see {@link DocumentSchema#violations()}.
     *
     * <p>Of schemas that are adopted concurrently the one with the larger version counts, of equal versions the later one.
     * From the end of the change on, everybody reads by its policies; what it leaves at the default is read as the
     * schema and the {@link DocumentOptions#withPolicies policies} of the device say.
     *
     * @param schema the schema
     * @return this transaction
     */
    Transaction adopt(Schema schema);

    /**
     * Says who makes the change; travels with it and is shown in history.
     *
     * @param author a name for people, not empty
     * @return this transaction
     * @throws LimitExceededException if it is longer than {@link FormatLimits#MAX_NOTE_BYTES}
     */
    Transaction author(String author);

    /**
     * Says why the change is made; travels with it and is shown in history.
     *
     * @param message a sentence for people, not empty
     * @return this transaction
     * @throws LimitExceededException if it is longer than {@link FormatLimits#MAX_NOTE_BYTES}
     */
    Transaction message(String message);
}
