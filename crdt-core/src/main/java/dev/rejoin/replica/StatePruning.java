package dev.rejoin.replica;

import dev.rejoin.version.VersionVector;
import java.util.function.Supplier;

/** How a state drops what nothing that is still to come can name. Between changes only. */
public interface StatePruning {
    /**
     * Begins to prune to a base, or goes on with it.
     *
     * @param ends per replica index, where its operations below the base end; at or above the base before
     */
    Step begin(long[] ends);

    /**
     * From now on nothing is named that is deleted, and nothing brought back that was deleted at or below the floor.
     *
     * @param floor the floor that the replica has by then
     */
    void nameVisibleOnly(Supplier<VersionVector> floor);

    /** Everything was pruned: forgets what only led to what is gone. */
    void finish();

    /** Visits all elements whose content is needed: it can be read, or its deletion may be looked back at. */
    void forEachContent(ContentVisitor visitor);

    /** Visits the times that the last elements below the base had, by which they can be continued. */
    void forEachHeadTime(HeadTimeVisitor visitor);

    /** Takes such a time over from a snapshot. */
    void noteHeadTime(long element, long time);

    /** One call's worth of pruning. */
    interface Step {
        /**
         * Takes the retained operations, to find out what was deleted when.
         *
         * @param below those below the base; else those above
         */
        OpSink operations(boolean below);

        /**
         * Prunes a container.
         *
         * @return what it cost, in entries
         */
        long prune(int container);
    }

    /** Sees content. */
    @FunctionalInterface
    interface ContentVisitor {
        /** A run of elements, of texts or of lists. */
        void content(long first, int count, boolean text);
    }

    /** Sees head times. */
    @FunctionalInterface
    interface HeadTimeVisitor {
        /** An element and the time of its run's head. */
        void headTime(long element, long time);
    }
}
