package dev.rejoin.bench.replay;

import dev.rejoin.document.Document;
import java.util.List;

/** A live replay that has ended: its documents, and the message of each transaction of the file. */
final class Recording {
    private final List<Document> documents;
    private final byte[][] messages;

    Recording(List<Document> documents, byte[][] messages) {
        this.documents = List.copyOf(documents);
        this.messages = messages;
    }

    /** The documents of all writing replicas; at least one. */
    List<Document> documents() {
        return documents;
    }

    /** A document that holds everything. */
    Document document() {
        return documents.get(0);
    }

    /** How many transactions the file has. */
    int transactions() {
        return messages.length;
    }

    /** The encoded change of a transaction; empty when the transaction did nothing. */
    byte[] message(int transaction) {
        return messages[transaction];
    }

    /** The mean over all transactions that did something. */
    double meanMessageBytes() {
        long bytes = 0;
        int count = 0;
        for (byte[] message : messages) {
            bytes += message.length;
            count += message.length > 0 ? 1 : 0;
        }
        return count == 0 ? 0 : (double) bytes / count;
    }
}
