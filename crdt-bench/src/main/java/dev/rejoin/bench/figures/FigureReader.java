package dev.rejoin.bench.figures;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.rejoin.bench.report.Measure;
import dev.rejoin.bench.trace.TraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Reads lines of JSON: environments, figures of a comparison, and what {@code replay --json} and {@code shapes --json}
 * print.
 */
final class FigureReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String PLATFORM = "JVM";

    private FigureReader() {}

    static FigureSet read(List<Path> files) {
        FigureSet set = new FigureSet();
        for (Path file : files) {
            read(file, set);
        }
        return set;
    }

    private static void read(Path file, FigureSet set) {
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank()) {
                    add(fields(line), set);
                }
            }
        } catch (JsonProcessingException | NoSuchElementException | NumberFormatException e) {
            throw new TraceException(file.toString(), "line " + number, "no figures: " + e.getMessage());
        } catch (IOException e) {
            throw new TraceException(file.toString(), "", "cannot be read: " + e.getMessage());
        }
    }

    /** The fields of a line, those of an object in it included. */
    private static Map<String, String> fields(String line) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser in = JSON.createParser(line)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token.isScalarValue() || token == JsonToken.START_OBJECT && in.currentName() != null) {
                    fields.put(in.currentName(), token.isScalarValue() ? in.getText() : "");
                }
            }
        }
        return fields;
    }

    private static void add(Map<String, String> fields, FigureSet set) {
        if (fields.containsKey("environment")) {
            set.add(new Environment(
                    text(fields, "command"),
                    text(fields, "commit"),
                    text(fields, "runtime"),
                    text(fields, "machine"),
                    number(fields, "load")));
        } else if (fields.containsKey("trace")) {
            addReplay(fields, set);
        } else if (fields.containsKey("shape")) {
            String subject = text(fields, "shape") + ", " + text(fields, "layer");
            set.add(new Scaling(
                    subject, number(fields, "n"), number(fields, "micros"), number(fields, "microsAtTwice")));
        } else {
            set.add(new Figure(
                    Figure.COMPARISON,
                    text(fields, "system"),
                    text(fields, "platform"),
                    text(fields, "subject"),
                    text(fields, "measure"),
                    text(fields, "unit"),
                    number(fields, "value"),
                    fields.containsKey("done") ? number(fields, "done") : 1));
        }
    }

    private static void addReplay(Map<String, String> fields, FigureSet set) {
        for (Measure measure : Measure.values()) {
            String unit = switch (measure.unit()) {
                case MILLIS -> "ms";
                case BYTES, MEAN_BYTES -> "bytes";
                case COUNT, FLAG -> "";
            };
            if (fields.containsKey(measure.key()) && !unit.isEmpty()) {
                set.add(new Figure(
                        "replay",
                        Figure.OURS,
                        PLATFORM,
                        text(fields, "trace"),
                        measure.meaning(),
                        unit,
                        number(fields, measure.key()),
                        1));
            }
        }
    }

    private static String text(Map<String, String> fields, String key) {
        String value = fields.get(key);
        if (value == null) {
            throw new NoSuchElementException("\"" + key + "\" is missing");
        }
        return value;
    }

    private static double number(Map<String, String> fields, String key) {
        return Double.parseDouble(text(fields, key));
    }
}
