package dev.rejoin.examples;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Return;
import dev.rejoin.document.ReturnOutcome;
import dev.rejoin.document.ReturnReport;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;

/** The pieces of code of the guide "Members and pruning". */
public final class Pruning {
    private static final DocumentId ID = DocumentId.named("pruning");

    private Pruning() {}

    /** Runs the pieces one after the other. */
    public static void main(String[] arguments) {
        Document office = Document.create(ID);
        Document tablet = Document.create(ID);

        Change joined = office.membership().join(tablet.replica()); // office itself is a member too
        tablet.receive(joined.toBytes());

        for (int i = 0; i < 1_000; i++) {
            int step = i;
            Change change =
                    office.edit(tx -> tx.root().put("step", step).text("notes").append("x"));
            tablet.receive(change.toBytes());
        }
        tablet.receive(office.edit(tx -> tx.root().text("notes").delete(0, 990)).toBytes());

        int before = office.save().length;
        for (int round = 0; round < 3; round++) {
            acknowledge(office, tablet);
        }
        boolean done = false;
        while (!done) {
            done = office.prune(10_000); // a slice of work; call it when the application is idle
        }
        expect(office.version(), office.base());
        if (office.save().length * 10 > before) {
            throw new AssertionError("not a tenth is left of " + before);
        }

        Document fresh = Document.load(office.save(), newReplica());
        tablet.receive(office.membership().join(fresh.replica()).toBytes());
        fresh.receive(office.changesSince(fresh.version()));
        Change hello = fresh.edit(tx -> tx.root().put("step", 0));
        expect(true, !tablet.receive(hello.toBytes()).applied().isEmpty());
        office.receive(hello.toBytes());

        fresh.edit(tx -> tx.root().put("step", 7).text("notes").append(" seen by Ben")); // nobody gets this
        office.receive(tablet.edit(tx -> tx.root().put("step", 8)).toBytes());
        office.receive(tablet.edit(tx -> tx.root().put("step", 9)).toBytes()); // later, even in the same millisecond
        office.receive(tablet.membership().retire(fresh.replica()).toBytes());
        expect(
                true,
                office.membership().members().stream()
                        .anyMatch(member -> member.id().equals(fresh.replica()) && member.retired()));
        comeBack(office, tablet, fresh);

        byte[] small = office.save(SaveOptions.withoutHistory());
        expect(true, small.length > 0);
    }

    private static void comeBack(Document office, Document tablet, Document fresh) {
        Document again = Document.load(office.save()); // keep fresh, and store a checkpoint of this one
        again.receiveAcknowledgement(office.acknowledgement());
        again.receiveAcknowledgement(tablet.acknowledgement());

        Return back = Return.of(fresh, again);
        expect(1, back.preview().notRepeated().size());

        again.receive(office.membership().join(again.replica()).toBytes());
        ReturnReport report = back.run();
        for (Change change : report.written()) {
            office.receive(change.toBytes());
        }
        for (ReturnOutcome.NotRepeated left : report.notRepeated()) {
            System.out.println(left.place() + ": " + left.value() + " was not written, " + left.reason());
        }

        expect("xxxxxxxxxx seen by Ben", office.root().text("notes").toString());
        expect(9L, office.root().getLong("step", 0));
    }

    private static void acknowledge(Document office, Document tablet) {
        byte[] ofOffice = office.acknowledgement();
        byte[] ofTablet = tablet.acknowledgement();
        office.receiveAcknowledgement(ofTablet);
        tablet.receiveAcknowledgement(ofOffice);
    }

    private static DocumentOptions newReplica() {
        return DocumentOptions.defaults().withReplica(new ReplicaId(4711));
    }

    private static void expect(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }
}
