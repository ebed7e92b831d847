/**
 * Strict readers and writers of bytes, and the errors and limits of decoding.
 *
 * <p>{@link dev.rejoin.io.ByteWriter} and {@link dev.rejoin.io.ByteReader} are the only classes of the engine, beside
 * the codec of application objects, that touch Kryo's buffers. Nothing here knows ids, values or operations, so every
 * other package may use it.
 */
@NullMarked
package dev.rejoin.io;

import org.jspecify.annotations.NullMarked;
