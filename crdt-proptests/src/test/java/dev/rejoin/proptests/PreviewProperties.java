package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentChange;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.Path;
import dev.rejoin.document.Preview;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.version.VersionVector;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A preview says what receive then does, and leaves no trace. */
class PreviewProperties {
    @Property(tries = 100)
    void preview_ofAnyMessage_saysWhatReceiveDoesAndChangesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        MixedWorkload workload = MixedWorkload.bySeed(seed);
        List<Document> authors = List.of(Replicas.create(1), Replicas.create(2), Replicas.create(3));
        Document document = Replicas.create(4);
        List<byte[]> inFlight = new ArrayList<>();
        for (int step = 0; step < 25; step++) {
            Document author = authors.get(random.nextInt(3));
            edit(author, workload, random).forEach(change -> inFlight.add(change.toBytes()));
            Document other = authors.get(random.nextInt(3));
            if (random.nextInt(3) == 0) {
                other.receive(author.changesSince(other.version()));
            }
            if (random.nextInt(4) == 0) {
                edit(document, workload, random)
                        .forEach(change -> authors.forEach(each -> each.receive(change.toBytes())));
            }
            if (random.nextInt(6) == 0) {
                document.view();
            }
            byte[] message = random.nextInt(4) == 0
                    ? author.changesSince(random.nextBoolean() ? document.version() : VersionVector.EMPTY)
                    : inFlight.isEmpty() ? new byte[0] : inFlight.remove(random.nextInt(inFlight.size()));
            check(document, message, random.nextInt(3) > 0);
        }
    }

    private static List<Change> edit(Document document, MixedWorkload workload, Random random) {
        OpSpec spec =
                new OpSpec(random.nextInt(1000), random.nextInt(1000), random.nextInt(1000), random.nextInt(1000));
        Change change = document.edit(tx -> workload.perform(tx, spec, new Carets()));
        return change.isEmpty() ? List.of() : List.of(change);
    }

    private static void check(Document document, byte[] message, boolean thenReceive) {
        Fingerprint before = Fingerprint.of(document);
        byte[] checkpoint = document.checkpoint();
        List<DocumentChange> heard = new ArrayList<>();
        Preview preview;
        try (var subscription = document.onChange(heard::add)) {
            preview = document.preview(message);
            assertThat(heard).isEmpty();
            before.requireEqual(Fingerprint.of(document), "after a preview");
            assertThat(document.checkpoint()).isEqualTo(checkpoint);
            DocumentInvariants.check(document);
            if (thenReceive) {
                ReceiveResult result = document.receive(message);
                assertThat(preview.result().deliveries()).isEqualTo(result.deliveries());
                assertThat(preview.changes()).isEqualTo(heard);
                for (Path conflict : preview.conflicts()) {
                    assertThat(conflict.isRoot()).isFalse();
                }
            }
            assertThat(subscription).isNotNull();
        }
    }

    @Example
    void preview_ofConcurrentWrites_namesTheConflictsThatOpen() {
        Document a = Replicas.create(1);
        Document b = Replicas.create(2);
        b.receive(a.edit(tx -> tx.root().map("m").put("k", 0).put("l", 0)).toBytes());
        byte[] first = a.edit(tx -> tx.root().map("m").put("k", 1)).toBytes();
        b.edit(tx -> tx.root().map("m").put("k", 2));
        Preview preview = b.preview(first);
        assertThat(preview.conflicts()).containsExactly(Path.root().key("m").key("k"));
        assertThat(b.root().map("m").register("k").hasConflict()).isFalse();
        b.receive(first);
        assertThat(b.root().map("m").register("k").hasConflict()).isTrue();
        assertThat(b.preview(first).conflicts()).isEmpty();
        assertThat(b.preview(a.edit(tx -> tx.root().map("m").put("l", 1)).toBytes())
                        .conflicts())
                .isEmpty();
    }

    @Example
    void preview_ofDamagedBytes_throwsAndChangesNothing() {
        Document a = Replicas.create(1);
        Document b = Replicas.create(2);
        byte[] bytes = a.edit(tx -> tx.root().put("k", 1)).toBytes();
        bytes[bytes.length / 2] ^= 1;
        Fingerprint before = Fingerprint.of(b);
        assertThatThrownBy(() -> b.preview(bytes)).isInstanceOf(CorruptDataException.class);
        before.requireEqual(Fingerprint.of(b), "after a preview that failed");
        b.edit(tx -> tx.root().put("k", 2));
    }

    /** What a preview of one change allocates does not depend on what else is in the document. */
    @Example
    void preview_allocatesInProportionToTheChange() {
        long small = allocatedByPreview(100);
        long large = allocatedByPreview(20_000);
        assertThat(large).isLessThan(4 * small + 4_096);
    }

    private static long allocatedByPreview(int size) {
        Document author = Replicas.create(1);
        author.edit(tx -> {
            tx.root().text("t").append("lorem ipsum ".repeat(size));
            for (int i = 0; i < size; i++) {
                tx.root().map("m").put("k" + i, i);
                tx.root().set("s").add(i);
            }
        });
        Document document = Replicas.copyOf(author, 2);
        byte[] change = author.edit(tx -> {
                    tx.root().text("t").insert(50, "x");
                    tx.root().map("m").put("k7", 0);
                    tx.root().counter("c").increment(1);
                })
                .toBytes();
        document.view();
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            document.preview(change);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
