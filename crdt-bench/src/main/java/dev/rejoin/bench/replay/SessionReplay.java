package dev.rejoin.bench.replay;

import dev.rejoin.document.Document;
import dev.rejoin.session.ChangeSession;
import dev.rejoin.session.SessionTransport;

/** The messages of a recording go through a session over an ordered transport, in the order of the file. */
final class SessionReplay {
    private final Recording recording;
    private final Document receiver;
    private long bytes;
    private int messages;

    SessionReplay(Replicas replicas, Recording recording, long endMillis) {
        this.recording = recording;
        this.receiver = replicas.reader(new ReplayClock(endMillis));
    }

    /** The document at the other end, with everything. */
    Document run() {
        ChangeSession here = recording.document().openSession(SessionTransport.ORDERED);
        ChangeSession there = receiver.openSession(SessionTransport.ORDERED);
        for (int i = 0; i < recording.transactions(); i++) {
            byte[] message = here.encode(recording.message(i));
            if (message.length > 0) {
                messages++;
                exchange(here, there, message);
            }
        }
        return receiver;
    }

    /** What is asked for again counts too. */
    private void exchange(ChangeSession from, ChangeSession to, byte[] message) {
        bytes += message.length;
        for (byte[] answer : to.receive(message).answers()) {
            exchange(to, from, answer);
        }
    }

    /** Bytes for each change, answers included. */
    double meanBytes() {
        return messages == 0 ? 0 : (double) bytes / messages;
    }
}
