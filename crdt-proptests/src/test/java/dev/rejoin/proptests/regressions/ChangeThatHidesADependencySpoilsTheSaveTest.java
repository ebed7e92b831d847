package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Transaction;
import dev.rejoin.proptests.Forgery;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.session.ChangeHeader;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A change named an operation that its dependencies did not hold. Whoever had that operation took it; but history was
 * saved in the order of declared dependencies, the hostile change first, and then the document could not be loaded, or a
 * batch of it was taken only in part. What an operation names counts as a dependency now, declared or not.
 */
class ChangeThatHidesADependencySpoilsTheSaveTest {
    private static final DocumentId ID = DocumentId.named("hidden");
    private static final int ORDERS = 30;

    private final ManualPhysicalClock clock = new ManualPhysicalClock();

    /** What the liar does, who has seen everything and says that it has seen nothing. */
    private static final Map<String, Consumer<Transaction>> LIES = lies();

    private static Map<String, Consumer<Transaction>> lies() {
        Map<String, Consumer<Transaction>> lies = new LinkedHashMap<>();
        lies.put("overwrite", tx -> tx.root().put("key", 2));
        lies.put("insert beside", tx -> tx.root().text("text").insert(3, "x"));
        lies.put("delete", tx -> tx.root().text("text").delete(1, 3));
        lies.put("write to an element", tx -> tx.root().list("list").set(1, 7));
        lies.put("inside an element", tx -> tx.root().list("list").map(2).put("in", 3));
        lies.put("move", tx -> tx.root().list("list").move(0, 3));
        lies.put("remove from a set", tx -> tx.root().set("set").remove(1));
        lies.put("set a counter", tx -> tx.root().counter("counter").set(9));
        lies.put("delete a container", tx -> tx.root().remove("list"));
        lies.put("much at once", tx -> {
            tx.root().put("own", 1);
            tx.root().text("text").insert(0, "a").delete(3, 4);
            tx.root().put("key", 3);
        });
        return lies;
    }

    @TestFactory
    Stream<DynamicTest> receive_hiddenDependency_inAnyOrder_isSavedAndLoaded() {
        return LIES.keySet().stream()
                .flatMap(lie -> Stream.of(1L, 9L)
                        .map(liar -> dynamicTest(lie + " by " + liar, () -> checkLie(liar, LIES.get(lie)))));
    }

    /** The deletion that hides what it depends on is joined to a change on which that depends. */
    @TestFactory
    Stream<DynamicTest> receive_hiddenDependencyOfAJoinedDeletion_isSavedAndLoaded() {
        return Stream.of(1L, 9L)
                .map(liar -> dynamicTest("by " + liar, () -> {
                    Document first = open(liar);
                    Document second = open(5);
                    List<byte[]> messages = new ArrayList<>();
                    edit(first, messages, tx -> tx.root().text("text").append("abc"));
                    second.receive(first.changesSince(VersionVector.EMPTY));
                    edit(second, messages, tx -> tx.root().text("text").append("defg"));
                    first.receive(second.changesSince(first.version()));
                    messages.add(hidden(first.edit(tx -> tx.root().text("text").delete(3, 4))
                            .toBytes()));
                    Document third = open(7);
                    messages.forEach(third::receive);
                    edit(third, messages, tx -> tx.root().text("text").append("h"));
                    check(messages);
                }));
    }

    private void checkLie(long liar, Consumer<Transaction> lie) {
        Document honest = open(5);
        List<byte[]> messages = new ArrayList<>();
        edit(honest, messages, tx -> tx.root().put("key", 1));
        edit(honest, messages, tx -> tx.root().text("text").append("bcdef"));
        edit(honest, messages, tx -> {
            tx.root().list("list").append(1).append(2).insertMap(2).put("in", 1);
            tx.root().list("list").append(4);
            tx.root().set("set").add(1);
            tx.root().counter("counter").increment(4);
        });
        Document forger = open(liar);
        edit(forger, messages, tx -> tx.root().put("first", 1));
        forger.receive(honest.changesSince(VersionVector.EMPTY));
        messages.add(hidden(forger.edit(lie).toBytes()));
        check(messages);
    }

    private void check(List<byte[]> messages) {
        Document reference = open(11);
        messages.forEach(reference::receive);
        assertThat(reference.backlog().waiting()).isEmpty();
        byte[] saved = reference.save();
        SplittableRandom random = new SplittableRandom(1);
        for (int order = 0; order < ORDERS; order++) {
            Collections.rotate(messages, 1);
            Collections.swap(messages, 0, random.nextInt(messages.size()));
            Document receiver = open(12 + order);
            for (byte[] message : messages) {
                ReceiveResult result = receiver.receive(message);
                assertThat(result.rejected()).isEmpty();
                reopened(receiver);
            }
            assertThat(receiver.save()).isEqualTo(saved);
        }
        Document byBatch = open(8);
        byBatch.receive(reference.changesSince(VersionVector.EMPTY));
        assertThat(byBatch.version()).isEqualTo(reference.version());
        assertThat(byBatch.save()).isEqualTo(saved);
        for (Document again : List.of(reopened(reference), reopened(reopened(byBatch)))) {
            assertThat(again.save()).isEqualTo(saved);
            assertThat(again.changesSince(VersionVector.EMPTY)).isEqualTo(reference.changesSince(VersionVector.EMPTY));
        }
        assertThat(reference.timeline().at(reference.version()).root().toJson()).isEqualTo(reference.toJson());
    }

    private Document reopened(Document document) {
        Document again = Document.load(document.save(), options());
        DocumentInvariants.check(again);
        assertThat(again.toJson()).isEqualTo(document.toJson());
        assertThat(again.stateHash()).isEqualTo(document.stateHash());
        assertThat(Document.resume(document.checkpoint(), options()).save()).isEqualTo(document.save());
        return again;
    }

    private void edit(Document document, List<byte[]> messages, Consumer<Transaction> edits) {
        messages.add(document.edit(edits).toBytes());
        clock.advance(100);
    }

    /** The change without the mark that tells its dependencies from what it names. */
    private static byte[] hidden(byte[] change) {
        byte[] forged = change.clone();
        assertThat(ChangeHeader.read(change).references()).isNotEmpty();
        int at = 2 + Long.BYTES;
        at = afterVarint(change, at);
        at = (change[1] & 8) != 0 ? afterVarint(change, at) : at;
        at += 6;
        at = (change[1] & 4) != 0 ? afterVarint(change, at) : at;
        int references = change[at++];
        for (int i = 0; i < references; i++) {
            at += Long.BYTES;
            forged[at] &= ~1;
            at = afterVarint(change, at);
        }
        return Forgery.sealChange(forged, ID);
    }

    private static int afterVarint(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }

    private Document open(long replica) {
        return Document.create(ID, options().withReplica(new ReplicaId(replica)));
    }

    private DocumentOptions options() {
        return DocumentOptions.defaults().withClock(clock).withRandom(new SplittableRandom(3));
    }
}
