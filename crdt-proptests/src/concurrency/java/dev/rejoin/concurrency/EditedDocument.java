package dev.rejoin.concurrency;

import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.DocumentView;
import dev.rejoin.document.MapEditor;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import org.jspecify.annotations.Nullable;

/** A document with every type in it, whose edits touch what the edits before them touched. */
final class EditedDocument {
    /** What a reader saw: no view yet, all that was edited before it was taken, or something else. */
    static final int NOTHING = 0;

    static final int WHOLE = 1;
    static final int WRONG = 2;

    private static final DocumentOptions OPTIONS =
            DocumentOptions.defaults().withReplica(new ReplicaId(1)).withClock(() -> 1_000);

    private static final String BEFORE_THE_VIEW =
            "{\"counter\":2,\"list\":[1,2],\"log\":[1,2],\"map\":{\"key\":2},\"set\":[1,2]," + "\"text\":\"12\"}";

    private final Document document = Document.create(DocumentId.named("concurrency"), OPTIONS);

    EditedDocument() {
        edit(1);
    }

    void edit(int number) {
        document.edit(transaction -> {
            MapEditor root = transaction.root();
            root.map("map").put("key", number);
            root.counter("counter").increment(1);
            root.list("list").append(number);
            root.text("text").append(Integer.toString(number));
            root.set("set").add(number);
            root.log("log").append(Value.of(number));
        });
    }

    /** The view after the second edit, and before the third one. */
    DocumentView view() {
        edit(2);
        return document.view();
    }

    /** How often it was edited: as many entries are in its log. */
    int edits() {
        return document.root().log("log").size();
    }

    static int seenIn(@Nullable DocumentView view) {
        if (view == null) {
            return NOTHING;
        }
        try {
            return view.toJson().equals(BEFORE_THE_VIEW) ? WHOLE : WRONG;
        } catch (RuntimeException brokenInside) {
            return WRONG;
        }
    }
}
