package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rejoin.io.LimitExceededException;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
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

    @Test
    void read_absentPlacesOfEachKind_areAbsent() {
        edit(root -> root.put("scalar", 1));
        for (MapReader root : List.of(document.root(), document.view().root())) {
            for (String key : List.of("absent", "scalar")) {
                assertThat(root.map(key).exists()).isFalse();
                assertThat(root.map(key).size()).isZero();
                assertThat(root.map(key).toJson()).isEqualTo("{}");
                assertThat(root.map(key).contains("x")).isFalse();
                assertThat(root.map(key).kindOf("x")).isEqualTo(SlotKind.ABSENT);
                assertThat(root.map(key).register("x").values()).isEmpty();
                assertThat(root.list(key).exists()).isFalse();
                assertThat(root.list(key).size()).isZero();
                assertThat(root.list(key).toJson()).isEqualTo("[]");
                assertThat(root.text(key).exists()).isFalse();
                assertThat(root.text(key).length()).isZero();
                assertThat(root.text(key).substring(0, 0)).isEmpty();
                assertThat(root.text(key).chars()).isEmpty();
                assertThat(root.counter(key).exists()).isFalse();
                assertThat(root.counter(key).value()).isZero();
                for (SetReader set : List.of(root.set(key), root.removeWinsSet(key))) {
                    assertThat(set.exists()).isFalse();
                    assertThat(set.size()).isZero();
                    assertThat(set.contains("x")).isFalse();
                    assertThat(set.contains(1)).isFalse();
                    assertThat(set.contains(Value.of(true))).isFalse();
                    assertThat(set.values()).isEmpty();
                }
                assertThat(root.log(key).exists()).isFalse();
                assertThat(root.log(key).size()).isZero();
                assertThat(root.log(key).values()).isEmpty();
                for (int index : new int[] {-1, 0, 1}) {
                    assertThatThrownBy(() -> root.list(key).get(index)).isInstanceOf(IndexOutOfBoundsException.class);
                    assertThatThrownBy(() -> root.list(key).kindOf(index))
                            .isInstanceOf(IndexOutOfBoundsException.class);
                    assertThatThrownBy(() -> root.log(key).get(index)).isInstanceOf(IndexOutOfBoundsException.class);
                    assertThatThrownBy(() -> root.text(key).charAt(index))
                            .isInstanceOf(IndexOutOfBoundsException.class);
                }
                assertThatThrownBy(() -> root.text(key).substring(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
        assertThat(document.toJson()).isEqualTo("{\"scalar\":1}");
    }

    @Test
    void create_ofEachKind_isThereAndEmpty() {
        edit(root -> {
            root.map("map").create().put("a", 1).remove("a");
            root.list("list").create();
            root.text("text").create();
            root.counter("counter").create();
            root.set("set").create();
            root.removeWinsSet("removeWins").create();
            root.log("log").create();
        });
        assertThat(document.toJson())
                .isEqualTo(
                        "{\"counter\":0,\"list\":[],\"log\":[],\"map\":{},\"removeWins\":[],\"set\":[],\"text\":\"\"}");
        for (MapReader root : List.of(document.root(), document.view().root())) {
            assertThat(root.map("map").exists()).isTrue();
            assertThat(root.list("list").exists()).isTrue();
            assertThat(root.text("text").exists()).isTrue();
            assertThat(root.counter("counter").exists()).isTrue();
            assertThat(root.set("set").exists()).isTrue();
            assertThat(root.removeWinsSet("removeWins").exists()).isTrue();
            assertThat(root.log("log").exists()).isTrue();
            assertThat(root.set("removeWins").exists()).as("of another type").isFalse();
            assertThat(root.list("text").exists()).as("of another type").isFalse();
            assertThat(root.keys()).containsExactly("counter", "list", "log", "map", "removeWins", "set", "text");
            assertThat(root.keys().stream().map(root::kindOf))
                    .containsExactly(
                            SlotKind.COUNTER,
                            SlotKind.LIST,
                            SlotKind.LOG,
                            SlotKind.MAP,
                            SlotKind.REMOVE_WINS_SET,
                            SlotKind.SET,
                            SlotKind.TEXT);
            assertThat(root.size()).isEqualTo(7);
            assertThat(root.contains("log")).isTrue();
            assertThat(root.contains("other")).isFalse();
            assertThat(root.get("text")).as("no scalar").isEmpty();
            assertThatThrownBy(() -> root.keys().add("x")).isInstanceOf(UnsupportedOperationException.class);
        }
        assertThat(document.edit(tx -> tx.root().list("list").create()).isEmpty())
                .as("it is there already")
                .isTrue();
    }

    @Test
    void map_scalarsOfEachKind_areReadAsWhatTheyAre() {
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        edit(root -> root.put("string", "s")
                .put("long", 7)
                .put("boolean", true)
                .put("double", 0.5)
                .put("decimal", new BigDecimal("1.25"))
                .put("time", noon)
                .put("bytes", new byte[] {1, 2})
                .put("null", Value.NULL));
        for (MapReader root : List.of(document.root(), document.view().root())) {
            assertThat(root.getString("string")).contains("s");
            assertThat(root.getLong("long", 9)).isEqualTo(7);
            assertThat(root.getBoolean("boolean", false)).isTrue();
            assertThat(root.getDouble("double", 9)).isEqualTo(0.5);
            assertThat(root.getDecimal("decimal")).contains(new BigDecimal("1.25"));
            assertThat(root.getTimestamp("time")).contains(noon);
            assertThat(root.getBytes("bytes").orElseThrow()).containsExactly(1, 2);
            assertThat(root.get("null")).contains(Value.NULL);
            for (String other : List.of("null", "absent")) {
                assertThat(root.getString(other)).isEmpty();
                assertThat(root.getLong(other, 9)).isEqualTo(9);
                assertThat(root.getBoolean(other, true)).isTrue();
                assertThat(root.getBoolean(other, false)).isFalse();
                assertThat(root.getDouble(other, 9)).isEqualTo(9);
                assertThat(root.getDecimal(other)).isEmpty();
                assertThat(root.getTimestamp(other)).isEmpty();
                assertThat(root.getBytes(other)).isEmpty();
            }
            assertThat(root.kindOf("null")).isEqualTo(SlotKind.SCALAR);
            assertThat(root.register("long").exists()).isTrue();
            assertThat(root.register("absent").exists()).isFalse();
        }
    }

    @Test
    void sets_ofBothKinds_takeValuesOfEachForm() {
        edit(root -> {
            for (SetEditor set : List.of(root.set("s"), root.removeWinsSet("r"))) {
                set.add("x").add(1).add(Value.of(true)).add("y").add(2).add(Value.of(0.5));
                set.remove("y").remove(2).remove(Value.of(0.5)).remove("never").add("x");
                assertThat(set.size()).as("inside the edit").isEqualTo(3);
            }
        });
        for (MapReader root : List.of(document.root(), document.view().root())) {
            for (SetReader set : List.of(root.set("s"), root.removeWinsSet("r"))) {
                assertThat(set.values()).containsExactlyInAnyOrder(Value.of("x"), Value.of(1), Value.of(true));
                assertThat(set.size()).isEqualTo(3);
                assertThat(set.contains("x")).isTrue();
                assertThat(set.contains("y")).isFalse();
                assertThat(set.contains(1)).isTrue();
                assertThat(set.contains(2)).isFalse();
                assertThat(set.contains(Value.of(true))).isTrue();
                assertThat(set.contains(Value.of(0.5))).isFalse();
                assertThat(set.exists()).isTrue();
            }
        }
    }

    @Test
    void log_keepsEntriesInOrder() {
        edit(root -> root.log("l").append("a").append(Value.of(2)).append("c"));
        for (MapReader root : List.of(document.root(), document.view().root())) {
            LogReader log = root.log("l");
            assertThat(log.exists()).isTrue();
            assertThat(log.size()).isEqualTo(3);
            assertThat(log.get(0)).isEqualTo(Value.of("a"));
            assertThat(log.get(2)).isEqualTo(Value.of("c"));
            assertThat(log.values()).containsExactly(Value.of("a"), Value.of(2), Value.of("c"));
            assertThatThrownBy(() -> log.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> log.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void counter_everyEdit_counts() {
        edit(root -> root.counter("c").increment().increment(10).decrement().decrement(3));
        assertThat(document.root().counter("c").value()).isEqualTo(7);
        assertThat(document.root().counter("c").bigValue()).isEqualTo(BigInteger.valueOf(7));
        edit(root -> root.counter("c").set(5).increment().increment());
        assertThat(document.view().root().counter("c").value()).isEqualTo(7);
        edit(root -> root.counter("c").reset().decrement(2));
        assertThat(document.root().counter("c").value()).isEqualTo(-2);
        assertThat(document.edit(tx -> tx.root().counter("c").increment(0)).isEmpty())
                .isTrue();
        assertThat(refused(root -> root.counter("c").decrement(Long.MIN_VALUE)))
                .isInstanceOf(ArithmeticException.class);
        edit(root -> root.counter("new").increment(0));
        assertThat(document.root().counter("new").exists())
                .as("is there though nothing was counted")
                .isTrue();
    }

    @Test
    void register_everyEdit_goesOn() {
        edit(root -> {
            root.register("r").set("a").set(5).set(Value.of(true)).clear().set("b");
            root.register("s").set(1).set("c");
            root.register("t").set("c").set(1);
        });
        assertThat(document.toJson()).isEqualTo("{\"r\":\"b\",\"s\":\"c\",\"t\":1}");
        assertThat(document.root().register("r").exists()).isTrue();
        assertThat(document.root().register("r").hasConflict()).isFalse();
        edit(root -> root.map("r2").register("x").set(1).clear());
        assertThat(document.root().map("r2").register("x").exists()).isFalse();
        assertThat(document.root().map("r2").register("x").values()).isEmpty();
    }

    @Test
    void register_withTwoWrites_tellsBothAndNoRemoval() {
        Document other = Document.create(document.id());
        byte[] theirs = other.edit(
                        tx -> tx.root().put("r", "theirs").put("gone", 1).put("gone", 2))
                .toBytes();
        edit(root -> root.put("r", "mine").put("gone", 3).remove("gone"));
        document.receive(theirs);
        RegisterReader both = document.root().register("r");
        assertThat(both.hasConflict()).isTrue();
        assertThat(both.values()).containsExactlyInAnyOrder(Value.of("mine"), Value.of("theirs"));
        assertThat(both.get()).contains(both.values().get(0));
        assertThat(document.root().register("gone").values()).containsExactly(Value.of(2));
    }

    @Test
    void list_everyKindOfElement_isReadWhereItStands() {
        edit(root -> {
            ListEditor list = root.list("l");
            list.insertMap(0).put("k", 1);
            list.insertList(1).append("in");
            list.insertText(2).append("text");
            list.insertCounter(3).increment(4);
            list.insertSet(4).add("x");
            list.insertRemoveWinsSet(5).add("y");
            list.insertLog(6).append("z");
            list.insert(7, "s").insert(8, 8).insert(9, true).insert(10, 0.5).insert(11, Value.NULL);
            list.append("t").append(13).append(Value.of(false));
            list.map(0).put("k", 2);
            list.list(1).append("more");
            list.text(2).append("!");
            list.counter(3).increment();
            list.set(4).add("xx");
            list.removeWinsSet(5).add("yy");
            list.log(6).append("zz");
            list.set(7, "S").set(8, 88).set(9, Value.of(99));
        });
        for (MapReader root : List.of(document.root(), document.view().root())) {
            ListReader list = root.list("l");
            assertThat(list.toJson())
                    .isEqualTo("[{\"k\":2},[\"in\",\"more\"],\"text!\",5,[\"x\",\"xx\"],[\"y\",\"yy\"],[\"z\",\"zz\"],"
                            + "\"S\",88,99,0.5,null,\"t\",13,false]");
            assertThat(list.size()).isEqualTo(15);
            assertThat(list.map(0).getLong("k", 0)).isEqualTo(2);
            assertThat(list.list(1).size()).isEqualTo(2);
            assertThat(list.text(2)).hasToString("text!");
            assertThat(list.counter(3).value()).isEqualTo(5);
            assertThat(list.set(4).contains("xx")).isTrue();
            assertThat(list.removeWinsSet(5).contains("yy")).isTrue();
            assertThat(list.log(6).size()).isEqualTo(2);
            assertThat(list.get(6)).as("a container").isEmpty();
            assertThat(list.getString(7)).contains("S");
            assertThat(list.getString(8)).isEmpty();
            assertThat(list.getLong(8, 0)).isEqualTo(88);
            assertThat(list.getLong(7, -1)).isEqualTo(-1);
            assertThat(list.get(11)).contains(Value.NULL);
            assertThat(list.values()).hasSize(8);
            assertThat(list.kindOf(6)).isEqualTo(SlotKind.LOG);
            assertThat(list.kindOf(7)).isEqualTo(SlotKind.SCALAR);
            assertThat(list.set(5).exists()).as("of another type").isFalse();
            assertThat(list.map(7).exists()).as("a scalar").isFalse();
        }
        document.checkInvariants();
    }

    @Test
    void list_indicesOutside_areRefusedAndNothingChanges() {
        edit(root -> root.list("l").append("a").append("b"));
        List<Consumer<ListEditor>> edits = List.of(
                list -> list.insert(3, "x"),
                list -> list.insert(-1, "x"),
                list -> list.insertAll(3, List.of()),
                list -> list.insertMap(3),
                list -> list.insertMap(-1),
                list -> list.set(2, "x"),
                list -> list.set(-1, 1),
                list -> list.remove(2),
                list -> list.remove(-1),
                list -> list.remove(1, 3),
                list -> list.remove(-1, 1),
                list -> list.remove(2, 1),
                list -> list.move(2, 0),
                list -> list.move(0, 2),
                list -> list.move(-1, 0),
                list -> list.move(0, -1),
                list -> list.map(2),
                list -> list.text(-1));
        for (Consumer<ListEditor> each : edits) {
            assertThat(refused(root -> each.accept(root.list("l")))).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThat(document.edit(tx ->
                                tx.root().list("l").move(1, 1).remove(2, 2).remove(0, 0))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void list_moves_endWhereTheyWereSent() {
        for (int from = 0; from < 5; from++) {
            for (int to = 0; to < 5; to++) {
                Document each = Document.create(document.id());
                int source = from;
                int target = to;
                List<Long> expected = new ArrayList<>(List.of(0L, 1L, 2L, 3L, 4L));
                expected.add(to, expected.remove(from));
                each.edit(tx -> {
                    for (int i = 0; i < 5; i++) {
                        tx.root().list("l").append(i);
                    }
                });
                each.edit(tx -> assertThat(
                                tx.root().list("l").move(source, target).size())
                        .isEqualTo(5));
                assertThat(each.root().list("l").values())
                        .isEqualTo(expected.stream().map(Value::of).toList());
            }
        }
    }

    @Test
    void text_everyEdit_goesOn() {
        edit(root -> {
            TextEditor text = root.text("t")
                    .insert(0, "Hello")
                    .append(" world")
                    .delete(0, 1)
                    .insert(0, "J");
            assertThat(text.replace(5, 6, ", ").length()).isEqualTo(12);
            assertThat(text.updateTo("Jello, worlds").charAt(12)).isEqualTo('s');
            assertThat(text.create().subSequence(0, 5)).hasToString("Jello");
        });
        assertThat(document.root().text("t")).hasToString("Jello, worlds");
        List<Consumer<TextEditor>> edits = List.of(
                text -> text.insert(14, "x"),
                text -> text.insert(-1, "x"),
                text -> text.insert(14, ""),
                text -> text.delete(12, 14),
                text -> text.delete(-1, 0),
                text -> text.delete(13, 14),
                text -> text.delete(3, 2),
                text -> text.replace(0, 14, "x"),
                text -> text.append("x").delete(14, 15));
        for (Consumer<TextEditor> each : edits) {
            assertThat(refused(root -> each.accept(root.text("t")))).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThat(refused(root -> root.text("absent").delete(0, 1))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(document.edit(tx -> tx.root()
                                .text("t")
                                .delete(3, 3)
                                .replace(3, 3, "")
                                .updateTo("Jello, worlds"))
                        .isEmpty())
                .isTrue();
    }

    /** Erasing one by one goes on in one direction; what is typed or read between, or turned, begins anew. */
    @Test
    void text_keystrokes_areAsEditsOfAString() {
        java.util.Random random = new java.util.Random(5);
        for (int round = 0; round < 30; round++) {
            StringBuilder expected = new StringBuilder("0123456789");
            Document typed = Document.create(document.id());
            typed.edit(tx -> tx.root().text("t").append(expected));
            typed.edit(tx -> {
                TextEditor text = tx.root().text("t");
                int at = expected.length() / 2;
                for (int i = 0; i < 40; i++) {
                    switch (random.nextInt(6)) {
                        case 0:
                        case 1:
                            text.insert(at, "x");
                            expected.insert(at++, 'x');
                            break;
                        case 2:
                        case 3:
                            if (at > 0) {
                                text.delete(at - 1, at);
                                expected.deleteCharAt(--at);
                            }
                            break;
                        case 4:
                            if (at < expected.length()) {
                                text.delete(at, at + 1);
                                expected.deleteCharAt(at);
                            }
                            break;
                        default:
                            int end = expected.length();
                            assertThat(text.length()).isEqualTo(end);
                            if (random.nextBoolean()) {
                                assertThatThrownBy(() -> text.delete(end, end + 1))
                                        .isInstanceOf(IndexOutOfBoundsException.class);
                                assertThatThrownBy(() -> text.delete(-1, 0))
                                        .isInstanceOf(IndexOutOfBoundsException.class);
                            }
                            at = random.nextBoolean() ? at : random.nextInt(end + 1);
                            break;
                    }
                }
            });
            assertThat(typed.root().text("t")).hasToString(expected.toString());
            Document reader = Document.create(document.id());
            reader.receive(typed.changesSince(VersionVector.EMPTY));
            assertThat(reader.save()).isEqualTo(typed.save());
        }
    }

    @Test
    void write_throughAPlaceBelowSomethingElse_saysWhatStandsThere() {
        edit(root -> {
            root.map("map").create();
            root.list("list").insertText(0).append("x");
            root.set("set").create();
            root.removeWinsSet("removeWins").create();
            root.log("log").create();
            root.counter("counter").create();
        });
        assertThat(refused(root -> root.text("map").append("x"))).hasMessage("Expected TEXT at /map, found MAP");
        assertThat(refused(root -> root.counter("list").increment()))
                .hasMessage("Expected COUNTER at /list, found LIST");
        assertThat(refused(root -> root.removeWinsSet("set").add("x")))
                .hasMessage("Expected REMOVE_WINS_SET at /set, found SET");
        assertThat(refused(root -> root.set("removeWins").add("x")))
                .hasMessage("Expected SET at /removeWins, found REMOVE_WINS_SET");
        assertThat(refused(root -> root.list("log").append("x"))).hasMessage("Expected LIST at /log, found LOG");
        assertThat(refused(root -> root.log("counter").append("x")))
                .hasMessage("Expected LOG at /counter, found COUNTER");
        assertThat(refused(root -> root.list("list").map(0).map("deep").put("x", 1)))
                .hasMessage("Expected MAP at /list/0, found TEXT");
        edit(root -> {
            root.set("absent").remove("x");
            root.counter("absent").reset();
            root.map("absent").remove("x");
        });
        assertThat(document.root().contains("absent")).isFalse();
    }

    @Test
    void restore_withoutADelete_isRefused() {
        edit(root -> root.map("m").put("a", 1).map("below").put("b", 1));
        assertThat(refused(root -> root.restore("m", SlotKind.MAP)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No delete can be taken back of the MAP at /m");
        assertThat(refused(root -> root.restore("m", SlotKind.TEXT)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("There never was a TEXT at /m");
        assertThat(refused(root -> root.map("absent").restore("x", SlotKind.MAP)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(refused(root -> root.restore("m", SlotKind.SCALAR))).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused(root -> root.replaceWithNew("m", SlotKind.ABSENT)))
                .isInstanceOf(IllegalArgumentException.class);
        edit(root -> root.remove("m"));
        edit(root -> root.map("m").restore("below", SlotKind.MAP));
        assertThat(document.toJson()).as("with what is above it").isEqualTo("{\"m\":{\"a\":1,\"below\":{\"b\":1}}}");
        edit(root -> root.map("m").remove("below"));
        edit(root -> root.remove("m"));
        edit(root -> root.restore("m", SlotKind.MAP));
        assertThat(document.toJson()).isEqualTo("{\"m\":{\"a\":1}}");
        edit(root -> root.map("m").restore("below", SlotKind.MAP));
        assertThat(document.toJson()).isEqualTo("{\"m\":{\"a\":1,\"below\":{\"b\":1}}}");
    }
}
