/** The document: nested maps of registers, counters, sets, texts and lists. */
@org.jspecify.annotations.NullMarked
module dev.rejoin.map {
    requires static transitive org.jspecify;
    requires transitive dev.rejoin.sequence;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;

    exports dev.rejoin.audit;
    exports dev.rejoin.conflict;
    exports dev.rejoin.document;
    exports dev.rejoin.exchange;
    exports dev.rejoin.map;
    exports dev.rejoin.record;
    exports dev.rejoin.schema;
    exports dev.rejoin.timeline;
    exports dev.rejoin.undo;
}
