package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.map.MapOp;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.Op;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.sequence.internal.TreeShape;
import dev.rejoin.value.Value;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A state that is written to operation by operation, without an engine: of each author one operation after the other. */
final class Script {
    /** Ids of the replicas, by index; in another order than the indices. */
    static final long[] REPLICAS = {50, 70, 60};

    final ReplicaContext context = new ReplicaContext(DocumentId.named("script"), ContainerType.MAP);
    final DocumentState state = new DocumentState(context, TreeShape.TINY, 1);
    final ContainerTable containers = context.containers();
    private final long[] next = new long[REPLICAS.length];
    private long time = 1000;

    Script() {
        Arrays.stream(REPLICAS).forEach(id -> context.replicas().intern(id));
    }

    /** The seq of the next operation of an author. */
    long next(int author) {
        return next[author];
    }

    /** Id of an operation. */
    static OpId id(int author, long seq) {
        return OpId.of(REPLICAS[author], seq);
    }

    static RegisterOp.Write write(@Nullable Object value, Dots replaced) {
        return new RegisterOp.Write(value == null ? null : value(value), replaced);
    }

    static Value value(Object value) {
        return value instanceof Value known
                ? known
                : value instanceof Integer number ? Value.of((long) number) : Value.of((String) value);
    }

    /** Applies one operation as a change; its seq. */
    long apply(int author, int container, Op op) {
        return change(author, 1, (sink, seq) -> sink.operation(container, seq, op));
    }

    /** Writes a scalar that replaces nothing; its seq. */
    long put(int author, int map, String key, @Nullable Object value) {
        return apply(author, map, new MapOp.Put(key, write(value, Dots.EMPTY)));
    }

    /** Creates a container at a key. */
    int create(int author, int map, String key, int type) {
        int created = containers.intern(map, key, type);
        apply(author, created, MapOp.Create.PLAIN);
        return created;
    }

    /** Creates a container in an element. */
    int create(int author, int list, long element, int type) {
        int created = containers.intern(list, element, type);
        apply(author, created, MapOp.Create.PLAIN);
        return created;
    }

    /** Inserts characters at the start of a text, or right behind an element; the first of them. */
    long type(int author, int text, long behind, String characters) {
        long first = ElementId.of(author, next[author]);
        context.writableText().append(author, next[author], characters, 0, characters.length());
        change(
                author,
                characters.length(),
                (sink, seq) -> sink.insert(text, true, seq, characters.length(), behind, false, false));
        return first;
    }

    /** Inserts values at the start of a list, or right behind an element; the first of them. */
    long insert(int author, int list, long behind, Object... values) {
        long first = ElementId.of(author, next[author]);
        for (int i = 0; i < values.length; i++) {
            context.writableElements().append(author, next[author] + i, value(values[i]));
        }
        change(
                author,
                values.length,
                (sink, seq) -> sink.insert(list, false, seq, values.length, behind, false, false));
        return first;
    }

    /** Deletes elements by one operation. */
    void delete(int author, long element, int count) {
        change(author, 1, (sink, seq) -> sink.delete(seq, element, count, 0));
    }

    /** Applies a change of so many operations; the seq of the first. */
    long change(int author, int count, Operations operations) {
        long first = next[author];
        Consumer<OpSink> change = sink -> operations.give(sink, first);
        time++;
        change.accept(state.checker(author, time));
        state.begin(author, time, false);
        change.accept(state.applier());
        state.end(first, first + count);
        next[author] += count;
        return first;
    }

    /** The time of the last change. */
    long time() {
        return time;
    }

    /** Operations from a seq on. */
    interface Operations {
        void give(OpSink sink, long seq);
    }
}
