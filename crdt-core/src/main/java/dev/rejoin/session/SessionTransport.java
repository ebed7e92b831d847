package dev.rejoin.session;

/** What a transport promises between the two ends of a session. */
public enum SessionTransport {
    /**
     * Messages arrive in order and none is lost, as over TCP or a WebSocket. Each message builds on the one before, and
     * nothing is acknowledged. When the promise is broken, it is noticed and mended.
     */
    ORDERED,

    /**
     * Messages may be lost, repeated and reordered, as over UDP or radio. A message builds only on what the other end has
     * acknowledged, so each is read however the others fare.
     */
    UNORDERED
}
