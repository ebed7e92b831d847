package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rejoin.io.LimitExceededException;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What readers and editors promise and refuse. */
class HandlesTest {
    private final Document document = Document.create(DocumentId.named("handles"));

    private void edit(Consumer<MapEditor> body) {
        document.edit(tx -> body.accept(tx.root()));
    }

    private Throwable refused(Consumer<MapEditor> body) {
        byte[] before = document.save();
        Throwable thrown = catchThrowable(() -> edit(body));
        assertThat(document.save()).isEqualTo(before);
        document.checkInvariants();
        return thrown;
    }

    @Test
    void read_absentPlaces_areEmpty() {
        MapReader root = document.root();
        assertThat(root.exists()).isTrue();
        assertThat(root.map("a").map("b").exists()).isFalse();
        assertThat(root.map("a").map("b").keys()).isEmpty();
        assertThat(root.map("a").get("x")).isEmpty();
        assertThat(root.list("a").size()).isZero();
        assertThat(root.list("a").values()).isEmpty();
        assertThat(root.text("a").toString()).isEmpty();
        assertThat(root.counter("a").value()).isZero();
        assertThat(root.counter("a").bigValue()).isEqualTo(BigInteger.ZERO);
        assertThat(root.set("a").values()).isEmpty();
        assertThat(root.register("a").hasConflict()).isFalse();
        assertThat(root.kindOf("a")).isEqualTo(SlotKind.ABSENT);
        assertThat(document.version().isEmpty()).isTrue();
        assertThatThrownBy(() -> root.list("a").get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> root.text("a").charAt(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void edit_withoutEffect_makesNoChange() {
        assertThat(document.edit(tx -> {
                            tx.root().remove("absent");
                            tx.root().map("absent").remove("deeper");
                            tx.root().text("t").insert(0, "");
                            tx.root().list("l").insertAll(0, List.of());
                            tx.root().set("s").remove("x");
                            tx.root().counter("c").reset();
                            tx.root().create();
                        })
                        .isEmpty())
                .isTrue();
    }

    @Test
    void handle_afterItsTransaction_throws() {
        List<MapEditor> kept = new ArrayList<>();
        edit(root -> {
            root.map("m").put("a", 1);
            kept.add(root);
            kept.add(root.map("m"));
        });
        for (MapEditor editor : kept) {
            assertThatThrownBy(() -> editor.put("b", 2)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> editor.get("a")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> editor.text("t").append("x")).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> ((MapEditor) document.root()).put("x", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("read");
    }

    @Test
    void write_whereAnotherTypeStands_saysPathExpectedFound() {
        edit(root -> {
            root.put("scalar", 1);
            root.map("site").text("notes").append("hello");
            root.list("list").append(5);
        });
        assertThat(refused(root -> root.map("scalar").put("x", 1)))
                .isInstanceOf(TypeMismatchException.class)
                .hasMessage("Expected MAP at /scalar, found SCALAR");
        assertThat(refused(root -> {
                    root.put("other", 1);
                    root.map("site").map("notes").counter("deep").increment();
                }))
                .isInstanceOfSatisfying(TypeMismatchException.class, e -> {
                    assertThat(e.path()).hasToString("/site/notes");
                    assertThat(e.expected()).isEqualTo(SlotKind.MAP);
                    assertThat(e.found()).isEqualTo(SlotKind.TEXT);
                });
        assertThat(refused(root -> root.list("list").map(0).put("x", 1)))
                .hasMessage("Expected MAP at /list/0, found SCALAR");
        assertThat(document.root().map("scalar").exists()).isFalse();
    }

    @Test
    void keptHandles_inALaterTransaction_throwUntilTheyAreGivenAgain() {
        List<MapEditor> roots = new ArrayList<>();
        List<MapEditor> maps = new ArrayList<>();
        List<TextEditor> texts = new ArrayList<>();
        edit(root -> {
            roots.add(root);
            maps.add(root.map("m").put("a", 1));
            texts.add(root.text("t").append("x"));
            texts.add(root.list("l").insertText(0).append("y"));
        });
        document.edit(transaction -> {
            for (MapEditor map : List.of(roots.get(0), maps.get(0))) {
                assertThatThrownBy(() -> map.put("a", 2)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> map.remove("a")).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> map.text("t")).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> map.register("a").set(2)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> map.get("a")).isInstanceOf(IllegalStateException.class);
            }
            for (TextEditor text : texts) {
                assertThatThrownBy(() -> text.insert(0, "z")).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> text.delete(0, 1)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(text::length).isInstanceOf(IllegalStateException.class);
            }
            transaction.root().map("m").put("a", 3);
            assertThatThrownBy(() -> texts.get(0).append("z")).isInstanceOf(IllegalStateException.class);
        });
        edit(root -> root.text("t").append("z"));
        assertThat(document.toJson()).isEqualTo("{\"l\":[\"y\"],\"m\":{\"a\":3},\"t\":\"xz\"}");
    }

    @Test
    void rollback_afterTouchesThatWereNotRaisedYet_leavesEverything() {
        edit(root -> {
            root.text("t").append("abc");
            root.map("m").text("deep").append("x");
        });
        refused(root -> {
            root.text("t").append("d").delete(0, 1);
            root.map("m").text("deep").append("y");
            root.text("t").append("e");
            throw new IllegalArgumentException("no");
        });
        refused(root -> {
            root.map("m").text("deep").append("y").append("z");
            root.remove("m");
            root.text("t").append("d");
            throw new IllegalArgumentException("no");
        });
        edit(root -> {
            root.map("m").text("deep").append("y").append("z");
            root.remove("m");
        });
        assertThat(document.toJson()).isEqualTo("{\"t\":\"abc\"}");
        document.checkInvariants();
    }

    @Test
    void put_overContainer_hidesIt() {
        edit(root -> root.map("m").put("a", 1));
        edit(root -> root.put("m", "scalar"));
        assertThat(document.toJson()).isEqualTo("{\"m\":\"scalar\"}");
        edit(root -> root.remove("m"));
        assertThat(document.toJson()).isEqualTo("{}");
        edit(root -> root.map("m").create());
        assertThat(document.toJson()).isEqualTo("{\"m\":{}}");
    }

    @Test
    void write_belowDeleted_startsEmpty() {
        edit(root -> root.map("a").map("b").put("old", 1).text("t").append("old"));
        edit(root -> root.remove("a"));
        edit(root -> root.map("a").map("b").put("new", 2));
        assertThat(document.toJson()).isEqualTo("{\"a\":{\"b\":{\"new\":2}}}");
        edit(root -> root.map("a").map("b").text("t").append("new"));
        assertThat(document.toJson()).isEqualTo("{\"a\":{\"b\":{\"new\":2,\"t\":\"new\"}}}");
    }

    @Test
    void write_tooLarge_isRefused() {
        assertThat(refused(root -> root.put("k".repeat(1025), 1))).isInstanceOf(LimitExceededException.class);
        assertThat(refused(root -> root.map("k".repeat(1025)).create())).isInstanceOf(LimitExceededException.class);
        assertThat(refused(root -> root.put("k", "x".repeat((16 << 20) + 1))))
                .isInstanceOf(LimitExceededException.class);
        assertThat(refused(root -> root.put("k", new byte[(16 << 20) + 1]))).isInstanceOf(LimitExceededException.class);
        assertThat(refused(root -> {
                    MapEditor deep = root;
                    for (int i = 0; i < 65; i++) {
                        deep = deep.map("d");
                    }
                    deep.create();
                }))
                .isInstanceOf(LimitExceededException.class);
        edit(root -> {
            MapEditor deep = root;
            for (int i = 0; i < 64; i++) {
                deep = deep.map("d");
            }
            deep.create();
            root.put("k".repeat(1024), 1);
        });
    }

    @Test
    void write_halfSurrogates_isRefused() {
        edit(root -> root.text("t").append("a\uD83D\uDE00b"));
        assertThat(refused(root -> root.text("t").insert(2, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Index 2 of the text at /t would split a surrogate pair");
        assertThat(refused(root -> root.text("t").delete(0, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused(root -> root.text("t").delete(2, 4))).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused(root -> root.text("t").replace(2, 2, "x"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused(root -> root.text("t").append("\uD83D"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused(root -> root.put("\uDE00", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused(root -> root.put("k", "\uDE00"))).isInstanceOf(IllegalArgumentException.class);
        edit(root -> root.text("t").delete(1, 3).insert(1, "\uD83D\uDE01"));
        assertThat(document.root().text("t").toString()).isEqualTo("a\uD83D\uDE01b");
        assertThat(document.root().text("t").charAt(2)).isEqualTo('\uDE01');
    }

    @Test
    void list_everyEdit_readsBack() {
        edit(root -> {
            ListEditor list = root.list("l");
            list.append("a").append(2).insert(1, true).insert(3, 0.5).insertAll(0, List.of(Value.of(7), Value.of(8)));
            list.insertText(2).append("text");
            list.insertCounter(0).increment(4);
            list.insertSet(1).add("x");
            list.insertList(2).append(9).insertMap(0).put("k", "v");
            list.set(3, "seven").remove(4);
        });
        assertThat(document.root().list("l").toJson())
                .isEqualTo("[4,[\"x\"],[{\"k\":\"v\"},9],\"seven\",\"text\",\"a\",true,2,0.5]");
        ListReader list = document.root().list("l");
        assertThat(list.kindOf(0)).isEqualTo(SlotKind.COUNTER);
        assertThat(list.getString(3)).contains("seven");
        assertThat(list.getLong(7, 0)).isEqualTo(2);
        assertThat(list.values()).hasSize(5);
        assertThat(list.list(2).map(0).getString("k")).contains("v");
        assertThat(list.map(3).exists()).isFalse();
        assertThatThrownBy(() -> list.map(9)).isInstanceOf(IndexOutOfBoundsException.class);
        edit(root -> root.list("l").set(2, 1).remove(0, 2));
        assertThat(document.root().list("l").toJson()).isEqualTo("[1,\"seven\",\"text\",\"a\",true,2,0.5]");
        document.checkInvariants();
    }

    @Test
    void list_placeOfRemovedElement_isAbsentAndRefusesWrites() {
        edit(root -> root.list("l").insertMap(0).put("a", 1));
        Throwable thrown = refused(root -> {
            MapEditor element = root.list("l").map(0);
            root.list("l").insert(0, "before");
            element.put("still", "there");
            assertThat(root.list("l").map(1).getString("still")).contains("there");
            root.list("l").remove(1);
            assertThat(element.exists()).isFalse();
            element.put("b", 2);
        });
        assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("removed");
    }

    @Test
    void counter_beyond64Bits_isRefusedAtTheAuthor() {
        edit(root -> root.counter("c").increment(Long.MAX_VALUE));
        assertThat(refused(root -> root.counter("c").increment())).isInstanceOf(ArithmeticException.class);
        edit(root -> root.counter("c").set(-3).decrement(4));
        assertThat(document.root().counter("c").value()).isEqualTo(-7);
        edit(root -> root.counter("c").reset());
        assertThat(document.root().counter("c").value()).isZero();
    }

    @Test
    void register_setAndClear_isPutAndRemove() {
        edit(root -> root.register("r").set("a").set(5));
        assertThat(document.root().register("r").get()).contains(Value.of(5));
        assertThat(document.root().register("r").values()).containsExactly(Value.of(5));
        edit(root -> root.register("r").clear());
        assertThat(document.root().register("r").exists()).isFalse();
        assertThat(document.root().contains("r")).isFalse();
    }

    @Test
    void view_laterEdits_leaveItAlone() throws InterruptedException {
        List<DocumentView> views = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        java.util.Random random = new java.util.Random(11);
        for (int i = 0; i < 300; i++) {
            edit(root -> {
                String key = "k" + random.nextInt(120);
                root.put(key, random.nextInt(5))
                        .map("m")
                        .put(key, "v")
                        .text("t")
                        .insert(0, "abc");
                root.counter("c").increment();
                root.set("s").add(random.nextInt(9));
                root.list("l").insertMap(0).put("n", random.nextInt(9));
                if (random.nextInt(4) == 0) {
                    root.remove(random.nextBoolean() ? "m" : key);
                    root.map("m").text("t").append("x").delete(0, 1);
                    root.list("l").remove(random.nextInt(root.list("l").size()));
                }
            });
            if (i % 7 == 0) {
                views.add(document.view());
                expected.add(document.toJson());
            }
        }
        List<String> found = new ArrayList<>();
        Thread reader = new Thread(() -> views.forEach(view -> found.add(view.toJson())));
        reader.start();
        reader.join();
        assertThat(found).isEqualTo(expected);
        document.checkInvariants();
    }
}
