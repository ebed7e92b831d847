package dev.rejoin.proptests.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.conflict.Stamp;
import dev.rejoin.document.Content;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.Path;
import dev.rejoin.document.Transaction;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.Migration;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two devices of version 1 of a schema, two of version 2 and one without any edit one document while they are apart, adopt
 * their schemas at any time and exchange changes late and out of order. In the end all are equal; what each version reads
 * is compared with the plainest model of it: the last write at each key, sums of increments, unions of additions.
 */
final class SchemaSchedule {
    static final Schema FIRST = Schema.builder(1)
            .field("*/state", Field.string().oneOf("zu", "offen"))
            .field("*/price", Field.string())
            .build();
    static final Schema SECOND = Schema.builder(2)
            .field(
                    "*/status",
                    Field.string().oneOf("done", "open").orElse("open").required())
            .field("*/price", Field.decimal())
            .field("*/hours", Field.counter().range(0, 8))
            .field("*/level", Field.integer().range(1, 5))
            .field("*/notes", Field.text().maxLength(12))
            .field("*/tags", Field.set())
            .field("*/tags/*", Field.string().matching("t\\d+"))
            .migration(Migration.from(1)
                    .moved("*/state", "status", SchemaSchedule::english)
                    .converted("*/price", SchemaSchedule::amount))
            .build();

    private static final int DEVICES = 5;
    private static final int FREE = 4;
    private static final String[] ORDERS = {"a", "b"};

    private final Random random;
    private final String name;
    private final Document[] devices = new Document[DEVICES];
    private final List<byte[]> changes = new ArrayList<>();

    /** The last write at each key of each order. */
    private final Map<String, Write> writes = new HashMap<>();

    private final Map<String, BigInteger> hours = new HashMap<>();
    private final Map<String, TreeSet<Value>> tags = new HashMap<>();
    private final Map<String, List<String>> notes = new HashMap<>();
    private int adopted;
    private int number;

    /** What the schedule led to. */
    int refused;

    int violations;
    int migrated;

    private record Write(Stamp stamp, @Nullable Value value) {}

    SchemaSchedule(long seed) {
        random = new Random(seed);
        name = "seed " + seed;
        for (int i = 0; i < DEVICES; i++) {
            devices[i] = Document.create(DocumentId.named("schedule"), options(i));
        }
    }

    private DocumentOptions options(int device) {
        int ahead = random.nextInt(5);
        DocumentOptions options = DocumentOptions.defaults()
                .withReplica(new ReplicaId(device + 1))
                .withClock(() -> 1_767_268_800_000L + number + ahead);
        return device == FREE ? options : options.withSchema(device < 2 ? FIRST : SECOND);
    }

    private static Optional<Value> english(Value german) {
        return german.equals(Value.of("zu"))
                ? Optional.of(Value.of("done"))
                : german.equals(Value.of("offen")) ? Optional.of(Value.of("open")) : Optional.empty();
    }

    private static Optional<Value> amount(Value text) {
        return Optional.of(Value.of(new BigDecimal(((Value.Str) text).value())));
    }

    void run() {
        int steps = 20 + random.nextInt(30);
        for (int i = 0; i < steps; i++) {
            number++;
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (!changes.isEmpty()) { // any change, perhaps long before what it needs
                        any().receive(changes.get(random.nextInt(changes.size())));
                    }
                }
                case 1 -> {
                    Document to = any();
                    to.receive(any().changesSince(to.version()));
                }
                default -> step(random.nextInt(DEVICES));
            }
            if (random.nextInt(20) == 0) {
                int device = random.nextInt(DEVICES);
                devices[device] = Document.resume(devices[device].checkpoint(), options(device));
            }
        }
        for (Document device : devices) {
            changes.forEach(device::receive);
        }
        check();
    }

    private Document any() {
        return devices[random.nextInt(DEVICES)];
    }

    private void step(int device) {
        String order = ORDERS[random.nextInt(ORDERS.length)];
        if (random.nextInt(12) == 0) {
            Schema schema = random.nextBoolean() ? FIRST : SECOND;
            if (edit(device, tx -> tx.adopt(schema)) != null) {
                adopted = Math.max(adopted, schema.version());
            }
            return;
        }
        int what = random.nextInt(10);
        boolean newer = device == FREE ? random.nextBoolean() : device >= 2;
        if (what < 3) {
            put(
                    device,
                    order,
                    newer ? "status" : "state",
                    newer ? pick("done", "open", "lost") : pick("zu", "offen", "x"));
        } else if (what < 5) {
            String digits = random.nextInt(100) + ".50";
            put(device, order, "price", newer ? Value.of(new BigDecimal(digits)) : pick(digits, "much"));
        } else if (what == 5) {
            put(device, order, "level", random.nextInt(8) == 0 ? Value.of("high") : Value.of(random.nextInt(9) - 2));
        } else if (what == 6) {
            put(device, order, "x" + random.nextInt(3), Value.of(number));
        } else if (what == 7) {
            int by = random.nextInt(9) - 3;
            if (editOrder(device, order, map -> map.counter("hours").increment(by)) != null) {
                hours.merge(order, BigInteger.valueOf(by), BigInteger::add);
            }
        } else if (what == 8) {
            Value tag = random.nextInt(4) == 0 ? Value.of(number) : Value.of("t" + number);
            if (editOrder(device, order, map -> map.set("tags").add(tag)) != null) {
                tags.computeIfAbsent(order, none -> new TreeSet<>(Value.ORDER)).add(tag);
            }
        } else {
            String note = "[" + number + "]";
            if (editOrder(
                            device,
                            order,
                            map -> map.text("notes").insert(map.text("notes").length(), note))
                    != null) {
                notes.computeIfAbsent(order, none -> new ArrayList<>()).add(note);
            }
        }
    }

    private Value pick(String... choices) {
        return Value.of(choices[random.nextInt(choices.length)]);
    }

    /** One write, or a removal, as the last operation of its change. */
    private void put(int device, String order, String key, Value value) {
        boolean removes = random.nextInt(8) == 0;
        Change change = editOrder(device, order, map -> {
            if (removes) {
                map.remove(key);
            } else {
                map.put(key, value);
            }
        });
        if (change != null) {
            Stamp stamp =
                    new Stamp(new OpId(change.replica(), change.firstSeq() + change.count() - 1), change.timestamp());
            Write write = new Write(stamp, removes ? null : value);
            writes.merge(order + "/" + key, write, (a, b) -> a.stamp().compareTo(b.stamp()) > 0 ? a : b);
        }
    }

    private @Nullable Change editOrder(int device, String order, Consumer<MapEditor> body) {
        return edit(device, tx -> body.accept(tx.root().map(order)));
    }

    /** Null if nothing was written. */
    private @Nullable Change edit(int device, Consumer<Transaction> body) {
        VersionVector before = devices[device].version();
        String json = devices[device].toJson();
        try {
            Change change = devices[device].edit(body);
            if (change.isEmpty()) {
                return null;
            }
            changes.add(change.toBytes());
            return change;
        } catch (SchemaViolationException wrong) {
            refused++;
            assertThat(wrong.violations()).isNotEmpty();
            assertThat(devices[device].version()).isEqualTo(before);
            assertThat(devices[device].toJson()).isEqualTo(json);
            return null;
        }
    }

    private void check() {
        byte[] saved = devices[0].save();
        for (Document device : devices) {
            assertThat(device.save()).as(name).isEqualTo(saved);
            assertThat(device.stateHash()).as(name).isEqualTo(devices[0].stateHash());
            assertThat(device.schema().stored().map(Schema::version).orElse(0))
                    .as(name)
                    .isEqualTo(adopted);
        }
        for (int pair = 0; pair < 4; pair += 2) {
            var one = devices[pair].schema();
            var other = devices[pair + 1].schema();
            assertThat(one.content(Path.root())).as(name).isEqualTo(other.content(Path.root()));
            assertThat(one.violations()).as(name).isEqualTo(other.violations());
            assertThat(one.repairs()).as(name).isEqualTo(other.repairs());
        }
        Set<String> expected = new TreeSet<>();
        for (String order : ORDERS) {
            checkOrder(order, expected);
        }
        Set<String> found = new TreeSet<>();
        devices[2].schema().violations().forEach(violation -> found.add(violation.place() + " " + violation.rule()));
        assertThat(found).as(name).isEqualTo(expected);
        violations += found.size();
    }

    private void checkOrder(String order, Set<String> expected) {
        Map<String, Content> read = entries(devices[2], order);
        Map<String, Content> old = entries(devices[0], order);
        if (!devices[2].root().map(order).exists()) {
            assertThat(read).isEmpty();
            return;
        }
        Map<String, Content> wanted = new LinkedHashMap<>();
        wanted.put("status", new Content.Scalar(status(order, expected)));
        price(order, expected).ifPresent(value -> wanted.put("price", new Content.Scalar(value)));
        value(order, "level")
                .ifPresent(value -> wanted.put("level", new Content.Scalar(level(order, value, expected))));
        for (int i = 0; i < 3; i++) {
            String key = "x" + i;
            value(order, key).ifPresent(value -> wanted.put(key, new Content.Scalar(value)));
        }
        if (hours.containsKey(order)) {
            BigInteger sum = hours.get(order);
            BigInteger inRange = sum.max(BigInteger.ZERO).min(BigInteger.valueOf(8));
            wanted.put("hours", new Content.CounterContent(inRange));
            if (!sum.equals(inRange)) {
                expected.add("/" + order + "/hours RANGE");
            }
            assertThat(old.get("hours")).as(name).isEqualTo(new Content.CounterContent(sum));
        }
        if (tags.containsKey(order)) {
            wanted.put("tags", new Content.SetContent(List.copyOf(tags.get(order))));
            if (tags.get(order).stream().anyMatch(tag -> !(tag instanceof Value.Str))) {
                expected.add("/" + order + "/tags/* TYPE");
            }
        }
        if (notes.containsKey(order)) {
            String text = ((Content.TextContent) read.get("notes")).text();
            assertThat(text)
                    .as(name)
                    .contains(notes.get(order))
                    .hasSize(String.join("", notes.get(order)).length());
            wanted.put("notes", new Content.TextContent(text));
            if (text.length() > 12) {
                expected.add("/" + order + "/notes LENGTH");
            }
        }
        assertThat(read).as(name).isEqualTo(wanted);
        assertThat(Optional.ofNullable(old.get("state")))
                .as(name)
                .isEqualTo(value(order, "state").map(Content.Scalar::new));
    }

    private static Map<String, Content> entries(Document device, String order) {
        return device.schema().content(Path.root().key(order)).entries();
    }

    private Optional<Value> value(String order, String key) {
        Write write = writes.get(order + "/" + key);
        return write == null ? Optional.empty() : Optional.ofNullable(write.value());
    }

    private Value status(String order, Set<String> expected) {
        Write here = writes.get(order + "/status");
        Write older = writes.get(order + "/state");
        Optional<Value> read = here == null ? Optional.empty() : Optional.ofNullable(here.value());
        boolean isOlderLater = older != null && (here == null || older.stamp().compareTo(here.stamp()) > 0);
        if (isOlderLater) {
            Optional<Value> moved = Optional.ofNullable(older.value()).flatMap(SchemaSchedule::english);
            migrated += moved.isPresent() ? 1 : 0;
            read = older.value() == null || moved.isPresent() ? moved : read;
        }
        if (read.isPresent() && read.get().equals(Value.of("lost"))) {
            expected.add("/" + order + "/status ENUMERATION");
        }
        return read.orElse(Value.of("open"));
    }

    private Optional<Value> price(String order, Set<String> expected) {
        Optional<Value> written = value(order, "price");
        if (written.isPresent() && written.get() instanceof Value.Str text) {
            if (text.value().equals("much")) {
                expected.add("/" + order + "/price TYPE");
                return written;
            }
            migrated++;
            return amount(text);
        }
        return written;
    }

    private static Value level(String order, Value written, Set<String> expected) {
        if (!(written instanceof Value.Int64 number)) {
            expected.add("/" + order + "/level TYPE");
            return written;
        }
        long inRange = Math.max(1, Math.min(5, number.value()));
        if (inRange != number.value()) {
            expected.add("/" + order + "/level RANGE");
        }
        return Value.of(inRange);
    }
}
