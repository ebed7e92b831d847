package dev.rejoin.proptests.sim;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;

/**
 * Something that must hold in every run. One object watches one run; what does not hold is thrown as an
 * {@link AssertionError}. Reading a document is allowed in every method, changing one never.
 */
public interface Oracle {
    /**
     * A document was opened: at the start, by a new replica, or again after a restart.
     *
     * @param world the world
     * @param peer whose document
     */
    default void opened(SimulatedWorld world, Peer peer) {}

    /**
     * A transaction succeeded.
     *
     * @param world the world
     * @param peer who edited
     * @param change what it gave; perhaps empty
     */
    default void edited(SimulatedWorld world, Peer peer, Change change) {}

    /**
     * Bytes were received.
     *
     * @param world the world
     * @param peer the receiver
     * @param result the answer
     */
    default void received(SimulatedWorld world, Peer peer, ReceiveResult result) {}

    /**
     * Something is about to be tried that should leave a document as it is: a transaction that throws, damaged bytes,
     * a message that arrived before.
     *
     * @param world the world
     * @param peer whose document
     */
    default void beforeFutile(SimulatedWorld world, Peer peer) {}

    /**
     * It was tried. Not told when a message that arrived before turned out to hold news.
     *
     * @param world the world
     * @param peer whose document
     */
    default void afterFutile(SimulatedWorld world, Peer peer) {}

    /**
     * A moment at which somebody may take a view.
     *
     * @param world the world
     * @param peer of whose document
     */
    default void viewAsked(SimulatedWorld world, Peer peer) {}

    /**
     * A step is over.
     *
     * @param world the world
     * @param action the step
     */
    default void stepped(SimulatedWorld world, Action action) {}

    /**
     * Everything was exchanged; nothing more will happen.
     *
     * @param world the world
     */
    default void settled(SimulatedWorld world) {}
}
