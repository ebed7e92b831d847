package dev.rejoin.proptests.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A model of the rules by which a device leaves a wrong future behind, before the engine has them.
 *
 * <p>A device X whose clock was ahead re-issues its changes from a seq F on, which no peer acknowledged, as a new replica
 * X'. The first change of X' names (X, F). The rules, at every replica:
 *
 * <ol>
 *   <li>Who has applied the replacement refuses changes of X from F on, unless a change of somebody else that is here,
 *       applied or waiting, depends on them: then somebody accepted them and built on them.
 *   <li>Who applies the replacement drops the changes of X from F on, held or applied, as far as no change of somebody else
 *       that is here depends on them.
 * </ol>
 *
 * <p>So what is applied in the end is a function of the changes that anybody made: all of them but those of X from F on that
 * nobody else's change depends on. If no peer accepted anything from F on, every edit is there once. If one did, and built
 * on it, those edits are there twice, everywhere; if it did not build on it, it drops them, and every edit is there once.
 */
class RestampModelProperties {
    private static final int PHONE = 0;
    private static final int NEW_PHONE = 9;

    /** A change; edit is what it does, the same for a change and its re-issue. */
    private record Change(int author, int seq, Set<Change> dependencies, String edit, int replacedFrom) {
        boolean isReplacement() {
            return replacedFrom >= 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Change that && author == that.author && seq == that.seq;
        }

        @Override
        public int hashCode() {
            return 31 * author + seq;
        }

        @Override
        public String toString() {
            return author + ":" + seq + "=" + edit;
        }
    }

    /** One copy of the document: what it applied, and what waits for something else. */
    private static final class Replica {
        private final Set<Change> applied = new HashSet<>();
        private final Set<Change> waiting = new HashSet<>();
        /** The seq from which on changes of the phone are replaced; none if it is large. */
        private int replacedFrom = Integer.MAX_VALUE;
        /** The seq from which on changes of the phone are too far ahead for this replica, which sets them aside. */
        private int quarantinedFrom = Integer.MAX_VALUE;

        int end(int author) {
            return (int)
                    applied.stream().filter(change -> change.author == author).count();
        }

        Change write(int author, String edit, int replaces) {
            Change change = new Change(author, end(author), heads(), edit, replaces);
            apply(change);
            return change;
        }

        /** The newest change of each author. */
        Set<Change> heads() {
            Map<Integer, Change> newest = new HashMap<>();
            applied.forEach(change -> newest.merge(change.author, change, (a, b) -> a.seq > b.seq ? a : b));
            return new HashSet<>(newest.values());
        }

        void receive(Change change) {
            if (applied.contains(change)) {
                return;
            }
            boolean refused = isReplaced(change) && change.seq >= needed();
            if (refused || change.author == PHONE && change.seq >= quarantinedFrom) {
                return;
            }
            waiting.add(change);
            boolean grown = true;
            while (grown) {
                grown = false;
                for (Change next : sorted(waiting)) {
                    if (waiting.contains(next)
                            && next.seq == end(next.author)
                            && applied.containsAll(next.dependencies)) {
                        waiting.remove(next);
                        apply(next);
                        grown = true;
                    }
                }
            }
        }

        private boolean isReplaced(Change change) {
            return change.author == PHONE && change.seq >= replacedFrom;
        }

        /** The phone's changes below this are depended on by changes of others that are here. */
        private int needed() {
            int needed = 0;
            for (Set<Change> here : List.of(applied, waiting)) {
                for (Change change : here) {
                    for (Change dependency : change.dependencies) {
                        if (change.author != PHONE && dependency.author == PHONE) {
                            needed = Math.max(needed, dependency.seq + 1);
                        }
                    }
                }
            }
            return needed;
        }

        private void apply(Change change) {
            applied.add(change);
            if (change.isReplacement()) {
                replacedFrom = Math.min(replacedFrom, change.replacedFrom);
                int from = Math.max(replacedFrom, needed());
                applied.removeIf(old -> old.author == PHONE && old.seq >= from);
                waiting.removeIf(old -> old.author == PHONE && old.seq >= from);
            }
        }

        private static Set<Change> sorted(Set<Change> changes) {
            Set<Change> sorted =
                    new TreeSet<>(Comparator.comparingInt(Change::author).thenComparingInt(Change::seq));
            sorted.addAll(changes);
            return sorted;
        }
    }

    /** What a schedule ended in. */
    private record Outcome(List<Replica> replicas, List<String> phoneEdits, Set<Change> everMade, int from) {
        long timesApplied(String edit) {
            return replicas.get(0).applied.stream()
                    .filter(change -> change.edit.equals(edit))
                    .count();
        }
    }

    /**
     * The phone writes, peers accept or not, the phone re-issues, late messages of all kinds arrive in any order, and in the
     * end everybody tells everybody what it has applied until nothing changes.
     *
     * @param mayAccept whether peers may accept what is too far ahead without the phone knowing
     */
    private static Outcome run(Random random, boolean mayAccept) {
        List<Replica> peers = new ArrayList<>(List.of(new Replica(), new Replica(), new Replica()));
        Replica phone = new Replica();
        List<Change> made = new ArrayList<>();
        List<String> edits = new ArrayList<>();
        int acknowledged = random.nextInt(3);
        int count = acknowledged + 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(3) == 0) {
                Replica peer = peers.get(random.nextInt(3));
                Change theirs = peer.write(1 + peers.indexOf(peer), "p" + made.size(), -1);
                made.add(theirs);
                peer.applied.forEach(phone::receive);
            }
            edits.add("e" + i);
            made.add(phone.write(PHONE, "e" + i, -1));
            if (i < acknowledged) {
                tell(phone, peers.get(0));
            }
        }
        List<Change> ahead = made.stream()
                .filter(change -> change.author == PHONE && change.seq >= acknowledged)
                .toList();
        if (mayAccept) {
            for (Replica peer : peers) {
                if (random.nextBoolean()) {
                    int accepted = random.nextInt(ahead.size() + 1);
                    made.stream().filter(change -> change.author != PHONE).forEach(peer::receive);
                    made.stream()
                            .filter(change -> change.author == PHONE && change.seq < acknowledged + accepted)
                            .forEach(peer::receive);
                    if (random.nextBoolean()) {
                        made.add(peer.write(1 + peers.indexOf(peer), "b" + made.size(), -1));
                    }
                }
            }
        }
        if (!mayAccept) {
            peers.forEach(peer -> peer.quarantinedFrom = acknowledged);
        }
        Replica renewed = reissue(phone, ahead, acknowledged);
        renewed.applied.stream().filter(change -> change.author == NEW_PHONE).forEach(made::add);
        List<Replica> all = new ArrayList<>(peers);
        all.add(renewed);
        List<Change> late = new ArrayList<>(made);
        late.addAll(made);
        Collections.shuffle(late, random);
        for (Change change : late) {
            Replica to = all.get(random.nextInt(all.size()));
            to.receive(change);
            if (random.nextInt(6) == 0) {
                int author = 1 + all.indexOf(to);
                made.add(to.write(to == renewed ? NEW_PHONE : author, "l" + made.size(), -1));
            }
        }
        settle(all);
        return new Outcome(all, edits, new HashSet<>(made), acknowledged);
    }

    /** The phone's copy without what is ahead, and the same edits as a new replica, with the dependencies that they had. */
    private static Replica reissue(Replica phone, List<Change> ahead, int from) {
        Replica renewed = new Replica();
        phone.applied.stream().filter(change -> !ahead.contains(change)).forEach(renewed.applied::add);
        Change before = null;
        for (Change old : ahead) {
            Set<Change> dependencies = new HashSet<>(old.dependencies);
            dependencies.removeAll(ahead);
            if (before != null) {
                dependencies.add(before);
            }
            before = new Change(NEW_PHONE, old.seq - from, dependencies, old.edit, before == null ? from : -1);
            renewed.apply(before);
        }
        return renewed;
    }

    private static void tell(Replica from, Replica to) {
        Replica.sorted(from.applied).forEach(to::receive);
    }

    private static void settle(List<Replica> all) {
        for (int round = 0; round < 12; round++) {
            for (Replica from : all) {
                all.stream().filter(to -> to != from).forEach(to -> tell(from, to));
            }
        }
    }

    @Property(tries = 2000)
    void whenNobodyAccepted_everyEditIsThereOnce(@ForAll long seed) {
        Outcome outcome = run(new Random(seed), false);
        for (Replica replica : outcome.replicas) {
            assertThat(replica.applied).isEqualTo(outcome.replicas.get(0).applied);
            assertThat(replica.waiting).isEmpty();
        }
        for (String edit : outcome.phoneEdits) {
            assertThat(outcome.timesApplied(edit)).isEqualTo(1);
        }
    }

    @Property(tries = 2000)
    void whenSomebodyAccepted_allEndEqual_andOnlyWhatWasBuiltOnIsThereTwice(@ForAll long seed) {
        Outcome outcome = run(new Random(seed), true);
        int built = 0;
        for (Change change : outcome.everMade) {
            for (Change dependency : change.dependencies) {
                if (change.author != PHONE && dependency.author == PHONE) {
                    built = Math.max(built, dependency.seq + 1);
                }
            }
        }
        for (Replica replica : outcome.replicas) {
            assertThat(replica.applied).isEqualTo(outcome.replicas.get(0).applied);
            assertThat(replica.waiting).isEmpty();
        }
        for (int i = 0; i < outcome.phoneEdits.size(); i++) {
            boolean twice = i >= outcome.from && i < built;
            assertThat(outcome.timesApplied(outcome.phoneEdits.get(i))).isEqualTo(twice ? 2 : 1);
        }
    }
}
