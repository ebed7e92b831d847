package dev.rejoin.bench.shapes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * What a shape costs.
 *
 * @param shape which one
 * @param size n
 * @param micros per operation at n
 * @param microsAtTwice per operation at 2n
 * @param ratio of 2n to n: of the means of the last tenths, or of whole runs where these count
 * @param bytesPerOperation deep size of what was edited, at n
 */
record ShapeReport(Shape shape, int size, double micros, double microsAtTwice, double ratio, double bytesPerOperation) {
    static final List<String> HEADINGS =
            List.of("layer", "shape", "n", "us at n", "us at 2n", "ratio", "bytes", "at most");

    boolean isWithinLimits() {
        return Math.max(micros, microsAtTwice) <= shape.limits().micros()
                && ratio <= shape.limits().ratio();
    }

    List<String> cells() {
        return List.of(
                shape.layer(),
                shape.name(),
                String.format(Locale.ROOT, "%,d", size),
                decimals(micros),
                decimals(microsAtTwice),
                decimals(ratio),
                String.format(Locale.ROOT, "%.1f", bytesPerOperation),
                limit(shape.limits().micros()) + " us, " + limit(shape.limits().ratio()) + " x"
                        + (isWithinLimits() ? "" : "  OVER"));
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String limit(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** One line. */
    String json() {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("layer", shape.layer());
            out.writeStringField("shape", shape.name());
            out.writeNumberField("n", size);
            out.writeFieldName("micros");
            out.writeNumber(decimals(micros));
            out.writeFieldName("microsAtTwice");
            out.writeNumber(decimals(microsAtTwice));
            out.writeFieldName("ratio");
            out.writeNumber(decimals(ratio));
            out.writeFieldName("bytesPerOperation");
            out.writeNumber(String.format(Locale.ROOT, "%.1f", bytesPerOperation));
            out.writeNumberField("mostMicros", shape.limits().micros());
            out.writeNumberField("mostRatio", shape.limits().ratio());
            out.writeBooleanField("withinLimits", isWithinLimits());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }
}
