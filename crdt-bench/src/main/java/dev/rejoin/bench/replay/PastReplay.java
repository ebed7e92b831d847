package dev.rejoin.bench.replay;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentView;
import dev.rejoin.document.Timeline;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.timeline.PastChange;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Asks for random versions of a document's past. */
final class PastReplay {
    /** Versions that one run asks for. */
    static final int VERSIONS = 20;

    private static final int SEED = 7;

    private final Document document;
    private final Timeline remembering;
    /** Each has one change more than the one before it. */
    private final List<VersionVector> versions = new ArrayList<>();

    private final Random random = new Random(SEED);

    PastReplay(Document document) {
        this.document = document;
        remembering = document.timeline();
        VersionVector version = VersionVector.EMPTY;
        versions.add(version);
        for (PastChange change : remembering.changes(ChangeFilter.all())) {
            version = version.with(change.span().replica(), change.span().end());
            versions.add(version);
        }
    }

    /** Reads all text at some versions, each from a timeline that knows nothing yet; the length of all. */
    long read() {
        long length = 0;
        for (int i = 0; i < VERSIONS; i++) {
            DocumentView view = document.timeline().at(versions.get(random.nextInt(versions.size())));
            length += view.root().text(Replicas.TEXT).toString().length();
        }
        return length;
    }

    /** What some changes made different; the number of events. */
    long compare() {
        long events = 0;
        if (versions.size() == 1) {
            return events;
        }
        for (int i = 0; i < VERSIONS; i++) {
            int at = random.nextInt(versions.size() - 1);
            events += remembering
                    .difference(versions.get(at), versions.get(at + 1))
                    .size();
        }
        return events;
    }
}
