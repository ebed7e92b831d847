package dev.rejoin.document;

import dev.rejoin.delivery.Delivery;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was received or written and is not where it should be yet. A snapshot.
 *
 * @param waiting changes that wait for others, with what each lacks now, ordered by author and seq
 * @param quarantined changes that were set aside, with the reason, in order of arrival
 * @param unsent own operations that no peer is known to have
 * @param unsentByPeer own operations that a peer is not known to have, for each peer that told something and lacks some
 */
public record Backlog(
        List<Delivery.Waiting> waiting,
        List<Delivery.Quarantined> quarantined,
        Optional<Unsent> unsent,
        SortedMap<ReplicaId, Unsent> unsentByPeer) {
    /** Keeps copies. */
    public Backlog {
        waiting = List.copyOf(waiting);
        quarantined = List.copyOf(quarantined);
        unsentByPeer = Collections.unmodifiableSortedMap(new TreeMap<>(unsentByPeer));
    }

    /**
     * Own operations that have to be sent.
     *
     * @param span which
     * @param changes how many changes they are, joined ones counted once
     * @param bytes what they take as one batch, not compressed
     */
    public record Unsent(OpIdSpan span, int changes, int bytes) {}

    /**
     * Whether nothing received is held back.
     *
     * @return whether nothing waits and nothing is quarantined
     */
    public boolean isClear() {
        return waiting.isEmpty() && quarantined.isEmpty();
    }

    /**
     * What has to be asked for: all that waiting changes lack and that is neither waiting nor quarantined here itself.
     * O(n log n) in what is listed.
     *
     * @return ranges, ascending by replica and seq, none of them adjacent
     */
    public List<OpIdSpan> missing() {
        SortedMap<ReplicaId, OpIdSpan> lacked = new TreeMap<>();
        for (Delivery.Waiting waiter : waiting) {
            for (OpIdSpan lack : waiter.missing()) { // all of one replica begin where its known changes end
                lacked.merge(lack.replica(), lack, (a, b) -> a.end() >= b.end() ? a : b);
            }
        }
        List<OpIdSpan> held = new ArrayList<>();
        waiting.forEach(waiter -> held.add(waiter.change()));
        quarantined.forEach(aside -> held.add(aside.change()));
        Map<ReplicaId, List<OpIdSpan>> heldBy = new HashMap<>();
        for (OpIdSpan span : held) {
            heldBy.computeIfAbsent(span.replica(), replica -> new ArrayList<>()).add(span);
        }
        List<OpIdSpan> missing = new ArrayList<>();
        lacked.forEach((replica, lack) -> addGaps(lack, heldBy.getOrDefault(replica, List.of()), missing));
        return missing;
    }

    private static void addGaps(OpIdSpan lack, List<OpIdSpan> held, List<OpIdSpan> gaps) {
        List<OpIdSpan> sorted = new ArrayList<>(held);
        sorted.sort((a, b) -> Long.compare(a.start(), b.start()));
        long from = lack.start();
        for (OpIdSpan span : sorted) {
            if (span.start() >= lack.end()) {
                break;
            }
            if (span.start() > from) {
                gaps.add(new OpIdSpan(lack.replica(), from, span.start()));
            }
            from = Math.max(from, span.end());
        }
        if (from < lack.end()) {
            gaps.add(new OpIdSpan(lack.replica(), from, lack.end()));
        }
    }

    /**
     * The waiting changes that cannot be applied before some operations are: those that depend on them, directly or through
     * others that are here. O(waiting changes * replicas) at worst.
     *
     * @param operations a quarantined or waiting change, or a missing range
     * @return in the order of {@link #waiting}
     */
    public List<OpIdSpan> blockedBy(OpIdSpan operations) {
        // Causal order: who needs a later operation of a replica needs its earlier ones too.
        Map<ReplicaId, Long> needed = new HashMap<>();
        needed.put(operations.replica(), operations.start());
        Set<Delivery.Waiting> blocked = new HashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Delivery.Waiting waiter : waiting) {
                if (!waiter.change().equals(operations) && lacks(waiter, needed) && blocked.add(waiter)) {
                    needed.merge(waiter.change().replica(), waiter.change().start(), Math::min);
                    grown = true;
                }
            }
        }
        return waiting.stream()
                .filter(blocked::contains)
                .map(Delivery.Waiting::change)
                .toList();
    }

    private static boolean lacks(Delivery.Waiting waiter, Map<ReplicaId, Long> needed) {
        for (OpIdSpan lack : waiter.missing()) {
            Long from = needed.get(lack.replica());
            if (from != null && lack.end() > from) {
                return true;
            }
        }
        return false;
    }
}
