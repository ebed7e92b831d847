package dev.rejoin.proptests.sim;

import dev.rejoin.CrdtException;
import dev.rejoin.change.Change;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Content;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.model.Contents;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Peers that edit copies of one document, and the network between them. Each method is a step of a {@link Scenario},
 * takes any numbers, and tells the {@link Oracle}s; tests may also call them by hand. Whatever an honest peer sends must
 * be taken: an exception from {@code receive}, or a rejection, fails the run.
 */
public final class SimulatedWorld {
    /** The document that the peers share. */
    public static final DocumentId DOCUMENT_ID = DocumentId.named("simulated");

    /** More replicas than this do not join. */
    private static final int MAX_PEERS = 8;

    /** Steps of a schedule in which oracles look as often as they say. */
    private static final int SHORT = 60;

    private static final int[] TICKS = {0, 1, 17, 400};
    private static final long MINUTE = 60_000L;
    private static final long YEAR = 365L * 24 * 60 * MINUTE;
    private static final long[] JUMPS = {
        1, 20_000, 31_000, -31_000, 4 * MINUTE, -10 * MINUTE, 10 * MINUTE, 60 * MINUTE, YEAR, -YEAR
    };
    private static final int[] BATCH_LIMITS = {0, 0, 200, 1_000, 60};

    private final Workload workload;
    private final UnaryOperator<DocumentOptions> changeOptions;
    private final List<Oracle> oracles;
    private final SplittableRandom random;
    private final SimulatedNetwork network = new SimulatedNetwork();
    private final List<Peer> peers = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final SimulatedMembers members = new SimulatedMembers();
    private final int tick;
    private final int skew;
    private boolean thorough;
    private int stretch = 1;
    private int steps;
    private long latest = ManualPhysicalClock.START;
    private long operations;
    private long deliveries;
    private long prunings;

    /**
     * A world with empty documents.
     *
     * @param seed decides replica ids, clock readings and the order of the end
     * @param peerCount number of replicas
     * @param workload what they edit
     * @param changeOptions changes the options of each document; clock and randomness are set already
     * @param oracles what is watched
     */
    public SimulatedWorld(
            long seed,
            int peerCount,
            Workload workload,
            UnaryOperator<DocumentOptions> changeOptions,
            List<Oracle> oracles) {
        this.workload = workload;
        this.changeOptions = changeOptions;
        this.oracles = List.copyOf(oracles);
        this.random = new SplittableRandom(seed);
        this.tick = TICKS[random.nextInt(TICKS.length)];
        this.skew = random.nextBoolean() ? 2_000 : 0;
        for (int i = 0; i < peerCount; i++) {
            ManualPhysicalClock clock = new ManualPhysicalClock(ManualPhysicalClock.START + random.nextInt(skew + 1));
            join(clock, options -> Document.create(DOCUMENT_ID, options));
        }
    }

    /**
     * The peers.
     *
     * @return a view
     */
    public List<Peer> peers() {
        return Collections.unmodifiableList(peers);
    }

    /**
     * The peers that have to come to the same end: all who were not retired.
     *
     * @return a copy
     */
    public List<Peer> remaining() {
        return peers.stream().filter(peer -> !members.isRetired(peer)).toList();
    }

    /**
     * Whether the document has members, so that history may be cut.
     *
     * @return whether anybody was made a member
     */
    public boolean hasMembers() {
        return members.isDeclared();
    }

    /**
     * One peer.
     *
     * @param raw any number
     * @return some peer
     */
    public Peer peer(int raw) {
        return peers.get(OpSpec.clamp(raw, peers.size()));
    }

    /**
     * Every change that was made, as its author encoded it, in the order in which they were made.
     *
     * @return a view
     */
    public List<byte[]> changes() {
        return changes.stream().map(Change::toBytes).toList();
    }

    /**
     * The changes that a version holds. What a retired peer wrote and nobody heard of in time is in none.
     *
     * @param version of some peer
     * @return in the order in which they were made
     */
    public List<byte[]> changesIn(VersionVector version) {
        return changes.stream()
                .filter(change -> version.get(change.replica()) >= change.span().end())
                .map(Change::toBytes)
                .toList();
    }

    /**
     * The latest time that any wall clock has shown.
     *
     * @return a new clock, somewhat ahead of all others
     */
    public ManualPhysicalClock latestClock() {
        return new ManualPhysicalClock(latest + skew);
    }

    /**
     * Randomness that belongs to the scenario.
     *
     * @return a new source
     */
    public SplittableRandom random() {
        return random.split();
    }

    /**
     * What a document of this world is opened with.
     *
     * @param clock the clock that it shall read
     * @return options without a replica id
     */
    public DocumentOptions optionsOf(ManualPhysicalClock clock) {
        return changeOptions.apply(DocumentOptions.defaults()
                .withClock(clock)
                .withWarnings(warning -> {}) // clocks jump all the time, and oracles keep what goes wrong in them
                .withRandom(new SplittableRandom(random.nextLong())));
    }

    /**
     * A new empty document that belongs to no peer, for oracles that compare.
     *
     * @return a document with the id of this world and the latest time
     */
    public Document emptyDocument() {
        return Document.create(DOCUMENT_ID, optionsOf(latestClock()).withReplica(newReplica()));
    }

    /**
     * Makes the oracles look after every step, not only now and then. Slow; for scenarios that are being shrunk or
     * replayed.
     */
    public void watchEveryStep() {
        thorough = true;
    }

    /** Makes oracles that cost much look about as often as in a schedule of {@link #SHORT} steps. */
    void expectSteps(int expected) {
        stretch = Math.max(1, expected / SHORT);
    }

    /**
     * Whether an oracle that costs much should look now.
     *
     * @param every one step in so many, in a schedule of some sixty steps; fewer in longer ones
     * @return whether this is one of them
     */
    public boolean isSampled(int every) {
        return thorough || steps % (every * stretch) == 0;
    }

    /**
     * The peers that an oracle that costs much should look at now.
     *
     * @param every one step in so many, in a schedule of some sixty steps; fewer in longer ones
     * @return none, one of them in turn, or all
     */
    public List<Peer> sampled(int every) {
        if (thorough) {
            return peers();
        }
        return isSampled(every) ? List.of(peer(steps / (every * stretch))) : List.of();
    }

    /**
     * What was done so far.
     *
     * @return the report of one schedule
     */
    public SimulationReport report() {
        return new SimulationReport(1, steps, operations, deliveries, prunings);
    }

    /**
     * Performs one action and lets time pass.
     *
     * @param action what
     */
    public void step(Action action) {
        action.perform(this);
        steps++;
        peers.forEach(peer -> advance(peer, tick));
        tell(oracle -> oracle.stepped(this, action));
    }

    void edit(int rawPeer, List<OpSpec> ops) {
        Peer peer = peer(rawPeer);
        if (members.isShutOut(peer)) {
            return;
        }
        Carets carets = peer.carets().copy();
        AtomicReference<Content> inside = new AtomicReference<>();
        Change change = peer.document().edit(transaction -> {
            ops.forEach(op -> workload.perform(transaction, op, carets));
            inside.set(Contents.of(transaction.root()));
        });
        Content after = Contents.of(peer.document().root());
        if (!after.equals(inside.get())) {
            throw new AssertionError(peer + " read " + inside + " inside its transaction and " + after + " after it");
        }
        peer.carets(carets);
        operations += ops.size();
        publish(peer, change);
        tell(oracle -> oracle.edited(this, peer, change));
    }

    private void publish(Peer peer, Change change) {
        if (!change.isEmpty()) {
            changes.add(change);
            network.broadcast(peer.index(), change.toBytes());
        }
    }

    void editAndThrow(int rawPeer, int rawAfter, List<OpSpec> ops) {
        Peer peer = peer(rawPeer);
        if (members.isShutOut(peer)) {
            return;
        }
        tell(oracle -> oracle.beforeFutile(this, peer));
        List<OpSpec> performed = ops.subList(0, OpSpec.clamp(rawAfter, ops.size() + 1));
        Carets carets = peer.carets().copy();
        RuntimeException thrown = new IllegalStateException("thrown on purpose");
        try {
            peer.document().edit(transaction -> {
                performed.forEach(op -> workload.perform(transaction, op, carets));
                throw thrown;
            });
        } catch (IllegalStateException e) {
            if (e != thrown) {
                throw e;
            }
            tell(oracle -> oracle.afterFutile(this, peer));
            return;
        }
        throw new AssertionError("the exception of the transaction did not reach the caller");
    }

    void deliver(int rawPeer, int rawMessage) {
        Peer peer = peer(rawPeer);
        network.take(peer.index(), rawMessage).ifPresent(bytes -> receive(peer, bytes));
    }

    void deliverBatch(int rawFrom, int rawTo, int rawLimit) {
        Peer from = peer(rawFrom);
        Peer to = peer(rawTo);
        if (from != to && network.reaches(from.index(), to.index()) && retains(from, to)) {
            int limit = BATCH_LIMITS[OpSpec.clamp(rawLimit, BATCH_LIMITS.length)];
            receive(
                    to,
                    limit == 0
                            ? from.document().changesSince(to.document().version())
                            : from.document()
                                    .changesSince(to.document().version(), limit)
                                    .toBytes());
        }
    }

    /** Whether one has all that another one lacks; only who was retired may come too late. */
    private boolean retains(Peer from, Peer to) {
        if (to.document().version().covers(from.document().base())) {
            return true;
        }
        if (!members.isRetired(to) && !members.isRetired(from)) {
            throw new AssertionError(from + " has pruned to " + from.document().base() + ", and " + to + " is at "
                    + to.document().version());
        }
        return false;
    }

    void duplicate(int rawPeer, int rawMessage) {
        Peer peer = peer(rawPeer);
        receivedBy(peer, rawMessage).ifPresent(bytes -> {
            tell(oracle -> oracle.beforeFutile(this, peer));
            if (receive(peer, bytes).applied().isEmpty()) {
                tell(oracle -> oracle.afterFutile(this, peer));
            }
        });
    }

    void drop(int rawPeer, int rawMessage) {
        network.take(peer(rawPeer).index(), rawMessage);
    }

    void forward(int rawFrom, int rawTo, int rawMessage) {
        Peer from = peer(rawFrom);
        Peer to = peer(rawTo);
        if (from != to) {
            receivedBy(from, rawMessage).ifPresent(bytes -> network.send(from.index(), to.index(), bytes));
        }
    }

    void partition(int mask) {
        network.partition(mask);
    }

    void heal() {
        network.heal();
    }

    void saveLoad(int rawPeer) {
        if (peers.size() < MAX_PEERS) {
            Peer peer = peer(rawPeer);
            if (hasMembers() && !members.maySponsor(peer)) {
                return;
            }
            byte[] saved = peer.document().save();
            ManualPhysicalClock clock = latestClock();
            Peer newcomer = join(clock, options -> Document.load(saved, options));
            if (hasMembers()) {
                publish(peer, members.join(peer, newcomer.document().replica()));
            }
        }
    }

    void found() {
        if (!hasMembers()) {
            publish(peers.get(0), members.found(peers));
        }
    }

    void acknowledge(int rawPeer) {
        Peer peer = peer(rawPeer);
        network.broadcast(peer.index(), peer.document().acknowledgement());
    }

    void gather(int rawPeer) {
        Peer peer = peer(rawPeer);
        for (Peer other : List.copyOf(peers)) {
            if (other != peer && network.reaches(other.index(), peer.index())) {
                exchange(other, peer);
                exchange(peer, other);
            }
        }
    }

    private void exchange(Peer from, Peer to) {
        if (retains(from, to)) {
            receive(to, from.document().changesSince(to.document().version()));
        }
        if (hasMembers()) {
            receive(to, from.document().acknowledgement());
        }
    }

    void prune(int rawPeer, int rawBudget) {
        Document document = peer(rawPeer).document();
        VersionVector before = document.base();
        document.prune(rawBudget % 3 == 0 ? Long.MAX_VALUE : 1 + rawBudget);
        prunings += document.base().equals(before) ? 0 : 1;
    }

    void retire(int rawPeer, int rawTarget) {
        Peer peer = peer(rawPeer);
        Peer target = peer(rawTarget);
        if (members.mayRetire(peer, target)) {
            publish(peer, members.retire(peer, target));
        }
    }

    void checkpointResume(int rawPeer) {
        Peer peer = peer(rawPeer);
        peer.save();
        peer.restart(optionsOf(peer.clock()));
        tell(oracle -> oracle.opened(this, peer));
    }

    void crash(int rawPeer) {
        Peer peer = peer(rawPeer);
        Fingerprint before = Fingerprint.of(peer.document());
        VersionVector base = peer.document().base();
        boolean quarantined = !peer.document().backlog().quarantined().isEmpty();
        ReplicaId replica = peer.document().replica();
        peer.restart(optionsOf(peer.clock()));
        Fingerprint after = Fingerprint.of(peer.document());
        if (quarantined) { // looked at again, by the clock of the moment
            if (!after.version().covers(before.version())) {
                throw new AssertionError(peer + " was at " + before + " and is at " + after + " after a crash");
            }
        } else if (peer.document().base().equals(base)) {
            before.requireEqual(after, peer + " after a crash");
        } else { // what was pruned since the checkpoint is there again
            before.requireSameContent(after, peer + " after a crash");
        }
        if (!peer.document().replica().equals(replica)) {
            throw new AssertionError(peer + " was " + replica + " and came back as "
                    + peer.document().replica());
        }
        tell(oracle -> oracle.opened(this, peer));
    }

    void jumpClock(int rawPeer, int rawJump) {
        advance(peer(rawPeer), JUMPS[OpSpec.clamp(rawJump, JUMPS.length)]);
    }

    void takeView(int rawPeer) {
        Peer peer = peer(rawPeer);
        tell(oracle -> oracle.viewAsked(this, peer));
    }

    void deliverDamaged(int rawPeer, int rawMessage, int damage) {
        Peer peer = peer(rawPeer);
        Optional<byte[]> message = network.peek(peer.index(), rawMessage);
        if (message.isEmpty()) {
            return;
        }
        byte[] broken = Damage.of(message.get(), damage);
        // Nothing at all is what a transaction without effect sends.
        if (Arrays.equals(broken, message.get()) || broken.length == 0) {
            return;
        }
        tell(oracle -> oracle.beforeFutile(this, peer));
        try {
            boolean acknowledgement = SimulatedMembers.isAcknowledgement(message.get());
            ReceiveResult result = SimulatedMembers.receive(peer.document(), broken, acknowledgement);
            throw new AssertionError("damaged bytes were taken: " + result);
        } catch (CrdtException e) {
            tell(oracle -> oracle.afterFutile(this, peer));
        }
    }

    void retryQuarantined(int rawPeer) {
        requireNoneRejected(peer(rawPeer).document().retryQuarantined());
    }

    /** Lets everything arrive that can, brings all clocks to the latest time, and exchanges until all know the same. */
    void settle() {
        network.heal();
        peers.forEach(peer -> peer.clock().set(latest + skew));
        for (Peer peer : peers) {
            Optional<byte[]> bytes = network.take(peer.index(), random.nextInt(1 << 16));
            while (bytes.isPresent()) {
                receive(peer, bytes.get());
                bytes = network.take(peer.index(), random.nextInt(1 << 16));
            }
            requireNoneRejected(peer.document().retryQuarantined());
        }
        List<Peer> order = new ArrayList<>(remaining());
        for (int round = 0; !allKnowTheSame(); round++) {
            if (round == peers.size() + 1) {
                throw new AssertionError("after " + round + " rounds of exchange the versions are "
                        + peers.stream().map(peer -> peer.document().version()).toList());
            }
            Collections.shuffle(order, new Random(random.nextLong()));
            for (Peer from : order) {
                for (Peer to : order) {
                    if (from != to) {
                        exchange(from, to);
                    }
                }
            }
        }
        if (hasMembers()) {
            SimulatedMembers.pruneAll(remaining());
        }
        tell(oracle -> oracle.settled(this));
    }

    private boolean allKnowTheSame() {
        return new HashSet<>(remaining().stream()
                                .map(peer -> peer.document().version())
                                .toList())
                        .size()
                == 1;
    }

    private ReceiveResult receive(Peer peer, byte[] bytes) {
        ReceiveResult result =
                SimulatedMembers.receive(peer.document(), bytes, SimulatedMembers.isAcknowledgement(bytes));
        requireNoneRejected(result);
        for (Delivery.BelowBase below : result.belowBase()) {
            if (!members.mayBeBelowBase(peer, below.change().replica())) {
                throw new AssertionError(peer + " refused a change of a member: " + below);
            }
        }
        deliveries++;
        peer.received().add(bytes);
        tell(oracle -> oracle.received(this, peer, result));
        return result;
    }

    private static void requireNoneRejected(ReceiveResult result) {
        if (!result.rejected().isEmpty()) {
            throw new AssertionError("a change of an honest peer was rejected: " + result.rejected());
        }
    }

    private static Optional<byte[]> receivedBy(Peer peer, int raw) {
        List<byte[]> received = peer.received();
        return received.isEmpty() ? Optional.empty() : Optional.of(received.get(OpSpec.clamp(raw, received.size())));
    }

    private Peer join(ManualPhysicalClock clock, Function<DocumentOptions, Document> open) {
        Peer peer = new Peer(peers.size(), clock, optionsOf(clock).withReplica(newReplica()), open);
        peers.add(peer);
        network.join();
        tell(oracle -> oracle.opened(this, peer));
        return peer;
    }

    private void advance(Peer peer, long delta) {
        peer.clock().advance(delta);
        latest = Math.max(latest, peer.clock().millis());
    }

    private ReplicaId newReplica() {
        return new ReplicaId(random.nextLong());
    }

    private void tell(Consumer<Oracle> event) {
        oracles.forEach(event);
    }
}
