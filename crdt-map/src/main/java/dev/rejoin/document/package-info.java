/** The document: what an application opens, edits, sends and receives. */
@NullMarked
package dev.rejoin.document;

import org.jspecify.annotations.NullMarked;
