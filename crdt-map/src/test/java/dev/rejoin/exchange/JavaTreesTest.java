package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.document.Document;
import dev.rejoin.document.SlotKind;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stands for what, in both directions. */
class JavaTreesTest {
    private static final Value BLOB = Value.BlobRef.of(new byte[] {1}, "image/png");
    private static final Value OBJECT = new Value.ObjectValue("money", Value.of(new byte[] {1}));

    private final Document document = Document.create(DocumentId.named("java"));

    private void write(Map<String, Object> tree) {
        document.edit(tx -> JavaTrees.write(tx.root(), tree));
    }

    private Value written(Object object) {
        write(Map.of("k", object));
        return document.root().get("k").orElseThrow();
    }

    private void refused(Map<String, Object> tree, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> write(tree)).withMessageContaining(reason);
    }

    @Test
    void read_eachKind_isWhatTheTableSays() {
        document.edit(tx -> {
            tx.root().put("string", "s").put("integer", 1).put("number", 1.5).put("bool", true);
            tx.root().put("decimal", new BigDecimal("1.50")).put("bytes", new byte[] {1, 2});
            tx.root().put("time", Instant.EPOCH).put("null", Value.NULL);
            tx.root().put("blob", BLOB).put("object", OBJECT);
            tx.root().put("values", Value.of(List.of(Value.of(1), Value.of(Map.of("k", Value.of("v"))))));
            tx.root().text("text").append("t");
            tx.root().counter("count").increment(3);
            tx.root().counter("most").increment(Long.MAX_VALUE);
            tx.root().set("set").add("a").add(2);
            tx.root().removeWinsSet("safe").add("b");
            tx.root().log("log").append("x").append("x");
            tx.root().list("list").append("e").insertMap(1).put("k", 1);
            tx.root().map("map").put("k", 1);
        });
        Map<String, Object> expected = new HashMap<>(Map.of(
                "string",
                "s",
                "integer",
                1L,
                "number",
                1.5,
                "bool",
                true,
                "decimal",
                new BigDecimal("1.50"),
                "time",
                Instant.EPOCH,
                "blob",
                BLOB,
                "object",
                OBJECT,
                "text",
                "t",
                "count",
                3L));
        expected.putAll(Map.of(
                "most",
                Long.MAX_VALUE,
                "set",
                Set.of("a", 2L),
                "safe",
                Set.of("b"),
                "log",
                List.of("x", "x"),
                "list",
                List.of("e", Map.of("k", 1L)),
                "map",
                Map.of("k", 1L),
                "values",
                List.of(1L, Map.of("k", "v"))));
        expected.put("null", null);
        Map<String, Object> read = JavaTrees.read(document.root());
        assertThat((byte[]) read.remove("bytes")).containsExactly(1, 2);
        assertThat(read).isEqualTo(expected);
        assertThat(document.edit(tx -> JavaTrees.write(tx.root(), JavaTrees.read(tx.root())))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void read_counterBeyond64Bits_isALargeInteger_andGoesBack() {
        document.edit(tx -> tx.root().counter("n").increment(Long.MAX_VALUE));
        Document other = Document.create(DocumentId.named("java"));
        other.receive(document.changesSince(other.version()));
        byte[] theirs = other.edit(tx -> tx.root().counter("n").increment(1)).toBytes();
        document.receive(theirs);
        BigInteger large = BigInteger.ONE.shiftLeft(63);
        assertThat(JavaTrees.read(document.root())).isEqualTo(Map.of("n", large));
        assertThat(document.edit(tx -> JavaTrees.write(tx.root(), Map.of("n", large)))
                        .isEmpty())
                .isTrue();
        write(Map.of("n", BigInteger.TEN));
        assertThat(document.root().kindOf("n")).isEqualTo(SlotKind.COUNTER);
        assertThat(document.root().counter("n").value()).isEqualTo(10);
    }

    @Test
    void write_whereNothingStands_isTheUsualKind() {
        assertThat(written("s")).isEqualTo(Value.of("s"));
        assertThat(written(CharBuffer.wrap("b"))).isEqualTo(Value.of("b"));
        for (Object one : List.of(1L, 1, (short) 1, (byte) 1)) {
            assertThat(written(one)).isEqualTo(Value.of(1));
        }
        assertThat(written(1.5)).isEqualTo(Value.of(1.5));
        assertThat(written(1.5f)).isEqualTo(Value.of(1.5));
        assertThat(written(new BigDecimal("1.50"))).isEqualTo(Value.of(new BigDecimal("1.50")));
        assertThat(written(BigInteger.TEN)).isEqualTo(Value.of(BigDecimal.TEN));
        assertThat(written(true)).isEqualTo(Value.of(true));
        assertThat(written(Instant.EPOCH)).isEqualTo(Value.of(Instant.EPOCH));
        assertThat(written(new byte[] {1})).isEqualTo(Value.of(new byte[] {1}));
        assertThat(written(BLOB)).isEqualTo(BLOB);
        write(Collections.singletonMap("k", null));
        assertThat(document.root().get("k")).contains(Value.NULL);

        write(Map.of("map", Map.of("k", 1), "list", List.of(1, List.of(2)), "set", Set.of(1)));
        assertThat(document.root().kindOf("k")).isEqualTo(SlotKind.ABSENT);
        assertThat(document.root().kindOf("map")).isEqualTo(SlotKind.MAP);
        assertThat(document.root().list("list").kindOf(1)).isEqualTo(SlotKind.LIST);
        assertThat(document.root().kindOf("set")).isEqualTo(SlotKind.SET);
        assertThat(document.toJson()).isEqualTo("{\"list\":[1,[2]],\"map\":{\"k\":1},\"set\":[1]}");
    }

    @Test
    void write_overWhatStandsThere_keepsItsKindIfItCan() {
        document.edit(tx -> {
            tx.root().text("text").append("t");
            tx.root().set("set").add("a");
            tx.root().removeWinsSet("safe").add("b");
            tx.root().log("log").append("x");
            tx.root().list("list").append("e").insertText(1).append("inner");
            tx.root().put("values", Value.of(List.of())).put("entries", Value.of(Map.of()));
            for (String count : List.of("long", "int", "short", "byte")) {
                tx.root().counter(count).increment(1);
            }
        });
        write(Map.of(
                "text",
                CharBuffer.wrap("new"),
                "set",
                List.of("b", "b", "c"),
                "safe",
                List.of("c"),
                "log",
                new LinkedHashSet<>(List.of("x", "y")),
                "list",
                new LinkedHashSet<>(List.of("f", "changed")),
                "values",
                List.of(1, List.of(2)),
                "entries",
                Map.of("k", Map.of("l", List.of(Map.of())))));
        assertThat(document.root().kindOf("text")).isEqualTo(SlotKind.TEXT);
        assertThat(document.root().kindOf("set")).isEqualTo(SlotKind.SET);
        assertThat(document.root().kindOf("safe")).isEqualTo(SlotKind.REMOVE_WINS_SET);
        assertThat(document.root().kindOf("log")).isEqualTo(SlotKind.LOG);
        assertThat(document.root().kindOf("list")).isEqualTo(SlotKind.LIST);
        assertThat(document.root().list("list").kindOf(1)).isEqualTo(SlotKind.TEXT);
        assertThat(document.root().kindOf("values")).isEqualTo(SlotKind.SCALAR);
        assertThat(document.root().kindOf("entries")).isEqualTo(SlotKind.SCALAR);
        assertThat(document.toJson())
                .isEqualTo("{\"entries\":{\"k\":{\"l\":[{}]}},\"list\":[\"f\",\"changed\"],\"log\":[\"x\",\"y\"],"
                        + "\"safe\":[\"c\"],\"set\":[\"b\",\"c\"],\"text\":\"new\",\"values\":[1,[2]]}");
    }

    @Test
    void write_integerOfAnySize_countsWhereACounterStands() {
        for (Object number : List.of(5L, 6, (short) 7, (byte) 8)) {
            document.edit(tx -> tx.root().remove("n").counter("n").increment(1));
            write(Map.of("n", number));
            assertThat(document.root().kindOf("n")).isEqualTo(SlotKind.COUNTER);
            assertThat(document.root().counter("n").value()).isEqualTo(((Number) number).longValue());
        }
        write(Map.of("n", "no number"));
        assertThat(document.root().get("n")).contains(Value.of("no number"));
    }

    @Test
    void write_whatHasNoPlace_isRefusedWithItsClass() {
        refused(Map.of("a", new Object()), "java.lang.Object");
        refused(Map.of("a", List.of(Map.of("b", new int[0]))), "has no place");
        refused(Map.of("a", Map.of(1, "x")), "must be a string: 1");
        document.edit(tx -> tx.root().put("a", Value.of(Map.of())));
        refused(Map.of("a", Map.of(1, "x")), "must be a string: 1");
        assertThat(document.toJson()).isEqualTo("{\"a\":{}}");
    }

    @Test
    void write_twoTrees_writesWhatDiffersAndLeavesTheRest() {
        document.edit(
                tx -> tx.root().put("kept", 1).put("changed", 1).counter("n").increment(1));
        Map<String, Object> before = JavaTrees.read(document.root());
        document.edit(tx -> tx.root().put("kept", 2).counter("n").increment(10));
        Map<String, Object> after = new HashMap<>(before);
        after.put("changed", 5);
        after.put("n", 3);
        assertThat(document.edit(tx -> JavaTrees.write(tx.root(), before, after))
                        .count())
                .isEqualTo(2);
        assertThat(document.toJson()).isEqualTo("{\"changed\":5,\"kept\":2,\"n\":13}");
    }
}
