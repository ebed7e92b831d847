package dev.rejoin.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Optional;

/** Reports as JSON: one object, one line, ASCII only. */
public final class JsonLines {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JsonLines() {}

    /**
     * One report.
     *
     * @param report what was measured
     * @return a line without its end
     */
    public static String line(TraceReport report) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("trace", report.trace());
            for (Measure measure : Measure.values()) {
                Optional<Object> value = report.get(measure);
                if (value.isPresent()) {
                    out.writeFieldName(measure.key());
                    if (value.get() instanceof BigDecimal number) {
                        out.writeNumber(number.toPlainString());
                    } else {
                        out.writeBoolean((Boolean) value.get());
                    }
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }
}
