/**
 * Whole documents and parts of them as trees: JSON out and in, and trees of content written as the smallest edit.
 *
 * <p>Start with {@link dev.rejoin.exchange.JsonExport} and {@link dev.rejoin.exchange.JsonImport}. Everything here is
 * made of public readers and editors; nothing adds operations of its own.
 */
@NullMarked
package dev.rejoin.exchange;

import org.jspecify.annotations.NullMarked;
