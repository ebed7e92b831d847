package dev.rejoin.examples;

import dev.rejoin.document.Content;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentChange;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.DocumentView;
import dev.rejoin.document.EditOrigin;
import dev.rejoin.document.Path;
import dev.rejoin.version.DocumentId;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.swing.SwingUtilities;
import javax.swing.event.DocumentEvent.EventType;
import javax.swing.event.DocumentListener;
import javax.swing.text.BadLocationException;
import javax.swing.text.PlainDocument;

/** A text that several people edit, each in a text area of Swing. The document lives on the event dispatch thread. */
public final class SwingNotes {
    private SwingNotes() {}

    /** Two "windows" without windows: what a text area would show is its {@code PlainDocument}. */
    public static void main(String[] arguments)
            throws InterruptedException, InvocationTargetException, BadLocationException {
        DocumentId id = DocumentId.named("notes");
        Document ours = Document.create(id);
        Document theirs = Document.create(id);
        PlainDocument area = new PlainDocument(); // new JTextArea(area)
        PlainDocument theirArea = new PlainDocument();

        Executor ui = SwingUtilities::invokeLater; // JavaFX: Platform::runLater, Android: getMainExecutor()

        ui.execute(() -> {
            new Binding(ours, area);
            new Binding(theirs, theirArea);
            ours.onLocalChange(change -> network(() -> {
                byte[] arrived = change.toBytes();
                ui.execute(() -> theirs.receive(arrived)); // never from the network's thread
            }));
            theirs.onLocalChange(change -> network(() -> {
                byte[] arrived = change.toBytes();
                ui.execute(() -> ours.receive(arrived));
            }));
        });
        ui.execute(() -> type(area, 0, "Hello"));
        settle();
        ui.execute(() -> type(area, 5, " from here"));
        ui.execute(() -> type(theirArea, 0, "Oh. "));
        settle();

        SwingUtilities.invokeAndWait(() -> {
            DocumentView view = ours.view(); // constant time, for any thread
            CompletableFuture.runAsync(() -> System.out.println(view.toJson())).join();
        });
        expect(area.getText(0, area.getLength()), theirArea.getText(0, theirArea.getLength()));
        expect("Oh. Hello from here", area.getText(0, area.getLength()));
    }

    /** Keeps a text area and the text "notes" of a document equal. */
    private static final class Binding implements DocumentListener {
        private final Document document;
        private final PlainDocument area;
        private boolean showing;

        Binding(Document document, PlainDocument area) {
            this.document = document;
            this.area = area;
            document.onChange(Path.root().key("notes"), this::show);
            area.addDocumentListener(this);
        }

        /** What others wrote, to the screen. */
        private void show(DocumentChange change) {
            if (change.origin() == EditOrigin.LOCAL) {
                return; // it was typed here: the area shows it already
            }
            showing = true;
            try {
                for (DocumentEvent event : change.events()) {
                    if (event instanceof DocumentEvent.TextInserted inserted) {
                        area.insertString(inserted.index(), inserted.text(), null);
                    } else if (event instanceof DocumentEvent.TextDeleted deleted) {
                        area.remove(deleted.index(), deleted.length());
                    } else if (event instanceof DocumentEvent.ContainerDisappeared) {
                        area.remove(0, area.getLength());
                    } else if (event instanceof DocumentEvent.ContainerAppeared appeared
                            && appeared.content() instanceof Content.TextContent whole) {
                        area.insertString(0, whole.text(), null);
                    }
                }
            } catch (BadLocationException impossible) {
                throw new IllegalStateException(impossible);
            } finally {
                showing = false;
            }
        }

        /** What was typed here, to the document. */
        private void typed(javax.swing.event.DocumentEvent event) {
            if (showing) {
                return;
            }
            document.edit(tx -> {
                if (event.getType() == EventType.REMOVE) {
                    int start = event.getOffset();
                    tx.root().text("notes").delete(start, start + event.getLength());
                } else {
                    tx.root().text("notes").insert(event.getOffset(), text(event.getOffset(), event.getLength()));
                }
            });
        }

        private String text(int start, int length) {
            try {
                return area.getText(start, length);
            } catch (BadLocationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public void insertUpdate(javax.swing.event.DocumentEvent event) {
            typed(event);
        }

        @Override
        public void removeUpdate(javax.swing.event.DocumentEvent event) {
            typed(event);
        }

        @Override
        public void changedUpdate(javax.swing.event.DocumentEvent event) {
            // attributes of the display only
        }
    }

    private static void type(PlainDocument area, int index, String text) {
        try {
            area.insertString(index, text, null);
        } catch (BadLocationException wrongIndex) {
            throw new IllegalArgumentException(wrongIndex);
        }
    }

    /** A network that is quick, for once: on another thread, but waited for. */
    private static void network(Runnable delivery) {
        CompletableFuture.runAsync(delivery).join();
    }

    /** Lets everything that is under way arrive. */
    private static void settle() throws InterruptedException, InvocationTargetException {
        for (int i = 0; i < 4; i++) {
            SwingUtilities.invokeAndWait(() -> {});
        }
    }

    private static void expect(String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError(found);
        }
    }
}
