package dev.rejoin.bench.replay;

import dev.rejoin.bench.trace.PatchScript;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.Transaction;
import java.util.function.Consumer;

/** Types a range of a script's patches into the document's text, within whatever transaction it is given. */
final class Typist implements Consumer<Transaction> {
    private final PatchScript script;
    private int start;
    private int end;

    Typist(PatchScript script) {
        this.script = script;
    }

    /** Chooses the patches of one transaction of the script. */
    Typist transaction(int transaction) {
        return patches(script.patchStart(transaction), script.patchEnd(transaction));
    }

    /** Chooses the patches from start to end, exclusive. */
    Typist patches(int start, int end) {
        this.start = start;
        this.end = end;
        return this;
    }

    @Override
    public void accept(Transaction transaction) {
        TextEditor text = transaction.root().text(Replicas.TEXT);
        for (int patch = start; patch < end; patch++) {
            type(text, script.start(patch), script.end(patch), script.inserted(patch));
        }
    }

    private static void type(TextEditor text, int start, int end, String inserted) {
        if (start == end) {
            text.insert(start, inserted);
        } else if (inserted.isEmpty()) {
            text.delete(start, end);
        } else {
            text.replace(start, end, inserted);
        }
    }
}
