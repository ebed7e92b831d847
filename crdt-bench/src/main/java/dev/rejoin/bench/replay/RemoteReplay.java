package dev.rejoin.bench.replay;

import dev.rejoin.document.Document;

/** A replica that writes nothing receives the messages of a recording, one by one. */
final class RemoteReplay {
    private final Replicas replicas;
    private final Recording recording;
    private final long endMillis;

    RemoteReplay(Replicas replicas, Recording recording, long endMillis) {
        this.replicas = replicas;
        this.recording = recording;
        this.endMillis = endMillis;
    }

    /** In the order of the file. */
    Document run() {
        Document document = replicas.reader(new ReplayClock(endMillis));
        for (int i = 0; i < recording.transactions(); i++) {
            receive(document, recording.message(i));
        }
        return document;
    }

    /** In another order, which names every transaction once. */
    Document run(int[] order) {
        Document document = replicas.reader(new ReplayClock(endMillis));
        for (int transaction : order) {
            receive(document, recording.message(transaction));
        }
        return document;
    }

    private static void receive(Document document, byte[] message) {
        if (message.length > 0) {
            document.receive(message);
        }
    }
}
