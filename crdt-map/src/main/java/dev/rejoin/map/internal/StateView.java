package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.internal.content.ElementContent;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.sequence.internal.SequenceView;
import dev.rejoin.version.OpId;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of a document at one moment, for any thread. All that it reaches belongs to an edit epoch that is
 * over; the writer copies before it changes anything of it.
 */
public final class StateView extends StateSource {
    private final ContainerStates states;
    private final KeyHash hasher;
    private final TextContent text;
    private final ElementContent elements;
    private final ReplicaTable replicas;
    private final @Nullable StoredSchema schema;

    StateView(
            ContainerStates states,
            KeyHash hasher,
            TextContent text,
            ElementContent elements,
            ReplicaTable replicas,
            @Nullable StoredSchema schema) {
        this.states = states;
        this.hasher = hasher;
        this.text = text;
        this.elements = elements;
        this.replicas = replicas;
        this.schema = schema;
    }

    @Override
    public @Nullable StoredSchema schema() {
        return schema;
    }

    @Override
    ContainerStates states() {
        return states;
    }

    @Override
    KeyHash hasher() {
        return hasher;
    }

    @Override
    public TextContent text() {
        return text;
    }

    @Override
    public ElementContent elements() {
        return elements;
    }

    @Override
    public int structure() {
        return -1;
    }

    @Override
    public long elementAt(SequenceState sequence, int index) {
        return sequence.elementOf(view(sequence).elementAt(index));
    }

    @Override
    public OpId unpack(long element) {
        return OpId.of(replicas.id(ElementId.replica(element)), ElementId.seq(element));
    }

    @Override
    public int indexBeside(SequenceState sequence, OpId id, boolean after) {
        int replica = replicas.find(id.replica().value());
        if (replica < 0) {
            return -1;
        }
        long element = ElementId.of(replica, id.seq());
        if (sequence.isPosition(element)) {
            return -1;
        }
        SequenceView view = view(sequence);
        long entry = sequence.positionOf(element);
        int index = view.indexOf(entry);
        return after && view.isVisible(entry) ? index + 1 : index;
    }

    @Override
    void settle() {
        // Settled when the view was taken.
    }
}
