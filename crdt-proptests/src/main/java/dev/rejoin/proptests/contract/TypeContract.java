package dev.rejoin.proptests.contract;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.proptests.gen.Scenarios;
import dev.rejoin.proptests.model.Contents;
import dev.rejoin.proptests.oracle.ConvergenceOracle;
import dev.rejoin.proptests.oracle.MirrorOracle;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.Fingerprint;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.proptests.sim.Scenario;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.proptests.sim.Simulation;
import dev.rejoin.proptests.sim.Workload;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The contract of a type of content, checked through documents that edit it. A test class extends this one, names a
 * workload that edits the type, and inherits the properties; an application does the same with its own schema.
 */
public abstract class TypeContract {
    private static final int TRIES = 60;
    private static final int REPLICAS = 3;

    /** For constructors of subclasses. */
    protected TypeContract() {}

    /**
     * Edits of the type.
     *
     * @return the workload; each property asks for a new one
     */
    protected abstract Workload workload();

    /**
     * Arbitrary operations.
     *
     * @return up to six
     */
    @Provide
    protected Arbitrary<List<OpSpec>> ops() {
        return Scenarios.op().list().ofMaxSize(6);
    }

    /**
     * Arbitrary edits and exchanges.
     *
     * @return scenarios without faults
     */
    @Provide
    protected Arbitrary<Scenario> scenarios() {
        return Scenarios.ofEdits(25);
    }

    /**
     * Concurrent changes give the same in each order of arrival.
     *
     * @param common what everybody knows
     * @param first what one replica does then
     * @param second what another one does
     * @param third what a third one does
     */
    @Property(tries = TRIES)
    protected void concurrentChanges_inEveryOrder_giveTheSame(
            @ForAll("ops") List<OpSpec> common,
            @ForAll("ops") List<OpSpec> first,
            @ForAll("ops") List<OpSpec> second,
            @ForAll("ops") List<OpSpec> third) {
        Document origin = document(0);
        edit(origin, common);
        byte[] past = origin.changesSince(VersionVector.EMPTY);
        List<byte[]> changes = new ArrayList<>();
        for (List<OpSpec> ops : List.of(first, second, third)) {
            Document author = copy(1 + changes.size(), past);
            changes.add(edit(author, ops).isEmpty() ? past : author.changesSince(origin.version()));
        }
        Fingerprint expected = null;
        for (int order = 0; order < 6; order++) {
            Document receiver = copy(100 + order, past);
            List<byte[]> rest = new ArrayList<>(changes);
            receiver.receive(rest.remove(order % REPLICAS));
            receiver.receive(rest.remove(order / REPLICAS));
            receiver.receive(rest.remove(0));
            Fingerprint found = Fingerprint.of(receiver);
            if (expected != null) {
                expected.requireEqual(found, "order " + order + " against order 0");
            }
            expected = found;
        }
    }

    /**
     * Making a change depends on nothing but the document, and changes nothing before it is made.
     *
     * @param common what is known
     * @param ops what is done
     */
    @Property(tries = TRIES)
    protected void preparing_isPureAndDeterministic(
            @ForAll("ops") List<OpSpec> common, @ForAll("ops") List<OpSpec> ops) {
        Document origin = document(0);
        edit(origin, common);
        byte[] past = origin.changesSince(VersionVector.EMPTY);
        Document one = copy(1, past);
        Document same = copy(1, past);
        Fingerprint before = Fingerprint.of(one);
        Contents.of(one.root());
        one.view();
        before.requireEqual(Fingerprint.of(one), "after reading");
        if (!Arrays.equals(edit(one, ops).toBytes(), edit(same, ops).toBytes())) {
            throw new AssertionError("equal documents made unequal changes");
        }
    }

    /**
     * The events of all changes, local and remote, rebuild what the document reads; and all replicas converge.
     *
     * @param scenario what happens
     */
    @Property(tries = TRIES)
    protected void events_rebuildTheContent(@ForAll("scenarios") Scenario scenario) {
        Simulation.of(workload())
                .withOracles(() -> List.of(new MirrorOracle(), new ConvergenceOracle()))
                .run(scenario);
    }

    /**
     * A change that travelled as bytes is, in another document's history, the same as in its author's.
     *
     * @param scenario what happens
     */
    @Property(tries = TRIES)
    protected void changes_roundTrip(@ForAll("scenarios") Scenario scenario) {
        SimulatedWorld world = Simulation.of(workload()).run(scenario);
        Document receiver = world.emptyDocument();
        world.changes().forEach(receiver::receive);
        byte[] expected = world.peer(0).document().changesSince(VersionVector.EMPTY);
        if (!Arrays.equals(expected, receiver.changesSince(VersionVector.EMPTY))) {
            throw new AssertionError("history is not the same after it travelled");
        }
        Document byBatch = world.emptyDocument();
        byBatch.receive(expected);
        Fingerprint.of(receiver).requireEqual(Fingerprint.of(byBatch), "by batch against one by one");
    }

    /**
     * What was saved and loaded, or resumed, goes on like the original.
     *
     * @param common what is known when it is saved
     * @param ops what happens after that
     */
    @Property(tries = TRIES)
    protected void state_roundTripsAndGoesOn(@ForAll("ops") List<OpSpec> common, @ForAll("ops") List<OpSpec> ops) {
        Document origin = document(0);
        edit(origin, common);
        Document loaded = Document.load(origin.save(), options().withReplica(new ReplicaId(1)));
        Document resumed = Document.resume(origin.checkpoint(), options());
        Fingerprint.of(origin).requireEqual(Fingerprint.of(loaded), "loaded");
        Fingerprint.of(origin).requireEqual(Fingerprint.of(resumed), "resumed");
        VersionVector before = loaded.version();
        edit(loaded, ops);
        byte[] news = loaded.changesSince(before);
        origin.receive(news);
        resumed.receive(news);
        Fingerprint.of(loaded).requireEqual(Fingerprint.of(origin), "the original after news of the loaded one");
        Fingerprint.of(loaded).requireEqual(Fingerprint.of(resumed), "the resumed one after the same news");
    }

    private Change edit(Document document, List<OpSpec> ops) {
        Workload workload = workload();
        Carets carets = new Carets();
        return document.edit(transaction -> ops.forEach(op -> workload.perform(transaction, op, carets)));
    }

    private static Document copy(long replica, byte[] past) {
        Document document = document(replica);
        document.receive(past);
        return document;
    }

    private static Document document(long replica) {
        return Document.create(SimulatedWorld.DOCUMENT_ID, options().withReplica(new ReplicaId(replica)));
    }

    private static DocumentOptions options() {
        return DocumentOptions.defaults().withClock(new ManualPhysicalClock()).withRandom(new SplittableRandom(1));
    }
}
