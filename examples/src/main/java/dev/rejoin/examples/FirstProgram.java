package dev.rejoin.examples;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.version.DocumentId;

/** Two devices edit one work order apart, exchange bytes, and end equal. */
public final class FirstProgram {
    public static void main(String[] arguments) {
        DocumentId id = DocumentId.named("work-order-42");
        Document tablet = Document.create(id), office = Document.create(id);
        Change visit = tablet.edit(tx -> {
            tx.root().put("status", "in_progress");
            tx.root().map("site").put("city", "Graz");
            tx.root().counter("visits").increment();
        });
        Change note = office.edit(tx -> tx.root().text("notes").append("Need replacement part."));
        office.receive(visit.toBytes());
        tablet.receive(note.toBytes()); // late, twice, in any order
        System.out.println(tablet.toJson());
        if (!tablet.stateHash().equals(office.stateHash())) {
            throw new AssertionError();
        }
    }
}
