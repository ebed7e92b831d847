package dev.rejoin.document;

import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.SchemaCheck;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.Violation;
import java.util.List;
import java.util.Optional;

/**
 * What schemas mean for a document: {@link Document#schema()}.
 *
 * <p>The one that {@link DocumentOptions#withSchema} gave is that for which this application was written: local edits are
 * checked by it. Without one they are checked by the one in the document. Whose policies are read by stands with
 * {@link Transaction#adopt}.
 *
 * <p>On the thread of the document.
 */
public final class DocumentSchema {
    private final DocumentState state;
    private final SchemaRules rules;

    DocumentSchema(LiveDocument document) {
        this.state = document.state();
        this.rules = document.rules();
    }

    /**
     * The schema that stands in the document: of all that were adopted the one with the largest version.
     *
     * @return empty if none was adopted yet; its {@link Schema#unsupported()} is what this version does not understand
     */
    public Optional<Schema> stored() {
        return Optional.ofNullable(rules.stored());
    }

    /**
     * The schema by which local edits are checked.
     *
     * @return that of this application, else the one in the document
     */
    public Optional<Schema> inForce() {
        return Optional.ofNullable(rules.inForce());
    }

    /**
     * Everything that is not as the schema {@link #inForce()} says: what others wrote under another version, what
     * concurrent edits made together, and what stood there before the schema. It is applied all the same, because what one
     * device applies all must. Follows from the state alone. O(what the schema describes).
     *
     * @return a snapshot, in the order of keys and elements
     */
    public List<Violation> violations() {
        Schema schema = rules.inForce();
        return schema == null ? List.of() : List.copyOf(SchemaCheck.ofDocument(state, schema));
    }
}
