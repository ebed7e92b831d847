package dev.rejoin.document;

import dev.rejoin.map.internal.StateView;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;

/**
 * What could be read of a document at one moment. Immutable, for any thread, as long as it was handed over safely; the
 * document goes on being edited meanwhile.
 */
public final class DocumentView {
    private final DocumentId id;
    private final VersionVector version;
    private final StateView state;
    private final MapReader root;

    DocumentView(DocumentId id, VersionVector version, StateView state) {
        this.id = id;
        this.version = version;
        this.state = state;
        this.root = new MapHandle(Access.reading(state, null));
    }

    /**
     * Which document this was.
     *
     * @return its id
     */
    public DocumentId id() {
        return id;
    }

    /**
     * What was integrated then.
     *
     * @return the version
     */
    public VersionVector version() {
        return version;
    }

    /**
     * Reads the root map as it was.
     *
     * @return a reader for any thread
     */
    public MapReader root() {
        return root;
    }

    /**
     * Everything that could be read as JSON. O(document).
     *
     * @return one JSON object
     */
    public String toJson() {
        return new JsonText(state).of(state.state(ContainerTable.ROOT));
    }

    /**
     * What {@link Document#stateHash} gave then. O(document).
     *
     * @return the hash
     */
    public StateHash stateHash() {
        return StateHashing.hash(id, version, state);
    }
}
