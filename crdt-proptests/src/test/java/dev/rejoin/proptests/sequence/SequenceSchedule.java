package dev.rejoin.proptests.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.sequence.internal.TreeShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * A random session of two to five replicas that type, delete and exchange changes in shuffled causal order, with
 * rollbacks, views and reloads in between; one seed decides everything.
 */
final class SequenceSchedule {
    private static final int CONTAINERS = 2;
    private static final String WIDE = "\u00e9\u20ac\u4e2d";

    private record Change(int author, long time, TreeSet<Integer> needs, List<SequenceEdit> edits) {}

    private final Random random;
    private final List<SequencePeer> peers = new ArrayList<>();
    private final List<TreeSet<Integer>> delivered = new ArrayList<>();
    private final int[] caret;
    private final List<Change> log = new ArrayList<>();
    /** What some replica saw at some time: must be in the order that all agree on in the end. */
    private final List<List<SequenceEdit.Dot>> seen = new ArrayList<>();

    SequenceSchedule(long seed) {
        random = new Random(seed);
        int count = 2 + random.nextInt(4);
        TreeShape shape = switch (random.nextInt(3)) {
            case 0 -> new TreeShape(4, 5);
            case 1 -> new TreeShape(7, 4);
            default -> TreeShape.TINY;
        };
        for (int i = 0; i < count; i++) {
            // Unsigned order, and not the order in which peers come to know each other.
            peers.add(new SequencePeer((i % 2 == 0 ? -1L : 1L) * (100 + i), CONTAINERS, shape));
            delivered.add(new TreeSet<>());
        }
        caret = new int[count];
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            int at = random.nextInt(peers.size());
            double dice = random.nextDouble();
            if (dice < 0.62) {
                edit(at);
            } else if (dice < 0.92) {
                if (!log.isEmpty()) {
                    deliver(at, random.nextInt(log.size()));
                }
            } else if (dice < 0.97) {
                peers.get(at).capture();
            } else {
                peers.get(at).reload();
            }
            // Not every time: checking interrupts what is deferred.
            if (random.nextInt(3) == 0) {
                peers.get(at).check();
                seen.add(peers.get(at).model(0).visible());
            }
        }
        finish();
    }

    private void finish() {
        for (int i = 0; i < peers.size(); i++) {
            List<Integer> all = new ArrayList<>();
            for (int k = 0; k < log.size(); k++) {
                all.add(k);
            }
            Collections.shuffle(all, random);
            for (int k : all) {
                deliver(i, k);
            }
            peers.get(i).checkEveryElement();
            peers.get(i).checkCaptured();
        }
        for (int container = 0; container < CONTAINERS; container++) {
            List<SequenceEdit.Dot> expected = peers.get(0).model(container).order();
            for (SequencePeer peer : peers) {
                assertThat(peer.model(container).order()).isEqualTo(expected);
            }
        }
        for (List<SequenceEdit.Dot> once : seen) {
            List<SequenceEdit.Dot> order = new ArrayList<>(peers.get(0).model(0).order());
            order.retainAll(new HashSet<>(once));
            assertThat(once).isEqualTo(order);
        }
        for (SequencePeer peer : peers) {
            clearSome(peer);
        }
    }

    private void clearSome(SequencePeer peer) {
        long divisor = 1L + random.nextInt(3);
        peer.clear(random.nextInt(CONTAINERS), replica -> replica % 3 == 0 ? 0 : Math.abs(replica) / divisor);
        peer.check();
        peer.checkCaptured();
    }

    private void deliver(int to, int number) {
        if (!delivered.get(to).add(number)) {
            return;
        }
        delivered.get(to).remove(number);
        Change change = log.get(number);
        for (int needed : change.needs()) {
            deliver(to, needed);
        }
        delivered.get(to).add(number);
        SequencePeer peer = peers.get(to);
        peer.clock = Math.max(peer.clock, change.time());
        for (SequenceEdit edit : change.edits()) {
            peer.apply(edit);
        }
    }

    private void edit(int at) {
        SequencePeer peer = peers.get(at);
        long clockBefore = peer.clock;
        peer.clock += random.nextInt(4) == 0 ? 5 : 1;
        peer.begin();
        List<SequenceEdit> edits = new ArrayList<>();
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(9) : 1;
        for (int i = 0; i < count; i++) {
            int container = random.nextInt(8) == 0 ? 1 : 0;
            int length = peer.length(container);
            if (random.nextDouble() < 0.3 && length > 0) {
                int start = random.nextInt(2) == 0 && caret[at] > 0 && caret[at] <= length
                        ? caret[at] - 1
                        : random.nextInt(length);
                int end = Math.min(length, start + 1 + (random.nextInt(3) == 0 ? random.nextInt(9) : 0));
                edits.addAll(peer.delete(container, start, end));
                caret[at] = start;
            } else {
                int index = caret[at] <= length && random.nextDouble() < 0.65 ? caret[at] : random.nextInt(length + 1);
                String text = text();
                edits.add(peer.insert(container, index, text, random.nextInt(10) > 0, peer.clock));
                caret[at] = random.nextDouble() < 0.65 ? index + text.length() : index;
            }
            if (random.nextInt(30) == 0) {
                peer.capture();
            }
        }
        if (random.nextInt(5) == 0) {
            peer.rollback();
            peer.clock = clockBefore;
            return;
        }
        peer.commit();
        log.add(new Change(at, peer.clock, new TreeSet<>(delivered.get(at)), edits));
        delivered.get(at).add(log.size() - 1);
    }

    private String text() {
        int length = random.nextInt(4) == 0 ? 1 + random.nextInt(6) : 1;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(
                    random.nextInt(200) == 0
                            ? WIDE.charAt(random.nextInt(WIDE.length()))
                            : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
