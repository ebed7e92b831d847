package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.document.Content;
import dev.rejoin.document.Document;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TreeUpdateTest {
    private final Document document = Document.create(DocumentId.named("tree"));

    @Test
    void write_counterThatIsTooFarAwayToIncrement_setsIt() {
        document.edit(tx -> tx.root().counter("n").increment(Long.MIN_VALUE));
        write(Map.of("n", new Content.CounterContent(BigInteger.valueOf(Long.MAX_VALUE))));
        assertThat(document.root().counter("n").value()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void write_logThatLacksEntries_isRefusedAndChangesNothing() {
        document.edit(tx -> tx.root().log("log").append("a").append("b"));
        assertThatThrownBy(() -> write(Map.of("new", scalar(1), "log", new Content.LogContent(List.of(Value.of("b"))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 entries");
        assertThat(document.toJson()).isEqualTo("{\"log\":[\"a\",\"b\"]}");
        write(Map.of("log", new Content.LogContent(List.of(Value.of("a"), Value.of("b"), Value.of("c")))));
        assertThat(document.toJson()).isEqualTo("{\"log\":[\"a\",\"b\",\"c\"]}");
    }

    @Test
    void write_whatIsThere_makesNoChange() {
        document.edit(tx -> tx.root().list("list").append("a").insertMap(0).put("k", 1));
        assertThat(write(Trees.of(document.root()).entries()).isEmpty()).isTrue();
    }

    @Test
    void write_elementsThatStay_keepWhatOthersDoInThem() {
        document.edit(tx -> tx.root().list("list").append("a").insertMap(1).put("done", false));
        Document other = Document.create(DocumentId.named("tree"));
        other.receive(document.changesSince(VersionVector.EMPTY));
        byte[] theirs = other.edit(tx -> tx.root().list("list").map(1).put("by", "other"))
                .toBytes();
        write(Map.of(
                "list",
                new Content.ListContent(List.of(
                        scalar(1), new Content.MapContent(Map.of("done", new Content.Scalar(Value.of(true))))))));
        document.receive(theirs);
        assertThat(document.toJson()).isEqualTo("{\"list\":[1,{\"by\":\"other\",\"done\":true}]}");
    }

    private static Content scalar(long value) {
        return new Content.Scalar(Value.of(value));
    }

    private Change write(Map<String, Content> entries) {
        return document.edit(tx -> TreeUpdate.write(tx.root(), new Content.MapContent(entries)));
    }
}
