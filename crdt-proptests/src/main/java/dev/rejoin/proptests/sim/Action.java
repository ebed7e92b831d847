package dev.rejoin.proptests.sim;

import java.util.List;

/**
 * One step of a scenario. Numbers are raw; {@link SimulatedWorld} clamps them when the step is performed.
 */
public sealed interface Action {
    /**
     * Performs the step.
     *
     * @param world where
     */
    void perform(SimulatedWorld world);

    /**
     * A transaction whose change is sent to everybody.
     *
     * @param peer who edits
     * @param ops what is edited
     */
    record Edit(int peer, List<OpSpec> ops) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.edit(peer, ops);
        }
    }

    /**
     * A transaction that throws.
     *
     * @param peer who edits
     * @param after the number of operations before the exception
     * @param ops what would be edited
     */
    record ThrowInTransaction(int peer, int after, List<OpSpec> ops) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.editAndThrow(peer, after, ops);
        }
    }

    /**
     * One message arrives.
     *
     * @param peer the receiver
     * @param message which of the messages on their way to it
     */
    record Deliver(int peer, int message) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.deliver(peer, message);
        }
    }

    /**
     * A peer asks another one for everything that it lacks.
     *
     * @param from who answers
     * @param to who asks
     * @param maxBytes selects the size limit of the answer, or none
     */
    record DeliverBatch(int from, int to, int maxBytes) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.deliverBatch(from, to, maxBytes);
        }
    }

    /**
     * A message arrives again.
     *
     * @param peer the receiver
     * @param message which of the messages that it received
     */
    record Duplicate(int peer, int message) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.duplicate(peer, message);
        }
    }

    /**
     * A message is lost.
     *
     * @param peer who should have received it
     * @param message which of the messages on their way to it
     */
    record Drop(int peer, int message) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.drop(peer, message);
        }
    }

    /**
     * A peer passes on the very bytes that it received.
     *
     * @param from the relay
     * @param to the receiver
     * @param message which of the messages that the relay received
     */
    record Forward(int from, int to, int message) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.forward(from, to, message);
        }
    }

    /**
     * The network falls into two halves.
     *
     * @param mask bit i says in which half peer i is
     */
    record Partition(int mask) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.partition(mask);
        }
    }

    /** The network is whole again. */
    record Heal() implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.heal();
        }
    }

    /**
     * A new replica starts from what a peer saved.
     *
     * @param peer who saves
     */
    record SaveLoad(int peer) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.saveLoad(peer);
        }
    }

    /**
     * A peer stops and goes on from its checkpoint.
     *
     * @param peer who
     */
    record CheckpointResume(int peer) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.checkpointResume(peer);
        }
    }

    /**
     * The process of a peer ends without warning, and goes on from its last checkpoint and what was journalled after it.
     *
     * @param peer who
     */
    record Crash(int peer) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.crash(peer);
        }
    }

    /**
     * The wall clock of a peer jumps.
     *
     * @param peer whose
     * @param jump selects how far, from a millisecond to a year, forward or back
     */
    record ClockJump(int peer, int jump) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.jumpClock(peer, jump);
        }
    }

    /**
     * Somebody takes a view and keeps it.
     *
     * @param peer of whose document
     */
    record TakeView(int peer) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.takeView(peer);
        }
    }

    /**
     * A damaged message arrives.
     *
     * @param peer the receiver
     * @param message which of the messages on their way to it; it stays on its way
     * @param damage selects what is damaged
     */
    record Damage(int peer, int message, int damage) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.deliverDamaged(peer, message, damage);
        }
    }

    /** All peers become members, if there are none; from then on newcomers join. */
    record Found() implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.found();
        }
    }

    /**
     * A member tells all others what it has.
     *
     * @param peer who
     */
    record Acknowledge(int peer) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.acknowledge(peer);
        }
    }

    /**
     * A peer and all whom it reaches tell each other all that they have.
     *
     * @param peer who
     */
    record Gather(int peer) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.gather(peer);
        }
    }

    /**
     * A peer drops what no member needs.
     *
     * @param peer who
     * @param budget selects how much at once
     */
    record Prune(int peer, int budget) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.prune(peer, budget);
        }
    }

    /**
     * A member takes another one out.
     *
     * @param peer who
     * @param target whom
     */
    record Retire(int peer, int target) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.retire(peer, target);
        }
    }

    /**
     * A peer looks again at the changes whose time was too far ahead.
     *
     * @param peer who
     */
    record RetryQuarantined(int peer) implements Action {
        @Override
        public void perform(SimulatedWorld world) {
            world.retryQuarantined(peer);
        }
    }
}
