package dev.rejoin.proptests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.IncompleteBatchException;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Path;
import dev.rejoin.document.TypeMismatchException;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.FieldType;
import dev.rejoin.schema.Schema;
import dev.rejoin.schema.SchemaViolationException;
import dev.rejoin.session.ChangeSession;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** A document of three writers with every kind of content, and all changes that made it. */
final class World {
    static final DocumentId ID = DocumentId.named("fuzz");

    static final List<Value> VALUES = List.of(
            Value.NULL,
            Value.of(true),
            Value.of(-1),
            Value.of(Long.MAX_VALUE),
            Value.of(0.5),
            Value.of(Double.NaN),
            Value.of(new BigDecimal("-12345678901234567890.125")),
            Value.of("text \u00e9 \uD83D\uDE00"),
            Value.of(new byte[] {1, 2, 3}),
            Value.of(Instant.ofEpochSecond(-5, 7)),
            new Value.BlobRef(Value.Bytes.copyOf(new byte[32]), 1 << 20, "image/png"),
            new Value.ObjectValue("address", Value.Bytes.copyOf(new byte[] {9, 8})),
            Value.of(List.of(Value.of(1), Value.of("x"), Value.of(List.of(Value.NULL)))),
            new Value.MapValue(Map.of("", Value.of(1), "a", Value.of(List.of()), "b", Value.of(2.0))));

    private static final Schema SCHEMA = Schema.builder(2)
            .field("t", Field.text().maxLength(9))
            .field("v", Field.of(FieldType.VALUE).policy(RegisterPolicy.MULTI_VALUE))
            .field("s/*", Field.string().matching("[a-z]{2,9}").oneOf("ab", "cd"))
            .field("n", Field.counter().range(0, 5))
            .build();

    private static final int EDITS = 40;
    private static final Map<Integer, World> WORLDS = new ConcurrentHashMap<>();

    final Document document;
    final List<byte[]> messages = new ArrayList<>();

    private World(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ManualPhysicalClock clock = new ManualPhysicalClock();
        Document[] writers = new Document[3];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = Document.create(
                    ID,
                    DocumentOptions.defaults()
                            .withClock(clock)
                            .withReplica(new ReplicaId(i + 1))
                            .withRandom(new SplittableRandom(i)));
        }
        for (int i = 0; i < EDITS; i++) {
            clock.advance(random.nextInt(40_000));
            Document writer = writers[random.nextInt(writers.length)];
            Change change = writer.edit(transaction -> {
                if (random.nextInt(8) == 0) {
                    transaction.author("Ada").message("m");
                    transaction.root().put("v", VALUES.get(random.nextInt(VALUES.size())));
                }
                for (int op = random.nextInt(3); op >= 0; op--) {
                    OpSpec spec = new OpSpec(random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
                    MixedWorkload.ofEverything().perform(transaction, spec, new Carets());
                }
            });
            if (!change.isEmpty()) {
                messages.add(change.toBytes());
            }
            Document other = writers[random.nextInt(writers.length)];
            other.receive(writer.changesSince(other.version()));
        }
        messages.add(writers[1].edit(transaction -> transaction.adopt(SCHEMA)).toBytes());
        document = writers[0];
        document.receive(writers[1].changesSince(document.version()));
        document.receive(writers[2].changesSince(document.version()));
    }

    static World of(int seed) {
        return WORLDS.computeIfAbsent(seed, World::new);
    }

    /** A document that has the first half of the changes. */
    static Document half() {
        World world = of(7);
        Document half = Document.create(ID, options().withReplica(new ReplicaId(4)));
        for (byte[] message : world.messages.subList(0, 6)) {
            half.receive(message);
        }
        return half;
    }

    static DocumentOptions options() {
        return DocumentOptions.defaults()
                .withClock(new ManualPhysicalClock(ManualPhysicalClock.START + 10_000_000))
                .withRandom(new SplittableRandom(1));
    }

    static Document empty() {
        return Document.create(ID, options().withReplica(new ReplicaId(4)));
    }

    static ChangeSession session(SessionTransport transport) {
        return new ChangeSession(ID, 5, transport, DecodeLimits.DEFAULT, DocumentInvariants.receiver(empty()));
    }

    /** What was taken can be saved, and what was saved can be opened. */
    static void reopen(Document document) {
        Document loaded = Document.load(document.save(), options().withoutMaxDrift());
        assertThat(loaded.stateHash()).isEqualTo(document.stateHash());
        assertThat(loaded.save()).isEqualTo(document.save());
    }

    /** Everything that reads, and everything that writes bytes. */
    static void use(Document document) {
        DocumentInvariants.check(document);
        document.backlog();
        byte[] saved = document.save();
        Document loaded = Document.load(saved, options().withoutMaxDrift());
        assertThat(loaded.toJson()).isEqualTo(document.toJson());
        Document receiver =
                Document.create(ID, options().withReplica(new ReplicaId(5)).withoutMaxDrift());
        if (document.id().equals(ID)) {
            try {
                receiver.receive(document.changesSince(VersionVector.EMPTY));
                assertThat(receiver.backlog().waiting()).isEmpty();
            } catch (HistoryCutException cut) {
                // A document that was saved without history.
            } catch (IncompleteBatchException refused) {
                // A history that somebody made up, without deleted text.
            }
        }
        Document resumed = Document.resume(document.checkpoint(), options().withoutMaxDrift());
        if (document.backlog().quarantined().isEmpty()) { // else it may take what was set aside for its clock
            assertThat(resumed.save()).isEqualTo(saved);
        }
        document.schema().violations();
        document.schema().content(Path.root());
        try {
            document.edit(transaction -> transaction.root().text("t").append("goes on"));
        } catch (SchemaViolationException | TypeMismatchException refused) {
            // A schema that somebody made up may say so, or a container of another type stands there.
        }
    }
}
