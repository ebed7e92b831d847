package dev.rejoin.value.object;

/** A registered class: the name in the bytes, the class here, and its serializer. */
record ObjectCodec<T>(String name, Class<T> type, ObjectSerializer<T> serializer) {}
