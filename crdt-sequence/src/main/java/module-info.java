/** Collaborative text and lists. */
@SuppressWarnings("module") // the module below is not there yet when this one is compiled
@org.jspecify.annotations.NullMarked
module dev.rejoin.sequence {
    requires static transitive org.jspecify;
    requires transitive dev.rejoin.core;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;

    exports dev.rejoin.sequence;
    exports dev.rejoin.sequence.internal to
            dev.rejoin.map;
}
