/**
 * Clocks, versions, values, byte formats, causal delivery, history, and the register, counter and set types of Rejoin.
 */
@SuppressWarnings("module") // the modules below are not there yet when this one is compiled
@org.jspecify.annotations.NullMarked
module dev.rejoin.core {
    requires static transitive org.jspecify;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires com.esotericsoftware.kryo.kryo5;

    exports dev.rejoin;
    exports dev.rejoin.change;
    exports dev.rejoin.clock;
    exports dev.rejoin.counter;
    exports dev.rejoin.delivery;
    exports dev.rejoin.io;
    exports dev.rejoin.json;
    exports dev.rejoin.log;
    exports dev.rejoin.member;
    exports dev.rejoin.object;
    exports dev.rejoin.op;
    exports dev.rejoin.register;
    exports dev.rejoin.session;
    exports dev.rejoin.set;
    exports dev.rejoin.value;
    exports dev.rejoin.value.object;
    exports dev.rejoin.version;
    exports dev.rejoin.codec to
            dev.rejoin.map;
    exports dev.rejoin.engine to
            dev.rejoin.map;
    exports dev.rejoin.history to
            dev.rejoin.map;
    exports dev.rejoin.internal to
            dev.rejoin.sequence,
            dev.rejoin.map;
    exports dev.rejoin.internal.content to
            dev.rejoin.sequence,
            dev.rejoin.map;
    exports dev.rejoin.replica to
            dev.rejoin.map;
}
