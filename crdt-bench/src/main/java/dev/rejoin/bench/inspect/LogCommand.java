package dev.rejoin.bench.inspect;

import dev.rejoin.conflict.PathPattern;
import dev.rejoin.document.Document;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.timeline.PastChange;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code crdt-bench log}: the changes of a document. */
@Command(
        name = "log",
        sortOptions = false,
        description = {
            "Lists the retained changes of a document, each after all that it depends on: number, ids, time of the"
                    + " writer's clock, author, places, message.",
            "",
            "Typing that only goes on is one change for up to 30 seconds.",
            ""
        },
        footer = {"", "Status: 0 listed, 2 a file or an option is wrong."})
public final class LogCommand extends InspectCommand {
    @Option(
            names = "--replica",
            paramLabel = "ID",
            description = "Only of this replica; the beginning of its id will do.")
    private @Nullable String replica;

    @Option(names = "--author", paramLabel = "NAME", description = "Only by this author, as the change says.")
    private @Nullable String author;

    @Option(
            names = "--path",
            paramLabel = "PATTERN",
            description = "Only what wrote there or below: keys separated by /, * for one step, ** for any number.")
    private @Nullable String path;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            description = "Only from this time on, such as 2026-01-31T12:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--before", paramLabel = "TIME", description = "Only before this time.")
    private @Nullable Instant until;

    @Option(names = "--since", paramLabel = "VERSION", description = "Only what this version lacks. " + Versions.SYNTAX)
    private @Nullable String since;

    @Option(names = "--to", paramLabel = "VERSION", description = "Only what this version holds.")
    private @Nullable String upTo;

    @Option(names = "--last", paramLabel = "N", description = "Only the last N of them.")
    private int last = Integer.MAX_VALUE;

    /** A command for picocli to fill. */
    public LogCommand() {}

    @Override
    void checkArguments() {
        if (last < 1) {
            throw misuse("--last: at least 1, found " + last);
        }
        if (path != null) {
            try {
                PathPattern.of(path);
            } catch (IllegalArgumentException malformed) {
                throw misuse("--path: " + malformed.getMessage());
            }
        }
    }

    @Override
    int run(DocumentFile opened, PrintWriter out) {
        Document document = opened.document();
        List<PastChange> all = document.timeline().changes(ChangeFilter.all());
        ChangeFilter filter = filter(document);
        // Ends, because a version may divide a change, of which the filter then gives a part.
        Set<String> meant = new HashSet<>();
        for (PastChange change : document.timeline().changes(filter)) {
            meant.add(change.span().replica() + ":" + change.span().end());
        }
        int left = meant.size();
        for (int i = 0; i < all.size(); i++) {
            PastChange change = all.get(i);
            if (meant.contains(change.span().replica() + ":" + change.span().end()) && left-- <= last) {
                out.println(line(i + 1, change));
            }
        }
        return 0;
    }

    private ChangeFilter filter(Document document) {
        ChangeFilter filter = ChangeFilter.all();
        if (replica != null) {
            filter = filter.writtenBy(Versions.replica(document, replica));
        }
        if (author != null) {
            filter = filter.madeBy(author);
        }
        if (path != null) {
            filter = filter.at(PathPattern.of(path));
        }
        if (from != null) {
            filter = filter.notBefore(from);
        }
        if (until != null) {
            filter = filter.before(until);
        }
        if (since != null) {
            filter = filter.notIn(Versions.parse(document, since));
        }
        if (upTo != null) {
            filter = filter.in(Versions.parse(document, upTo));
        }
        return filter;
    }

    private static String line(int number, PastChange change) {
        String places = change.places().stream().map(Object::toString).collect(Collectors.joining(" "));
        return "#" + number + "  " + change.span() + "  "
                + Instant.ofEpochMilli(change.timestamp().millis())
                + change.author().map(name -> "  " + name).orElse("")
                + "  " + (places.isEmpty() ? "-" : places)
                + change.message().map(message -> "  \"" + message + "\"").orElse("");
    }
}
