package dev.rejoin.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonLinesTest {
    @Test
    void line_someMeasures_givesThoseInOrderAndNoOthers() {
        TraceReport report = new TraceReport("träce");
        report.put(Measure.CONVERGED, true);
        report.put(Measure.LOCAL_MILLIS, 7.25);
        report.put(Measure.EDITS, 259_778);
        report.put(Measure.MESSAGE_BYTES, 33.96);
        report.put(Measure.END_TEXT_MATCHES, false);

        assertThat(JsonLines.line(report))
                .isEqualTo("{\"trace\":\"tr\\u00E4ce\",\"edits\":259778,\"localMillis\":7.250,\"messageBytes\":34.0,"
                        + "\"endTextMatches\":false,\"converged\":true}");
    }
}
