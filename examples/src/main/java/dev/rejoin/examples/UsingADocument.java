package dev.rejoin.examples;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.Delivery;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentView;
import dev.rejoin.version.DocumentId;
import java.util.ArrayList;
import java.util.List;

/** The pieces of code that the README shows in "Using it". */
public final class UsingADocument {
    private UsingADocument() {}

    /**
     * Runs the pieces one after the other.
     *
     * @param arguments none
     * @throws InterruptedException if the reader's thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        sending();
        receiving();
        saving();
        viewing();
    }

    private static void sending() {
        Document tablet = Document.create(DocumentId.named("sending"));
        Document office = Document.create(DocumentId.named("sending"));
        tablet.edit(tx -> tx.root().put("status", "open"));

        byte[] lacking = tablet.changesSince(office.version());
        office.receive(lacking);

        expect(office.toJson().equals("{\"status\":\"open\"}"), office.toJson());
    }

    private static void receiving() {
        DocumentId id = DocumentId.named("receiving");
        Document tablet = Document.create(id);
        Document office = Document.create(id);
        List<Object> asked = new ArrayList<>();
        Change first = tablet.edit(tx -> tx.root().put("status", "open"));
        byte[] bytes = tablet.edit(tx -> tx.root().put("status", "closed")).toBytes();

        ReceiveResult result = office.receive(bytes);
        for (Delivery.Waiting waiting : result.waiting()) {
            asked.addAll(waiting.missing()); // replica and seqs: what to ask the sender for
        }

        expect(asked.equals(List.of(first.span())), asked.toString());
        office.receive(first.toBytes());
        expect(office.backlog().isClear(), "nothing waits any more");
    }

    private static void saving() {
        Document document = Document.create(DocumentId.named("saving"));
        document.edit(tx -> tx.root().put("status", "open"));

        byte[] shared = document.save();
        Document copy = Document.load(shared); // a new replica, with an id of its own

        byte[] own = document.checkpoint();
        Document resumed = Document.resume(own); // the same replica: never open one checkpoint twice

        expect(!copy.replica().equals(document.replica()), "a new replica");
        expect(resumed.replica().equals(document.replica()), "the same replica");
        expect(copy.stateHash().equals(resumed.stateHash()), "equal content");
    }

    private static void viewing() throws InterruptedException {
        Document document = Document.create(DocumentId.named("viewing"));
        document.edit(tx -> tx.root().text("notes").append("before"));

        DocumentView view = document.view(); // by the document's thread
        Thread reader = new Thread(() -> System.out.println(view.root().text("notes")));
        reader.start();
        document.edit(tx -> tx.root().text("notes").append(" and after")); // the reader prints "before"

        reader.join();
        expect(view.root().text("notes").toString().equals("before"), "a view does not change");
    }

    private static void expect(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
