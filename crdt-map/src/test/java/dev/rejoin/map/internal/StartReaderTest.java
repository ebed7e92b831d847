package dev.rejoin.map.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a state says of where its history begins, read back and in wrong forms. */
class StartReaderTest {
    private static final int ROOT = ContainerTable.ROOT;

    private static ByteWriter[] write(DocumentState state, long[] starts) {
        ByteWriter[] columns = new ByteWriter[state.stateColumns()];
        Arrays.setAll(columns, i -> new ByteWriter());
        state.writeState(columns, starts, true);
        return columns;
    }

    private static DocumentState read(ByteWriter[] columns, long[] ends, long[] starts) {
        ByteReader[] in = new ByteReader[columns.length];
        Arrays.setAll(in, i -> new ByteReader(columns[i].toByteArray()));
        DocumentState state = new Script().state;
        state.readState(in, ends, starts, DecodeLimits.DEFAULT);
        return state;
    }

    private static long end(@Nullable ReplicaVector vector, int replica) {
        return vector == null ? 0 : vector.end(replica);
    }

    private static @Nullable ReplicaVector vector(long... ends) {
        ReplicaVector vector = new ReplicaVector(0);
        for (int i = 0; i < ends.length; i++) {
            vector.raise(i, ends[i]);
        }
        return vector.isEmpty() ? null : vector;
    }

    private static @Nullable ReplicaVector below(@Nullable ReplicaVector vector, Random random) {
        return random.nextInt(3) == 0
                ? vector
                : vector(
                        random.nextLong(1 + end(vector, 0)),
                        random.nextLong(1 + end(vector, 1)),
                        random.nextLong(1 + end(vector, 2)));
    }

    /** Of a replica whose history is whole nothing is known at the start, of others what had touched by then. */
    @Test
    void read_whatWasWritten_isTheSame() {
        long[] ends = {30, 40, 50};
        for (int round = 0; round < 300; round++) {
            Random random = new Random(round);
            long[] starts = {random.nextInt(31), random.nextInt(3) == 0 ? 0 : random.nextInt(41), random.nextInt(51)};
            Script script = new Script();
            int[] containers = new int[4];
            for (int i = 0; i < containers.length; i++) {
                containers[i] = script.create(i % 3, ROOT, "m" + i, ContainerType.MAP);
                fill(script.state.states().writable(containers[i]), starts, ends, random);
            }
            ByteWriter[] columns = write(script.state, starts);
            DocumentState copy = read(columns, ends, starts);
            boolean isCut = Arrays.stream(starts).anyMatch(start -> start > 0);
            for (int i = 0; i < containers.length; i++) {
                StartVectors expected = StartVectors.of(script.state.state(containers[i]));
                int read = copy.containers().find(ROOT, "m" + i, ContainerType.MAP);
                StartVectors found = StartVectors.of(copy.state(read));
                for (int replica = 0; replica < ends.length; replica++) {
                    String where = "round " + round + " m" + i + " replica " + replica;
                    assertThat(end(found.touched(), replica)).as(where).isEqualTo(end(expected.touched(), replica));
                    assertThat(end(found.hidden(), replica)).as(where).isEqualTo(end(expected.hidden(), replica));
                    assertThat(end(found.cleared(), replica)).as(where).isEqualTo(end(expected.cleared(), replica));
                }
            }
            assertThat(isCut || Arrays.stream(containers).allMatch(at -> copy.state(at).start == null))
                    .isTrue();
            ByteWriter[] again = write(copy, starts);
            for (int i = 0; i < again.length; i++) {
                assertThat(again[i].toByteArray()).isEqualTo(columns[i].toByteArray());
            }
        }
    }

    private static void fill(ContainerState container, long[] starts, long[] ends, Random random) {
        long[] touched = new long[3];
        long[] then = new long[3];
        for (int i = 0; i < 3; i++) {
            touched[i] = 1 + random.nextLong(ends[i]);
            then[i] = touched[i] <= starts[i]
                    ? touched[i]
                    : random.nextBoolean() ? starts[i] : random.nextLong(1 + starts[i]);
        }
        container.touched = vector(touched);
        container.hidden = random.nextBoolean() ? null : vector(random.nextInt(30), random.nextInt(9), 0);
        container.cleared = random.nextBoolean() ? null : vector(random.nextInt(30), 0, random.nextInt(50));
        if (random.nextBoolean()) {
            container.raiseMarker(1L << 40, Script.REPLICAS[0], random.nextInt(30));
        }
        boolean isCut = Arrays.stream(starts).anyMatch(start -> start > 0);
        if (isCut && !Arrays.equals(starts, ends)) {
            container.start =
                    new StartVectors(vector(then), below(container.hidden, random), below(container.cleared, random));
        }
    }

    /** A document with one map that the first replica may have made, and what is said of it. */
    private static ByteWriter[] oneMap(int flags, Consumer<ByteWriter> lineage) {
        Script script = new Script();
        script.create(0, ROOT, "m", ContainerType.MAP);
        ByteWriter[] columns = write(script.state, new long[] {10, 0, 0});
        ByteWriter fields = new ByteWriter();
        fields.varint(1);
        fields.u64(Script.REPLICAS[0]);
        fields.varint(1);
        fields.string("m");
        fields.varint(1); // no writes
        fields.varint(1);
        fields.varint(ContainerType.MAP);
        fields.varint(flags);
        lineage.accept(fields);
        fields.varint(0);
        columns[StateColumns.FIELDS] = fields;
        return columns;
    }

    private static void numbers(ByteWriter out, int... numbers) {
        for (int number : numbers) {
            out.varint(number);
        }
    }

    private static ContainerState readOneMap(int flags, long start, long end, int... lineage) {
        ByteWriter[] columns = oneMap(flags, out -> numbers(out, lineage));
        DocumentState state = read(columns, new long[] {end, 0, 0}, new long[] {start, 0, 0});
        return state.state(state.containers().find(ROOT, "m", ContainerType.MAP));
    }

    private static void assertRefused(Kind kind, ThrowingCallable reading) {
        assertThatExceptionOfType(CorruptDataException.class)
                .isThrownBy(reading)
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    /** In front stand one entry of touched, of replica 0 up to 15, and what is said; the history begins at 10. */
    @Test
    void touched_whatFollowsOrCannotBe_isRefused() {
        int flags = StateWriter.TOUCHED | StateWriter.START;
        int said = StartForm.TOUCHED;
        for (int end = 0; end < 10; end++) {
            ContainerState read = readOneMap(flags, 10, 20, 1, 0, 15, said, 1, 0, end);
            assertThat(end(StartVectors.of(read).touched(), 0)).isEqualTo(end);
            assertThat(read.start == null).isEqualTo(end == 0);
        }
        assertRefused(Kind.BAD_VALUE, () -> readOneMap(flags, 10, 20, 1, 0, 15, said, 1, 0, 10));
        assertRefused(Kind.BAD_VALUE, () -> readOneMap(flags, 10, 20, 1, 0, 15, said, 1, 0, 11));
        assertRefused(Kind.BAD_VALUE, () -> readOneMap(flags, 10, 20, 1, 0, 10, said, 1, 0, 4)); // not open
        assertRefused(Kind.BAD_VALUE, () -> readOneMap(StateWriter.START, 10, 20, said, 1, 0, 4));
        assertRefused(Kind.UNSORTED, () -> readOneMap(flags, 10, 20, 1, 0, 15, said, 2, 0, 4, 0, 5));
        assertRefused(Kind.NOT_CANONICAL, () -> readOneMap(flags, 10, 20, 1, 0, 15, said, 0));
        assertRefused(Kind.NOT_CANONICAL, () -> readOneMap(flags, 10, 20, 1, 0, 15, 0));
        ContainerState unsaid = readOneMap(StateWriter.TOUCHED, 10, 20, 1, 0, 15);
        assertThat(end(StartVectors.of(unsaid).touched(), 0)).isEqualTo(10);
    }

    @Test
    void hiddenAndCleared_whatFollowsOrWasNotYet_isRefused() {
        int[][] vectors = {{StateWriter.HIDDEN, StartForm.HIDDEN}, {StateWriter.CLEARED, StartForm.CLEARED}};
        for (int[] vector : vectors) {
            int flags = vector[0] | StateWriter.START;
            int said = vector[1];
            for (int end = 1; end < 8; end++) {
                StartVectors then = StartVectors.of(readOneMap(flags, 10, 20, 1, 0, 8, said, 1, 0, end));
                assertThat(end(said == StartForm.HIDDEN ? then.hidden() : then.cleared(), 0))
                        .isEqualTo(end);
            }
            assertThat(readOneMap(flags, 10, 20, 1, 0, 8, said, 0).start).isNull();
            assertRefused(Kind.BAD_VALUE, () -> readOneMap(flags, 10, 20, 1, 0, 8, said, 1, 0, 8));
            assertRefused(Kind.BAD_VALUE, () -> readOneMap(flags, 10, 20, 1, 0, 8, said, 1, 0, 9));
            StartVectors unsaid = StartVectors.of(readOneMap(vector[0], 10, 20, 1, 0, 8));
            assertThat(end(said == StartForm.HIDDEN ? unsaid.hidden() : unsaid.cleared(), 0))
                    .isEqualTo(8);
        }
        StartVectors since = StartVectors.of(readOneMap(StateWriter.HIDDEN, 10, 20, 1, 0, 11));
        assertThat(since.hidden()).isNull();
    }

    /** Where history begins with the document, or nothing of it follows, there is nothing to say. */
    @Test
    void start_whereNoneIs_isRefused() {
        int flags = StateWriter.HIDDEN | StateWriter.START;
        int[] lineage = {1, 0, 8, StartForm.HIDDEN, 1, 0, 7};
        assertThatCode(() -> readOneMap(flags, 10, 11, lineage)).doesNotThrowAnyException();
        assertRefused(Kind.NOT_CANONICAL, () -> readOneMap(flags, 10, 10, lineage));
        assertRefused(Kind.NOT_CANONICAL, () -> readOneMap(flags, 0, 20, lineage));
    }

    /** Values 1 to 6 of the first replica, of which the second, the third, and the fifth for what is in it, are removed. */
    private static Script list() {
        Script script = new Script();
        int list = script.create(0, ROOT, "l", ContainerType.LIST);
        long first = script.insert(0, list, ElementId.NONE, 1, 2, 3, 4, 5, 6);
        script.create(1, list, first + 4, ContainerType.MAP);
        script.delete(1, first + 1, 2);
        script.delete(1, first + 4, 1);
        int text = script.create(2, ROOT, "t", ContainerType.TEXT);
        long typed = script.type(2, text, ElementId.NONE, "ab");
        script.delete(1, typed, 1);
        return script;
    }

    /** Says which were dead; what is read. */
    private static IdRanges readDead(long start, long... firstsAndCounts) {
        Script script = list();
        int list = script.containers.find(ROOT, "l", ContainerType.LIST);
        IdRanges dead = new IdRanges();
        for (int i = 0; i < firstsAndCounts.length; i += 2) {
            dead.add(firstsAndCounts[i], firstsAndCounts[i + 1]);
        }
        ((SequenceState) script.state.states().writable(list)).deadAtStart = dead;
        long[] starts = {start, 0, 2};
        DocumentState read = read(write(script.state, starts), new long[] {20, 20, 20}, starts);
        return ((SequenceState) read.state(read.containers().find(ROOT, "l", ContainerType.LIST))).deadAtStart;
    }

    @Test
    void dead_removedElementsBelowTheStart_areReadBack() {
        long first = ElementId.of(0, 1);
        for (long[] said : new long[][] {{first + 1, 2}, {first + 1, 1}, {first + 2, 1}, {first + 4, 1}}) {
            IdRanges read = readDead(6, said);
            for (long at = first; at < first + 6; at++) {
                assertThat(read.contains(at)).isEqualTo(at >= said[0] && at < said[0] + said[1]);
            }
        }
        IdRanges both = readDead(6, first + 1, 2, first + 4, 1);
        assertThat(both.runs()).isEqualTo(2);
        assertThat(both.contains(first + 2)).isTrue();
        assertThat(both.contains(first + 4)).isTrue();
        assertThat(both.contains(first + 3)).isFalse();
        assertThat(readDead(4, first + 1, 2).contains(first + 2)).isTrue();
    }

    @Test
    void dead_whatIsVisibleOfAnotherSequenceOrSinceTheStart_isRefused() {
        long first = ElementId.of(0, 1);
        assertRefused(Kind.BAD_VALUE, () -> readDead(6, first, 1));
        assertRefused(Kind.BAD_VALUE, () -> readDead(6, first + 1, 3));
        assertRefused(Kind.BAD_VALUE, () -> readDead(6, first + 3, 1));
        assertRefused(Kind.BAD_VALUE, () -> readDead(3, first + 1, 2));
        assertRefused(Kind.BAD_VALUE, () -> readDead(5, first + 4, 1));
        assertRefused(Kind.BAD_VALUE, () -> readDead(6, ElementId.of(2, 1), 1)); // of the text
        assertRefused(Kind.BAD_VALUE, () -> readDead(6, ElementId.of(0, 0), 1)); // no element
    }
}
