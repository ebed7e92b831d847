package dev.rejoin.bench.inspect;

import dev.rejoin.bench.report.Style;
import dev.rejoin.bench.report.Table;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentStatistics;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.SaveOptions;
import dev.rejoin.exchange.JsonExport;
import dev.rejoin.exchange.JsonNotation;
import dev.rejoin.timeline.ChangeFilter;
import dev.rejoin.timeline.PastChange;
import dev.rejoin.version.ReplicaId;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code crdt-bench stat}: what a file consists of. */
@Command(
        name = "stat",
        sortOptions = false,
        description = {"Tells what a document consists of, who wrote it, and what takes the space.", ""},
        footer = {"", "Status: 0 told, 2 the file is wrong."})
public final class StatCommand extends InspectCommand {
    private static final int MOST_KEYS = 20;

    /** A command for picocli to fill. */
    public StatCommand() {}

    @Override
    int run(DocumentFile opened, PrintWriter out) {
        Document document = opened.document();
        DocumentStatistics figures = document.statistics();
        Table table = new Table("what", "number").right(1);
        row(table, "bytes of the file, a " + opened.kind(), opened.bytes());
        row(
                table,
                "bytes with history, deflated",
                document.save(SaveOptions.withHistory().compressed()).length);
        row(table, "bytes without history", document.save(SaveOptions.withoutHistory()).length);
        row(
                table,
                "bytes without history, deflated",
                document.save(SaveOptions.withoutHistory().compressed()).length);
        row(table, "bytes of history alone, deflated", historyBytes(document));
        row(table, "changes", figures.changes());
        row(table, "operations", figures.operations());
        row(table, "containers", figures.containers());
        row(table, "runs of ids in texts and lists", document.countSpans());
        row(table, "bytes of packed history in memory", figures.historyBytes());
        row(table, "bytes of characters in memory, deleted ones included", figures.textBytes());
        row(table, "changes that wait", figures.waiting());
        row(table, "changes set aside", figures.quarantined());
        out.println("document " + document.id());
        table.lines(Style.forOutput()).forEach(out::println);
        writers(document, out);
        keys(document.root(), out);
        return 0;
    }

    private static long historyBytes(Document document) {
        List<PastChange> changes = document.timeline().changes(ChangeFilter.all());
        return changes.isEmpty()
                ? 0
                : document.changesSince(document.timeline().base(), BatchOptions.compressed()).length;
    }

    private static void writers(Document document, PrintWriter out) {
        Map<ReplicaId, long[]> counts = new LinkedHashMap<>();
        Map<ReplicaId, Instant> newest = new LinkedHashMap<>();
        for (PastChange change : document.timeline().changes(ChangeFilter.all())) {
            long[] count = counts.computeIfAbsent(change.span().replica(), id -> new long[2]);
            count[0]++;
            count[1] += change.span().length();
            newest.put(
                    change.span().replica(),
                    Instant.ofEpochMilli(change.timestamp().millis()));
        }
        Table table = new Table("replica", "retained changes", "operations", "newest").right(1, 2);
        counts.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue()[1]))
                .forEach(entry -> table.row(
                        entry.getKey().toString(),
                        grouped(entry.getValue()[0]),
                        grouped(entry.getValue()[1]),
                        String.valueOf(newest.get(entry.getKey()))));
        out.println();
        table.lines(Style.forOutput()).forEach(out::println);
    }

    /** What stands at the keys of the root, by the length of its JSON. */
    private static void keys(MapReader root, PrintWriter out) {
        Map<String, Integer> lengths = new LinkedHashMap<>();
        for (String key : root.keys()) {
            lengths.put(key, length(root, key));
        }
        Table table = new Table("key", "kind", "characters of JSON").right(2);
        lengths.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_KEYS)
                .forEach(entry -> table.row(
                        entry.getKey(),
                        root.kindOf(entry.getKey()).toString().toLowerCase(Locale.ROOT),
                        grouped(entry.getValue())));
        out.println();
        table.lines(Style.forOutput()).forEach(out::println);
        if (lengths.size() > MOST_KEYS) {
            out.println("and " + (lengths.size() - MOST_KEYS) + " smaller ones");
        }
    }

    private static int length(MapReader root, String key) {
        switch (root.kindOf(key)) {
            case MAP:
                return JsonExport.write(root.map(key), JsonNotation.PLAIN).length();
            case LIST:
                return JsonExport.write(root.list(key), JsonNotation.PLAIN).length();
            case TEXT:
                return root.text(key).length();
            case SCALAR:
                return Optional.of(root.get(key).toString()).map(String::length).orElse(0);
            case SET:
                return root.set(key).values().toString().length();
            case REMOVE_WINS_SET:
                return root.removeWinsSet(key).values().toString().length();
            case LOG:
                return root.log(key).values().toString().length();
            default:
                return 1;
        }
    }

    private static void row(Table table, String what, long number) {
        table.row(what, grouped(number));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
