package dev.rejoin.bench.demo;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.Transaction;
import dev.rejoin.version.DocumentId;
import java.util.Random;
import java.util.function.Consumer;

/** A device with its copy of the document, and what it has sent and received. */
final class Device {
    private final String name;
    private final ManualClock clock;
    private final Document document;
    private long editCount;
    private long editBytes;
    private long appliedCount;
    private long duplicateCount;
    private long waitingCount;

    /** A device without anything; the seed decides what its document would else draw itself. */
    Device(String name, DocumentId id, long seed, ManualClock clock) {
        this.name = name;
        this.clock = clock;
        document = Document.create(
                id, DocumentOptions.defaults().withRandom(new Random(seed)).withClock(clock));
    }

    String name() {
        return name;
    }

    ManualClock clock() {
        return clock;
    }

    Document document() {
        return document;
    }

    Change edit(Consumer<Transaction> body) {
        Change change = document.edit(body);
        if (!change.isEmpty()) {
            editCount++;
            editBytes += change.size();
        }
        return change;
    }

    void receive(byte[] bytes) {
        ReceiveResult result = document.receive(bytes);
        appliedCount += result.applied().size();
        duplicateCount += result.duplicates().size();
        waitingCount += result.waiting().size();
    }

    /** Transactions that did something. */
    long editCount() {
        return editCount;
    }

    /** Bytes of their messages, each counted once. */
    long editBytes() {
        return editBytes;
    }

    /** Changes of others that were integrated. */
    long appliedCount() {
        return appliedCount;
    }

    /** Changes that had been integrated before. */
    long duplicateCount() {
        return duplicateCount;
    }

    /** Changes that came too early and had to wait. */
    long waitingCount() {
        return waitingCount;
    }
}
