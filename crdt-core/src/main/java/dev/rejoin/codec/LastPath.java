package dev.rejoin.codec;

import dev.rejoin.replica.ContainerTable;
import java.util.Arrays;

/**
 * The path that was read last, and the container that it led to: messages come in rows that edit one container, and equal
 * bytes lead to the same one. Only paths of keys are kept; those through list elements mean what their message says.
 * (CounterBenchmark.merged)
 */
final class LastPath {
    private final ContainerTable containers;
    private byte[] path = {};
    private int length;
    private int container = ContainerTable.NONE;
    private int truncations;

    LastPath(ContainerTable containers) {
        this.containers = containers;
    }

    /** The container, if the path stands there, else NONE. */
    int find(byte[] bytes, int from, int end) {
        boolean isKept = container != ContainerTable.NONE
                && truncations == containers.truncations()
                && length <= end - from
                && Arrays.equals(path, 0, length, bytes, from, from + length);
        return isKept ? container : ContainerTable.NONE;
    }

    /** Bytes of the path that is kept. */
    int length() {
        return length;
    }

    void keep(byte[] bytes, int from, int end, int ledTo) {
        length = end - from;
        if (length > path.length) {
            path = new byte[length];
        }
        System.arraycopy(bytes, from, path, 0, length);
        container = ledTo;
        truncations = containers.truncations();
    }
}
