package dev.rejoin.proptests.map;

import dev.rejoin.document.Content;
import dev.rejoin.document.DocumentEvent;
import dev.rejoin.document.ListReader;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.Path;
import dev.rejoin.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an application would keep beside a document: rebuilt from events alone, and picky about them. */
final class Mirror {
    /** TreeMap, ArrayList, StringBuilder, BigInteger[1], TreeSet or Value. */
    private final TreeMap<String, Object> root = new TreeMap<>();

    Content content() {
        return content(root);
    }

    void apply(DocumentEvent event) {
        Object at = resolve(event.path());
        if (event instanceof DocumentEvent.ValueChanged e) {
            Map<String, Object> map = map(at);
            check(content(map.get(e.key())), e.before().map(Content.Scalar::new).orElse(null), event);
            if (e.after().isPresent()) {
                map.put(e.key(), e.after().get());
            } else {
                map.remove(e.key());
            }
        } else if (event instanceof DocumentEvent.ContainerAppeared e) {
            check(map(at).put(e.key(), build(e.content())), null, event);
        } else if (event instanceof DocumentEvent.ContainerDisappeared e) {
            check(content(map(at).remove(e.key())), e.content(), event);
        } else if (event instanceof DocumentEvent.TextInserted e) {
            ((StringBuilder) at).insert(e.index(), e.text());
        } else if (event instanceof DocumentEvent.TextDeleted e) {
            StringBuilder text = (StringBuilder) at;
            check(text.substring(e.index(), e.index() + e.length()), e.text(), event);
            text.delete(e.index(), e.index() + e.length());
        } else if (event instanceof DocumentEvent.ElementsInserted e) {
            for (int i = 0; i < e.elements().size(); i++) {
                list(at).add(e.index() + i, build(e.elements().get(i)));
            }
        } else if (event instanceof DocumentEvent.ElementsRemoved e) {
            for (Content gone : e.elements()) {
                check(content(list(at).remove(e.index())), gone, event);
            }
        } else if (event instanceof DocumentEvent.ElementMoved e) {
            list(at).add(e.to(), list(at).remove(e.from()));
        } else if (event instanceof DocumentEvent.ElementSet e) {
            check(content(list(at).set(e.index(), build(e.after()))), e.before(), event);
        } else if (event instanceof DocumentEvent.CounterChanged e) {
            BigInteger[] counter = (BigInteger[]) at;
            check(counter[0], e.before(), event);
            counter[0] = e.after();
        } else if (event instanceof DocumentEvent.SetAdded e) {
            check(set(at).add(e.value()), true, event);
        } else if (event instanceof DocumentEvent.SetRemoved e) {
            check(set(at).remove(e.value()), true, event);
        }
    }

    private static void check(Object found, Object expected, DocumentEvent event) {
        if (found == null ? expected != null : !found.equals(expected)) {
            throw new AssertionError("mirror has " + found + ", event says " + expected + ": " + event);
        }
    }

    private Object resolve(Path path) {
        Object at = root;
        for (Path.Step step : path.steps()) {
            at = step instanceof Path.Key key ? map(at).get(key.key()) : list(at).get(((Path.Index) step).index());
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object at) {
        return (Map<String, Object>) at;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object at) {
        return (List<Object>) at;
    }

    @SuppressWarnings("unchecked")
    private static Set<Value> set(Object at) {
        return (Set<Value>) at;
    }

    @SuppressWarnings("UnnecessaryStringBuilder") // it is kept and edited
    private static Object build(Content content) {
        if (content instanceof Content.MapContent map) {
            TreeMap<String, Object> built = new TreeMap<>();
            map.entries().forEach((key, value) -> built.put(key, build(value)));
            return built;
        }
        if (content instanceof Content.ListContent list) {
            return new ArrayList<>(list.elements().stream().map(Mirror::build).toList());
        }
        if (content instanceof Content.TextContent text) {
            return new StringBuilder(text.text());
        }
        if (content instanceof Content.CounterContent counter) {
            return new BigInteger[] {counter.value()};
        }
        if (content instanceof Content.SetContent set) {
            TreeSet<Value> built = new TreeSet<>(Value.ORDER);
            built.addAll(set.values());
            return built;
        }
        return ((Content.Scalar) content).value();
    }

    private static Content content(Object at) {
        if (at == null) {
            return null;
        }
        if (at instanceof TreeMap<?, ?>) {
            Map<String, Content> entries = new LinkedHashMap<>();
            map(at).forEach((key, value) -> entries.put(key, content(value)));
            return new Content.MapContent(entries);
        }
        if (at instanceof List<?>) {
            return new Content.ListContent(
                    list(at).stream().map(Mirror::content).toList());
        }
        if (at instanceof StringBuilder text) {
            return new Content.TextContent(text.toString());
        }
        if (at instanceof BigInteger[] counter) {
            return new Content.CounterContent(counter[0]);
        }
        if (at instanceof TreeSet<?>) {
            return new Content.SetContent(new ArrayList<>(set(at)));
        }
        return new Content.Scalar((Value) at);
    }

    /** What a document reads, in the form in which the mirror gives it. */
    static Content read(MapReader map) {
        Map<String, Content> entries = new LinkedHashMap<>();
        for (String key : map.keys()) {
            entries.put(key, read(map, key));
        }
        return new Content.MapContent(entries);
    }

    private static Content read(MapReader map, String key) {
        switch (map.kindOf(key)) {
            case MAP:
                return read(map.map(key));
            case LIST:
                return read(map.list(key));
            case TEXT:
                return new Content.TextContent(map.text(key).toString());
            case COUNTER:
                return new Content.CounterContent(map.counter(key).bigValue());
            case SET:
                return new Content.SetContent(map.set(key).values());
            default:
                return new Content.Scalar(map.get(key).orElseThrow());
        }
    }

    private static Content read(ListReader list) {
        List<Content> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            elements.add(read(list, i));
        }
        return new Content.ListContent(elements);
    }

    private static Content read(ListReader list, int index) {
        switch (list.kindOf(index)) {
            case MAP:
                return read(list.map(index));
            case LIST:
                return read(list.list(index));
            case TEXT:
                return new Content.TextContent(list.text(index).toString());
            case COUNTER:
                return new Content.CounterContent(list.counter(index).bigValue());
            case SET:
                return new Content.SetContent(list.set(index).values());
            default:
                return new Content.Scalar(list.get(index).orElseThrow());
        }
    }
}
