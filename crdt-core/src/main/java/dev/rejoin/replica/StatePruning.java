package dev.rejoin.replica;

import dev.rejoin.version.VersionVector;
import java.util.function.IntFunction;

/** How a state drops what nothing that is still to come can name. Between changes only. */
public interface StatePruning {
    /**
     * Begins to prune to a base, or goes on with it.
     *
     * @param ends per replica index, where its operations below the base end; at or above the base before
     * @param causality of the retained operations
     */
    Step begin(long[] ends, Causality causality);

    /**
     * From now on nothing is named that is deleted, and nothing brought back that was deleted at or below the floor.
     *
     * @param floor the floor that the replica has by then
     */
    void nameVisibleOnly(Floor floor);

    /** A state of members was loaded without history: what is dead now was so before all that is still to come. */
    void startHere();

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
         * @param author whose, by index
         * @param below those below the base; else those above
         */
        OpSink operations(int author, boolean below);

        /**
         * Prunes a container.
         *
         * @return what it cost, in entries
         */
        long prune(int container);

        /** Everything was pruned, and history begins at the base: forgets what only led to what is gone. */
        void finish();
    }

    /** Which retained operations were made after which. */
    @FunctionalInterface
    interface Causality {
        /**
         * What was made after one of some operations.
         *
         * @param operations packed ids
         * @return per replica index, from which seq on all that it did was made after one of them, or is one
         */
        long[] after(long[] operations);
    }

    /** What a replica promised not to name any more. */
    interface Floor {
        /** The version below which it names nothing that is deleted. */
        VersionVector version();

        /** Gives the retained operations up to there, author by author, to sinks by author index. */
        void replay(IntFunction<OpSink> sinks);
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
