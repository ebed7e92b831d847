package dev.rejoin.proptests.model;

import dev.rejoin.document.Content;
import dev.rejoin.document.Content.CounterContent;
import dev.rejoin.document.Content.ListContent;
import dev.rejoin.document.Content.LogContent;
import dev.rejoin.document.Content.MapContent;
import dev.rejoin.document.Content.RemoveWinsSetContent;
import dev.rejoin.document.Content.Scalar;
import dev.rejoin.document.Content.SetContent;
import dev.rejoin.document.Content.TextContent;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.DocumentEvent.ContainerAppeared;
import dev.rejoin.document.DocumentEvent.ContainerDisappeared;
import dev.rejoin.document.DocumentEvent.CounterChanged;
import dev.rejoin.document.DocumentEvent.ElementMoved;
import dev.rejoin.document.DocumentEvent.ElementSet;
import dev.rejoin.document.DocumentEvent.ElementsInserted;
import dev.rejoin.document.DocumentEvent.ElementsRemoved;
import dev.rejoin.document.DocumentEvent.LogAppended;
import dev.rejoin.document.DocumentEvent.SetAdded;
import dev.rejoin.document.DocumentEvent.SetRemoved;
import dev.rejoin.document.DocumentEvent.TextDeleted;
import dev.rejoin.document.DocumentEvent.TextInserted;
import dev.rejoin.document.DocumentEvent.ValueChanged;
import dev.rejoin.document.Path;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The content of a document, kept up to date by its events alone. An event that contradicts what the events before it
 * said, such as the deletion of characters that do not stand there, is an {@link AssertionError}.
 */
public final class DocumentMirror {
    private MapContent content;

    /**
     * A mirror.
     *
     * @param content what the document reads before the first event
     */
    public DocumentMirror(MapContent content) {
        this.content = content;
    }

    /**
     * What the document should read.
     *
     * @return immutable data
     */
    public MapContent content() {
        return content;
    }

    /**
     * Applies one event.
     *
     * @param event the next event of the document
     */
    public void apply(DocumentEvent event) {
        Content changed = at(content, event.path().steps(), target -> changed(target, event));
        content = (MapContent) changed;
    }

    /** Rebuilds the containers from the root to the one that the steps lead to, and changes that one. */
    private static Content at(Content container, List<Path.Step> steps, UnaryOperator<Content> change) {
        if (steps.isEmpty()) {
            return change.apply(container);
        }
        List<Path.Step> rest = steps.subList(1, steps.size());
        if (steps.get(0) instanceof Path.Key step && container instanceof MapContent map) {
            Content child = map.entries().get(step.key());
            require(child != null, "nothing stands at " + step);
            return with(map, step.key(), at(Objects.requireNonNull(child), rest, change));
        }
        if (steps.get(0) instanceof Path.Index step && container instanceof ListContent list) {
            require(step.index() < list.elements().size(), "nothing stands at " + step);
            List<Content> elements = new ArrayList<>(list.elements());
            elements.set(step.index(), at(elements.get(step.index()), rest, change));
            return new ListContent(elements);
        }
        throw new AssertionError(steps.get(0) + " leads nowhere in " + container);
    }

    private static Content changed(Content target, DocumentEvent event) {
        if (target instanceof MapContent map) {
            return changed(map, event);
        } else if (target instanceof ListContent list) {
            return changed(list, event);
        } else if (target instanceof TextContent text && event instanceof TextInserted inserted) {
            return new TextContent(new StringBuilder(text.text())
                    .insert(inserted.index(), inserted.text())
                    .toString());
        } else if (target instanceof TextContent text && event instanceof TextDeleted deleted) {
            int end = deleted.index() + deleted.length();
            require(text.text().startsWith(deleted.text(), deleted.index()), "not in \"" + text.text() + "\"");
            return new TextContent(
                    new StringBuilder(text.text()).delete(deleted.index(), end).toString());
        } else if (target instanceof CounterContent counter && event instanceof CounterChanged change) {
            require(change.before().equals(counter.value()), "the counter read " + counter.value());
            return new CounterContent(change.after());
        } else if (target instanceof LogContent log && event instanceof LogAppended appended) {
            List<Value> values = new ArrayList<>(log.values());
            values.add(appended.index(), appended.value());
            return new LogContent(values);
        } else if (target instanceof RemoveWinsSetContent set) {
            SetContent changed = (SetContent) changed(new SetContent(set.values()), event);
            return new RemoveWinsSetContent(changed.values());
        } else if (target instanceof SetContent set && event instanceof SetAdded added) {
            Set<Value> values = values(set);
            require(values.add(added.value()), "it was in the set");
            return new SetContent(List.copyOf(values));
        } else if (target instanceof SetContent set && event instanceof SetRemoved removed) {
            Set<Value> values = values(set);
            require(values.remove(removed.value()), "it was not in the set");
            return new SetContent(List.copyOf(values));
        }
        throw new AssertionError("no such event happens in " + target);
    }

    private static MapContent changed(MapContent map, DocumentEvent event) {
        if (event instanceof ValueChanged change) {
            Optional<Content> before = change.before().map(Scalar::new);
            Content after = change.after().map(Scalar::new).orElse(null);
            requireAt(map, change.key(), before.orElse(null));
            return with(map, change.key(), after);
        } else if (event instanceof ContainerAppeared appeared) {
            requireAt(map, appeared.key(), null);
            return with(map, appeared.key(), appeared.content());
        } else if (event instanceof ContainerDisappeared disappeared) {
            requireAt(map, disappeared.key(), disappeared.content());
            return with(map, disappeared.key(), null);
        }
        throw new AssertionError("no such event happens in a map");
    }

    private static ListContent changed(ListContent list, DocumentEvent event) {
        List<Content> elements = new ArrayList<>(list.elements());
        if (event instanceof ElementsInserted inserted) {
            elements.addAll(inserted.index(), inserted.elements());
        } else if (event instanceof ElementsRemoved removed) {
            List<Content> gone = elements.subList(
                    removed.index(), removed.index() + removed.elements().size());
            require(gone.equals(removed.elements()), "there stood " + gone);
            gone.clear();
        } else if (event instanceof ElementMoved moved) {
            require(moved.from() != moved.to(), "it stood there already");
            elements.add(moved.to(), elements.remove(moved.from()));
        } else if (event instanceof ElementSet set) {
            Content before = elements.set(set.index(), set.after());
            require(before.equals(set.before()), "there stood " + before);
        } else {
            throw new AssertionError("no such event happens in a list");
        }
        return new ListContent(elements);
    }

    private static MapContent with(MapContent map, String key, @Nullable Content content) {
        Map<String, Content> entries = new TreeMap<>(map.entries());
        if (content == null) {
            entries.remove(key);
        } else {
            entries.put(key, content);
        }
        return new MapContent(entries);
    }

    private static Set<Value> values(SetContent set) {
        Set<Value> values = new TreeSet<>(Value.ORDER);
        values.addAll(set.values());
        return values;
    }

    private static void requireAt(MapContent map, String key, @Nullable Content expected) {
        Content found = map.entries().get(key);
        require(expected == null ? found == null : expected.equals(found), "at the key stood " + found);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
