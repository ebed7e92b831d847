package dev.rejoin.bench.shapes;

import java.util.Locale;
import java.util.SplittableRandom;

/** In which order things arrive that have an order of their own. */
enum Order {
    ASCENDING,
    DESCENDING,
    RANDOM;

    /** The numbers below n. */
    int[] of(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = this == DESCENDING ? n - 1 - i : i;
        }
        if (this == RANDOM) {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = n - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
            }
        }
        return order;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
