package dev.rejoin.proptests.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.SlotKind;
import dev.rejoin.exchange.JsonExport;
import dev.rejoin.exchange.JsonImport;
import dev.rejoin.exchange.JsonNotation;
import dev.rejoin.exchange.JsonPatch;
import dev.rejoin.json.JsonReader;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Documents to JSON and back, and the patches of their changes. */
class ExchangeProperties {
    private static final long NOON = 1_767_268_800_000L;

    @Property(tries = 500)
    void export_readBackOverItself_writesNothing(@ForAll long seed) {
        Document document = document(1);
        edit(document, MixedWorkload.ofEverything(), seed);
        for (JsonNotation notation : JsonNotation.values()) {
            String json = JsonExport.write(document.root(), notation);
            Change change = document.edit(tx -> JsonImport.write(tx.root(), json, notation));
            assertThat(change.isEmpty()).as(notation + " " + json).isTrue();
        }
    }

    @Property(tries = 500)
    void taggedExport_readIntoAnEmptyDocument_isTheSame(@ForAll long seed) {
        Document document = document(1);
        edit(document, MixedWorkload.ofEverything(), seed);
        String json = JsonExport.write(document.root(), JsonNotation.TAGGED);
        Document other = document(2);
        if (isWritten(other, json)) {
            assertThat(JsonExport.write(other.root(), JsonNotation.TAGGED)).isEqualTo(json);
            assertThat(other.toJson()).isEqualTo(document.toJson());
        }
    }

    @Property(tries = 500)
    void taggedExport_readOverAnotherDocument_isTheSame(@ForAll long seed) {
        MixedWorkload fewLogs = MixedWorkload.of(
                SlotKind.SCALAR, SlotKind.MAP, SlotKind.LIST, SlotKind.TEXT, SlotKind.COUNTER, SlotKind.SET);
        Document document = document(1);
        edit(document, fewLogs, seed);
        Document other = document(2);
        other.receive(document.changesSince(VersionVector.EMPTY));
        edit(other, fewLogs, seed + 1);
        String json = JsonExport.write(document.root(), JsonNotation.TAGGED);
        if (isWritten(other, json)) {
            assertThat(JsonExport.write(other.root(), JsonNotation.TAGGED)).isEqualTo(json);
        }
    }

    @Property(tries = 300)
    void patchOfAChange_appliedToTheJsonBefore_givesTheJsonAfter(@ForAll long seed) {
        Document document = document(1);
        Document other = document(2);
        Value[] mirror = {Value.of(Map.of())};
        document.onChange(change ->
                mirror[0] = PatchApplier.apply(mirror[0], JsonReader.read(JsonPatch.of(change, document.root()))));
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            Document author = random.nextInt(3) == 0 ? other : document;
            edit(author, MixedWorkload.ofEverything(), random.nextLong());
            document.receive(other.changesSince(document.version()));
            other.receive(document.changesSince(other.version()));
            assertThat(mirror[0]).isEqualTo(JsonReader.read(document.toJson()));
        }
    }

    /** False where a log would have to shrink or a counter to leave 64 bits; then nothing was written. */
    private static boolean isWritten(Document document, String json) {
        String before = document.toJson();
        try {
            document.edit(tx -> JsonImport.write(tx.root(), json, JsonNotation.TAGGED));
            return true;
        } catch (ArithmeticException refused) {
            assertThat(refused).hasMessage("BigInteger out of long range");
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("A log only grows");
        }
        assertThat(document.toJson()).isEqualTo(before);
        return false;
    }

    private static int raw(Random random) {
        return random.nextInt(1 << 20);
    }

    private static Document document(long replica) {
        return Document.create(
                DocumentId.named("exchange"),
                DocumentOptions.defaults()
                        .withReplica(new ReplicaId(replica))
                        .withClock(() -> NOON)
                        .withRandom(new SplittableRandom(replica)));
    }

    private static void edit(Document document, MixedWorkload workload, long seed) {
        Random random = new Random(seed);
        Carets carets = new Carets();
        for (int i = 0; i < 6; i++) {
            try {
                document.edit(tx -> {
                    for (int k = 0; k < 3; k++) {
                        workload.perform(tx, new OpSpec(raw(random), raw(random), raw(random), raw(random)), carets);
                    }
                });
            } catch (ArithmeticException overflow) {
                assertThat(overflow).hasMessage("long overflow"); // of a counter; nothing was changed
            }
        }
    }
}
