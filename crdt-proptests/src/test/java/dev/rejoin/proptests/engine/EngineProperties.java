package dev.rejoin.proptests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.HybridLogicalClock;
import dev.rejoin.codec.BatchForm;
import dev.rejoin.codec.Packing;
import dev.rejoin.counter.CounterOp;
import dev.rejoin.counter.CounterOpCodec;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.engine.Replica;
import dev.rejoin.engine.ReplicaOptions;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.register.RegisterOpCodec;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.Dots;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Log, codec and delivery with a state that only remembers: what arrives is what was written, in whatever form. */
class EngineProperties {
    private static final DocumentId DOCUMENT = DocumentId.named("engine");

    /** A replica with a state that remembers. */
    private static final class Peer {
        final ReplicaContext context = new ReplicaContext(DOCUMENT, 1);
        final RecordingState state = new RecordingState(context);
        final Replica replica;

        Peer(long id, long[] now) {
            OpRegistry registry = OpRegistry.of(new RegisterOpCodec(), new CounterOpCodec());
            ReplicaOptions options = new ReplicaOptions(Long.MAX_VALUE, DecodeLimits.DEFAULT, 10_000, 1L << 30, null);
            replica = new Replica(
                    context,
                    state,
                    registry,
                    new HybridLogicalClock(() -> now[0]),
                    new ReplicaId(id),
                    options,
                    (author, first, end, time, note, local) -> {});
        }

        List<Delivery> receive(byte[] bytes) {
            List<Delivery> results = replica.receive(bytes, 0, bytes.length).deliveries();
            replica.checkInvariants();
            assertThat(results)
                    .allMatch(result -> result instanceof Delivery.Applied
                            || result instanceof Delivery.Duplicate
                            || result instanceof Delivery.Waiting);
            return results;
        }

        String digests() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < replica.version().size(); i++) {
                long id = replica.version().replicaAt(i);
                int index = context.replicas().find(id);
                text.append(Long.toHexString(id))
                        .append('=')
                        .append(replica.log().find(index).digest())
                        .append(' ');
                text.append(replica.log().find(index).changeCount()).append(' ');
            }
            return text.toString();
        }

        byte[] history(VersionVector since, boolean deflated) {
            return replica.changesSince(
                            since,
                            new BatchForm(deflated ? Packing.DEFLATE : Packing.PLAIN, true, true),
                            Long.MAX_VALUE)
                    .bytes();
        }
    }

    @Property(tries = 300)
    void anyOrderAndFormOfDelivery_givesEqualHistories(@ForAll long seed) {
        Random random = new Random(seed);
        long[] now = {1_700_000_000_000L};
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            peers.add(new Peer(random.nextLong(), now));
        }
        List<byte[]> all = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            now[0] += random.nextInt(3) * 50L;
            Peer peer = peers.get(random.nextInt(peers.size()));
            if (random.nextInt(3) > 0) {
                edit(peer, random, all);
            } else if (random.nextBoolean() && !all.isEmpty()) {
                peer.receive(all.get(random.nextInt(all.size())));
            } else {
                Peer other = peers.get(random.nextInt(peers.size()));
                VersionVector since = random.nextBoolean() ? peer.replica.version() : VersionVector.EMPTY;
                peer.receive(other.history(since, random.nextBoolean()));
            }
        }
        Peer late = new Peer(random.nextLong(), now);
        peers.add(late);
        for (Peer peer : peers) {
            List<byte[]> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, random);
            for (byte[] message : shuffled) {
                peer.receive(message);
            }
            assertThat(peer.replica.waiting()).isEmpty();
            assertThat(peer.replica.quarantined()).isEmpty();
        }
        Peer batched = new Peer(random.nextLong(), now);
        assertThat(batched.receive(late.history(VersionVector.EMPTY, true)))
                .allMatch(Delivery.Applied.class::isInstance);
        peers.add(batched);
        for (Peer peer : peers) {
            assertThat(peer.replica.version()).isEqualTo(late.replica.version());
            assertThat(peer.state.applied()).isEqualTo(late.state.applied());
            assertThat(peer.digests()).isEqualTo(late.digests());
            assertThat(peer.history(VersionVector.EMPTY, false)).isEqualTo(late.history(VersionVector.EMPTY, false));
        }
        pieces(late, now, random);
    }

    /** Bounded pieces are causal prefixes that together give the whole. */
    private static void pieces(Peer source, long[] now, Random random) {
        Peer target = new Peer(random.nextLong(), now);
        VersionVector at = VersionVector.EMPTY;
        boolean complete = false;
        while (!complete) {
            var piece = source.replica.changesSince(at, BatchForm.PLAIN, 1 + random.nextInt(200));
            assertThat(target.receive(piece.bytes())).allMatch(Delivery.Applied.class::isInstance);
            at = source.replica.versionOf(piece.position());
            assertThat(target.replica.version()).isEqualTo(at);
            complete = piece.complete();
        }
        assertThat(target.digests()).isEqualTo(source.digests());
    }

    private static void edit(Peer peer, Random random, List<byte[]> all) {
        OpenChange change = peer.replica.begin();
        if (random.nextInt(8) == 0) {
            change.author("somebody");
        }
        int operations = 1 + random.nextInt(3);
        for (int i = 0; i < operations; i++) {
            operation(peer, change, random);
        }
        if (random.nextInt(10) == 0) {
            change.message("late note");
        }
        if (random.nextInt(10) == 0) {
            peer.replica.rollback();
            return;
        }
        byte[] bytes = peer.replica.commit().toBytes();
        all.add(bytes);
    }

    private static void operation(Peer peer, OpenChange change, Random random) {
        List<Long> elements = peer.state.elements();
        int container = random.nextBoolean()
                ? peer.context.containers().intern(ContainerTable.ROOT, "k" + random.nextInt(2), 3)
                : ContainerTable.ROOT;
        switch (random.nextInt(6)) {
            case 0 -> change.operation(container, new CounterOp.Increment(random.nextInt(100) - 50));
            case 1 ->
                change.operation(
                        container,
                        new RegisterOp.Write(Value.of("v" + random.nextInt(5)), dots(peer, elements, random)));
            case 2, 3 -> {
                if (elements.isEmpty()) {
                    return;
                }
                long element = elements.get(random.nextInt(elements.size()));
                change.delete(element, 1);
                if (random.nextBoolean() && elements.contains(element - 1)) {
                    change.delete(element - 1, 1);
                    if (elements.contains(element - 2)) {
                        change.delete(element - 2, 1);
                    }
                }
            }
            default -> insert(change, elements, container, random);
        }
    }

    private static void insert(OpenChange change, List<Long> elements, int container, Random random) {
        long last = ElementId.of(change.author(), change.nextSeq() - 1);
        boolean continues = change.nextSeq() > 0 && elements.contains(last) && random.nextInt(3) > 0;
        long parent = continues
                ? last
                : elements.isEmpty() || random.nextInt(4) == 0
                        ? ElementId.NONE
                        : elements.get(random.nextInt(elements.size()));
        boolean left = !continues && parent != ElementId.NONE && random.nextBoolean();
        if (random.nextInt(5) == 0) {
            change.insertValues(container, parent, left, false, List.of(Value.of(random.nextLong()), Value.of("x")));
        } else {
            String text = random.nextInt(4) == 0 ? "wide \u20AC\uD83D\uDE00" : "abc".substring(random.nextInt(3));
            change.insertText(container, parent, left, continues, text, 0, text.length());
        }
    }

    private static Dots dots(Peer peer, List<Long> elements, Random random) {
        if (elements.isEmpty() || random.nextBoolean()) {
            return Dots.EMPTY;
        }
        long element = elements.get(random.nextInt(elements.size()));
        return Dots.of(peer.context.replicas().id(ElementId.replica(element)), ElementId.seq(element));
    }
}
