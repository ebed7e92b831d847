package dev.rejoin.bench.inspect;

import dev.rejoin.document.DocumentView;
import dev.rejoin.exchange.JsonExport;
import dev.rejoin.exchange.JsonNotation;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code crdt-bench show}: what a document reads. */
@Command(
        name = "show",
        sortOptions = false,
        description = {"Prints what a document reads, now or at a version of its past, as JSON.", ""},
        footer = {"", "Status: 0 printed, 2 a file or an option is wrong."})
public final class ShowCommand extends InspectCommand {
    @Option(
            names = "--at",
            paramLabel = "VERSION",
            defaultValue = "now",
            description = "Default: now. " + Versions.SYNTAX)
    private String version = "now";

    @Option(names = "--tagged", description = "Keep the types that JSON lacks, as JsonNotation.TAGGED does.")
    private boolean tagged;

    /** A command for picocli to fill. */
    public ShowCommand() {}

    @Override
    int run(DocumentFile opened, PrintWriter out) {
        DocumentView view = opened.document().timeline().at(Versions.parse(opened.document(), version));
        out.println(JsonExport.write(view.root(), tagged ? JsonNotation.TAGGED : JsonNotation.PLAIN));
        return 0;
    }
}
