package dev.rejoin.exchange;

import dev.rejoin.document.ListReader;
import dev.rejoin.document.MapReader;
import dev.rejoin.document.Path;
import dev.rejoin.document.SlotKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The address of a part of a JSON text, or of a document read as one (RFC 6901): {@code /orders/3/title}; the empty text
 * is the whole. {@code ~} and {@code /} in a key are written {@code ~0} and {@code ~1}.
 *
 * <p>A step of a pointer is a key or an index, whichever the thing that it leads into has; {@link #resolve} says which.
 *
 * @param tokens the steps, unescaped
 */
public record JsonPointer(List<String> tokens) {
    private static final int MAX_INDEX_DIGITS = 9;

    /** Keeps a copy. */
    public JsonPointer {
        tokens = List.copyOf(tokens);
    }

    /**
     * Reads a pointer.
     *
     * @param text its text
     * @return the pointer
     * @throws IllegalArgumentException if it does not begin with {@code /}, or has a {@code ~} without 0 or 1
     */
    public static JsonPointer parse(String text) {
        List<String> tokens = new ArrayList<>();
        if (!text.isEmpty() && text.charAt(0) != '/') {
            throw new IllegalArgumentException("A JSON pointer is empty or begins with '/', found: " + text);
        }
        for (int start = 1; start <= text.length(); ) {
            int end = text.indexOf('/', start);
            end = end < 0 ? text.length() : end;
            tokens.add(unescape(text.substring(start, end)));
            start = end + 1;
        }
        return new JsonPointer(tokens);
    }

    private static String unescape(String token) {
        for (int i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
            if (i + 1 == token.length() || token.charAt(i + 1) != '0' && token.charAt(i + 1) != '1') {
                throw new IllegalArgumentException("'~' without 0 or 1 in a JSON pointer, in: " + token);
            }
        }
        return token.replace("~1", "/").replace("~0", "~");
    }

    /**
     * The pointer of a path.
     *
     * @param path a path in a document
     * @return the same steps
     */
    public static JsonPointer of(Path path) {
        List<String> tokens = new ArrayList<>();
        for (Path.Step step : path.steps()) {
            tokens.add(step instanceof Path.Index index ? Integer.toString(index.index()) : ((Path.Key) step).key());
        }
        return new JsonPointer(tokens);
    }

    /**
     * What the pointer leads to in a map and what is nested in it.
     *
     * @param root where the pointer starts
     * @return its path from there; empty when nothing can be read there
     */
    public Optional<Path> resolve(MapReader root) {
        Path path = Path.root();
        Slot slot = null; // the root map
        for (String token : tokens) {
            SlotKind kind = slot == null ? SlotKind.MAP : slot.kind();
            if (kind == SlotKind.MAP) {
                slot = new Slot.OfKey(slot == null ? root : slot.map(), token);
                path = path.key(token);
            } else if (slot != null && kind == SlotKind.LIST) {
                ListReader list = slot.list();
                int index = indexOf(token);
                if (index < 0 || index >= list.size()) {
                    return Optional.empty();
                }
                slot = new Slot.OfElement(list, index);
                path = path.index(index);
            } else {
                return Optional.empty();
            }
            if (slot.kind() == SlotKind.ABSENT) {
                return Optional.empty();
            }
        }
        return Optional.of(path);
    }

    /** The index that a step names, -1 when it names none: digits without leading zeros. */
    private static int indexOf(String token) {
        boolean digits = !token.isEmpty()
                && token.length() <= MAX_INDEX_DIGITS
                && token.chars().allMatch(unit -> unit >= '0' && unit <= '9');
        return digits && (token.length() == 1 || token.charAt(0) != '0') ? Integer.parseInt(token) : -1;
    }

    /** The text of the pointer. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String token : tokens) {
            text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }
}
