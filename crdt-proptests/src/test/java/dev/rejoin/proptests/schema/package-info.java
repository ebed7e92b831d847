/** Schemas of several versions in one document. */
package dev.rejoin.proptests.schema;
