package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.PatchScript;

/**
 * The patches of a trace in UTF-16 indices, twice.
 *
 * @param authors each patch in the indices of the text that its author saw
 * @param flat the same edits as they happen to the text of one reader, following each other; of a sequential trace, the
 *     same
 */
record Scripts(PatchScript authors, PatchScript flat) {}
