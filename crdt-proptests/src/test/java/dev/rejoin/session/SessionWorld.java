package dev.rejoin.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.CrdtException;
import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.Damage;
import dev.rejoin.proptests.sim.ManualPhysicalClock;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Two devices, each with one end of a session, and a third one whose changes the first passes on. What lies between the
 * two loses, repeats, reorders and damages messages as it is told. The model of a session is that it hands over nothing
 * but changes that somebody made, byte for byte.
 */
final class SessionWorld {
    static final DocumentId ID = DocumentId.named("session");

    final SplittableRandom random;
    final SessionTransport transport;
    final ManualPhysicalClock clock = new ManualPhysicalClock();
    final Set<ByteBuffer> made = new HashSet<>();
    final End a;
    final End b;
    final Document third;
    boolean checked = true;
    int wrong;
    int contextLost;
    private long nextSession = 1;
    private final boolean mutant;

    SessionWorld(long seed, SessionTransport transport, boolean mutant) {
        this.random = new SplittableRandom(seed);
        this.transport = transport;
        this.mutant = mutant;
        this.a = new End(1);
        this.b = new End(2);
        this.third = document(3);
    }

    private Document document(long replica) {
        return Document.create(
                ID,
                DocumentOptions.defaults()
                        .withClock(clock)
                        .withReplica(new ReplicaId(replica))
                        .withRandom(new SplittableRandom(replica)));
    }

    /** The other end. */
    End peer(End end) {
        return end == a ? b : a;
    }

    /** An edit; typing for the most part. */
    Change edit(Document document) {
        clock.advance(random.nextInt(3) * random.nextInt(200));
        Change change = document.edit(transaction -> {
            int way = random.nextInt(10);
            if (random.nextInt(30) == 0) {
                transaction.author("Ada").message("because");
            }
            if (way < 5) {
                transaction.root().text("t").append(random.nextInt(9) == 0 ? "\uD83D\uDE00\u00e9" : "x");
            } else if (way == 5 && transaction.root().text("t").length() > 0) {
                transaction.root().text("t").append("y");
            } else if (way == 6) {
                transaction.root().counter("hits").increment(1 + random.nextInt(300));
            } else if (way == 7) {
                transaction.root().put("status", random.nextInt(5));
            } else {
                OpSpec op = new OpSpec(random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
                MixedWorkload.ofEverything().perform(transaction, op, new Carets());
            }
        });
        if (!change.isEmpty()) {
            made.add(ByteBuffer.wrap(change.toBytes()));
        }
        return change;
    }

    /** An edit of the third device, which reaches the first as it is, and from there the second. */
    void passOn() {
        Change change = edit(third);
        if (!change.isEmpty()) {
            a.document.receive(change.toBytes());
            a.send(a.session.encode(change));
        }
        if (random.nextInt(4) == 0) {
            third.receive(a.document.changesSince(third.version()));
        }
    }

    /** Delivers what is under way, in order and without loss, until nothing is. */
    void settle() {
        int left = 100_000;
        while (!a.inbox.isEmpty() || !b.inbox.isEmpty()) {
            assertThat(left--).as("messages until nothing is under way").isPositive();
            End end = a.inbox.isEmpty() ? b : a;
            end.take(end.inbox.remove(0));
        }
    }

    /** One device with its end of the session. */
    final class End {
        final Document document;
        final List<byte[]> inbox = new ArrayList<>();
        ChangeSession session;
        boolean complete = true;

        End(long replica) {
            document = document(replica);
            session = open();
        }

        private ChangeSession open() {
            SessionReceiver receiver = DocumentInvariants.receiver(document);
            SessionReceiver oracle = new SessionReceiver() {
                @Override
                public ReceiveResult receive(byte[] message) {
                    ReceiveResult result = receiver.receive(message); // refuses a damaged change in its own form
                    boolean real = message.length == 0 || made.contains(ByteBuffer.wrap(message));
                    wrong += real ? 0 : 1;
                    if (checked) {
                        assertThat(real).as("handed over what somebody made").isTrue();
                    }
                    return result;
                }

                @Override
                public OptionalInt digestBefore(ReplicaId author, long seq) {
                    return receiver.digestBefore(author, seq);
                }
            };
            SessionDecoder decoder = mutant
                    ? new SessionDecoder(ID, DecodeLimits.DEFAULT, oracle) {
                        @Override
                        boolean agree(int computed, int sent) {
                            return true; // the checksum of the bytes sent is always right: nothing damages them
                        }
                    }
                    : new SessionDecoder(ID, DecodeLimits.DEFAULT, oracle);
            long id = nextSession++;
            return new ChangeSession(ID, id, transport, DecodeLimits.DEFAULT, oracle, decoder);
        }

        /** As after a crash, or a new connection of which the other end knows nothing. */
        void restart() {
            session = open();
            complete = false;
        }

        /** Whether the edit had an effect. */
        boolean editAndSend() {
            byte[] message = session.encode(edit(document));
            send(message);
            return message.length > 0;
        }

        void send(byte[] message) {
            if (message.length > 0) {
                // A change in its own form is not numbered: nobody notices when it is lost.
                complete &= (message[0] & 0xF0) != 0x10;
                peer(this).inbox.add(message);
            }
        }

        SessionResult take(byte[] message) {
            SessionResult result = session.receive(message);
            if (result instanceof SessionResult.Answered answered) {
                complete &= answered.complete();
            }
            contextLost += result instanceof SessionResult.ContextLost ? 1 : 0;
            result.answers().forEach(this::send);
            return result;
        }

        /** What lies between does as it likes with one message. */
        void disturb() {
            if (inbox.isEmpty()) {
                return;
            }
            int at = random.nextInt(inbox.size());
            switch (random.nextInt(4)) {
                case 0 -> inbox.remove(at);
                case 1 -> inbox.add(random.nextInt(inbox.size() + 1), inbox.get(at));
                case 2 -> take(inbox.remove(at));
                default -> {
                    byte[] broken = Damage.of(inbox.get(at), random.nextInt(Integer.MAX_VALUE));
                    try {
                        take(broken);
                    } catch (CrdtException refused) {
                        // As it should be.
                    }
                }
            }
        }
    }
}
