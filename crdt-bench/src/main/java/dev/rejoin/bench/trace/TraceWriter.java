package dev.rejoin.bench.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** Writes traces as {@link TraceReader} reads them. */
public final class TraceWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private TraceWriter() {}

    /**
     * Writes a trace into a file.
     *
     * @param trace what to write
     * @param file is replaced if it exists; gzip if its name ends with {@code .gz}
     * @throws IOException if it cannot be written
     */
    public static void write(EditingTrace trace, Path file) throws IOException {
        OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file));
        OutputStream json = file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes;
        try (JsonGenerator out = JSON.createGenerator(json)) {
            write(trace, out);
        }
    }

    private static void write(EditingTrace trace, JsonGenerator out) throws IOException {
        out.writeStartObject();
        if (trace.isConcurrent()) {
            out.writeStringField("kind", "concurrent");
            out.writeNumberField("numAgents", trace.agents());
        }
        if (!trace.isConcurrent() || !trace.startContent().isEmpty()) {
            out.writeStringField("startContent", trace.startContent());
        }
        out.writeStringField("endContent", trace.endContent());
        out.writeArrayFieldStart("txns");
        for (int transaction = 0; transaction < trace.transactions(); transaction++) {
            writeTransaction(trace, transaction, out);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void writeTransaction(EditingTrace trace, int transaction, JsonGenerator out) throws IOException {
        out.writeStartObject();
        if (trace.isConcurrent()) {
            int[] parents = trace.parents(transaction);
            out.writeFieldName("parents");
            out.writeArray(parents, 0, parents.length);
            out.writeNumberField("agent", trace.agent(transaction));
        }
        if (trace.time(transaction) != EditingTrace.NO_TIME) {
            out.writeStringField(
                    "time", Instant.ofEpochMilli(trace.time(transaction)).toString());
        }
        out.writeArrayFieldStart("patches");
        for (int patch = trace.patchStart(transaction); patch < trace.patchEnd(transaction); patch++) {
            out.writeStartArray();
            out.writeNumber(trace.position(patch));
            out.writeNumber(trace.deleted(patch));
            out.writeString(trace.inserted(patch));
            out.writeEndArray();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
