package dev.rejoin.bench.shapes;

import dev.rejoin.bench.shapes.Shape.Limits;
import dev.rejoin.bench.shapes.Shape.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;

/** The shapes on the sequence alone: no characters, no history, no messages. */
final class SequenceShapes {
    private static final int MILLION = 1_000_000;
    private static final int TYPISTS = 10_000;
    private static final int SUBTREE = 100_000;

    private SequenceShapes() {}

    static List<Shape> all(boolean large) {
        List<Shape> shapes = new ArrayList<>();
        shapes.add(shape("random inserts, local", MILLION, Limits.RANDOM, SequenceShapes::randomLocal));
        shapes.add(shape("random inserts, remote", MILLION, Limits.RANDOM, SequenceShapes::randomRemote));
        if (large) {
            shapes.add(shape("random inserts, local", 5 * MILLION, Limits.RANDOM_LARGE, SequenceShapes::randomLocal));
            shapes.add(shape("random inserts, remote", 5 * MILLION, Limits.RANDOM_LARGE, SequenceShapes::randomRemote));
        }
        shapes.add(hard("everything at index 0", MILLION, n -> run(n, (text, i) -> text.insert(0))));
        for (Order order : Order.values()) {
            shapes.add(hard("replicas at one place, " + order, TYPISTS, n -> siblings(order.of(n))));
        }
        shapes.add(hard("low sibling beside a subtree", SUBTREE, SequenceShapes::lowSiblings));
        shapes.add(hard("alternating runs of two", MILLION, n -> run(n, Sequence::alternate)));
        shapes.add(hard("insert, delete all, twice", MILLION, SequenceShapes::deleteAll));
        shapes.add(hard("tombstones before one", MILLION, SequenceShapes::tombstones));
        return shapes;
    }

    private static Shape shape(String name, int size, Limits limits, IntFunction<Run> run) {
        return new Shape(Shape.SEQUENCE, name, size, limits, run);
    }

    private static Shape hard(String name, int size, IntFunction<Run> run) {
        return shape(name, size, Limits.HARD, run);
    }

    private static Run run(int operations, ObjIntConsumer<Sequence> operation) {
        return run(new Sequence(), operations, operation);
    }

    private static Run run(Sequence sequence, int operations, ObjIntConsumer<Sequence> operation) {
        return new Run() {
            @Override
            public int operations() {
                return operations;
            }

            @Override
            public void operate(int number) {
                operation.accept(sequence, number);
            }

            @Override
            public Object subject() {
                return sequence;
            }
        };
    }

    private static Run randomLocal(int n) {
        SplittableRandom random = new SplittableRandom(1);
        return run(n, (text, i) -> text.insert(random.nextInt(i + 1)));
    }

    private static Run randomRemote(int n) {
        Sequence author = new Sequence();
        SplittableRandom random = new SplittableRandom(1);
        long[] parents = new long[n];
        boolean[] left = new boolean[n];
        for (int i = 0; i < n; i++) {
            author.insertHead(random.nextInt(i + 1));
            parents[i] = author.parent();
            left[i] = author.leftSide();
        }
        return run(n, (text, i) -> text.apply(parents[i], left[i]));
    }

    private static Run siblings(int[] order) {
        Sequence text = new Sequence();
        text.insert(0);
        return run(text, order.length, (same, i) -> same.insertSibling(100L + order[i], 1 + order[i]));
    }

    private static Run lowSiblings(int n) {
        Sequence text = new Sequence();
        for (int i = 0; i <= n; i++) {
            text.insertHead(i);
        }
        int probes = Shape.probes(n);
        return run(text, probes, (same, i) -> same.insertSibling(100L + i, 1 + i * 7919L % probes));
    }

    private static Run deleteAll(int n) {
        SplittableRandom random = new SplittableRandom(1);
        return run(4 * n, (text, i) -> {
            if (i / n % 2 == 0) {
                text.insert(random.nextInt(text.length() + 1));
            } else {
                text.deleteFirst();
            }
        });
    }

    private static Run tombstones(int n) {
        Sequence text = new Sequence();
        for (int i = 0; i <= n; i++) {
            text.insert(0);
        }
        for (int i = 0; i < n; i++) {
            text.deleteFirst();
        }
        return run(text, Shape.probes(n), (same, i) -> {
            same.insert(i % 2 == 0 ? 0 : same.length());
            same.deleteFirst();
        });
    }
}
