package dev.rejoin.bench.replay;

import dev.rejoin.document.Content;
import dev.rejoin.document.DocumentChange;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.DocumentEvent.ContainerAppeared;
import dev.rejoin.document.DocumentEvent.TextDeleted;
import dev.rejoin.document.DocumentEvent.TextInserted;

/** The edits of the replayed text that a document announces, as index ranges that are valid one after the other. */
final class TextEvents {
    /** Takes one edit. */
    interface Visitor {
        /** The range from start to end, exclusive, became inserted. */
        void edited(int start, int end, String inserted);
    }

    private TextEvents() {}

    /** The document of a replay holds nothing but its text, so the paths need no look. */
    static void visit(DocumentChange change, Visitor visitor) {
        for (DocumentEvent event : change.events()) {
            if (event instanceof TextInserted inserted) {
                visitor.edited(inserted.index(), inserted.index(), inserted.text());
            } else if (event instanceof TextDeleted deleted) {
                visitor.edited(deleted.index(), deleted.index() + deleted.length(), "");
            } else if (event instanceof ContainerAppeared appeared
                    && appeared.content() instanceof Content.TextContent content) {
                visitor.edited(0, 0, content.text());
            }
        }
    }
}
