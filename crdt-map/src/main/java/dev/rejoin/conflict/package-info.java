/**
 * What becomes of concurrent edits of one field, and how it is explained: {@link dev.rejoin.conflict.ConflictPolicies}
 * says how a device reads them, {@link dev.rejoin.conflict.Explanation} why something is read.
 */
@NullMarked
package dev.rejoin.conflict;

import org.jspecify.annotations.NullMarked;
