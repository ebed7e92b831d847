package dev.rejoin.proptests.golden;

import dev.rejoin.codec.ChangeCodec;
import dev.rejoin.codec.IncomingBatch;
import dev.rejoin.codec.IncomingChange;
import dev.rejoin.document.Document;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.DocumentOps;
import dev.rejoin.member.ReturnOp;
import dev.rejoin.member.Returned;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.op.OpWriter;
import dev.rejoin.op.UnknownOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.RestampOp;
import dev.rejoin.session.ChangeHeader;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the bytes of a vector hold, as lists, maps, texts and numbers, and those as JSON with sorted keys. */
final class JsonDump {
    private static final HexFormat HEX = HexFormat.of();
    private final ReplicaContext context;
    private final ChangeCodec codec;

    JsonDump(DocumentId document) {
        context = new ReplicaContext(document, ContainerType.MAP);
        codec = new ChangeCodec(context, DocumentOps.REGISTRY, DecodeLimits.DEFAULT);
    }

    Map<String, @Nullable Object> change(byte[] message) {
        return change(codec.decodeChange(message, 0, message.length));
    }

    List<Map<String, @Nullable Object>> batch(byte[] bytes) {
        IncomingBatch batch = codec.decodeBatch(bytes, 0, bytes.length);
        List<Map<String, @Nullable Object>> changes = new ArrayList<>();
        while (batch.next()) {
            changes.add(change(batch.change()));
        }
        return changes;
    }

    /** Version, changes, and what can be read. */
    Map<String, @Nullable Object> snapshot(byte[] bytes) {
        Document document = Document.load(bytes, Golden.options());
        Map<String, @Nullable Object> dump = new TreeMap<>();
        dump.put("version", version(document.version()));
        boolean hasHistory = (bytes[1] & 2) != 0;
        VersionVector begin = document.timeline().base();
        List<Map<String, @Nullable Object>> changes = batch(document.changesSince(begin));
        changes.forEach(change -> change.put("digest", null)); // those of a base stand elsewhere
        dump.put("changes", hasHistory ? changes : null);
        dump.put("state", ContentDump.of(document.root()));
        dump.put(
                "schema",
                document.schema()
                        .stored()
                        .map(schema -> (long) schema.version())
                        .orElse(null));
        if (!document.membership().returned().isEmpty()) {
            dump.put("returned", returned(document));
        }
        return dump;
    }

    private static List<Object> returned(Document document) {
        TreeMap<String, List<Object>> byFormer = new TreeMap<>();
        for (Returned each : document.membership().returned()) {
            byFormer.computeIfAbsent(each.former().toString(), former -> new ArrayList<>())
                    .add(List.of(each.replica().toString(), each.through()));
        }
        List<Object> dump = new ArrayList<>();
        byFormer.forEach((former, returns) -> dump.add(List.of(former, returns)));
        return dump;
    }

    Map<String, @Nullable Object> checkpoint(byte[] bytes) {
        ByteReader in = new ByteReader(bytes, 0, bytes.length - Integer.BYTES);
        in.seek(2 + 2 * Long.BYTES);
        Map<String, @Nullable Object> dump = new TreeMap<>();
        dump.put("replica", replica(in.u64()));
        dump.put("clock", in.u64());
        List<Object> held = new ArrayList<>();
        for (int left = in.count(1); left > 0; left--) {
            held.add(HEX.formatHex(in.bytes(in.count(1))));
        }
        dump.put("held", held);
        ByteReader application = in.slice(in.count(1));
        List<Object> peers = new ArrayList<>();
        for (int left = application.count(1); left > 0; left--) {
            String peer = replica(application.u64());
            peers.add(List.of(peer, version(VersionVector.read(application))));
        }
        dump.put("peers", peers);
        dump.put("saved", snapshot(in.bytes(in.count(1))));
        return dump;
    }

    private static List<Object> version(VersionVector version) {
        List<Object> entries = new ArrayList<>();
        for (int i = 0; i < version.size(); i++) {
            entries.add(List.of(replica(version.replicaAt(i)), version.endAt(i)));
        }
        return entries;
    }

    private Map<String, @Nullable Object> change(IncomingChange change) {
        Map<String, @Nullable Object> dump = new TreeMap<>();
        dump.put("author", replica(change.replica()));
        dump.put("firstSeq", change.firstSeq());
        dump.put("seqs", change.endSeq() - change.firstSeq());
        dump.put("millis", change.time() >>> 16);
        dump.put("counter", change.time() & 0xFFFF);
        TreeMap<String, Object> dependencies = new TreeMap<>();
        int author = context.replicas().intern(change.replica());
        for (int i = 0; i < change.referenceCount(); i++) {
            context.replicas().intern(change.referenceReplica(i));
            if (change.isDependency(i)) {
                String of = replica(change.referenceReplica(i));
                dependencies.put(of, List.of(of, change.referenceSeq(i)));
            }
        }
        dump.put("dependencies", List.copyOf(dependencies.values()));
        dump.put("digest", digest(change));
        var note = change.note();
        dump.put(
                "note",
                note == null
                        ? null
                        : List.of(
                                note.author() == null ? "" : note.author(),
                                note.message() == null ? "" : note.message()));
        Operations operations = new Operations(author);
        change.readOperations(author, change.firstSeq(), OpSink.NOTHING, false); // the pass that checks goes first
        change.readOperations(author, change.firstSeq(), operations, true);
        dump.put("operations", operations.dumps);
        return dump;
    }

    /** The interface tells only whether it agrees; the bytes of the head end with it. */
    private static @Nullable String digest(IncomingChange change) {
        if (!change.hasPredecessorDigest()) {
            return null;
        }
        byte[] message = change.message();
        int end = ChangeHeader.read(message).length();
        return HEX.formatHex(message, end - Integer.BYTES, end);
    }

    /** The tag of a value and what stands behind it. */
    static List<Object> value(Value value) {
        return switch (value.kind()) {
            case NULL -> List.of(0x00L);
            case BOOL -> List.of(((Value.Bool) value).value() ? 0x02L : 0x01L);
            case INT64 -> List.of(0x03L, ((Value.Int64) value).value());
            case FLOAT64 -> List.of(0x04L, HEX.toHexDigits(Double.doubleToLongBits(((Value.Float64) value).value())));
            case DECIMAL -> {
                var decimal = ((Value.Decimal) value).value();
                yield List.of(0x05L, (long) decimal.scale(), decimal.unscaledValue());
            }
            case STR -> List.of(0x06L, ((Value.Str) value).value());
            case BYTES -> List.of(0x07L, HEX.formatHex(((Value.Bytes) value).toByteArray()));
            case TIMESTAMP -> {
                var instant = ((Value.Timestamp) value).value();
                yield List.of(0x08L, instant.getEpochSecond(), (long) instant.getNano());
            }
            case BLOB_REF -> {
                var blob = (Value.BlobRef) value;
                yield List.of(0x09L, HEX.formatHex(blob.sha256().toByteArray()), blob.length(), blob.mediaType());
            }
            case LIST -> {
                List<Object> elements = new ArrayList<>();
                ((Value.ListValue) value).values().forEach(element -> elements.add(value(element)));
                yield List.of(0x0AL, elements);
            }
            case MAP -> {
                List<Object> entries = new ArrayList<>();
                ((Value.MapValue) value).forEach((key, entry) -> entries.add(List.of(key, value(entry))));
                yield List.of(0x0BL, entries);
            }
            case OBJECT -> {
                var object = (Value.ObjectValue) value;
                yield List.of(
                        0x0CL, object.type(), HEX.formatHex(object.encoded().toByteArray()));
            }
        };
    }

    private static String replica(long raw) {
        return new ReplicaId(raw).toString();
    }

    private List<Object> id(long packed) {
        return List.of(replica(context.replicas().id(ElementId.replica(packed))), ElementId.seq(packed));
    }

    private @Nullable List<Object> path(int container) {
        if (container == ContainerTable.NONE) {
            return null;
        }
        ContainerTable table = context.containers();
        List<Object> steps = new ArrayList<>();
        for (int at = container; at != ContainerTable.ROOT; at = table.parent(at)) {
            Object place = table.isInElement(at) ? id(table.element(at)) : table.key(at);
            List<Object> step = new ArrayList<>(List.of((long) table.type(at), place));
            if (table.maker(at) != ElementId.NONE) {
                step.add(id(table.maker(at)));
            }
            steps.add(0, step);
        }
        return steps;
    }

    /** Operations in the order in which they stand. */
    private final class Operations implements OpSink {
        private final int author;
        private final List<Object> dumps = new ArrayList<>();

        Operations(int author) {
            this.author = author;
        }

        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            boolean first = parent == ElementId.NONE;
            int kind = (text ? 0x30 : 0x34) + (continues ? 0 : first ? 3 : left ? 2 : 1);
            List<Object> body = new ArrayList<>();
            if (!first && !continues) {
                body.add(id(parent));
            }
            body.add(text ? characters(seq, count) : values(seq, count));
            add(kind, first ? path(container) : null, seq, body);
        }

        private String characters(long seq, int count) {
            byte[] utf8 = new byte[3 * count];
            int end = context.text().writeUtf8(author, seq, count, utf8, 0);
            return new String(utf8, 0, end, StandardCharsets.UTF_8);
        }

        private List<Object> values(long seq, int count) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(value((Value) context.elements().get(author, seq + i)));
            }
            return values;
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            int kind = step == 0 ? 0x38 : step > 0 ? 0x39 : 0x3A;
            add(kind, null, seq, List.of(id(element), (long) count));
        }

        @Override
        public void operation(int container, long seq, Op op) {
            Parts parts = new Parts();
            if (op instanceof MapOp.MoveElement move) { // its last number is a flag, not a count
                parts.dot(move.element().replica().value(), move.element().seq());
                parts.dot(move.parent().replica().value(), move.parent().seq());
                parts.parts.add(move.left() ? 1L : 0L);
            } else if (op instanceof MapOp.DefineSchema schema) {
                parts.parts.add((long) schema.version());
                parts.value(schema.schema());
            } else if (op instanceof RestampOp restamp) {
                parts.number(restamp.replaced().value());
                parts.parts.add(restamp.firstSeq());
            } else if (op.tag() >= OpRegistry.FIRST_FRAMED_TAG) {
                parts.parts.add(framed(op));
            } else {
                DocumentOps.REGISTRY.write(op, parts);
            }
            add(op.tag(), path(container), seq, parts.parts);
        }

        private void add(int kind, @Nullable Object at, long seq, List<?> body) {
            Map<String, @Nullable Object> dump = new TreeMap<>();
            dump.put("kind", kind);
            dump.put("at", at);
            dump.put("seq", seq);
            dump.put("body", body);
            dumps.add(dump);
        }
    }

    /** What an extension holds: bytes, but of a return the former replica and the numbers behind it. */
    private static Object framed(Op op) {
        if (op instanceof UnknownOp unknown) {
            return HEX.formatHex(unknown.payload().toByteArray());
        }
        ByteWriter bytes = new ByteWriter(64);
        DocumentOps.REGISTRY.write(op, new ByteOpWriter(bytes));
        ByteReader in = new ByteReader(bytes.toByteArray());
        in.count(1); // its length
        if (!(op instanceof ReturnOp)) {
            return HEX.formatHex(in.bytes(in.remaining()));
        }
        long former = in.zigzag();
        List<Object> numbers = new ArrayList<>();
        while (in.remaining() > 0) {
            numbers.add(in.varint());
        }
        return List.of(former, numbers);
    }

    /** The parts of a body: a count and what it counts are one list. */
    private static final class Parts implements OpWriter {
        private final List<Object> parts = new ArrayList<>();
        private List<Object> counted = new ArrayList<>();
        private long left;
        /** Whether a number came first: what is counted behind it has totals. */
        private boolean hasTotals;

        @Override
        public void number(long value) {
            if (hasTotals) {
                Object id = counted.remove(counted.size() - 1);
                counted.add(List.of(id, value));
            } else {
                parts.add(value);
                hasTotals = true;
            }
        }

        @Override
        public void count(long value) {
            counted = new ArrayList<>();
            left = value;
            parts.add(counted);
        }

        @Override
        public void key(String key) {
            parts.add(key);
        }

        @Override
        public void value(Value value) {
            parts.add(JsonDump.value(value));
        }

        @Override
        public void dot(long replica, long seq) {
            List<Object> id = List.of(replica(replica), seq);
            if (left > 0) {
                counted.add(id);
                left--;
            } else {
                parts.add(id);
            }
        }

        @Override
        public void bytes(byte[] bytes) {
            parts.add(HEX.formatHex(bytes));
        }
    }

    static String json(@Nullable Object dump) {
        StringBuilder out = new StringBuilder();
        append(dump, out);
        return out.toString();
    }

    private static void append(@Nullable Object dump, StringBuilder out) {
        if (dump instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((key, content) -> sorted.put((String) key, content));
            String separator = "{";
            for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
                out.append(separator);
                appendText(entry.getKey(), out);
                out.append(':');
                append(entry.getValue(), out);
                separator = ",";
            }
            out.append(sorted.isEmpty() ? "{}" : "}");
        } else if (dump instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                out.append(i == 0 ? "" : ",");
                append(list.get(i), out);
            }
            out.append(']');
        } else if (dump instanceof String text) {
            appendText(text, out);
        } else {
            out.append(dump);
        }
    }

    private static void appendText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"', '\\' -> out.append('\\').append(unit);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (unit < ' ' || unit > '~') {
                        out.append("\\u").append(HEX.toHexDigits(unit));
                    } else {
                        out.append(unit);
                    }
                }
            }
        }
        out.append('"');
    }
}
