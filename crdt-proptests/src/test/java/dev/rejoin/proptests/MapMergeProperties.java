package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.document.Document;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.Transaction;
import dev.rejoin.proptests.gen.Values;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * What concurrent creation, deletion and update of containers give, for containers of every type, whichever replica's
 * clock is ahead.
 */
class MapMergeProperties {
    private static final String KEY = "x";

    private ManualPhysicalClock clockA;
    private ManualPhysicalClock clockB;
    private ManualPhysicalClock clockC;
    private Document a;
    private Document b;
    private Document c;

    @BeforeTry
    void createDocuments() {
        clockA = new ManualPhysicalClock();
        clockB = new ManualPhysicalClock();
        clockC = new ManualPhysicalClock();
        a = Replicas.create(11, clockA);
        b = Replicas.create(22, clockB);
        c = Replicas.create(33, clockC);
    }

    @Provide
    Arbitrary<SlotKind> kinds() {
        return Arbitraries.of(
                SlotKind.MAP,
                SlotKind.LIST,
                SlotKind.TEXT,
                SlotKind.COUNTER,
                SlotKind.SET,
                SlotKind.REMOVE_WINS_SET,
                SlotKind.LOG);
    }

    /** Who is how many milliseconds ahead when the concurrent edits are made. */
    @Provide
    Arbitrary<Integer> leads() {
        return Arbitraries.of(-50, 0, 50);
    }

    @Provide
    Arbitrary<Map<String, Value>> entries() {
        return Arbitraries.maps(Values.keys(), Values.any()).ofMaxSize(8);
    }

    @Property
    void createdByThreeOffline_isOneContainerWithEverything(@ForAll("kinds") SlotKind kind, @ForAll("leads") int lead) {
        diverge(lead);
        int[] n = {0};
        for (Document document : List.of(a, b, c)) {
            int mine = n[0]++;
            document.edit(transaction -> add(transaction.root().map("site").map("inner"), kind, mine));
        }
        Replicas.exchange(a, b, c);
        assertEqual();
        for (int i = 0; i < 3; i++) {
            assertThat(has(a.root().map("site").map("inner"), kind, i)).isTrue();
        }
        assertThat(a.root().map("site").map("inner").keys()).containsExactly(KEY);
    }

    @Property
    void deleteAndUnseenUpdate_showsTheFullContent(@ForAll("kinds") SlotKind kind, @ForAll("leads") int lead) {
        common(root -> add(root, kind, 0));
        diverge(lead);
        a.edit(transaction -> transaction.root().remove(KEY));
        b.edit(transaction -> add(transaction.root(), kind, 1));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertContent(kind, 0, 1);
    }

    @Property
    void deleteOfSeenContent_hidesIt(@ForAll("kinds") SlotKind kind, @ForAll("leads") int lead) {
        common(root -> add(root, kind, 0));
        diverge(lead);
        a.edit(transaction -> transaction.root().remove(KEY));
        b.edit(transaction -> transaction.root().put("other", 1));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertThat(a.root().contains(KEY)).isFalse();
        assertThat(a.root().kindOf(KEY)).isEqualTo(SlotKind.ABSENT);
    }

    @Property
    void deletedByTwo_isGone(@ForAll("kinds") SlotKind kind, @ForAll("leads") int lead) {
        common(root -> add(root, kind, 0));
        diverge(lead);
        a.edit(transaction -> transaction.root().remove(KEY));
        b.edit(transaction -> transaction.root().remove(KEY));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertThat(a.root().keys()).isEmpty();
    }

    @Property
    void recreatedAfterDelete_startsEmpty(@ForAll("kinds") SlotKind kind) {
        common(root -> add(root, kind, 0));
        a.edit(transaction -> transaction.root().remove(KEY));
        a.edit(transaction -> add(transaction.root(), kind, 1));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertContent(kind, 1);
        assertThat(has(a.root(), kind, 0)).isFalse();
    }

    @Property
    void recreatedInOneTransaction_startsEmpty(@ForAll("kinds") SlotKind kind) {
        common(root -> add(root, kind, 0));
        a.edit(transaction -> add(transaction.root().remove(KEY), kind, 1));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertContent(kind, 1);
    }

    @Property
    void deletedByOneAndRecreatedByAnother_showsTheNewContentOnly(
            @ForAll("kinds") SlotKind kind, @ForAll("leads") int lead) {
        common(root -> add(root, kind, 0));
        diverge(lead);
        a.edit(transaction -> transaction.root().remove(KEY));
        b.edit(transaction -> transaction.root().remove(KEY));
        b.edit(transaction -> add(transaction.root(), kind, 1));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertContent(kind, 1);
    }

    @Property
    void recreatedWhileTheOldContentIsUpdated_showsTheNewContentAndThatUpdate(
            @ForAll("kinds") SlotKind kind, @ForAll("leads") int lead) {
        common(root -> add(root, kind, 0));
        diverge(lead);
        a.edit(transaction -> transaction.root().remove(KEY));
        a.edit(transaction -> add(transaction.root(), kind, 1));
        b.edit(transaction -> add(transaction.root(), kind, 2));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertContent(kind, 1, 2);
    }

    @Property
    void ancestorDeletedWhileADescendantIsUpdated_showsTheWholeAncestor(
            @ForAll("kinds") SlotKind kind, @ForAll("leads") int lead) {
        common(root -> {
            root.map("site").put("city", "Graz");
            add(root.map("site").map("inner"), kind, 0);
        });
        diverge(lead);
        a.edit(transaction -> transaction.root().remove("site"));
        b.edit(transaction -> add(transaction.root().map("site").map("inner"), kind, 1));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertThat(a.root().map("site").getString("city")).contains("Graz");
        assertThat(has(a.root().map("site").map("inner"), kind, 0)).isTrue();
        assertThat(has(a.root().map("site").map("inner"), kind, 1)).isTrue();
    }

    @Property
    void elementRemovedWhileItsContainerIsUpdated_staysWithItsFullContent(
            @ForAll("kinds") SlotKind kind, @ForAll("leads") int lead) {
        common(root -> {
            root.list("steps").append("before").insertMap(1);
            add(root.list("steps").map(1), kind, 0);
        });
        diverge(lead);
        a.edit(transaction -> transaction.root().list("steps").remove(0, 2));
        b.edit(transaction -> add(transaction.root().list("steps").map(1), kind, 1));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertThat(a.root().list("steps").size()).isEqualTo(1);
        assertThat(has(a.root().list("steps").map(0), kind, 0)).isTrue();
        assertThat(has(a.root().list("steps").map(0), kind, 1)).isTrue();
    }

    @Property
    void elementRemovedByTwoWhileItsNeighboursAreWritten_isGone(
            @ForAll("kinds") SlotKind kind, @ForAll("leads") int lead) {
        common(root -> {
            root.list("steps").append("before").append("after").insertMap(1);
            add(root.list("steps").map(1), kind, 0);
        });
        diverge(lead);
        a.edit(transaction -> transaction.root().list("steps").remove(1).set(0, "written"));
        b.edit(transaction -> transaction.root().list("steps").remove(1).set(1, "too"));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertThat(a.root().list("steps").values()).containsExactly(Value.of("written"), Value.of("too"));
    }

    @Property
    void typesInConflict_theLargerCreationIsRead(@ForAll("kinds") SlotKind first, @ForAll("kinds") SlotKind second) {
        diverge(50);
        b.edit(transaction -> add(transaction.root(), second, 1));
        a.edit(transaction -> add(transaction.root(), first, 0));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertThat(a.root().kindOf(KEY)).isEqualTo(first);
        assertThat(has(a.root(), first, 0)).isTrue();
    }

    @Property
    void scalarsInConflict_theLargerStampIsReadAndAllAreListed(@ForAll("leads") int lead) {
        diverge(lead);
        a.edit(transaction -> transaction.root().put(KEY, "a"));
        b.edit(transaction -> transaction.root().put(KEY, "b"));
        Replicas.exchange(a, b, c);
        assertEqual();
        // Equal times: the larger replica id wins.
        String winner = lead > 0 ? "a" : "b";
        String loser = lead > 0 ? "b" : "a";
        assertThat(a.root().getString(KEY)).contains(winner);
        assertThat(c.root().register(KEY).values()).containsExactly(Value.of(winner), Value.of(loser));
        assertThat(c.root().register(KEY).hasConflict()).isTrue();
        c.edit(transaction -> transaction.root().put(KEY, "resolved"));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertThat(b.root().register(KEY).values()).containsExactly(Value.of("resolved"));
        assertThat(b.root().register(KEY).hasConflict()).isFalse();
    }

    @Property
    void scalarWrittenAndRemovedAtOnce_theLargerStampDecides(@ForAll("leads") int lead) {
        common(root -> root.put(KEY, "old"));
        diverge(lead);
        a.edit(transaction -> transaction.root().remove(KEY));
        b.edit(transaction -> transaction.root().put(KEY, "new"));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertThat(a.root().contains(KEY)).isEqualTo(lead <= 0);
    }

    @Property
    void writeLaterInCausality_winsWhateverTheClocksSay(@ForAll("leads") int lead) {
        clockA.advance(lead * 1_000L);
        a.edit(transaction -> transaction.root().put(KEY, "first"));
        b.receive(a.changesSince(b.version()));
        b.edit(transaction -> transaction.root().put(KEY, "second"));
        Replicas.exchange(a, b, c);
        assertEqual();
        assertThat(a.root().getString(KEY)).contains("second");
    }

    @Property(tries = 200)
    void json_ofEqualEntriesPutInAnyOrder_isEqual(
            @ForAll("entries") Map<String, Value> entries, @ForAll Random random) {
        List<String> keys = new ArrayList<>(entries.keySet());
        a.edit(transaction -> keys.forEach(key -> transaction.root().put(key, entries.get(key))));
        Collections.shuffle(keys, random);
        keys.forEach(key -> b.edit(transaction -> transaction.root().put(key, entries.get(key))));
        assertThat(b.toJson()).isEqualTo(a.toJson());
        c.receive(b.changesSince(c.version()));
        assertThat(c.toJson()).isEqualTo(a.toJson());
        assertThat(c.root().keys()).isEqualTo(a.root().keys());
        assertThat(Document.load(c.save(), Replicas.options()).toJson()).isEqualTo(a.toJson());
    }

    private void common(Consumer<MapEditor> edit) {
        a.edit((Transaction transaction) -> edit.accept(transaction.root()));
        Replicas.exchange(a, b, c);
    }

    /** From here on a's clock is so many milliseconds ahead of b's. */
    private void diverge(int lead) {
        clockA.advance(1_000 + lead);
        clockB.advance(1_000);
        clockC.advance(1_000);
    }

    private void assertEqual() {
        assertThat(Fingerprint.of(b)).isEqualTo(Fingerprint.of(a));
        assertThat(Fingerprint.of(c)).isEqualTo(Fingerprint.of(a));
    }

    private void assertContent(SlotKind kind, Integer... numbers) {
        for (int i = 0; i < 3; i++) {
            assertThat(has(a.root(), kind, i))
                    .as("content " + i)
                    .isEqualTo(List.of(numbers).contains(i));
        }
    }

    private static void add(MapEditor map, SlotKind kind, int n) {
        switch (kind) {
            case MAP -> map.map(KEY).put("k" + n, n);
            case LIST -> map.list(KEY).append(n);
            case TEXT -> map.text(KEY).append("<" + n + ">");
            case COUNTER -> map.counter(KEY).increment(1L << n);
            case SET -> map.set(KEY).add(n);
            case REMOVE_WINS_SET -> map.removeWinsSet(KEY).add(n);
            case LOG -> map.log(KEY).append(Value.of(n));
            default -> throw new IllegalArgumentException("no container: " + kind);
        }
    }

    private static boolean has(MapReader map, SlotKind kind, int n) {
        return switch (kind) {
            case MAP -> map.map(KEY).getLong("k" + n, -1) == n;
            case LIST -> map.list(KEY).values().contains(Value.of(n));
            case TEXT -> map.text(KEY).toString().contains("<" + n + ">");
            case COUNTER -> map.counter(KEY).bigValue().testBit(n);
            case SET -> map.set(KEY).contains(n);
            case REMOVE_WINS_SET -> map.removeWinsSet(KEY).contains(n);
            case LOG -> map.log(KEY).values().contains(Value.of(n));
            default -> throw new IllegalArgumentException("no container: " + kind);
        };
    }
}
