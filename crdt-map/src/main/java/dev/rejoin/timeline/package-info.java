/**
 * What can be asked about the past of a document: {@link dev.rejoin.timeline.ChangeFilter} picks changes,
 * {@link dev.rejoin.timeline.PastChange} is one of them.
 */
@NullMarked
package dev.rejoin.timeline;

import org.jspecify.annotations.NullMarked;
