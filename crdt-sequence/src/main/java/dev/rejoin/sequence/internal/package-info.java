/**
 * The sequence behind texts and lists; not part of the API.
 *
 * <p>{@link dev.rejoin.sequence.internal.Rga} decides where a run goes, {@link dev.rejoin.sequence.internal.SpanTree}
 * keeps the spans, {@link dev.rejoin.sequence.internal.SequenceStore} is what all sequences of one document share.
 */
@org.jspecify.annotations.NullMarked
package dev.rejoin.sequence.internal;
