package dev.rejoin.bench.replay;

import dev.rejoin.document.Document;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.document.StateHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges replicas: has each the file's end text, and are all that have the same changes equal, byte for byte? */
final class Verdict {
    private final String endContent;
    private final List<String> findings = new ArrayList<>();
    private boolean endTextMatches = true;
    private boolean converged = true;

    Verdict(String endContent) {
        this.endContent = endContent;
    }

    boolean endTextMatches() {
        return endTextMatches;
    }

    boolean converged() {
        return converged;
    }

    /** What was wrong, one line each; a row is complained of once. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    /** Compares a text with the file's. */
    void text(String who, String text) {
        if (!text.equals(endContent)) {
            endTextMatches = false;
            int at = Arrays.mismatch(text.toCharArray(), endContent.toCharArray());
            note(who + " ends with another text than the file, from UTF-16 index " + at + " on");
        }
    }

    private void differs(String who, String what, String from) {
        converged = false;
        note(who + " has another " + what + " than " + from);
    }

    private void note(String finding) {
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    /** Replicas that received the same changes. */
    final class Group {
        private @Nullable String first;
        private @Nullable StateHash hash;
        private byte[] saved = {};

        /** Compares a replica with the first of the group, and its text with the file's. */
        void check(String who, Document document) {
            text(who, Replicas.text(document));
            if (first == null) {
                first = who;
                hash = document.stateHash();
                saved = document.save();
                return;
            }
            if (!document.stateHash().equals(hash)) {
                differs(who, "state hash", first);
            }
            if (!Arrays.equals(document.save(), saved)) {
                differs(who, "saved form", first);
            }
        }

        /** Compares the state with that of a group whose changes are others, but whose operations are the same. */
        void checkState(Group other) {
            if (hash != null && other.hash != null && !hash.equals(other.hash)) {
                differs(String.valueOf(first), "state hash", String.valueOf(other.first));
            }
        }

        /** Compares a replica that has the state of a snapshot, but not the same history. */
        void checkState(String who, Document document, byte[] snapshot) {
            if (hash != null && !document.stateHash().equals(hash)) {
                differs(who, "state hash", String.valueOf(first));
            }
            if (!Arrays.equals(document.save(SaveOptions.withoutHistory()), snapshot)) {
                differs(who, "saved form", "the snapshot of the state");
            }
        }
    }
}
