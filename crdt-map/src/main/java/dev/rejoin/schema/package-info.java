/**
 * What an application says about its documents: which fields there are, of which type, how concurrent edits of them read,
 * and which values are right.
 *
 * <p>A schema is a value that stands in the document and travels with it. No operation is applied or refused because of
 * one: local edits are checked before they are committed, remote ones are applied and their violations listed.
 */
package dev.rejoin.schema;
