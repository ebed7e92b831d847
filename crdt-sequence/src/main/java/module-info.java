/** Collaborative text and lists. */
@org.jspecify.annotations.NullMarked
module dev.rejoin.sequence {
    requires static transitive org.jspecify;
    requires transitive dev.rejoin.core;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;

    exports dev.rejoin.sequence;
}
