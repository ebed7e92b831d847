package dev.rejoin.bench.inspect;

import dev.rejoin.document.Document;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.timeline.PastChange;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.List;
import java.util.stream.IntStream;

/** Versions as people write them. */
final class Versions {
    /** For the help of commands. */
    static final String SYNTAX = "now, begin, #N (after change N of log), or REPLICA=END,... where a replica may be the"
            + " beginning of its id.";

    private Versions() {}

    /** The version that a text names, of a document. */
    static VersionVector parse(Document document, String text) {
        if (text.equals("now")) {
            return document.version();
        }
        if (text.equals("begin")) {
            return VersionVector.EMPTY;
        }
        if (text.startsWith("#")) {
            return after(document, text);
        }
        VersionVector version = VersionVector.EMPTY;
        for (String entry : text.split(",", -1)) {
            String[] parts = entry.strip().split("=", -1);
            if (parts.length != 2) {
                throw bad(text);
            }
            version = version.with(replica(document, parts[0]), number(parts[1], text));
        }
        return version;
    }

    private static VersionVector after(Document document, String text) {
        List<PastChange> changes = document.timeline().changes(ChangeFilter.all());
        long wanted = number(text.substring(1), text);
        if (wanted > changes.size()) {
            throw new DocumentFileException("version \"" + text + "\": there are only " + changes.size() + " changes");
        }
        VersionVector version = VersionVector.EMPTY;
        for (PastChange change : changes.subList(0, (int) wanted)) {
            version = version.with(change.span().replica(), change.span().end());
        }
        return version;
    }

    /** The replica of a document whose id begins so. */
    static ReplicaId replica(Document document, String prefix) {
        VersionVector version = document.version();
        List<ReplicaId> found = IntStream.range(0, version.size())
                .mapToObj(i -> new ReplicaId(version.replicaAt(i)))
                .filter(id -> id.toString().startsWith(prefix.strip()))
                .toList();
        if (found.size() != 1 || prefix.isBlank()) {
            throw new DocumentFileException("replica \"" + prefix + "\": "
                    + (found.isEmpty() ? "none of this document" : "ids of " + found.size() + " replicas begin so"));
        }
        return found.get(0);
    }

    private static long number(String digits, String text) {
        try {
            long number = Long.parseLong(digits.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            throw bad(text);
        }
        throw bad(text);
    }

    private static DocumentFileException bad(String text) {
        return new DocumentFileException("version \"" + text + "\": " + SYNTAX);
    }
}
