package dev.rejoin.history;

/** Sums over all logs of a document, kept up to date by the logs. */
final class LogTotals {
    long changes;
    long bytes;
}
