package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.document.Content;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.proptests.model.DocumentMirror;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.proptests.sim.Workload;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** A device whose clock was ahead issues what nobody accepted again; the rules are those of RestampModelProperties. */
class RestampProperties {
    private static final long YEAR = 365L * 24 * 3_600 * 1_000;
    private static final int DEVICES = 4;

    private final ManualPhysicalClock right = new ManualPhysicalClock();
    private final ManualPhysicalClock fast = new ManualPhysicalClock();
    private final Carets carets = new Carets();

    /** Without anybody else, the phone reads what it read before, and so does everybody. */
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void restampUnsent_nobodyElseWrites_allReadWhatThePhoneRead(@ForAll long seed) {
        Random random = new Random(seed);
        Workload workload = MixedWorkload.bySeed(seed);
        Document phone = create(1, fast);
        Document peer = create(2, right);
        edits(phone, workload, random, 10);
        peer.receive(phone.changesSince(peer.version()));
        phone.peer(peer.replica()).acknowledged(peer.version());
        fast.advance(YEAR);
        List<Change> old = edits(phone, workload, random, 30);
        old.forEach(change -> peer.receive(change.toBytes()));
        String written = phone.toJson();
        fast.advance(-YEAR);

        List<Change> again = new ArrayList<>(phone.restampUnsent());
        assertThat(phone.toJson()).isEqualTo(written);
        again.addAll(List.copyOf(again));
        Collections.shuffle(again, random);
        again.forEach(change -> peer.receive(change.toBytes()));
        assertThat(peer.toJson()).isEqualTo(written);
        assertThat(peer.save()).isEqualTo(phone.save());
        assertThat(peer.backlog().quarantined()).isEmpty();
        old.forEach(
                change -> assertThat(peer.receive(change.toBytes()).applied()).isEmpty());
    }

    /** Peers write, accept what is ahead or not, build on it or not, hear late of everything; all end equal. */
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void restampUnsent_peersWriteAndAccept_allEndEqual(@ForAll long seed) {
        Random random = new Random(seed);
        Workload workload = MixedWorkload.bySeed(seed);
        Document phone = create(1, fast);
        List<Document> all = new ArrayList<>(List.of(phone, create(2, right), create(3, right), create(4, right)));
        List<DocumentMirror> mirrors = new ArrayList<>();
        for (Document document : all) {
            DocumentMirror mirror = new DocumentMirror(new Content.MapContent(Map.of()));
            document.onChange(change -> {
                for (DocumentEvent event : change.events()) {
                    mirror.apply(event);
                }
            });
            mirrors.add(mirror);
        }
        List<Change> made = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            made.addAll(edits(all.get(random.nextInt(DEVICES)), workload, random, 1));
            deliver(made, all, random, 3);
        }
        all.forEach(document -> phone.peer(document.replica()).acknowledged(document.version()));
        fast.advance(YEAR);
        for (int i = 0; i < 24; i++) {
            made.addAll(edits(random.nextInt(3) > 0 ? phone : all.get(1 + random.nextInt(3)), workload, random, 1));
            deliver(made, all, random, 3);
            if (random.nextInt(8) == 0) {
                all.get(1 + random.nextInt(3)).acceptQuarantined();
            }
        }
        fast.advance(-YEAR);
        made.addAll(phone.restampUnsent());
        for (int i = 0; i < 12; i++) {
            made.addAll(edits(all.get(random.nextInt(DEVICES)), workload, random, 1));
            deliver(made, all, random, 6);
        }
        // What somebody accepted is ahead for the others until its time has come, unless they are told to accept it.
        for (int round = 0; round < 8; round++) {
            for (Document from : all) {
                for (Document to : all) {
                    to.receive(from.changesSince(to.version()));
                    to.acceptQuarantined();
                }
            }
        }
        Fingerprint first = Fingerprint.of(phone);
        for (int i = 0; i < all.size(); i++) {
            assertThat(Fingerprint.of(all.get(i)))
                    .as("replica %s of seed %s", i, seed)
                    .isEqualTo(first);
            assertThat(all.get(i).save()).isEqualTo(phone.save());
            assertThat(all.get(i).backlog().waiting()).isEmpty();
            assertThat(mirrors.get(i).content()).isEqualTo(content(all.get(i)));
        }
    }

    private static Document create(long replica, ManualPhysicalClock clock) {
        return Document.create(
                SimulatedWorld.DOCUMENT_ID,
                Replicas.options(clock).withReplica(new ReplicaId(replica)).withWarnings(warning -> {}));
    }

    private static Content content(Document document) {
        DocumentMirror mirror = new DocumentMirror(new Content.MapContent(Map.of()));
        Document copy = create(99, new ManualPhysicalClock());
        copy.onChange(change -> change.events().forEach(mirror::apply));
        for (int round = 0; round < 8; round++) { // what is accepted may lead to more that is ahead
            copy.receive(document.changesSince(copy.version()));
            copy.acceptQuarantined();
        }
        return mirror.content();
    }

    private List<Change> edits(Document document, Workload workload, Random random, int count) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            right.advance(1);
            fast.advance(1);
            Replicas.edit(document, workload, random, carets).ifPresent(changes::add);
        }
        return changes;
    }

    private static void deliver(List<Change> made, List<Document> all, Random random, int count) {
        for (int i = 0; i < count && !made.isEmpty(); i++) {
            byte[] message = made.get(random.nextInt(made.size())).toBytes();
            all.get(random.nextInt(all.size())).receive(message);
        }
    }
}
