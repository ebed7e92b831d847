package dev.rejoin.map.internal;

import dev.rejoin.codec.WireFormat;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.IdRanges;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.Utf8;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.OpWriter;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.sequence.internal.SequenceView;
import dev.rejoin.sequence.internal.SequencesWriter;
import dev.rejoin.sequence.internal.SpanVisitor;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the state in its canonical form: equal sets of changes give equal bytes, whatever their order of arrival.
 *
 * <pre>
 * fields    := replicas container [schema]                the container is the root map; no schema if none was written
 * schema    := version, time replica seq, value
 * replicas  := count, then 64-bit ids, unsigned ascending; below, a replica is its place in this table
 * container := [lineage] content                          no lineage for the root
 * lineage   := flags, then of touched (1), hidden (2), cleared (4), restored (16) those that are not empty; marker (8);
 *              start (32); dead (64)
 * start     := flags, then what {@link StartForm} does not say of touched (1), hidden (2), cleared (4) at the start
 * dead      := count, then (replica, seq, length) ascending: the entries of a sequence that were dead at the start
 * vector    := count, then (replica, end) ascending
 * marker    := time replica seq
 * content   := by type:
 *   map     := count, then (key, slot) with keys ascending by code point
 *   list    := pieces, moves, count, then (element, slot) ascending, then values of visible elements without a slot (*)
 *   text    := pieces
 *   counter, set, remove-wins set, log := the parts of their own canonical form
 * slot      := writes containers
 * writes    := 0 dead element | 1 + count, then (time, replica, seq, 0 removal | 1 value) ascending
 * containers:= count, then (type, container) with types ascending
 * moves     := count, then (position, element [time]), each (replica, seq), positions ascending; the time of those whose
 *              piece has none
 * pieces    := how many stand in the columns of {@link SequencesWriter}
 * text      := nothing | form, then the visible characters of all texts (*)
 * (*)     those whose seqs are below the content end of their replica; the others stand in the history
 * </pre>
 *
 * <p>Pieces say of an element that was moved at the place where it was inserted whether it is visible; positions are
 * tombstones. Numbers are varints; times and seqs are differences to the one before, zigzag. Not written: ordinals, indices, hash
 * order, empty vectors, slots without content.
 */
final class StateWriter {
    static final int TOUCHED = 1;
    static final int HIDDEN = 2;
    static final int CLEARED = 4;
    static final int MARKER = 8;
    static final int RESTORED = 16;
    static final int START = 32;
    static final int DEAD = 64;

    private final DocumentState state;
    private final ReplicaTable replicas;

    private final ByteWriter[] columns;
    private final SequencesWriter sequences;
    private final StringBuilder characters = new StringBuilder(0);
    private boolean isWellFormed = true;

    /** Null in the first pass, which only finds out which replicas occur. */
    private @Nullable ByteWriter out;

    private final BitSet used = new BitSet();
    private int[] ranks = new int[0];
    private final long[] contentEnds;
    /** Null if no history follows, or the whole. */
    private final @Nullable StartForm start;

    private long lastTime;
    private long lastSeq;

    /**
     * Characters and values go along as far as their seqs are below contentEnds, by replica index; if the rest of the history
     * follows, it begins there.
     */
    StateWriter(DocumentState state, ByteWriter[] columns, long[] contentEnds, boolean restFollows) {
        this.state = state;
        this.replicas = state.replicas();
        this.columns = columns;
        this.contentEnds = contentEnds;
        start = restFollows ? new StartForm(replicas, contentEnds) : null;
        sequences =
                new SequencesWriter(replicas, Arrays.copyOfRange(columns, StateColumns.SEQUENCES, StateColumns.TEXT));
    }

    void write() {
        ByteWriter target = columns[StateColumns.FIELDS];
        state.settle();
        writeContainer(ContainerTable.ROOT);
        writeSchema();
        int[] sorted = used.stream()
                .boxed()
                .sorted(replicas::compare)
                .mapToInt(Integer::intValue)
                .toArray();
        ranks = new int[replicas.size()];
        target.varint(sorted.length);
        for (int i = 0; i < sorted.length; i++) {
            ranks[sorted[i]] = i;
            target.u64(replicas.id(sorted[i]));
        }
        out = target;
        lastTime = 0;
        lastSeq = 0;
        writeContainer(ContainerTable.ROOT);
        writeSchema();
        sequences.finish(sorted);
        writeCharacters(columns[StateColumns.TEXT]);
    }

    private void writeSchema() {
        StoredSchema schema = state.schema();
        if (schema != null) {
            number(schema.version());
            time(schema.time());
            replica(replicas.find(schema.replica()));
            seq(schema.seq());
            value(schema.schema());
        }
    }

    private void writeContainer(int ordinal) {
        ContainerState container = state.states().get(ordinal);
        if (ordinal != ContainerTable.ROOT) {
            writeLineage(container);
        }
        if (container instanceof MapState map) {
            writeMap(map);
        } else if (container instanceof SequenceState sequence) {
            writePieces(sequence);
            if (sequence.type() == ContainerType.TEXT) {
                writeText(sequence);
            } else {
                writePositions(sequence.positions());
                writeElements(sequence);
            }
        } else if (container instanceof ObjectState object) {
            object.writeContent(new Parts());
        }
    }

    private void writeLineage(ContainerState container) {
        boolean touched = container.touched != null && !container.touched.isEmpty();
        boolean hidden = container.hidden != null && !container.hidden.isEmpty();
        boolean cleared = container.cleared != null && !container.cleared.isEmpty();
        boolean restored = container.restored != null && !container.restored.isEmpty();
        int atStart = start == null ? 0 : start.open(container);
        IdRanges dead =
                start != null && container instanceof SequenceState sequence ? sequence.deadAtStart : IdRanges.EMPTY;
        number((touched ? TOUCHED : 0)
                | (hidden ? HIDDEN : 0)
                | (cleared ? CLEARED : 0)
                | (container.isCreated() ? MARKER : 0)
                | (restored ? RESTORED : 0)
                | (atStart == 0 ? 0 : START)
                | (dead.isEmpty() ? 0 : DEAD));
        writeVector(container.touched);
        writeVector(container.hidden);
        writeVector(container.cleared);
        writeVector(container.restored);
        if (container.isCreated()) {
            time(container.markerTime);
            replica(replicas.find(container.markerReplica));
            seq(container.markerSeq);
        }
        if (start != null && atStart != 0) {
            writeStart(container, atStart, start.openTouches(container));
        }
        if (!dead.isEmpty()) {
            writeDead(dead);
        }
    }

    private void writeStart(ContainerState container, int what, List<Integer> open) {
        number(what);
        if ((what & StartForm.TOUCHED) != 0) {
            number(open.size());
            for (int replica : open) {
                replica(replica);
                number(StartForm.touched(container, replica));
            }
        }
        if ((what & StartForm.HIDDEN) != 0) {
            writeEntries(StartVectors.of(container).hidden());
        }
        if ((what & StartForm.CLEARED) != 0) {
            writeEntries(StartVectors.of(container).cleared());
        }
    }

    private void writeDead(IdRanges dead) {
        List<long[]> runs = new ArrayList<>();
        dead.forEach((first, count) -> runs.add(new long[] {first, count}));
        runs.sort((a, b) -> compareIds(a[0], b[0]));
        number(runs.size());
        for (long[] run : runs) {
            replica(ElementId.replica(run[0]));
            seq(ElementId.seq(run[0]));
            number(run[1]);
        }
    }

    private int compareIds(long a, long b) {
        int order = replicas.compare(ElementId.replica(a), ElementId.replica(b));
        return order == 0 ? Long.compare(a, b) : order;
    }

    private void writeVector(@Nullable ReplicaVector vector) {
        if (vector != null && !vector.isEmpty()) {
            writeEntries(vector);
        }
    }

    private void writeEntries(@Nullable ReplicaVector vector) {
        List<Integer> entries = new ArrayList<>();
        for (int i = 0; vector != null && i < vector.entries(); i++) {
            if (vector.entryEnd(i) > 0) {
                entries.add(vector.entryReplica(i));
            }
        }
        entries.sort(replicas::compare);
        number(entries.size());
        for (int replica : entries) {
            replica(replica);
            number(Objects.requireNonNull(vector).end(replica));
        }
    }

    private void writeMap(MapState map) {
        List<Slot> slots = new ArrayList<>();
        if (map.slots != null) {
            map.slots.forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    if (!page.isVacant(slot)) {
                        slots.add(new Slot(out == null ? "" : page.key(slot), ElementId.NONE, page, slot));
                    }
                }
            });
        }
        if (out != null) {
            slots.sort((a, b) -> Utf8.compare(a.key, b.key));
        }
        number(slots.size());
        for (Slot slot : slots) {
            if (out != null) {
                out.string(slot.key);
            }
            writeSlot(slot);
        }
    }

    private void writeElements(SequenceState list) {
        List<Slot> slots = new ArrayList<>();
        if (list.slots != null) {
            list.slots.forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    slots.add(new Slot("", page.element(slot), page, slot));
                }
            });
        }
        slots.sort((a, b) -> {
            int order = replicas.compare(ElementId.replica(a.element), ElementId.replica(b.element));
            return order == 0 ? Long.compare(ElementId.seq(a.element), ElementId.seq(b.element)) : order;
        });
        number(slots.size());
        for (Slot slot : slots) {
            replica(ElementId.replica(slot.element));
            seq(ElementId.seq(slot.element));
            writeSlot(slot);
        }
        if (out != null) {
            state.forEachSpan(list, new SpanVisitor() {
                @Override
                public void span(long first, int count, boolean deleted, long headTime) {
                    if (!deleted) {
                        writeValues(list, first, count);
                    }
                }

                @Override
                public void marker(long element, long headTime) {
                    // A place between elements.
                }
            });
        }
    }

    private void writeValues(SequenceState list, long first, int count) {
        for (long element = first; element < first + count; element++) {
            if (isWithin(element) && !state.hasSlot(list, element)) {
                value(state.inserted(element));
            }
        }
    }

    private void writePositions(@Nullable Positions positions) {
        if (positions == null) {
            number(0);
            return;
        }
        List<long[]> sorted = new ArrayList<>();
        positions.forEach((position, element) -> sorted.add(new long[] {position, element}));
        sorted.sort((a, b) -> compareIds(a[0], b[0]));
        number(sorted.size());
        for (long[] each : sorted) {
            for (long id : each) {
                replica(ElementId.replica(id));
                seq(ElementId.seq(id));
            }
            if (state.sequences().isBelowBase(each[0])) {
                time(positions.time(each[0]));
            }
        }
    }

    private void writeSlot(Slot slot) {
        SlotPage page = slot.page;
        if (page.cell(slot.slot) == Registers.DEAD) {
            number(0);
        } else {
            int count = Registers.count(page, slot.slot);
            number(1 + count);
            for (int i = 0; i < count; i++) {
                long dot = Registers.dot(page, slot.slot, i);
                time(Registers.time(page, slot.slot, i));
                replica(ElementId.replica(dot));
                seq(ElementId.seq(dot));
                Value value = Registers.value(page, slot.slot, i);
                number(value == null ? 0 : 1);
                if (value != null) {
                    value(value);
                }
            }
        }
        List<ContainerState> children = new ArrayList<>(1);
        for (int at = page.child(slot.slot);
                at != StateSource.NONE;
                at = state.states().get(at).nextSibling) {
            children.add(state.states().get(at));
        }
        children.sort(state::compareIdentity);
        number(children.size());
        for (ContainerState child : children) {
            long maker = state.containers().maker(child.ordinal());
            number(child.type() | (maker == ElementId.NONE ? 0 : WireFormat.MADE_ANEW));
            if (maker != ElementId.NONE) {
                replica(ElementId.replica(maker));
                seq(ElementId.seq(maker));
            }
            writeContainer(child.ordinal());
        }
    }

    private void writePieces(SequenceState sequence) {
        if (out != null) {
            out.varint(sequences.add(visitor -> state.forEachSpan(sequence, visitor)));
            return;
        }
        state.forEachSpan(sequence, new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                used.set(ElementId.replica(first));
            }

            @Override
            public void marker(long element, long headTime) {
                // Stands before an element that is a span of its own.
            }
        });
    }

    private void writeText(SequenceState text) {
        if (out == null) {
            return;
        }
        int start = characters.length();
        SequenceView view = state.view(text);
        view.forEachVisibleRange(0, view.length(), (first, count) -> {
            state.text().appendTo(ElementId.replica(first), ElementId.seq(first), within(first, count), characters);
        });
        isWellFormed &= state.text().hasOnlyLatin1() || isWellFormed(characters, start, characters.length());
    }

    private void writeCharacters(ByteWriter target) {
        if (characters.length() == 0) {
            return;
        }
        target.u8(isWellFormed ? StateColumns.UTF8 : StateColumns.UNITS);
        if (isWellFormed) {
            target.utf8(characters);
        } else {
            for (int i = 0; i < characters.length(); i++) {
                target.u16(characters.charAt(i));
            }
        }
    }

    private boolean isWithin(long element) {
        return within(element, 1) > 0;
    }

    /** How many of a run of elements have their content written here. */
    private int within(long first, int count) {
        int replica = ElementId.replica(first);
        long end = replica < contentEnds.length ? contentEnds[replica] : 0;
        return (int) Math.max(0, Math.min(count, end - ElementId.seq(first)));
    }

    static boolean isWellFormed(CharSequence text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < end
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private void number(long value) {
        if (out != null) {
            out.varint(value);
        }
    }

    private void replica(int index) {
        if (out == null) {
            used.set(index);
        } else {
            out.varint(ranks[index]);
        }
    }

    private void time(long time) {
        if (out != null) {
            out.zigzag(time - lastTime);
            lastTime = time;
        }
    }

    private void seq(long seq) {
        if (out != null) {
            out.zigzag(seq - lastSeq);
            lastSeq = seq;
        }
    }

    private void value(Value value) {
        if (out != null) {
            ValueCodec.write(value, out);
        }
    }

    /** A slot with what it is sorted by. */
    private record Slot(String key, long element, SlotPage page, int slot) {}

    /** The parts of objects, with replicas as places in the table. */
    private final class Parts implements OpWriter {
        @Override
        public void number(long value) {
            if (out != null) {
                out.zigzag(value);
            }
        }

        @Override
        public void count(long value) {
            StateWriter.this.number(value);
        }

        @Override
        public void key(String key) {
            if (out != null) {
                out.string(key);
            }
        }

        @Override
        public void value(Value value) {
            StateWriter.this.value(value);
        }

        @Override
        public void dot(long replica, long seq) {
            StateWriter.this.replica(replicas.intern(replica));
            StateWriter.this.number(seq);
        }

        @Override
        public void bytes(byte[] bytes) {
            if (out != null) {
                out.varint(bytes.length);
                out.bytes(bytes);
            }
        }

        @Override
        public void time(long packed) {
            StateWriter.this.time(packed);
        }
    }
}
