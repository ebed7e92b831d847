/** Internal: not part of the library's API. One replica of one document: writing, receiving, saving. */
@NullMarked
package dev.rejoin.engine;

import org.jspecify.annotations.NullMarked;
