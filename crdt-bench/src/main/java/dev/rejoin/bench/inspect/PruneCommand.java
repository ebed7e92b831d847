package dev.rejoin.bench.inspect;

import dev.rejoin.bench.report.Style;
import dev.rejoin.bench.report.Table;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentStatistics;
import dev.rejoin.document.StateHash;
import dev.rejoin.member.Member;
import dev.rejoin.version.VersionVector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code crdt-bench prune}: drops what no member can need any more. */
@Command(
        name = "prune",
        sortOptions = false,
        description = {
            "Drops the history and the deleted content that no member can need any more, as far as the acknowledgements in"
                    + " a checkpoint allow, and writes what is left to a new file. FILE itself is not changed.",
            "",
            "The new file goes on as the same replica: put it in the place of FILE while nothing has FILE open, and never"
                    + " use both.",
            ""
        },
        footer = {
            "",
            "Status: 0 pruned and written, 1 nothing may be dropped and nothing was written, 2 a file or an option is"
                    + " wrong."
        })
public final class PruneCommand extends InspectCommand {
    private static final int NOTHING = 1;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Where to write; there must be no such file. Default: FILE.pruned")
    private @Nullable Path output;

    /** A command for picocli to fill. */
    public PruneCommand() {}

    @Override
    int run(DocumentFile opened, PrintWriter out) {
        Path target = output == null ? Path.of(opened.name() + ".pruned") : output;
        if (Files.exists(target)) {
            throw new DocumentFileException(target + ": exists already");
        }
        Document document = opened.document();
        requireMember(opened);
        DocumentStatistics before = document.statistics();
        long spans = document.countSpans();
        VersionVector base = document.base();
        StateHash content = document.stateHash();
        // Raises the own floor, which the new file holds before anybody is told of it.
        document.acknowledgement();
        document.prune(Long.MAX_VALUE);
        if (document.base().equals(base)) {
            out.println("nothing may be dropped beyond what was: " + version(base));
            members(document, out);
            return NOTHING;
        }
        byte[] pruned = document.checkpoint();
        if (!Document.resume(pruned).stateHash().equals(content)) {
            throw new IllegalStateException("pruning changed what can be read; nothing was written");
        }
        write(pruned, target);
        Table table = new Table("what", "before", "after").right(1, 2);
        DocumentStatistics after = document.statistics();
        row(table, "bytes of the file", opened.bytes(), pruned.length);
        row(table, "changes", before.changes(), after.changes());
        row(table, "containers", before.containers(), after.containers());
        row(table, "runs of ids in texts and lists", spans, document.countSpans());
        row(table, "bytes of packed history in memory", before.historyBytes(), after.historyBytes());
        row(table, "bytes of characters in memory, deleted ones included", before.textBytes(), after.textBytes());
        table.lines(Style.forOutput()).forEach(out::println);
        out.println();
        out.println(target + ": pruned to " + version(document.base()));
        if (!document.base().equals(document.version())) {
            members(document, out);
        }
        return 0;
    }

    private static void requireMember(DocumentFile opened) {
        Document document = opened.document();
        if (opened.kind().equals("snapshot")) {
            throw new DocumentFileException(opened.name() + ": a snapshot, which does not say what the members have:"
                    + " only the checkpoint of a member can be pruned");
        }
        if (document.membership().members().isEmpty()) {
            throw new DocumentFileException(
                    opened.name() + ": nobody was made a member, so that nobody can know what is"
                            + " no longer needed; Document.membership().join() declares who writes");
        }
        if (document.membership().members().stream()
                .noneMatch(member -> member.id().equals(document.replica()) && !member.retired())) {
            throw new DocumentFileException(
                    opened.name() + ": of replica " + document.replica() + ", which is no member");
        }
    }

    /** Who holds pruning up. */
    private static void members(Document document, PrintWriter out) {
        Table table = new Table("member", "state", "has acknowledged", "asks for nothing below");
        for (Member member : document.membership().members()) {
            String state = !member.retired() ? "active" : member.closed().isPresent() ? "out" : "being retired";
            table.row(member.id().toString(), state, version(member.acknowledged()), version(member.floor()));
        }
        out.println();
        table.lines(Style.forOutput()).forEach(out::println);
    }

    private static String version(VersionVector version) {
        return version.isEmpty() ? "the beginning" : version.toString();
    }

    private static void row(Table table, String what, long before, long after) {
        table.row(what, String.format(Locale.ROOT, "%,d", before), String.format(Locale.ROOT, "%,d", after));
    }

    /** Whoever looks sees no file or a whole one, after a crash too. */
    private static void write(byte[] bytes, Path target) {
        Path whole = target.toAbsolutePath();
        Path temporary = whole.resolveSibling(whole.getFileName() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(temporary, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new DocumentFileException(target + ": cannot be written: " + failed);
        }
    }
}
