package dev.rejoin.exchange;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.HistoryCutException;
import dev.rejoin.delivery.PrunedContentException;
import dev.rejoin.delivery.UnknownVersionException;
import dev.rejoin.document.Content;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.LogEditor;
import dev.rejoin.document.MapEditor;
import dev.rejoin.document.Path;
import dev.rejoin.document.SetEditor;
import dev.rejoin.document.SlotKind;
import dev.rejoin.document.Transaction;
import dev.rejoin.value.Value;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a document back to what it read at an earlier version, by ordinary edits: history goes on, and concurrent edits
 * merge with the revert as with any edit.
 *
 * <p>What stands in both stays what it is: characters and elements that are in both keep their identity, a counter gets
 * the difference, a deleted container comes back as itself. Deleted characters and elements come back as new ones.
 *
 * <p>Linear in what is read at both versions.
 */
public final class Revert {
    private Revert() {}

    /**
     * Reverts a document.
     *
     * @param document the document
     * @param version what it shall read again
     * @return the change to send; empty if nothing was different
     * @throws UnknownVersionException if the document never can have been at this version
     * @throws HistoryCutException if what it read then is not retained
     */
    public static Change to(Document document, VersionVector version) {
        List<DocumentEvent> events = document.timeline().difference(document.version(), version);
        return document.edit(transaction -> apply(transaction, events));
    }

    /**
     * Makes the edits that events describe.
     *
     * @param transaction where to write
     * @param events what leads from what is read now to what shall be read
     */
    public static void apply(Transaction transaction, List<DocumentEvent> events) {
        MapEditor root = transaction.root();
        events.forEach(event -> apply(root, event));
    }

    private static void apply(MapEditor root, DocumentEvent event) {
        Path path = event.path();
        if (event instanceof DocumentEvent.ValueChanged changed) {
            MapEditor map = map(root, path);
            changed.after().ifPresentOrElse(value -> map.put(changed.key(), value), () -> map.remove(changed.key()));
        } else if (event instanceof DocumentEvent.ContainerDisappeared gone) {
            map(root, path).remove(gone.key());
        } else if (event instanceof DocumentEvent.ContainerAppeared come) {
            restore(map(root, path), come.key(), come.content());
        } else if (event instanceof DocumentEvent.TextDeleted deleted) {
            slot(root, path).text().delete(deleted.index(), deleted.index() + deleted.length());
        } else if (event instanceof DocumentEvent.TextInserted inserted) {
            slot(root, path).text().insert(inserted.index(), inserted.text());
        } else if (event instanceof DocumentEvent.ElementsRemoved removed) {
            int end = removed.index() + removed.elements().size();
            slot(root, path).list().remove(removed.index(), end);
        } else if (event instanceof DocumentEvent.ElementsInserted inserted) {
            int index = inserted.index();
            for (Content element : inserted.elements()) {
                TreeUpdate.insert(slot(root, path).list(), index++, element);
            }
        } else if (event instanceof DocumentEvent.ElementSet set) {
            replace(slot(root, path).list(), set);
        } else if (event instanceof DocumentEvent.ElementMoved moved) {
            slot(root, path).list().move(moved.from(), moved.to());
        } else if (event instanceof DocumentEvent.CounterChanged counted) {
            TreeUpdate.write(slot(root, path), new Content.CounterContent(counted.after()));
        } else if (event instanceof DocumentEvent.SetAdded added) {
            set(root, path).add(added.value());
        } else if (event instanceof DocumentEvent.SetRemoved removed) {
            set(root, path).remove(removed.value());
        } else if (event instanceof DocumentEvent.LogAppended appended) {
            append(root, path, appended);
        }
    }

    /** As itself if it was deleted; a log must begin anew, because it may have to be shorter than it is. */
    private static void restore(MapEditor map, String key, Content content) {
        if (!holdsLog(content)) {
            try {
                map.restore(key, content.kind());
            } catch (IllegalStateException | PrunedContentException gone) { // nothing to restore: it is made anew
                map.remove(key);
            }
        }
        TreeUpdate.put(map, key, content);
    }

    /** An entry that shall not stand at the end takes a log that begins anew. */
    private static void append(MapEditor root, Path path, DocumentEvent.LogAppended appended) {
        LogEditor log = slot(root, path).log();
        if (appended.index() == log.size()) {
            log.append(appended.value());
            return;
        }
        List<Value> values = new ArrayList<>(log.values());
        values.add(appended.index(), appended.value());
        Content.LogContent content = new Content.LogContent(values);
        Path parent = path.parent();
        Path.Step last = path.steps().get(path.steps().size() - 1);
        if (last instanceof Path.Key key) {
            map(root, parent).remove(key.key());
            TreeUpdate.put(map(root, parent), key.key(), content);
        } else {
            ListEditor list = slot(root, parent).list();
            int index = ((Path.Index) last).index();
            list.remove(index);
            TreeUpdate.insert(list, index, content);
        }
    }

    private static void replace(ListEditor list, DocumentEvent.ElementSet set) {
        if (holdsLog(set.after())) {
            list.remove(set.index());
            TreeUpdate.insert(list, set.index(), set.after());
        } else {
            TreeUpdate.set(list, set.index(), set.after());
        }
    }

    private static boolean holdsLog(Content content) {
        if (content instanceof Content.MapContent map) {
            return map.entries().values().stream().anyMatch(Revert::holdsLog);
        }
        if (content instanceof Content.ListContent list) {
            return list.elements().stream().anyMatch(Revert::holdsLog);
        }
        return content.kind() == SlotKind.LOG;
    }

    private static SetEditor set(MapEditor root, Path path) {
        EditSlot slot = slot(root, path);
        return Slots.at(root, path).kind() == SlotKind.REMOVE_WINS_SET ? slot.removeWinsSet() : slot.set();
    }

    private static MapEditor map(MapEditor root, Path path) {
        return path.isRoot() ? root : slot(root, path).map();
    }

    /** The slot that a path of at least one step leads to. */
    private static EditSlot slot(MapEditor root, Path path) {
        Path parent = path.parent();
        Path.Step last = path.steps().get(path.steps().size() - 1);
        if (last instanceof Path.Key key) {
            return new EditSlot.OfKey(map(root, parent), key.key());
        }
        return new EditSlot.OfElement(slot(root, parent).list(), ((Path.Index) last).index());
    }
}
