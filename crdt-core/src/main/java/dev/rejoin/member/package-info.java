/** Who writes a document, and what each of them is known to have: what pruning stands on. */
@NullMarked
package dev.rejoin.member;

import org.jspecify.annotations.NullMarked;
