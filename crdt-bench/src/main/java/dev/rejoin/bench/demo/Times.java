package dev.rejoin.bench.demo;

import dev.rejoin.clock.HybridTimestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Timestamps for people. */
final class Times {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Times() {}

    /** The time of day in UTC, and the logical part where it is not 0. */
    static String of(HybridTimestamp timestamp) {
        String time = CLOCK.format(Instant.ofEpochMilli(timestamp.millis()));
        return timestamp.counter() == 0 ? time : time + "+" + timestamp.counter();
    }
}
