package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.document.Document;
import dev.rejoin.document.Path;
import dev.rejoin.document.SlotKind;
import dev.rejoin.json.JsonSyntaxException;
import dev.rejoin.version.DocumentId;
import org.junit.jupiter.api.Test;

/** Maps and lists as JSON in both notations, and back. */
class JsonImportTest {
    private final Document document = Document.create(DocumentId.named("json"));

    private void write(String json, JsonNotation notation) {
        document.edit(tx -> JsonImport.write(tx.root(), json, notation));
    }

    private void writeList(String json, JsonNotation notation) {
        document.edit(tx -> JsonImport.write(tx.root().list("list"), json, notation));
    }

    @Test
    void write_plainList_keepsWhatStandsThere() {
        document.edit(tx -> tx.root().list("list").append("a").insertText(1).append("text"));
        writeList("[\"a\",\"longer text\",[1],{\"k\":2}]", JsonNotation.PLAIN);
        assertThat(document.root().list("list").kindOf(1)).isEqualTo(SlotKind.TEXT);
        assertThat(JsonExport.write(document.root().list("list"), JsonNotation.PLAIN))
                .isEqualTo("[\"a\",\"longer text\",[1],{\"k\":2}]");
        assertThat(JsonExport.write(document.root().list("list"), JsonNotation.TAGGED))
                .isEqualTo("[\"a\",{\"$text\":\"longer text\"},[1],{\"k\":2}]");
    }

    @Test
    void write_taggedList_isOfTheKindsThatItNames() {
        writeList("[{\"$counter\":\"5\"},{\"$set\":[1]},{\"$log\":[\"x\"]}]", JsonNotation.TAGGED);
        assertThat(document.root().list("list").counter(0).value()).isEqualTo(5);
        assertThat(document.root().list("list").kindOf(1)).isEqualTo(SlotKind.SET);
        assertThat(document.root().list("list").kindOf(2)).isEqualTo(SlotKind.LOG);
        assertThat(JsonExport.write(document.root().list("list"), JsonNotation.PLAIN))
                .isEqualTo("[5,[1],[\"x\"]]");
    }

    @Test
    void write_map_isThatOfItsNotation() {
        write("{\"t\":{\"$text\":\"x\"}}", JsonNotation.TAGGED);
        assertThat(document.root().kindOf("t")).isEqualTo(SlotKind.TEXT);
        write("{\"t\":{\"$text\":\"x\"}}", JsonNotation.PLAIN);
        assertThat(document.root().kindOf("t")).isEqualTo(SlotKind.MAP);
        assertThat(JsonExport.write(document.root(), JsonNotation.PLAIN)).isEqualTo("{\"t\":{\"$text\":\"x\"}}");
        assertThat(JsonExport.write(document.root(), JsonNotation.TAGGED)).isEqualTo("{\"t\":{\"$$text\":\"x\"}}");
    }

    @Test
    void write_anotherKindOfJson_isRefusedAndChangesNothing() {
        write("{\"k\":1}", JsonNotation.PLAIN);
        for (JsonNotation notation : JsonNotation.values()) {
            for (String json : new String[] {"[1]", "1", "null"}) {
                assertThatExceptionOfType(JsonImportException.class)
                        .isThrownBy(() -> write(json, notation))
                        .withMessageContaining("expected an object")
                        .satisfies(refusal -> assertThat(refusal.path()).isEqualTo(Path.root()));
            }
            for (String json : new String[] {"{\"a\":1}", "1", "null"}) {
                assertThatExceptionOfType(JsonImportException.class)
                        .isThrownBy(() -> writeList(json, notation))
                        .withMessageContaining("expected an array");
            }
            assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> write("{", notation));
        }
        assertThatExceptionOfType(JsonImportException.class)
                .isThrownBy(() -> write("{\"a\":[{\"$bytes\":1}]}", JsonNotation.TAGGED))
                .satisfies(refusal -> assertThat(refusal.path())
                        .isEqualTo(Path.root().key("a").index(0).key("$bytes")));
        assertThat(document.toJson()).isEqualTo("{\"k\":1}");
    }
}
