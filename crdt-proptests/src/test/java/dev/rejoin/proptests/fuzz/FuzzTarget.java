package dev.rejoin.proptests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.CrdtException;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentInvariants;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.proptests.Forgery;
import dev.rejoin.session.ChangeHeader;
import dev.rejoin.session.ChangeSession;
import dev.rejoin.session.SessionForgery;
import dev.rejoin.session.SessionTransport;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One entry point for bytes from outside: good inputs to begin with, and what may happen to any other. */
enum FuzzTarget {
    /** A change in its self-contained form. */
    CHANGE {
        @Override
        List<byte[]> seeds() {
            return World.of(7).messages;
        }

        @Override
        byte[] sealed(byte[] frame) {
            return frame.length < CRC_BYTES ? frame : Forgery.sealChange(frame, World.ID);
        }

        @Override
        void run(byte[] input) {
            receive(input, true);
            readHeader(input);
        }

        @Override
        void runShort(byte[] input) {
            refuseShort(SHORT, input);
            readHeader(input);
        }
    },

    /** A batch, plain or deflated. */
    BATCH {
        @Override
        List<byte[]> seeds() {
            List<byte[]> seeds = new ArrayList<>();
            for (int seed = 1; seed < 6; seed++) {
                Document document = World.of(seed).document;
                seeds.add(document.changesSince(VersionVector.EMPTY));
                seeds.add(document.changesSince(VersionVector.EMPTY, BatchOptions.compressed()));
                seeds.add(document.changesSince(VersionVector.of(new ReplicaId(1), 3)));
                seeds.add(document.changesSince(
                        VersionVector.EMPTY, BatchOptions.plain().withoutDeletedText()));
            }
            return seeds;
        }

        @Override
        void run(byte[] input) {
            receive(input, input.length < 2 || (input[1] & EXPANDS) == 0);
        }

        @Override
        void runShort(byte[] input) {
            refuseShort(SHORT, input);
        }
    },

    /** A saved document, with and without history, plain or deflated. */
    SNAPSHOT {
        @Override
        List<byte[]> seeds() {
            List<byte[]> seeds = new ArrayList<>();
            for (int seed = 1; seed < 6; seed++) {
                Document document = World.of(seed).document;
                seeds.add(document.save());
                seeds.add(document.save(SaveOptions.withoutHistory()));
                seeds.add(document.save(SaveOptions.withoutHistory().compressed()));
                seeds.add(document.save(SaveOptions.withHistory().withoutDeletedText()));
            }
            return seeds;
        }

        @Override
        void run(byte[] input) {
            Document document;
            try {
                document = cost().of(input.length, false, () -> Document.load(input, World.options()));
            } catch (CrdtException refused) {
                return;
            }
            World.reopen(document);
            if (isThorough(input)) {
                World.use(document);
            }
        }
    },

    /** A checkpoint. */
    CHECKPOINT {
        @Override
        List<byte[]> seeds() {
            List<byte[]> seeds = new ArrayList<>();
            for (int seed = 1; seed < 6; seed++) {
                World world = World.of(seed);
                world.document.peer(new ReplicaId(9)).acknowledged(world.document.version());
                seeds.add(world.document.checkpoint());
                Document waiting = Document.create(World.ID, World.options().withReplica(new ReplicaId(8)));
                world.messages.stream().skip(4).forEach(waiting::receive);
                seeds.add(waiting.checkpoint());
            }
            return seeds;
        }

        @Override
        void run(byte[] input) {
            Document document;
            try {
                document = cost().of(input.length, false, () -> Document.resume(input, World.options()));
            } catch (CrdtException refused) {
                return;
            }
            World.reopen(document);
            if (isThorough(input)) {
                World.use(document);
            }
        }
    },

    /** A message or an answer in a session, from its first one on. */
    SESSION {
        @Override
        List<byte[]> seeds() {
            List<byte[]> seeds = new ArrayList<>();
            for (SessionTransport transport : SessionTransport.values()) {
                ChangeSession sender = World.session(transport);
                ChangeSession stranger = World.session(transport);
                for (byte[] message : World.of(7).messages) {
                    byte[] encoded = sender.encode(message);
                    seeds.add(encoded);
                    seeds.addAll(stranger.receive(encoded).answers());
                }
                seeds.addAll(sender.unacknowledged());
            }
            return seeds;
        }

        /** Over the change that the message stands for, as far as it can be put together. */
        @Override
        byte[] sealed(byte[] frame) {
            if (frame.length <= CRC_BYTES) {
                return frame;
            }
            boolean answer = (frame[0] & 0xF0) == 0x60;
            return answer
                    ? Forgery.sealChange(frame, World.ID)
                    : SESSION_FORGERY.get().sealed(frame);
        }

        @Override
        void runShort(byte[] input) {
            try {
                SHORT_SESSION.receive(input);
            } catch (CrdtException refused) {
                // As it should be.
            }
        }

        @Override
        void run(byte[] input) {
            for (SessionTransport transport : SessionTransport.values()) {
                OpenSession open = OpenSession.of(transport);
                if (open.receive(input, cost()) && isThorough(input)) {
                    World.use(open.document());
                }
            }
        }
    },

    /** The bytes of one value. */
    VALUE {
        @Override
        List<byte[]> seeds() {
            List<byte[]> seeds = new ArrayList<>();
            for (Value value : World.VALUES) {
                seeds.add(ValueCodec.encode(value));
            }
            return seeds;
        }

        @Override
        byte[] sealed(byte[] frame) {
            return frame;
        }

        @Override
        void run(byte[] input) {
            Value value;
            try {
                value = cost().of(input.length, true, () -> ValueCodec.decode(input));
            } catch (CrdtException refused) {
                return;
            }
            assertThat(ValueCodec.encode(value)).as("canonical").isEqualTo(input);
        }
    };

    static final int CRC_BYTES = 4;

    /** Flags of a batch or snapshot whose bytes may stand for more: packed columns, and text that is not there. */
    private static final int EXPANDS = 1 | 4 | 16 | 128;

    private static final ThreadLocal<Refusals> REFUSALS = ThreadLocal.withInitial(Refusals::new);
    private static final ThreadLocal<SessionForgery> SESSION_FORGERY = ThreadLocal.withInitial(OpenSession::forgery);
    private static final Document SHORT = World.half();
    private static final ChangeSession SHORT_SESSION = World.session(SessionTransport.ORDERED);

    private final ThreadLocal<Cost> cost = ThreadLocal.withInitial(Cost::new);

    /** What the calls of this entry point by this thread cost. */
    Cost cost() {
        return cost.get();
    }

    /** Good inputs; the same ones each time. */
    abstract List<byte[]> seeds();

    /** Throws an AssertionError if something happens that must not. */
    abstract void run(byte[] input);

    /** Like {@link #run}, at less cost, for inputs that are too short to be taken. */
    void runShort(byte[] input) {
        run(input);
    }

    /** A frame with a right checksum, which gets past the first look at it. */
    byte[] sealed(byte[] frame) {
        return frame.length < CRC_BYTES ? frame : Forgery.sealFrame(frame);
    }

    private static void readHeader(byte[] input) {
        try {
            ChangeHeader.read(input);
        } catch (CrdtException refused) {
            // As it should be.
        }
    }

    private static void refuseShort(Document document, byte[] input) {
        try {
            ReceiveResult result = document.receive(input);
            assertThat(input).isEmpty(); // what a transaction without effect sends
            assertThat(result.deliveries()).isEmpty();
        } catch (CrdtException refused) {
            // As it should be.
        }
    }

    /** Takes the input in a document that has taken nothing yet, but may have refused others. */
    void receive(byte[] input, boolean bounded) {
        Refusals refusals = REFUSALS.get();
        ReceiveResult result;
        try {
            result = cost().of(input.length, bounded, () -> refusals.document.receive(input));
        } catch (CrdtException refused) {
            refusals.checkUnchanged();
            return;
        }
        REFUSALS.remove();
        if (!result.applied().isEmpty()) {
            World.reopen(refusals.document);
        }
        if (!result.deliveries().isEmpty() && isThorough(input)) {
            World.use(refusals.document);
        }
    }

    /** Most of the time of an execution would go into what is done with a document that took its input. */
    private static boolean isThorough(byte[] input) {
        return Arrays.hashCode(input) % 8 == 0;
    }

    /** A document that has refused everything so far: the same one refuses thousands of inputs in the time of making one. */
    private static final class Refusals {
        private static final int BETWEEN_CHECKS = 64;

        final Document document = World.half();
        private final VersionVector version = document.version();
        private final String json = document.toJson();
        private int refused;

        void checkUnchanged() {
            assertThat(document.version()).isEqualTo(version);
            if (++refused % BETWEEN_CHECKS == 0) {
                assertThat(document.toJson()).isEqualTo(json);
                DocumentInvariants.check(document);
            }
        }
    }
}
