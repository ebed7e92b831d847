package dev.rejoin.bench.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace file, gzip or plain JSON, token by token. Known fields must have their type; unknown ones are passed
 * over. Whatever is wrong becomes a {@link TraceException}.
 */
public final class TraceReader {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;
    private static final int NONE = -1;

    private static final JsonFactory JSON = JsonFactory.builder()
            // Two lists of transactions in one file: which one is meant, nobody knows.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A text may be longer than what a web service takes.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Path file;
    private final boolean withTimes;
    private final TraceBuilder builder;
    private @Nullable JsonParser parser;

    /** Where the reader is, as the field names and indices say it; empty outside the transactions. */
    private String place = "";

    private boolean endContentSeen;
    private boolean transactionsSeen;
    private int firstWithParents = NONE;
    private int firstWithoutParents = NONE;
    private int agents = NONE;
    private int largestAgent = NONE;
    private int largestAgentTransaction;

    private TraceReader(Path file, boolean withTimes) {
        this.file = file;
        this.withTimes = withTimes;
        builder = new TraceBuilder(file.toString(), nameOf(file));
    }

    /**
     * Reads a trace.
     *
     * @param file gzip or plain JSON
     * @param withTimes whether the times of the file are wanted; if not, they are passed over
     * @return the trace; a sequential one has its positions checked
     * @throws TraceException naming file, place and reason
     */
    public static EditingTrace read(Path file, boolean withTimes) {
        return new TraceReader(file, withTimes).read();
    }

    private static String nameOf(Path file) {
        Path last = file.getFileName();
        String name = last == null ? file.toString() : last.toString();
        for (String ending : new String[] {".gz", ".json"}) {
            if (name.endsWith(ending) && name.length() > ending.length()) {
                name = name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }

    private EditingTrace read() {
        if (Files.isDirectory(file)) {
            throw new TraceException(file.toString(), "", "is a directory, not a trace");
        }
        try (InputStream raw = Files.newInputStream(file);
                InputStream json = open(new BufferedInputStream(raw, BUFFER));
                JsonParser tokens = JSON.createParser(json)) {
            parser = tokens;
            readTrace(tokens);
        } catch (NoSuchFileException e) {
            throw new TraceException(file.toString(), "", "no such file");
        } catch (AccessDeniedException e) {
            throw new TraceException(file.toString(), "", "may not be read (access denied)");
        } catch (JsonEOFException e) {
            throw broken(e.getLocation(), "the JSON ends early");
        } catch (JsonProcessingException e) {
            throw broken(e.getLocation(), "malformed JSON: " + e.getOriginalMessage());
        } catch (EOFException e) {
            throw broken(location(), "truncated: the gzip data ends early");
        } catch (ZipException e) {
            throw broken(location(), "damaged gzip data: " + e.getMessage());
        } catch (IOException e) {
            throw broken(location(), "cannot be read: " + e);
        }
        return builder.build();
    }

    private InputStream open(BufferedInputStream bytes) throws IOException {
        bytes.mark(4);
        int first = bytes.read();
        int second = bytes.read();
        bytes.reset();
        if (first < 0) {
            throw new TraceException(file.toString(), "", "is empty");
        }
        if (first == GZIP_MAGIC_1 && second == GZIP_MAGIC_2) {
            return new GZIPInputStream(bytes, BUFFER);
        }
        // An object, after blanks or a byte order mark at most.
        boolean plain =
                first == '{' || first == ' ' || first == '\n' || first == '\r' || first == '\t' || first == 0xef;
        if (!plain) {
            throw new TraceException(
                    file.toString(),
                    "byte 0",
                    String.format(
                            "neither gzip (1f 8b) nor a JSON object: starts with %02x%s",
                            first, second < 0 ? "" : String.format(" %02x", second)));
        }
        return bytes;
    }

    private void readTrace(JsonParser in) throws IOException {
        expect(in, in.nextToken(), JsonToken.START_OBJECT, "an object with the fields of a trace");
        while (in.nextToken() != JsonToken.END_OBJECT) {
            place = in.currentName();
            in.nextToken();
            switch (place) {
                case "kind" -> builder.concurrent = concurrent(in);
                case "startContent" -> builder.startContent = string(in, "the start text");
                case "endContent" -> {
                    builder.endContent = string(in, "the end text");
                    endContentSeen = true;
                }
                case "numAgents" -> agents = count(in, "the number of authors");
                case "txns" -> {
                    readTransactions(in);
                    transactionsSeen = true;
                }
                default -> in.skipChildren();
            }
        }
        place = "";
        if (in.nextToken() != null) {
            throw wrong(in, "something follows the trace's object");
        }
        finish();
    }

    private boolean concurrent(JsonParser in) throws IOException {
        String kind = string(in, "the kind of trace");
        if (!kind.equals("concurrent") && !kind.equals("sequential")) {
            throw wrong(in, "unknown kind of trace \"" + kind + "\"");
        }
        return kind.equals("concurrent");
    }

    private void readTransactions(JsonParser in) throws IOException {
        expect(in, in.currentToken(), JsonToken.START_ARRAY, "a list of transactions");
        while (in.nextToken() != JsonToken.END_ARRAY) {
            readTransaction(in);
        }
    }

    private void readTransaction(JsonParser in) throws IOException {
        String transaction = "txns[" + builder.transaction() + "]";
        place = transaction;
        expect(in, in.currentToken(), JsonToken.START_OBJECT, "a transaction");
        boolean patches = false;
        boolean parents = false;
        int agent = NONE;
        long time = EditingTrace.NO_TIME;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            place = transaction + "." + field;
            in.nextToken();
            switch (field) {
                case "patches" -> {
                    readPatches(in, place);
                    patches = true;
                }
                case "parents" -> {
                    readParents(in, place);
                    parents = true;
                }
                case "agent" -> agent = count(in, "an author");
                case "time" -> time = time(in);
                default -> in.skipChildren();
            }
        }
        place = transaction;
        if (!patches) {
            throw wrong(in, "has no patches");
        }
        if (parents != (agent != NONE)) {
            throw wrong(in, parents ? "has parents but no agent" : "has an agent but no parents");
        }
        noteAuthor(parents, agent);
        builder.endTransaction(Math.max(agent, 0), time);
    }

    private void noteAuthor(boolean parents, int agent) {
        if (parents && firstWithParents == NONE) {
            firstWithParents = builder.transaction();
        } else if (!parents && firstWithoutParents == NONE) {
            firstWithoutParents = builder.transaction();
        }
        if (agent > largestAgent) {
            largestAgent = agent;
            largestAgentTransaction = builder.transaction();
        }
    }

    private void readPatches(JsonParser in, String where) throws IOException {
        expect(in, in.currentToken(), JsonToken.START_ARRAY, "a list of patches");
        while (in.nextToken() != JsonToken.END_ARRAY) {
            place = where + "[" + builder.patchesOfTransaction() + "]";
            expect(in, in.currentToken(), JsonToken.START_ARRAY, "a patch [position, deleted, inserted]");
            in.nextToken();
            int position = count(in, "a position");
            in.nextToken();
            int deleted = count(in, "a count of deleted characters");
            in.nextToken();
            String inserted = string(in, "the inserted text");
            expect(in, in.nextToken(), JsonToken.END_ARRAY, "the end of the patch");
            builder.addPatch(position, deleted, inserted);
        }
    }

    private void readParents(JsonParser in, String where) throws IOException {
        expect(in, in.currentToken(), JsonToken.START_ARRAY, "a list of parents");
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            place = where + "[" + i + "]";
            int parent = count(in, "a parent");
            if (parent >= builder.transaction()) {
                throw wrong(in, "parent " + parent + " does not stand before its child");
            }
            builder.addParent(parent);
        }
    }

    private long time(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return EditingTrace.NO_TIME;
        }
        expect(in, in.currentToken(), JsonToken.VALUE_STRING, "a time as text");
        if (!withTimes) {
            return EditingTrace.NO_TIME;
        }
        try {
            return OffsetDateTime.parse(in.getText()).toInstant().toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw wrong(in, "not a time of ISO 8601: \"" + in.getText() + "\"");
        }
    }

    /** What can only be judged when all fields were seen, for they come in any order. */
    private void finish() {
        String name = file.toString();
        if (!transactionsSeen || !endContentSeen) {
            throw new TraceException(name, "", "not a trace: has no " + (transactionsSeen ? "endContent" : "txns"));
        }
        if (builder.concurrent && firstWithoutParents != NONE) {
            throw new TraceException(
                    name, "txns[" + firstWithoutParents + "]", "has no parents, in a trace of the kind concurrent");
        }
        if (!builder.concurrent && firstWithParents != NONE) {
            throw new TraceException(
                    name, "txns[" + firstWithParents + "]", "has parents, but the kind of the trace is not concurrent");
        }
        if (agents != NONE && largestAgent >= agents) {
            throw new TraceException(
                    name,
                    "txns[" + largestAgentTransaction + "].agent",
                    "author " + largestAgent + ", but numAgents is " + agents);
        }
        builder.agents = Math.max(agents, largestAgent + 1);
    }

    private int count(JsonParser in, String what) throws IOException {
        expect(in, in.currentToken(), JsonToken.VALUE_NUMBER_INT, what + " as a whole number");
        if (in.getNumberType() != JsonParser.NumberType.INT || in.getIntValue() < 0) {
            throw wrong(in, "expected " + what + " from 0 to " + Integer.MAX_VALUE + ", found " + in.getText());
        }
        return in.getIntValue();
    }

    private String string(JsonParser in, String what) throws IOException {
        expect(in, in.currentToken(), JsonToken.VALUE_STRING, what + " as a string");
        String text = in.getText();
        int unpaired = unpairedSurrogate(text);
        if (unpaired != NONE) {
            throw wrong(in, what + " has an unpaired surrogate at its UTF-16 index " + unpaired);
        }
        return text;
    }

    private static int unpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return NONE;
    }

    private void expect(JsonParser in, @Nullable JsonToken found, JsonToken expected, String what) throws IOException {
        if (found != expected) {
            throw wrong(in, "expected " + what + ", found " + describe(in, found));
        }
    }

    private static String describe(JsonParser in, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            return "the end of the file";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case END_ARRAY -> "the end of a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + in.getText();
            default -> in.getText();
        };
    }

    /** The JSON is well-formed, but not that of a trace. */
    private TraceException wrong(JsonParser in, String reason) {
        JsonLocation at = in.currentTokenLocation();
        String position = "line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new TraceException(file.toString(), place.isEmpty() ? position : place + " (" + position + ")", reason);
    }

    /** The JSON or the file around it is damaged. */
    private TraceException broken(@Nullable JsonLocation at, String reason) {
        if (at == null) {
            return new TraceException(file.toString(), "", reason);
        }
        String position = "line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new TraceException(file.toString(), place.isEmpty() ? position : position + ", in " + place, reason);
    }

    private @Nullable JsonLocation location() {
        return parser == null ? null : parser.currentLocation();
    }
}
