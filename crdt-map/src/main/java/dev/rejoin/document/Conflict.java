package dev.rejoin.document;

import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.ConflictKind;
import dev.rejoin.conflict.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open conflict: something that the document decided by rule and that somebody may want to decide otherwise. Given by
 * {@link Document#conflicts()}, settled by {@link Transaction#resolve}. A snapshot, for any thread; only for the document
 * that gave it.
 */
public final class Conflict {
    private final Path path;
    private final ConflictKind kind;
    private final Explanation explanation;
    private final List<Candidate> choices;
    /** Whose numbers follow: what holds a conflict holds them, and a document that rests is not read again meanwhile. */
    final @Nullable LiveDocument document;

    private final int container;
    private final @Nullable String key;
    private final long element;

    Conflict(
            Path path,
            ConflictKind kind,
            Explanation explanation,
            List<Candidate> choices,
            @Nullable LiveDocument document,
            int container,
            @Nullable String key,
            long element) {
        this.path = path;
        this.kind = kind;
        this.explanation = explanation;
        this.choices = List.copyOf(choices);
        this.document = document;
        this.container = container;
        this.key = key;
        this.element = element;
    }

    /**
     * Where it was when it was listed; for a hidden list element, where it would be.
     *
     * @return the path of the key or element
     */
    public Path path() {
        return path;
    }

    /**
     * What is in conflict.
     *
     * @return the kind
     */
    public ConflictKind kind() {
        return kind;
    }

    /**
     * What is read there and why.
     *
     * @return the explanation of the place
     */
    public Explanation explanation() {
        return explanation;
    }

    /**
     * What it can be resolved to, what is read now first. A scalar can also be resolved by writing any other value.
     *
     * @return at least two
     */
    public List<Candidate> choices() {
        return choices;
    }

    /** Of a conflict about a delete: the container that another choice would restore. */
    Candidate.Container hiddenIn(Candidate.Deletion deletion) {
        for (Candidate choice : choices) {
            if (choice instanceof Candidate.Container hidden && hidden.type().equals(deletion.type())) {
                return hidden;
            }
        }
        throw new AssertionError("A delete without a container: " + this);
    }

    /** The map or list of the place. */
    int container() {
        return container;
    }

    /** Null in a list. */
    @Nullable
    String key() {
        return key;
    }

    long element() {
        return element;
    }

    /** The kind and the choices, one a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(path.toString()).append(": ").append(kind);
        choices.forEach(choice -> text.append("\n  ").append(choice));
        return text.toString();
    }
}
