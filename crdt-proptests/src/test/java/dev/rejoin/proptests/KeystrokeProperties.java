package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.change.Change;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.TextEditor;
import dev.rejoin.document.Transaction;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Keystrokes that a transaction keeps for a while become the operations that each would have been at once. */
class KeystrokeProperties {
    private static final List<String> KEYS = List.of("a", "b", " ", "\u00e9", "\u4e2d", "\ud83d\ude00", "word");

    @Property(tries = 300)
    void keystrokes_writtenLate_areTheOperationsOfKeystrokesWrittenAtOnce(@ForAll long seed) {
        Document late = document();
        Document atOnce = document();
        StringBuilder model = new StringBuilder();
        Random random = new Random(seed);
        for (int transaction = 0; transaction < 4; transaction++) {
            long script = random.nextLong();
            StringBuilder sameModel = new StringBuilder(model);
            Change found = late.edit(tx -> type(tx, new Random(script), model, false));
            Change expected = atOnce.edit(tx -> type(tx, new Random(script), sameModel, true));
            assertThat(found.toBytes()).isEqualTo(expected.toBytes());
            assertThat(late.root().text("a")).hasToString(model.toString());
            assertThat(late.checkpoint()).isEqualTo(atOnce.checkpoint());
        }
    }

    /** Types, backspaces, deletes forward and jumps in two texts; compares what it reads with the model. */
    private static void type(Transaction tx, Random random, StringBuilder model, boolean atOnce) {
        TextEditor text = tx.root().text("a");
        TextEditor other = tx.root().text("b");
        int caret = random.nextInt(model.length() + 1);
        for (int stroke = random.nextInt(60); stroke > 0; stroke--) {
            if (atOnce) {
                tx.root();
            }
            boolean atPair = splits(model, caret);
            int kind = atPair ? 9 : random.nextInt(10);
            if (kind < 4) {
                String key = KEYS.get(random.nextInt(random.nextInt(KEYS.size()) + 1));
                text.insert(caret, key);
                model.insert(caret, key);
                caret += key.length();
            } else if (kind < 6 && caret > 0 && !splits(model, caret - 1)) {
                text.delete(caret - 1, caret);
                model.deleteCharAt(--caret);
            } else if (kind < 8 && caret < model.length() && !splits(model, caret + 1)) {
                text.delete(caret, caret + 1);
                model.deleteCharAt(caret);
            } else if (kind == 8) {
                read(text, other, model, random);
            } else {
                caret = random.nextInt(model.length() + 1);
            }
        }
    }

    private static void read(TextEditor text, TextEditor other, StringBuilder model, Random random) {
        switch (random.nextInt(4)) {
            case 0:
                assertThat(text.length()).isEqualTo(model.length());
                break;
            case 1:
                assertThat(text).hasToString(model.toString());
                break;
            case 2:
                other.append("x");
                break;
            default:
                if (model.length() > 0) {
                    int at = random.nextInt(model.length());
                    assertThat(text.charAt(at)).isEqualTo(model.charAt(at));
                }
                break;
        }
    }

    private static boolean splits(CharSequence text, int index) {
        return index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index));
    }

    @Example
    void keystrokesOfFailedTransaction_leaveNothing() {
        Document document = document();
        document.edit(tx -> tx.root().text("a").append("past"));
        byte[] before = document.checkpoint();
        assertThatThrownBy(() -> document.edit(tx -> {
                    TextEditor text = tx.root().text("a");
                    text.insert(4, "a").insert(5, "b").insert(6, "c");
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(document.checkpoint()).isEqualTo(before);
    }

    @Example
    void keystrokeOutOfBounds_throwsAtOnce() {
        Document document = document();
        document.edit(tx -> {
            TextEditor text = tx.root().text("a");
            text.insert(0, "a").insert(1, "b").insert(2, "c");
            assertThatThrownBy(() -> text.insert(4, "d")).isInstanceOf(IndexOutOfBoundsException.class);
            text.delete(2, 3).delete(1, 2).delete(0, 1);
            assertThatThrownBy(() -> text.delete(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> text.delete(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        });
        assertThat(document.root().text("a")).hasToString("");
    }

    @Example
    void readerOfTheDocument_insideAnEdit_seesWhatWasTyped() {
        Document document = document();
        document.edit(tx -> {
            tx.root().text("a").insert(0, "a").insert(1, "b").insert(2, "c");
            assertThat(document.root().text("a")).hasToString("abc");
        });
    }

    private static Document document() {
        long[] now = {1_700_000_000_000L};
        return Document.create(
                DocumentId.named("keystrokes"),
                DocumentOptions.defaults().withClock(() -> now[0]++).withReplica(new ReplicaId(7)));
    }
}
