package dev.rejoin.document;

import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.SchemaCheck;
import dev.rejoin.schema.Repair;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.Violation;
import dev.rejoin.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    private static final Schema NOTHING = Schema.builder(1).build();

    /** Gives what the document is made of now. */
    private final Supplier<LiveDocument> document;

    DocumentSchema(Supplier<LiveDocument> document) {
        this.document = document;
    }

    private SchemaRules rules() {
        return document.get().rules();
    }

    private DocumentState state() {
        return document.get().state();
    }

    /**
     * The schema that stands in the document: of all that were adopted the one with the largest version.
     *
     * @return empty if none was adopted yet; its {@link Schema#unsupported()} is what this version does not understand
     */
    public Optional<Schema> stored() {
        return Optional.ofNullable(rules().stored());
    }

    /**
     * The schema by which local edits are checked.
     *
     * @return that of this application, else the one in the document
     */
    public Optional<Schema> inForce() {
        return Optional.ofNullable(rules().inForce());
    }

    /**
     * Everything that is not as the schema {@link #inForce()} says: what others wrote under another version, what
     * concurrent edits made together, and what stood there before the schema. It is applied all the same, because what one
     * device applies all must. Follows from the state alone. O(what the schema describes).
     *
     * @return a snapshot, in the order of keys and elements
     */
    public List<Violation> violations() {
        Schema schema = rules().inForce();
        return schema == null ? List.of() : List.copyOf(SchemaCheck.ofDocument(state(), schema));
    }

    /**
     * The map at a place as the schema {@link #inForce()} reads it. A scalar at a key is what was written last, there or at
     * an older key, in the form of this version; a number outside of its range is the nearest bound, as is the value of a
     * counter; where nothing stands, or something of another type, it is the default. What the schema does not describe is
     * there as it stands; older keys are not. O(what is read).
     *
     * @param map a path to a map
     * @return its content, empty where no map can be read
     * @throws IndexOutOfBoundsException if the path names an element that a list does not have
     */
    public Content.MapContent content(Path map) {
        Optional<Content> content = reading().content(map);
        return content.orElse(null) instanceof Content.MapContent read ? read : new Content.MapContent(Map.of());
    }

    /**
     * The scalar at a place as the schema {@link #inForce()} reads it, see {@link #content}. O(length of the path).
     *
     * @param field any path
     * @return empty if no scalar is read there; for a counter, its value as a decimal
     * @throws IndexOutOfBoundsException if the path names an element that a list does not have
     */
    public Optional<Value> value(Path field) {
        return reading().value(field);
    }

    /**
     * Everything that reads otherwise through the schema {@link #inForce()} than it stands. O(document).
     *
     * @return a snapshot, in the order of keys and elements
     */
    public List<Repair> repairs() {
        SchemaReading reading = reading();
        reading.content(Path.root());
        return reading.repairs();
    }

    /**
     * Hears of what reads otherwise than a change left it: after each change, of the places that it changed, and of all in a
     * list of which it changed an element. O(what changed, and lists in which it did).
     *
     * @param listener must not edit or receive; what it throws becomes a {@link DocumentWarning}
     * @return to end it
     */
    public Subscription onRepair(Consumer<Repair> listener) {
        return document.get().listeners().add(Path.root(), change -> {
            SchemaReading reading = reading();
            change.events().forEach(reading::follow);
            reading.repairs().forEach(listener);
        });
    }

    private SchemaReading reading() {
        Schema schema = rules().inForce();
        return new SchemaReading(state(), schema == null ? NOTHING : schema);
    }
}
