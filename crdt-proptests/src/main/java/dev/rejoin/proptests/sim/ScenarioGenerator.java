package dev.rejoin.proptests.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Makes a scenario out of a seed. Most scenarios keep to a few kinds of operations and a few places, because faults that
 * need several operations of one kind at one place hardly ever come about when everything is mixed evenly.
 *
 * @param minPeers fewest replicas at the start
 * @param maxPeers most replicas at the start
 * @param steps number of actions
 */
public record ScenarioGenerator(int minPeers, int maxPeers, int steps) {
    private static final int MAX_OPS = 5;

    /** One kind of action, as often in the mean as its weight says among all weights. */
    private enum Kind {
        EDIT(300),
        DELIVER(300),
        BATCH(60),
        DUPLICATE(40),
        FORWARD(25),
        DROP(40),
        THROW(25),
        PARTITION(15),
        HEAL(15),
        SAVE_LOAD(6),
        RESUME(15),
        CRASH(20),
        CLOCK(20),
        VIEW(20),
        DAMAGE(20),
        RETRY(10),
        ACKNOWLEDGE(60, true),
        GATHER(60, true),
        PRUNE(60, true),
        RETIRE(4, true);

        private final int weight;
        private final boolean ofMembers;

        Kind(int weight) {
            this(weight, false);
        }

        Kind(int weight, boolean ofMembers) {
            this.weight = weight;
            this.ofMembers = ofMembers;
        }
    }

    /** The kinds and places of the operations of one scenario. */
    private record Palette(List<Integer> kinds, List<Integer> places) {
        static Palette of(SplittableRandom random) {
            return random.nextInt(3) == 0
                    ? new Palette(numbers(100, random), numbers(100, random))
                    : new Palette(numbers(random.nextInt(1, 8), random), numbers(random.nextInt(1, 5), random));
        }

        List<OpSpec> ops(SplittableRandom random) {
            int count = random.nextInt(3) > 0 ? 1 : random.nextInt(1, MAX_OPS + 1);
            List<OpSpec> ops = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ops.add(new OpSpec(
                        kinds.get(random.nextInt(kinds.size())),
                        places.get(random.nextInt(places.size())),
                        number(random),
                        number(random)));
            }
            return ops;
        }

        private static List<Integer> numbers(int count, SplittableRandom random) {
            return Stream.generate(() -> number(random)).limit(count).toList();
        }
    }

    /** Checks. */
    public ScenarioGenerator {
        if (minPeers < 1 || maxPeers < minPeers || steps < 0) {
            throw new IllegalArgumentException(
                    "no scenario has " + minPeers + " to " + maxPeers + " peers and " + steps + " steps");
        }
    }

    /**
     * The scenario of a seed.
     *
     * @param seed decides everything
     * @return always the same for one seed and one generator
     */
    public Scenario generate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int peers = random.nextInt(minPeers, maxPeers + 1);
        boolean members = random.split().nextInt(3) == 0;
        int[] ends = weights(random, members);
        Palette palette = Palette.of(random);
        List<Action> actions = new ArrayList<>();
        if (members && steps > 0) {
            actions.add(new Action.Found());
        }
        while (actions.size() < steps) {
            int at = random.nextInt(ends[ends.length - 1]);
            int kind = 0;
            while (ends[kind] <= at) {
                kind++;
            }
            actions.add(action(Kind.values()[kind], palette, random));
        }
        return new Scenario(seed, peers, actions);
    }

    /** Running sums of the weights, each varied, so that some scenarios hardly deliver and others hardly edit. */
    private static int[] weights(SplittableRandom random, boolean members) {
        Kind[] kinds = Kind.values();
        int[] ends = new int[kinds.length];
        int sum = 0;
        for (int i = 0; i < kinds.length; i++) {
            if (members || !kinds[i].ofMembers) {
                sum += kinds[i].weight * random.nextInt(1, 12) / (random.nextInt(4) == 0 ? 12 : 4);
            }
            ends[i] = sum;
        }
        return ends;
    }

    private static Action action(Kind kind, Palette palette, SplittableRandom random) {
        int peer = random.nextInt(8);
        return switch (kind) {
            case EDIT -> new Action.Edit(peer, palette.ops(random));
            case DELIVER -> new Action.Deliver(peer, number(random));
            case BATCH -> new Action.DeliverBatch(peer, random.nextInt(8), random.nextInt(5));
            case DUPLICATE -> new Action.Duplicate(peer, number(random));
            case FORWARD -> new Action.Forward(peer, random.nextInt(8), number(random));
            case DROP -> new Action.Drop(peer, number(random));
            case THROW -> new Action.ThrowInTransaction(peer, random.nextInt(MAX_OPS + 1), palette.ops(random));
            case PARTITION -> new Action.Partition(random.nextInt(1 << 8));
            case HEAL -> new Action.Heal();
            case SAVE_LOAD -> new Action.SaveLoad(peer);
            case RESUME -> new Action.CheckpointResume(peer);
            case CRASH -> new Action.Crash(peer);
            case CLOCK -> new Action.ClockJump(peer, random.nextInt(10));
            case VIEW -> new Action.TakeView(peer);
            case DAMAGE -> new Action.Damage(peer, number(random), random.nextInt(1 << 16));
            case RETRY -> new Action.RetryQuarantined(peer);
            case ACKNOWLEDGE -> new Action.Acknowledge(peer);
            case GATHER -> new Action.Gather(peer);
            case PRUNE -> new Action.Prune(peer, number(random));
            case RETIRE -> new Action.Retire(peer, random.nextInt(8));
        };
    }

    /** Small numbers more often than large ones, and none that makes a script long. */
    private static int number(SplittableRandom random) {
        return random.nextInt(1 << random.nextInt(1, 11));
    }
}
