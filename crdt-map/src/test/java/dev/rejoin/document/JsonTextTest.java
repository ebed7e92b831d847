package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private final Document document = Document.create(DocumentId.named("json"));

    @Test
    void toJson_everyValue_isExactAndSorted() {
        document.edit(tx -> tx.root()
                .put("z", "last")
                .put("text", "quote \" backslash \\ line \n tab \t bell \u0007 smile \uD83D\uDE00")
                .put("long", Long.MIN_VALUE)
                .put("double", -0.5)
                .put("nan", Double.NaN)
                .put("infinite", Double.NEGATIVE_INFINITY)
                .put("decimal", new BigDecimal("1.2300"))
                .put("when", Instant.parse("2026-11-21T10:15:30.5Z"))
                .put("bytes", new byte[] {0, 1, (byte) 0xFF})
                .put("null", Value.NULL)
                .put("list", Value.of(List.of(Value.of(1L), Value.of("x"))))
                .put("map", Value.of(Map.of("b", Value.of(true), "a", Value.NULL))));
        assertThat(document.toJson())
                .isEqualTo("{\"bytes\":\"AAH/\",\"decimal\":1.2300,\"double\":-0.5,\"infinite\":\"-Infinity\","
                        + "\"list\":[1,\"x\"],\"long\":-9223372036854775808,\"map\":{\"a\":null,\"b\":true},"
                        + "\"nan\":\"NaN\",\"null\":null,"
                        + "\"text\":\"quote \\\" backslash \\\\ line \\n tab \\t bell \\u0007 smile \uD83D\uDE00\","
                        + "\"when\":\"2026-11-21T10:15:30.500Z\",\"z\":\"last\"}");
    }

    @Test
    void toJson_placeWithoutContent_isEmpty() {
        assertThat(document.root().map("none").toJson()).isEqualTo("{}");
        assertThat(document.root().list("none").toJson()).isEqualTo("[]");
    }
}
