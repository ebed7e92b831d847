package dev.rejoin.bench.inspect;

import dev.rejoin.document.DocumentEvent;
import dev.rejoin.version.VersionVector;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code crdt-bench diff}: what is different between two versions. */
@Command(
        name = "diff",
        sortOptions = false,
        description = {
            "Lists what leads from what a document read at one version to what it read at another one, one event on each"
                    + " line.",
            ""
        },
        footer = {"", "Status: 0 nothing is different, 1 something is, 2 a file or an argument is wrong."})
public final class DiffCommand extends InspectCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "FROM", description = Versions.SYNTAX)
    private @Nullable String from;

    @Parameters(index = "2", arity = "0..1", paramLabel = "TO", defaultValue = "now", description = "Default: now.")
    private String to = "now";

    /** A command for picocli to fill. */
    public DiffCommand() {}

    @Override
    void checkArguments() {
        if (from == null) {
            throw misuse("no version given to compare with: " + Versions.SYNTAX);
        }
    }

    @Override
    int run(DocumentFile opened, PrintWriter out) {
        VersionVector begin = Versions.parse(opened.document(), String.valueOf(from));
        VersionVector end = Versions.parse(opened.document(), to);
        int events = 0;
        for (DocumentEvent event : opened.document().timeline().difference(begin, end)) {
            out.println(event);
            events++;
        }
        return events == 0 ? 0 : 1;
    }
}
