package dev.rejoin.bench.inspect;

import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.SaveOptions;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine.Command;

/** {@code crdt-bench verify}: whether a file is sound. */
@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Checks a file: checksums, form and chain digests while it is read; then that it is written again as it reads,"
                    + " and, if history is whole, that replaying it gives the state that was saved.",
            ""
        },
        footer = {"", "Status: 0 sound, 1 state and history disagree, 2 it cannot be read."})
public final class VerifyCommand extends InspectCommand {
    private static final int UNSOUND = 1;

    /** A command for picocli to fill. */
    public VerifyCommand() {}

    @Override
    int run(DocumentFile opened, PrintWriter out) {
        Document document = opened.document();
        out.println(opened.name() + ": a " + opened.kind() + " of document " + document.id() + ", "
                + document.statistics().changes() + " changes by "
                + document.statistics().replicas() + " replicas");
        DocumentOptions options = DocumentOptions.defaults().withoutMaxDrift();
        byte[] saved = document.save();
        if (!Arrays.equals(saved, Document.load(saved, options).save())) {
            out.println("NOT SOUND: what it holds is not written again as it was read");
            return UNSOUND;
        }
        Document replayed;
        try {
            replayed = document.timeline().fork(document.version(), options);
        } catch (HistoryCutException cut) {
            out.println("sound; history begins at " + cut.base() + ", so that nothing can be replayed");
            return 0;
        }
        SaveOptions state = SaveOptions.withoutHistory();
        if (!Arrays.equals(document.save(state), replayed.save(state))) {
            out.println("NOT SOUND: replaying its history gives another state");
            return UNSOUND;
        }
        out.println("sound; replaying its history gives the state that it holds");
        return 0;
    }
}
