package dev.rejoin.map.internal;

import org.jspecify.annotations.Nullable;

/** The vectors of a container as they were where the retained history begins. None of them is ever changed. */
record StartVectors(
        @Nullable ReplicaVector touched,
        @Nullable ReplicaVector hidden,
        @Nullable ReplicaVector cleared) {
    static final StartVectors NONE = new StartVectors(null, null, null);

    /** Those of a container; all empty where history begins with the document. */
    static StartVectors of(ContainerState container) {
        StartVectors start = container.start;
        return start == null ? NONE : start;
    }

    /** The same, shared with a container where nothing was changed since, and null if there is nothing; another epoch begins then. */
    @Nullable
    StartVectors sharedWith(ContainerState container) {
        return touched == null && hidden == null && cleared == null
                ? null
                : new StartVectors(
                        shared(touched, container.touched),
                        shared(hidden, container.hidden),
                        shared(cleared, container.cleared));
    }

    private static @Nullable ReplicaVector shared(@Nullable ReplicaVector start, @Nullable ReplicaVector now) {
        return start != null && ReplicaVector.isCovered(now, start, null) ? now : start;
    }
}
