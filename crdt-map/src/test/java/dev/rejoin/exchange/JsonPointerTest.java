package dev.rejoin.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.document.Document;
import dev.rejoin.document.Path;
import dev.rejoin.version.DocumentId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 6901 and what a pointer finds in a document. */
class JsonPointerTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/foo", "/foo/0", "/a~1b", "/c%d", "/m~0n", "/~01", "//", "/k\"l"})
    void parse_pointer_isWrittenAsItWas(String text) {
        assertThat(JsonPointer.parse(text)).hasToString(text);
    }

    @Test
    void parse_escapes_areRead() {
        assertThat(JsonPointer.parse("").tokens()).isEmpty();
        assertThat(JsonPointer.parse("/").tokens()).containsExactly("");
        assertThat(JsonPointer.parse("/a~1b/m~0n/~01").tokens()).containsExactly("a/b", "m~n", "~1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "#/foo", "/~", "/a~2", "/a/b~"})
    void parse_noPointer_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPointer.parse(text));
    }

    @Test
    void of_path_hasItsSteps() {
        assertThat(JsonPointer.of(Path.root().key("a/b").index(3).key("~")))
                .isEqualTo(new JsonPointer(List.of("a/b", "3", "~")))
                .hasToString("/a~1b/3/~0");
    }

    @Test
    void resolve_whatIsThere_isFoundAndNothingElse() {
        Document document = Document.create(DocumentId.named("pointer"));
        document.edit(tx -> {
            tx.root().map("m").put("0", "zero").text("t").insert(0, "x");
            tx.root().list("l").insert(0, "a").insertMap(1).put("k", 1);
        });
        assertThat(path(document, "")).isEqualTo(Path.root());
        assertThat(path(document, "/m/0")).isEqualTo(Path.root().key("m").key("0"));
        assertThat(path(document, "/l/0")).isEqualTo(Path.root().key("l").index(0));
        assertThat(path(document, "/l/1/k"))
                .isEqualTo(Path.root().key("l").index(1).key("k"));
        for (String nothing : List.of(
                "/n",
                "/m/1",
                "/m/0/x",
                "/m/t/0",
                "/l/2",
                "/l/-1",
                "/l/-",
                "/l/01",
                "/l/",
                "/l/a",
                "/l/0/k",
                "/l/1/n",
                "/l/1234567890")) {
            assertThat(JsonPointer.parse(nothing).resolve(document.root()))
                    .as(nothing)
                    .isEmpty();
        }
    }

    private static Path path(Document document, String pointer) {
        return JsonPointer.parse(pointer).resolve(document.root()).orElseThrow();
    }
}
