package dev.rejoin.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.change.Change;
import dev.rejoin.proptests.gen.Seeds;
import java.nio.ByteBuffer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sessions over transports that break every promise: nothing wrong is ever handed over, and both ends agree again. */
class SessionProperties {
    private static final int STEPS = 120;

    @Provide
    Arbitrary<Long> seeds() {
        return Seeds.any();
    }

    @Property(tries = 300)
    void ordered_whateverHappensToMessages_agreesAgainAfterTheNextEdit(@ForAll("seeds") long seed) {
        run(seed, SessionTransport.ORDERED);
    }

    @Property(tries = 300)
    void unordered_whateverHappensToMessages_agreesWithoutAnyEdit(@ForAll("seeds") long seed) {
        run(seed, SessionTransport.UNORDERED);
    }

    private static void run(long seed, SessionTransport transport) {
        SessionWorld world = new SessionWorld(seed, transport, false);
        int trouble = world.random.nextInt(4);
        boolean restarts = world.random.nextInt(3) == 0;
        for (int i = 0; i < STEPS; i++) {
            SessionWorld.End end = world.random.nextBoolean() ? world.a : world.b;
            int way = world.random.nextInt(20);
            if (way < 8) {
                end.editAndSend();
            } else if (way < 10) {
                world.passOn();
            } else if (way < 10 + trouble) {
                end.disturb();
            } else if (way == 18 && restarts && world.random.nextInt(6) == 0) {
                end.restart();
            } else if (way == 19 && world.random.nextInt(10) == 0) {
                end.session.unacknowledged().forEach(end::send);
            } else if (!end.inbox.isEmpty()) {
                end.take(end.inbox.remove(0));
            }
        }
        agree(world, transport);
    }

    private static void agree(SessionWorld world, SessionTransport transport) {
        for (SessionWorld.End end : new SessionWorld.End[] {world.a, world.b}) {
            if (transport == SessionTransport.ORDERED) {
                while (!end.editAndSend()) {
                    // An edit without effect sends nothing.
                }
            } else {
                end.session.unacknowledged().forEach(end::send);
            }
        }
        world.settle();
        if (transport == SessionTransport.UNORDERED && world.a.complete && world.b.complete) {
            assertThat(world.a.session.unacknowledged()).isEmpty();
            assertThat(world.b.session.unacknowledged()).isEmpty();
        }
        if (!world.a.complete || !world.b.complete) {
            world.a.document.receive(world.b.document.changesSince(world.a.document.version()));
            world.b.document.receive(world.a.document.changesSince(world.b.document.version()));
        }
        assertThat(world.b.document.version()).isEqualTo(world.a.document.version());
        assertThat(world.b.document.save()).isEqualTo(world.a.document.save());
        // The session works on, in its short form.
        world.settle();
        Change change = world.edit(world.a.document);
        byte[] message = world.a.session.encode(change);
        if (message.length > 0) {
            world.b.take(message);
            world.settle();
            assertThat(world.b.document.save()).isEqualTo(world.a.document.save());
        }
    }

    @Example
    void decode_afterAWholeWindowOfMessagesIsLost_isNoticedByTheChecksumOfWhatItStandsFor() {
        SessionWorld world = afterLostWindow(false);
        assertThat(world.contextLost).isPositive();
        assertThat(world.wrong).isZero();
        assertThat(world.b.document.save()).isEqualTo(world.a.document.save());
    }

    @Example
    void decode_withAChecksumOfTheBytesSent_handsOverWhatNobodyMade() {
        assertThat(afterLostWindow(true).wrong).isPositive();
    }

    /** 256 messages are lost in a row, so that the next one has the number that is expected. */
    private static SessionWorld afterLostWindow(boolean mutant) {
        SessionWorld world = new SessionWorld(1, SessionTransport.ORDERED, mutant);
        world.checked = false;
        type(world, 10);
        world.settle();
        type(world, SessionFormat.WINDOW);
        world.b.inbox.clear();
        type(world, 1);
        world.settle();
        if (!mutant) {
            world.b.document.receive(world.a.document.changesSince(world.b.document.version()));
        }
        return world;
    }

    private static void type(SessionWorld world, int characters) {
        for (int i = 0; i < characters; i++) {
            world.clock.advance(100);
            int step = world.made.size(); // so that no two changes look alike
            Change change = world.a.document.edit(
                    transaction -> transaction.root().counter("c").increment(step));
            world.made.add(ByteBuffer.wrap(change.toBytes()));
            world.a.send(world.a.session.encode(change));
        }
    }
}
