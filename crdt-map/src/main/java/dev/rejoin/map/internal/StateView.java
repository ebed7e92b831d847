package dev.rejoin.map.internal;

import dev.rejoin.internal.content.ElementContent;
import dev.rejoin.internal.content.TextContent;

/**
 * What could be read of a document at one moment, for any thread. All that it reaches belongs to an edit epoch that is
 * over; the writer copies before it changes anything of it.
 */
public final class StateView extends StateSource {
    private final ContainerStates states;
    private final KeyHash hasher;
    private final TextContent text;
    private final ElementContent elements;

    StateView(ContainerStates states, KeyHash hasher, TextContent text, ElementContent elements) {
        this.states = states;
        this.hasher = hasher;
        this.text = text;
        this.elements = elements;
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
        return view(sequence).elementAt(index);
    }

    @Override
    void settle() {
        // Settled when the view was taken.
    }
}
