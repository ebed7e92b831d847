package dev.rejoin.examples;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.TypeMismatchException;
import dev.rejoin.version.DocumentId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The pieces of code of the guide "Getting started". */
public final class GettingStarted {
    private GettingStarted() {}

    /** Runs the pieces one after the other. */
    public static void main(String[] arguments) {
        twoDevices();
        everyType();
        wholeOrNotAtAll();
        places();
    }

    private static void twoDevices() {
        DocumentId id = DocumentId.named("work-order-42"); // equal names give equal ids
        Document tablet = Document.create(id);
        Document office = Document.create(id);

        Change change = tablet.edit(tx -> tx.root().put("status", "in progress"));

        byte[] message = change.toBytes(); // some thirty bytes; send them in any way

        office.receive(message);
        office.receive(message); // twice does no harm

        expect("in progress", office.root().getString("status").orElse("?"));
    }

    private static void everyType() {
        Document document = Document.create(DocumentId.named("every-type"));

        document.edit(tx -> {
            tx.root()
                    .put("customer", "Ada")
                    .put("price", new BigDecimal("19.90"))
                    .put("due", Instant.EPOCH);
            tx.root().counter("visits").increment(2);
            tx.root().set("tags").add("urgent").add("roof");
            tx.root().text("notes").append("Ring twice.").insert(0, "Dog! ");
            tx.root()
                    .list("steps")
                    .append("wash")
                    .append("dry")
                    .insert(1, "rinse")
                    .move(2, 0);
            tx.root().map("site").put("city", "Graz");
            tx.root().map("site").map("contact").put("phone", "+43 316 1");
            tx.root().log("events").append("opened");
        });

        expect("[\"dry\",\"wash\",\"rinse\"]", document.root().list("steps").toJson());
        expect("Dog! Ring twice.", document.root().text("notes").toString());
        expect("2", String.valueOf(document.root().counter("visits").value()));
        expect("0", String.valueOf(document.root().counter("never written").value()));
    }

    private static void wholeOrNotAtAll() {
        Document document = Document.create(DocumentId.named("whole-or-not-at-all"));

        try {
            document.edit(tx -> {
                tx.root().put("status", "closed");
                if (!tx.root().contains("signature")) { // reads see what was written before
                    throw new IllegalStateException("not signed yet");
                }
            });
        } catch (IllegalStateException notSigned) {
            expect("{}", document.toJson()); // as if nothing had been tried
        }
    }

    private static void places() {
        Document document = Document.create(DocumentId.named("places"));

        document.edit(tx -> tx.root().map("site").map("contact").put("name", "Ada")); // makes both maps
        expect("false", String.valueOf(document.root().map("nowhere").exists())); // asking makes nothing

        try {
            document.edit(tx -> tx.root().text("site").append("?"));
        } catch (TypeMismatchException aMapStandsThere) {
            expect("/site", aMapStandsThere.path().toString());
        }

        expect("[site]", List.copyOf(document.root().keys()).toString());
    }

    private static void expect(String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError(found);
        }
    }
}
