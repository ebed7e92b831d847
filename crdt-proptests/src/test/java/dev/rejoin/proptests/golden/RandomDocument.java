package dev.rejoin.proptests.golden;

import dev.rejoin.document.Document;
import dev.rejoin.proptests.sim.Carets;
import dev.rejoin.proptests.sim.MixedWorkload;
import dev.rejoin.proptests.sim.OpSpec;
import dev.rejoin.version.ReplicaId;
import java.util.SplittableRandom;

/** Documents of three writers that edit everything and see some of each other's edits, a function of a seed. */
final class RandomDocument {
    private static final int EDITS = 60;

    private RandomDocument() {}

    static Document of(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Document[] writers = new Document[3];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = Document.create(Golden.ID, Golden.options().withReplica(new ReplicaId(3 - i)));
        }
        for (int i = 0; i < EDITS; i++) {
            edit(writers[random.nextInt(writers.length)], random);
            if (random.nextInt(3) == 0) {
                exchange(writers[random.nextInt(writers.length)], writers[random.nextInt(writers.length)]);
            }
        }
        exchange(writers[0], writers[1]);
        exchange(writers[0], writers[2]);
        return writers[0];
    }

    private static void edit(Document writer, SplittableRandom random) {
        try {
            writer.edit(transaction -> {
                for (int op = random.nextInt(4); op >= 0; op--) {
                    OpSpec spec = new OpSpec(random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
                    MixedWorkload.ofEverything().perform(transaction, spec, new Carets());
                }
            });
        } catch (ArithmeticException overflow) {
            // An increment that leaves 64 bits changes nothing.
        }
    }

    private static void exchange(Document to, Document from) {
        to.receive(from.changesSince(to.version()));
    }
}
