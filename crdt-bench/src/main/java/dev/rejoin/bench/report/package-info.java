/** How results reach a reader: measures, tables for people, lines of JSON for programs, and what a terminal can show. */
@NullMarked
package dev.rejoin.bench.report;

import org.jspecify.annotations.NullMarked;
