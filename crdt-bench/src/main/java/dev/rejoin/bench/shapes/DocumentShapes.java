package dev.rejoin.bench.shapes;

import dev.rejoin.bench.shapes.Shape.Limits;
import dev.rejoin.bench.shapes.Shape.Run;
import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.document.DocumentOptions;
import dev.rejoin.document.TextEditor;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The shapes through documents: local operations are a transaction and a self-contained message each, remote ones are
 * such messages received one by one.
 */
final class DocumentShapes {
    private static final int MILLION = 1_000_000;
    private static final int TYPISTS = 10_000;
    private static final int SUBTREE = 100_000;
    private static final int LOW_TYPISTS = 2_000;

    private static final DocumentId ID = DocumentId.named("shapes");
    private static final long NOON = 1_767_268_800_000L; // 2026-01-01T12:00:00Z

    private DocumentShapes() {}

    /** What one transaction does. */
    private interface Edit {
        void make(TextEditor text, int number, SplittableRandom random);
    }

    static List<Shape> all() {
        List<Shape> shapes = new ArrayList<>();
        shapes.add(
                shape("random inserts, local", MILLION, Limits.RANDOM, n -> local(n, DocumentShapes::insertAnywhere)));
        shapes.add(shape(
                "random inserts, received", MILLION, Limits.RANDOM, n -> received(n, DocumentShapes::insertAnywhere)));
        shapes.add(hard("everything at index 0, local", n -> local(n, DocumentShapes::insertFirst)));
        shapes.add(hard("everything at index 0, received", n -> received(n, DocumentShapes::insertFirst)));
        for (Order order : Order.values()) {
            shapes.add(shape("replicas at one place, " + order, TYPISTS, Limits.HARD, n -> siblings(order.of(n))));
        }
        shapes.add(shape("low sibling beside a subtree", SUBTREE, Limits.HARD, DocumentShapes::lowSiblings));
        shapes.add(hard("alternating runs of two", DocumentShapes::alternating));
        shapes.add(hard("insert, delete all, twice, local", n -> local(4 * n, deleteAll(n))));
        shapes.add(hard("insert, delete all, twice, received", n -> received(4 * n, deleteAll(n))));
        shapes.add(hard("tombstones before one, local", DocumentShapes::tombstones));
        return shapes;
    }

    private static Shape shape(String name, int size, Limits limits, IntFunction<Run> run) {
        return new Shape(Shape.DOCUMENT, name, size, limits, run);
    }

    private static Shape hard(String name, IntFunction<Run> run) {
        return shape(name, MILLION, Limits.HARD, run);
    }

    private static Edit deleteAll(int n) {
        return (text, i, random) -> {
            if (i / n % 2 == 0) {
                insertAnywhere(text, i, random);
            } else {
                text.delete(0, 1);
            }
        };
    }

    private static void insertAnywhere(TextEditor text, int number, SplittableRandom random) {
        text.insert(random.nextInt(text.length() + 1), "x");
    }

    private static void insertFirst(TextEditor text, int number, SplittableRandom random) {
        text.insert(0, "x");
    }

    private static Run local(int operations, Edit edit) {
        return local(document(1, new AtomicLong(NOON)), operations, edit);
    }

    private static Run local(Document document, int operations, Edit edit) {
        SplittableRandom random = new SplittableRandom(1);
        return new Run() {
            @Override
            public int operations() {
                return operations;
            }

            @Override
            public void operate(int number) {
                edit(document, text -> edit.make(text, number, random));
            }

            @Override
            public Object subject() {
                return document;
            }
        };
    }

    private static Run received(int operations, Edit edit) {
        Document author = document(1, new AtomicLong(NOON));
        SplittableRandom random = new SplittableRandom(1);
        byte[][] messages = new byte[operations][];
        for (int i = 0; i < operations; i++) {
            int number = i;
            messages[i] = edit(author, text -> edit.make(text, number, random));
        }
        return received(document(2, new AtomicLong(NOON)), messages);
    }

    private static Run received(Document document, byte[][] messages) {
        return new Run() {
            @Override
            public int operations() {
                return messages.length;
            }

            @Override
            public void operate(int number) {
                ReceiveResult result = document.receive(messages[number]);
                if (result.deliveries().size() != 1) {
                    throw new AssertionError("message " + number + ": " + result);
                }
            }

            @Override
            public Object subject() {
                return document;
            }
        };
    }

    /** Replicas that know one character, each with its own insert behind it; arriving in an order. */
    private static Run siblings(int[] arrival) {
        byte[] first = edit(document(1, new AtomicLong(NOON)), text -> text.append("x"));
        byte[][] messages = new byte[arrival.length][];
        for (int i = 0; i < arrival.length; i++) {
            Document typist = document(100 + arrival[i], new AtomicLong(NOON + 1 + arrival[i]));
            typist.receive(first);
            messages[i] = edit(typist, text -> text.append("y"));
        }
        Document reader = document(2, new AtomicLong(NOON));
        reader.receive(first);
        return received(reader, messages);
    }

    private static Run lowSiblings(int n) {
        AtomicLong now = new AtomicLong(NOON);
        Document author = document(1, now);
        byte[] first = edit(author, text -> text.append("x"));
        now.set(NOON + LOW_TYPISTS + 1);
        SplittableRandom random = new SplittableRandom(1);
        byte[] subtree = edit(author, text -> {
            for (int i = 0; i < n; i++) {
                text.insert(1 + random.nextInt(text.length()), "x");
            }
        });
        byte[][] messages = new byte[LOW_TYPISTS][];
        for (int i = 0; i < LOW_TYPISTS; i++) {
            Document typist = document(100 + i, new AtomicLong(NOON + 1 + i * 997L % LOW_TYPISTS));
            typist.receive(first);
            messages[i] = edit(typist, text -> text.append("y"));
        }
        Document reader = document(2, new AtomicLong(NOON));
        reader.receive(first);
        reader.receive(subtree);
        return received(reader, messages);
    }

    private static Run alternating(int n) {
        AtomicLong now = new AtomicLong(NOON);
        Document[] writers = {document(1, now), document(2, now)};
        byte[][] messages = new byte[n][];
        for (int i = 0; i < n; i++) {
            messages[i] = edit(writers[i % 2], text -> text.append("x"));
            writers[1 - i % 2].receive(messages[i]);
        }
        return received(document(3, now), messages);
    }

    private static Run tombstones(int n) {
        Document document = document(1, new AtomicLong(NOON));
        for (int from = 0; from <= n; from += SUBTREE) {
            int count = Math.min(SUBTREE, n + 1 - from);
            edit(document, text -> {
                for (int i = 0; i < count; i++) {
                    text.insert(0, "x");
                }
            });
        }
        for (int from = 0; from < n; from += SUBTREE) {
            int count = Math.min(SUBTREE, n - from);
            edit(document, text -> text.delete(0, count));
        }
        return local(document, Shape.probes(n), (text, i, random) -> {
            text.insert(i % 2 == 0 ? 0 : text.length(), "z");
            text.delete(0, 1);
        });
    }

    /** A transaction and its message. */
    private static byte[] edit(Document document, Consumer<TextEditor> body) {
        Change change = document.edit(tx -> body.accept(tx.root().text("t")));
        return change.toBytes();
    }

    private static Document document(long replica, AtomicLong now) {
        return Document.create(
                ID,
                DocumentOptions.defaults().withReplica(new ReplicaId(replica)).withClock(now::get));
    }
}
