package dev.rejoin.proptests.engine;

import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.op.Op;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.ReplicatedState;
import dev.rejoin.replica.StatePruning;
import java.util.ArrayList;
import java.util.List;

/** Remembers every operation in words, element by element, so that engines can be compared without the types. */
final class RecordingState implements ReplicatedState {
    private final ReplicaContext context;
    private final List<String> applied = new ArrayList<>();
    private final List<Long> elements = new ArrayList<>();
    private int author;
    private int mark;
    private int elementMark;

    RecordingState(ReplicaContext context) {
        this.context = context;
    }

    /** What was applied by each author, in its own order: the same at all replicas with the same changes. */
    List<String> applied() {
        return applied.stream().sorted().toList();
    }

    /** Elements that can be named. */
    List<Long> elements() {
        return elements;
    }

    @Override
    public OpSink checker(int by, long time) {
        return new Nothing();
    }

    @Override
    public void begin(int by, long time, boolean local) {
        author = by;
        mark = applied.size();
        elementMark = elements.size();
    }

    @Override
    public void defer() {}

    @Override
    public void catchUp() {}

    @Override
    public StatePruning pruning() {
        throw new UnsupportedOperationException("nothing is pruned here");
    }

    @Override
    public OpSink applier() {
        return new Applier();
    }

    @Override
    public void end(long firstSeq, long endSeq) {}

    @Override
    public void rollback() {
        applied.subList(mark, applied.size()).clear();
        elements.subList(elementMark, elements.size()).clear();
    }

    @Override
    public int stateColumns() {
        return 1;
    }

    @Override
    public void writeState(ByteWriter[] columns, long[] contentEnds, boolean restFollows) {
        columns[0].varint(0);
    }

    @Override
    public void readState(ByteReader[] columns, long[] ends, long[] contentEnds, DecodeLimits limits) {
        columns[0].varint();
    }

    @Override
    public void checkContent(ByteReader in) {
        // Nothing of a recording can be read.
    }

    String name(long element) {
        return element == ElementId.NONE
                ? "start"
                : Long.toHexString(context.replicas().id(ElementId.replica(element))) + ":" + ElementId.seq(element);
    }

    private final class Applier implements OpSink {
        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {
            for (int i = 0; i < count; i++) {
                long element = ElementId.of(author, seq + i);
                boolean goesOn = continues || i > 0;
                String content = text
                        ? String.valueOf(context.text().charAt(author, seq + i))
                        : context.elements().get(author, seq + i).toString();
                applied.add(name(element) + " inserts " + content
                        + (goesOn ? " continuing" : (left ? " left of " : " right of ") + name(parent)));
                elements.add(element);
            }
        }

        @Override
        public void delete(long seq, long element, int count, int step) {
            if (step == 0) {
                applied.add(name(ElementId.of(author, seq)) + " deletes " + name(element) + " x" + count);
                return;
            }
            for (int i = 0; i < count; i++) {
                applied.add(
                        name(ElementId.of(author, seq + i)) + " deletes " + name(element + (long) i * step) + " x1");
            }
        }

        @Override
        public void operation(int container, long seq, Op op) {
            applied.add(name(ElementId.of(author, seq)) + " does " + op);
        }
    }

    private static final class Nothing implements OpSink {
        @Override
        public void insert(
                int container, boolean text, long seq, int count, long parent, boolean left, boolean continues) {}

        @Override
        public void delete(long seq, long element, int count, int step) {}

        @Override
        public void operation(int container, long seq, Op op) {}
    }
}
