package dev.rejoin.proptests.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Content;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.exchange.TreeUpdate;
import dev.rejoin.exchange.Trees;
import dev.rejoin.proptests.gen.Seeds;
import dev.rejoin.proptests.gen.Values;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.schema.Field;
import dev.rejoin.schema.FieldType;
import dev.rejoin.schema.Schema;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/** Schemas of several versions in one document, schemas that mean nothing, and differences of trees. */
class SchemaProperties {
    private static final String[] PARTS = {
        "type",
        "policy",
        "onDelete",
        "required",
        "min",
        "max",
        "minLength",
        "maxLength",
        "oneOf",
        "pattern",
        "default",
        "later"
    };

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 100)
    void devicesOfTwoVersions_convergeLoseNothingAndListViolations(@ForAll("seeds") long seed) {
        new SchemaSchedule(seed).run();
    }

    @Tag("once")
    @Example
    void schedules_reachWhatTheyAreFor() {
        int refused = 0;
        int violations = 0;
        int migrated = 0;
        for (int seed = 0; seed < 20; seed++) {
            SchemaSchedule schedule = new SchemaSchedule(seed);
            schedule.run();
            refused += schedule.refused;
            violations += schedule.violations;
            migrated += schedule.migrated;
        }
        assertThat(refused).isGreaterThan(20);
        assertThat(violations).isGreaterThan(20);
        assertThat(migrated).isGreaterThan(10);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whateverIsStored_isReadAndItsFieldsCheckEveryValue(
            @ForAll("storedSchemas") Value.MapValue stored, @ForAll("values") Value value) {
        Schema schema = Schema.read(1, stored);
        for (Field field : schema.fields().values()) {
            field.check(value)
                    .ifPresent(rule -> assertThat(field.expectation(rule)).isNotEmpty());
            field.repaired(value)
                    .filter(repaired -> field.type().isScalar() && field.type() != FieldType.VALUE)
                    .ifPresent(repaired -> assertThat(field.repaired(repaired)).contains(repaired));
        }
        Schema again = Schema.read(1, schema.toValue());
        assertThat(again.toValue()).isEqualTo(schema.toValue());
        assertThat(again.fields().keySet()).isEqualTo(schema.fields().keySet());
    }

    @Provide
    Arbitrary<Value> values() {
        return Values.any();
    }

    @Provide
    Arbitrary<Value.MapValue> storedSchemas() {
        Arbitrary<String> types = Arbitraries.of(
                "bool",
                "integer",
                "number",
                "decimal",
                "string",
                "bytes",
                "timestamp",
                "blob",
                "value",
                "text",
                "counter",
                "set",
                "remove-wins-set",
                "list",
                "log",
                "map",
                "polygon");
        Arbitrary<String> words = Arbitraries.of(
                "first-writer",
                "max",
                "merge:join",
                "delete-wins",
                "a*",
                "(a|b){2,3}",
                "((",
                "[a-z]+",
                "(a{99}){99}",
                "");
        Arbitrary<Value> parts = Arbitraries.frequencyOf(
                Tuple.of(4, words.map(Value::of)),
                Tuple.of(3, Arbitraries.longs().map(Value::of)),
                Tuple.of(1, Arbitraries.of(Value.of(true), Value.of(Double.NaN))),
                Tuple.of(2, Values.any()));
        Arbitrary<Value> fields = Arbitraries.maps(Arbitraries.of(PARTS), parts)
                .ofMaxSize(6)
                .flatMap(described -> types.map(type -> {
                    Map<String, Value> entries = new LinkedHashMap<>(described);
                    entries.put("type", Value.of(type));
                    return Value.of(entries);
                }));
        Arbitrary<String> steps = Arbitraries.of("a", "b", "*", "~1", "", "~", "**");
        Arbitrary<String> paths = steps.list().ofMinSize(1).ofMaxSize(3).map(each -> String.join("/", each));
        Arbitrary<Value> anything =
                Arbitraries.frequencyOf(Tuple.of(9, fields), net.jqwik.api.Tuple.of(1, Values.any()));
        return Arbitraries.maps(paths, anything)
                .ofMaxSize(6)
                .map(described -> Value.of(Map.of("fields", Value.of(described), "later", Value.of(1))));
    }

    @Property(tries = 200)
    void differenceOfTwoTrees_writtenWhereTheFirstWasRead_givesTheSecond(@ForAll("seeds") long seed) {
        Document one = document(1);
        Document other = document(2);
        edit(one, seed);
        edit(other, seed + 1);
        Content.MapContent before = Trees.of(one.root());
        Content.MapContent after = Trees.of(other.root());
        try {
            one.edit(tx -> TreeUpdate.write(tx.root(), before, after));
        } catch (ArithmeticException | IllegalArgumentException refused) {
            assertThat(refused.getMessage()).containsAnyOf("log only grows", "long");
            assertThat(Trees.of(one.root())).isEqualTo(before);
            return;
        }
        assertThat(Trees.of(one.root())).isEqualTo(after);
        assertThat(one.edit(tx -> TreeUpdate.write(tx.root(), after, after)).isEmpty())
                .isTrue();
    }

    private static Document document(long replica) {
        return Document.create(
                DocumentId.named("difference"),
                DocumentOptions.defaults()
                        .withReplica(new ReplicaId(replica))
                        .withClock(() -> 1_767_268_800_000L)
                        .withRandom(new SplittableRandom(replica)));
    }

    private static void edit(Document document, long seed) {
        Random random = new Random(seed);
        Carets carets = new Carets();
        for (int i = 0; i < 8; i++) {
            try {
                document.edit(tx -> {
                    for (int k = 0; k < 3; k++) {
                        OpSpec spec = new OpSpec(raw(random), raw(random), raw(random), raw(random));
                        MixedWorkload.ofEverything().perform(tx, spec, carets);
                    }
                });
            } catch (ArithmeticException overflow) {
                assertThat(overflow).hasMessage("long overflow"); // of a counter; nothing was changed
            }
        }
    }

    private static int raw(Random random) {
        return random.nextInt(1 << 20);
    }
}
