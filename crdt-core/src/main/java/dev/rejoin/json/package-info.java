/**
 * Values as JSON text (RFC 8259) and the addresses of parts of it (RFC 6901).
 *
 * <p>Start with {@link dev.rejoin.json.JsonReader} and {@link dev.rejoin.json.JsonWriter}; whole documents are written
 * and read by {@code dev.rejoin.document.json}.
 */
@NullMarked
package dev.rejoin.json;

import org.jspecify.annotations.NullMarked;
