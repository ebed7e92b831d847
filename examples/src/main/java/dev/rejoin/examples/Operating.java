package dev.rejoin.examples;

import dev.rejoin.change.Change;
import dev.rejoin.clock.PhysicalClock;
import dev.rejoin.conflict.Candidate;
import dev.rejoin.conflict.Explanation;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.QuarantineReason;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Backlog;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.DocumentStatistics;
import dev.rejoin.document.Path;
import dev.rejoin.document.Preview;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.version.DocumentId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The pieces of code of the guide "Operating". */
public final class Operating {
    private static final DocumentId ID = DocumentId.named("operating");

    private Operating() {}

    /** Runs the pieces one after the other. */
    public static void main(String[] arguments) {
        whyIsThisRead();
        whatIsMissing();
        wrongClock(PhysicalClock.system());
        copiedDevice();
        areWeEqual();
        damagedBytes();
        beforeAccepting();
    }

    private static void whyIsThisRead() {
        Document office = Document.create(ID);
        Document tablet = Document.create(ID);
        byte[] one =
                office.edit(tx -> tx.author("ada").root().put("status", "open")).toBytes();
        byte[] other = tablet.edit(tx -> tx.author("ben").root().put("status", "closed"))
                .toBytes();
        office.receive(other);
        tablet.receive(one);

        Explanation why = office.explain(Path.root().key("status"));
        List<String> lost = new ArrayList<>();
        for (Candidate candidate : why.beside()) {
            if (candidate instanceof Candidate.Scalar scalar) {
                lost.add(scalar.value() + " written at " + scalar.written().time());
            }
        }

        expect(Explanation.Rule.LAST_WRITER, why.rule());
        expect(1, lost.size());
    }

    private static void whatIsMissing() {
        Document office = Document.create(ID);
        Document tablet = Document.create(ID);
        Change first = tablet.edit(tx -> tx.root().put("status", "open"));
        Change second = tablet.edit(tx -> tx.root().put("status", "closed"));
        office.receive(second.toBytes());

        Backlog backlog = office.backlog();
        for (Delivery.Waiting waiting : backlog.waiting()) {
            System.out.println(waiting.change() + " waits for " + waiting.missing());
        }
        for (Delivery.Quarantined held : backlog.quarantined()) {
            System.out.println(held.change() + ": " + held.reason() + ", " + held.detail());
        }
        backlog.unsentByPeer()
                .forEach((peer, unsent) -> System.out.println(peer + " lacks " + unsent.bytes() + " bytes"));

        expect(List.of(first.span()), backlog.missing());
        DocumentStatistics figures = office.statistics(); // constant time: for a dashboard
        expect(1, figures.waiting());
    }

    private static void wrongClock(PhysicalClock clock) {
        DocumentOptions tomorrow = DocumentOptions.defaults()
                .withClock(() -> clock.millis() + Duration.ofDays(1).toMillis())
                .withWarnings(warning -> {});
        Document wrong = Document.create(ID, tomorrow);
        Document office =
                Document.create(ID, DocumentOptions.defaults().withClock(clock).withWarnings(warning -> {}));
        byte[] change = wrong.edit(tx -> tx.root().put("status", "open")).toBytes();

        ReceiveResult result = office.receive(change);

        expect(QuarantineReason.CLOCK_AHEAD, result.quarantined().get(0).reason());
        office.retryQuarantined(); // tomorrow it is applied; every receive tries too
        office.acceptQuarantined(); // or now, if you know that it is right: the own clock goes along
        expect("{\"status\":\"open\"}", office.toJson());
    }

    private static void copiedDevice() {
        Document office = Document.create(ID);
        Document tablet = Document.create(ID);
        byte[] disk = tablet.checkpoint();
        Document copy = Document.resume(disk); // what a restored disk image does: never do this
        office.receive(tablet.edit(tx -> tx.root().put("status", "open")).toBytes());
        copy.edit(tx -> tx.root().put("status", "closed"));
        byte[] later = copy.edit(tx -> tx.root().put("note", "from the copy")).toBytes();

        ReceiveResult result = office.receive(later);

        expect(QuarantineReason.FORKED, result.quarantined().get(0).reason());

        Document again = Document.load(copy.save()); // mended: a replica of its own from now on

        expect(false, again.replica().equals(tablet.replica()));
    }

    private static void areWeEqual() {
        Document office = Document.create(ID);
        Document tablet = Document.create(ID);
        office.receive(tablet.edit(tx -> tx.root().put("status", "open")).toBytes());

        if (office.version().equals(tablet.version()) && !office.stateHash().equals(tablet.stateHash())) {
            throw new AssertionError("equal changes, other content: keep both checkpoints and report it");
        }
    }

    private static void damagedBytes() {
        Document office = Document.create(ID);
        byte[] bytes =
                Document.create(ID).edit(tx -> tx.root().put("status", "open")).toBytes();
        bytes[bytes.length / 2] ^= 1;

        try {
            office.receive(bytes);
            throw new AssertionError("a flipped bit was not noticed");
        } catch (CorruptDataException damaged) {
            System.out.println(damaged.getMessage()); // says what is wrong at which byte
        }

        expect("{}", office.toJson());
    }

    private static void beforeAccepting() {
        Document office = Document.create(ID);
        byte[] bytes =
                Document.create(ID).edit(tx -> tx.root().put("status", "open")).toBytes();

        Preview preview = office.preview(bytes); // what would happen, without letting it

        expect(1, preview.changes().get(0).events().size());
        expect("{}", office.toJson());
    }

    private static void expect(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(found);
        }
    }
}
