package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.undo.Skipped;
import dev.rejoin.undo.UndoManager;
import dev.rejoin.undo.UndoOptions;
import dev.rejoin.undo.UndoResult;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.OpIdSpan;
import dev.rejoin.version.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoManagerTest {
    private static final UndoOptions EACH = UndoOptions.defaults().withGroupWithin(Duration.ZERO);

    private long now = 1_000;
    private boolean storeIsFull;

    private final Document document = open(1);
    private final Document other = open(2);

    private Document open(long replica) {
        return Document.create(
                DocumentId.named("undo"),
                DocumentOptions.defaults()
                        .withReplica(new ReplicaId(replica))
                        .withClock(() -> now)
                        .withSink(change -> {
                            if (storeIsFull) {
                                throw new IllegalStateException("store is full");
                            }
                        }));
    }

    private void type(String text) {
        document.edit(transaction -> transaction.root().text("notes").append(text));
    }

    private String notes() {
        return document.root().text("notes").toString();
    }

    private static void give(Document from, Document to) {
        to.receive(from.changesSince(to.version()));
    }

    @Test
    void undo_editsWithinHalfASecond_takesThemBackTogether() {
        UndoManager undo = document.undoManager(UndoOptions.defaults());
        type("one");
        now += 499;
        type(" two");
        now += 500;
        type(" three");
        undo.undo();
        assertThat(notes()).isEqualTo("one two");
        undo.undo();
        assertThat(notes()).isEmpty();
        undo.redo();
        assertThat(notes()).isEqualTo("one two");
        type("!");
        undo.undo();
        assertThat(notes()).isEqualTo("one two");
    }

    @Test
    void endGroup_betweenTwoEdits_keepsThemApart() {
        UndoManager undo = document.undoManager(UndoOptions.defaults());
        type("one");
        undo.endGroup();
        type(" two");
        undo.undo();
        assertThat(notes()).isEqualTo("one");
    }

    @Test
    void undo_otherOrigin_isLeftAsItIs() {
        UndoManager undo = document.undoManager(EACH);
        UndoManager ofImport = document.undoManager(EACH.withOrigin("import"));
        type("typed");
        document.edit("import", transaction -> transaction.root().text("notes").insert(0, "imported, "));
        document.edit("import", transaction -> transaction.root().put("lines", 1));
        undo.undo();
        assertThat(document.toJson()).isEqualTo("{\"lines\":1,\"notes\":\"imported, \"}");
        assertThat(undo.canUndo()).isFalse();
        ofImport.undo();
        ofImport.undo();
        assertThat(document.toJson())
                .as("the text was not created by the import")
                .isEqualTo("{\"notes\":\"\"}");
        undo.redo();
        assertThat(notes()).isEqualTo("typed");
    }

    @Test
    void edit_afterUndo_endsRedo() {
        UndoManager undo = document.undoManager(EACH);
        type("one");
        undo.undo();
        assertThat(undo.canRedo()).isTrue();
        document.edit("other origin", transaction -> transaction.root().put("key", 1));
        assertThat(undo.canRedo()).isTrue();
        type("two");
        assertThat(undo.canRedo()).isFalse();
        assertThat(undo.redo().change().isEmpty()).isTrue();
    }

    @Test
    void edit_beyondTheBound_forgetsTheOldestGroup() {
        UndoManager undo = document.undoManager(EACH.withMaxGroups(2));
        type("a");
        type("b");
        type("c");
        undo.undo();
        undo.undo();
        assertThat(undo.canUndo()).isFalse();
        assertThat(notes()).isEqualTo("a");
    }

    @Test
    void listeners_ofUndo_hearItsOriginAndWhatCanBeDoneThen() {
        UndoManager undo = document.undoManager(EACH);
        List<EditOrigin> origins = new ArrayList<>();
        List<Boolean> undoable = new ArrayList<>();
        document.onChange(change -> {
            origins.add(change.origin());
            undoable.add(undo.canUndo());
        });
        type("one");
        undo.undo();
        undo.redo();
        other.edit(transaction -> transaction.root().put("key", 1));
        give(other, document);
        assertThat(origins).containsExactly(EditOrigin.LOCAL, EditOrigin.UNDO, EditOrigin.UNDO, EditOrigin.REMOTE);
        assertThat(undoable.get(0)).isTrue();
        assertThat(undoable.get(2)).isTrue();
    }

    @Test
    void undo_sinkThatThrows_changesNothingAndCanBeAskedAgain() {
        UndoManager undo = document.undoManager(EACH);
        type("word");
        document.edit(transaction -> transaction.root().text("notes").delete(1, 3));
        storeIsFull = true;
        assertThatIllegalStateException().isThrownBy(undo::undo).withMessage("store is full");
        assertThatThrownBy(() -> type("more")).hasMessage("store is full");
        assertThat(notes()).isEqualTo("wd");
        storeIsFull = false;
        undo.undo();
        assertThat(notes()).isEqualTo("word");
        undo.undo();
        assertThat(notes()).isEmpty();
        document.checkInvariants();
    }

    @Test
    void edit_thatThrows_isNothingToUndo() {
        UndoManager undo = document.undoManager(EACH);
        assertThatThrownBy(() -> document.edit(transaction -> {
                    transaction.root().put("key", 1);
                    throw new IllegalArgumentException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(undo.canUndo()).isFalse();
        assertThat(document.edit(transaction -> {}).isEmpty()).isTrue();
        assertThat(undo.canUndo()).isFalse();
    }

    @Test
    void undo_insideTransactionOrListener_throws() {
        UndoManager undo = document.undoManager(EACH);
        type("one");
        assertThatIllegalStateException().isThrownBy(() -> document.edit(transaction -> undo.undo()));
        List<RuntimeException> thrown = new ArrayList<>();
        document.onLocalChange(change -> {
            try {
                undo.undo();
            } catch (IllegalStateException open) {
                thrown.add(open);
            }
        });
        type("two");
        assertThat(thrown).hasSize(1);
        assertThat(notes()).isEqualTo("onetwo");
    }

    @Test
    void preview_ofOthersEdits_isNotTakenForWhatTheyDid() {
        UndoManager undo = document.undoManager(EACH);
        other.edit(transaction -> transaction.root().text("notes").insert(0, "word"));
        give(other, document);
        document.edit(transaction -> transaction.root().text("notes").delete(0, 4));
        other.edit(transaction -> transaction.root().text("notes").delete(0, 2));
        document.preview(other.changesSince(document.version()));
        undo.undo();
        assertThat(notes()).isEqualTo("word");
    }

    @Test
    void skipped_tellsWhatWasLeftAndWhy() {
        UndoManager undo = document.undoManager(EACH);
        document.edit(
                transaction -> transaction.root().log("log").append("entry").append("another"));
        UndoResult result = undo.undo();
        OpIdSpan entry = new OpIdSpan(new ReplicaId(1), 2, 3);
        assertThat(result.skipped()).contains(new Skipped(entry, Skipped.Reason.PERMANENT));

        document.edit(transaction -> transaction.root().put("status", "waiting"));
        long seq = document.version().end(1) - 1;
        give(document, other);
        other.edit(transaction -> transaction.root().put("status", "closed"));
        give(other, document);
        result = undo.undo();
        assertThat(result.change().isEmpty()).isTrue();
        assertThat(result.skipped())
                .containsExactly(new Skipped(new OpIdSpan(new ReplicaId(1), seq, seq + 1), Skipped.Reason.OVERWRITTEN));

        document.edit(transaction -> transaction.root().map("site").put("city", "Graz"));
        give(document, other);
        other.edit(transaction -> transaction.root().remove("site"));
        give(other, document);
        assertThat(undo.undo().skipped()).extracting(Skipped::reason).containsExactly(Skipped.Reason.DELETED);
    }

    @Test
    void restampUnsent_forgetsWhatWasEditedBefore() {
        UndoManager undo = document.undoManager(EACH);
        type("one");
        document.restampUnsent();
        assertThat(undo.canUndo()).isFalse();
        type(" two");
        undo.undo();
        assertThat(notes()).isEqualTo("one");
        document.checkInvariants();
    }

    @Test
    void close_thenEdit_isNotRecorded() {
        UndoManager undo = document.undoManager(EACH);
        type("one");
        undo.close();
        assertThat(undo.canUndo()).isFalse();
        type("two");
        assertThat(undo.canUndo()).isFalse();
        assertThat(undo.undo().change().isEmpty()).isTrue();
        assertThat(notes()).isEqualTo("onetwo");
    }

    @Test
    void undoAndRedo_thousandTimes_keepNoChainOfIds() {
        UndoManager undo = document.undoManager(EACH);
        type("word");
        document.edit(transaction -> transaction.root().text("notes").delete(0, 4));
        for (int i = 0; i < 1_000; i++) {
            undo.undo();
            assertThat(notes()).isEqualTo("word");
            undo.redo();
        }
        undo.undo();
        undo.undo();
        assertThat(notes()).isEmpty();
        document.checkInvariants();
    }

    @Test
    void redo_mapInElementReplacedTwiceWithAnotherWriteBetween_readsTheLastValue() {
        UndoManager undo = document.undoManager(EACH);
        document.edit(transaction -> transaction.root().list("l").insertMap(0).put("k", 1));
        document.edit(transaction -> {
            ListEditor list = transaction.root().list("l");
            list.set(0, 2);
            transaction.root().put("x", true);
            list.set(0, 3);
        });
        undo.undo();
        undo.undo();
        undo.redo();
        undo.redo();
        assertThat(document.toJson()).isEqualTo("{\"l\":[3],\"x\":true}");
    }
}
