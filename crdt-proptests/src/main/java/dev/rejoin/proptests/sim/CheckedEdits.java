package dev.rejoin.proptests.sim;

import dev.rejoin.document.Content;
import dev.rejoin.document.ListEditor;
import dev.rejoin.document.TextEditor;
import dev.rejoin.proptests.model.Contents;
import dev.rejoin.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Local edits that are compared, right after they were made, with what the same call does to a {@link StringBuilder} or
 * an {@link ArrayList}. Replicas that place an element wrongly can still be equal to each other; only its author can
 * tell.
 */
public final class CheckedEdits {
    private CheckedEdits() {}

    /**
     * {@link TextEditor#insert}.
     *
     * @param text where
     * @param index before which code unit
     * @param inserted what
     */
    public static void insert(TextEditor text, int index, CharSequence inserted) {
        String expected =
                new StringBuilder(text.toString()).insert(index, inserted).toString();
        text.insert(index, inserted);
        check(expected, text, "insert at " + index);
    }

    /**
     * {@link TextEditor#delete}.
     *
     * @param text where
     * @param start first code unit
     * @param end behind the last code unit
     */
    public static void delete(TextEditor text, int start, int end) {
        String expected = new StringBuilder(text.toString()).delete(start, end).toString();
        text.delete(start, end);
        check(expected, text, "delete " + start + " to " + end);
    }

    /**
     * {@link TextEditor#replace}.
     *
     * @param text where
     * @param start first code unit
     * @param end behind the last code unit
     * @param inserted what comes instead
     */
    public static void replace(TextEditor text, int start, int end, CharSequence inserted) {
        String expected = new StringBuilder(text.toString())
                .replace(start, end, inserted.toString())
                .toString();
        text.replace(start, end, inserted);
        check(expected, text, "replace " + start + " to " + end);
    }

    /**
     * {@link ListEditor#insertAll}.
     *
     * @param list where
     * @param index before which element
     * @param values what
     */
    public static void insert(ListEditor list, int index, List<Value> values) {
        List<Content> expected = new ArrayList<>(Contents.of(list).elements());
        expected.addAll(index, values.stream().<Content>map(Content.Scalar::new).toList());
        list.insertAll(index, values);
        check(expected, list, "insert at " + index);
    }

    /**
     * {@link ListEditor#set(int, Value)}.
     *
     * @param list where
     * @param index of which element
     * @param value its new value
     */
    public static void set(ListEditor list, int index, Value value) {
        List<Content> expected = new ArrayList<>(Contents.of(list).elements());
        expected.set(index, new Content.Scalar(value));
        list.set(index, value);
        check(expected, list, "set " + index);
    }

    /**
     * {@link ListEditor#remove(int, int)}.
     *
     * @param list where
     * @param start first element
     * @param end behind the last element
     */
    public static void remove(ListEditor list, int start, int end) {
        List<Content> expected = new ArrayList<>(Contents.of(list).elements());
        expected.subList(start, end).clear();
        list.remove(start, end);
        check(expected, list, "remove " + start + " to " + end);
    }

    /**
     * {@link ListEditor#move}.
     *
     * @param list where
     * @param from which element
     * @param to its new index
     */
    public static void move(ListEditor list, int from, int to) {
        List<Content> expected = new ArrayList<>(Contents.of(list).elements());
        expected.add(to, expected.remove(from));
        list.move(from, to);
        check(expected, list, "move " + from + " to " + to);
    }

    private static void check(String expected, TextEditor text, String edit) {
        String found = text.toString();
        if (!found.equals(expected) || text.length() != expected.length()) {
            throw new AssertionError("after " + edit + " the text reads \"" + found + "\" of length " + text.length()
                    + " instead of \"" + expected + "\"");
        }
    }

    private static void check(List<Content> expected, ListEditor list, String edit) {
        List<Content> found = Contents.of(list).elements();
        if (!found.equals(expected) || list.size() != expected.size()) {
            throw new AssertionError("after " + edit + " the list reads " + found + " instead of " + expected);
        }
    }
}
