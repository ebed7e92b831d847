package dev.rejoin.map.internal;

import dev.rejoin.codec.WireFormat;
import dev.rejoin.counter.PnCounter;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.io.LimitExceededException.Limit;
import dev.rejoin.io.Utf8;
import dev.rejoin.log.GrowOnlyLog;
import dev.rejoin.object.ContainerType;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.TotalOrder;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.schema.Schema;
import dev.rejoin.sequence.internal.SequencesReader;
import dev.rejoin.set.OrSet;
import dev.rejoin.set.RemoveWinsSet;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import dev.rejoin.version.Dots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StateWriter} wrote into an empty state, and builds everything that is not written. Strict: what the
 * writer cannot have written is refused, with the offset. The state is of no use after a refusal.
 *
 * <p>What elements hold that the history brings is not here; it is read afterwards.
 */
final class StateReader {
    private final DocumentState state;
    private final ReplicaTable replicas;
    private final ContainerTable containers;
    private final ByteReader[] columns;
    /** Per replica index, one past its last seq. */
    private final long[] ends;

    private final SequencesReader pieces;
    private final ElementRuns runs;

    private final ByteReader in;
    private final int[] indices;
    private long lastTime;
    private long lastSeq;

    private final StartReader start;
    private final List<Runs> sequences = new ArrayList<>(1);
    private final List<Integer> textEnds = new ArrayList<>(1);

    /** The visible runs of a sequence, from start to end. */
    private record Runs(SequenceState sequence, int start, int end) {}

    StateReader(DocumentState state, ByteReader[] columns, long[] ends, long[] contentEnds, DecodeLimits limits) {
        this.state = state;
        this.columns = columns;
        this.ends = ends;
        this.in = columns[StateColumns.FIELDS];
        this.replicas = state.replicas();
        this.containers = state.containers();
        indices = readReplicas();
        ByteReader[] structure = Arrays.copyOfRange(columns, StateColumns.SEQUENCES, StateColumns.TEXT);
        pieces = new SequencesReader(replicas, structure, indices, ends);
        limits.checkExpandedBytes(pieces.elements(), in.offset());
        runs = new ElementRuns(state.context(), contentEnds, pieces.pieces());
        start = new StartReader(this, state, in, contentEnds, ends);
    }

    private int[] readReplicas() {
        int count = in.count(Long.BYTES);
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            int offset = in.offset();
            long id = in.u64();
            if (i > 0 && Long.compareUnsigned(replicas.id(found[i - 1]), id) >= 0) {
                throw in.corruptAt(offset, Kind.UNSORTED, "replica ids ascending", "a smaller or equal one");
            }
            found[i] = replicas.find(id);
            if (found[i] < 0) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "a replica of the version", "another one");
            }
        }
        return found;
    }

    void read() {
        readContent(state.states().get(ContainerTable.ROOT), null);
        if (in.remaining() > 0) {
            readSchema();
        }
        in.expectEnd();
        pieces.finish();
        storeContent();
        state.structureChanged();
    }

    private void readSchema() {
        int offset = in.offset();
        int version = in.varintUpTo(Integer.MAX_VALUE, "the version of a schema");
        long time = time();
        long dot = dot();
        if (version == 0
                || ElementId.seq(dot) >= ends[ElementId.replica(dot)]
                || !(ValueCodec.read(in) instanceof Value.MapValue schema)) {
            throw in.corruptAt(offset, Kind.BAD_VALUE, "a schema that was written", "something else");
        }
        Schema.checkStored(version, schema);
        state.define(new StoredSchema(version, schema, time, replicas.id(ElementId.replica(dot)), ElementId.seq(dot)));
    }

    /** Once the history is there: whether all that can be read has its content. */
    void checkContent(ByteReader history) {
        for (Runs of : sequences) {
            for (int run = of.start(); run < of.end(); run++) {
                if (!hasContent(of.sequence(), runs.first(run), runs.within(run), runs.count(run))) {
                    throw history.corrupt(
                            Kind.BAD_VALUE,
                            "content of every element",
                            "none of " + ElementId.toString(runs.first(run)));
                }
            }
        }
    }

    private boolean hasContent(SequenceState sequence, long first, int within, int count) {
        int replica = ElementId.replica(first);
        if (sequence.type() == ContainerType.TEXT) {
            return state.context().text().covers(replica, ElementId.seq(first) + within, count - within);
        }
        for (int i = within; i < count; i++) {
            if (state.context().elements().find(replica, ElementId.seq(first) + i) == null
                    && !state.hasSlot(sequence, first + i)) {
                return false;
            }
        }
        return true;
    }

    private void readContainer(int ordinal, @Nullable ReplicaVector above) {
        if (containers.depth(ordinal) > FormatLimits.MAX_DEPTH) {
            throw new LimitExceededException(
                    Limit.DEPTH, FormatLimits.MAX_DEPTH, containers.depth(ordinal), in.offset());
        }
        ContainerState container = state.ensure(ordinal);
        int flags = in.varintUpTo(127, "flags of a container");
        container.touched = (flags & StateWriter.TOUCHED) == 0 ? null : readVector(true);
        container.hidden = (flags & StateWriter.HIDDEN) == 0 ? null : readVector(false);
        container.cleared = (flags & StateWriter.CLEARED) == 0 ? null : readVector(false);
        container.restored = (flags & StateWriter.RESTORED) == 0 ? null : readVector(false);
        if ((flags & StateWriter.MARKER) != 0) {
            long time = time();
            long dot = dot();
            container.raiseMarker(time, replicas.id(ElementId.replica(dot)), ElementId.seq(dot));
        }
        container.start = start.read(container, (flags & StateWriter.START) != 0);
        if ((flags & StateWriter.DEAD) != 0) {
            start.readDead(container);
        }
        ReplicaVector covered = above;
        if (container.cleared != null) {
            covered = ReplicaVector.copyOf(above, state.epoch().current());
            covered.join(container.cleared);
        }
        container.visible = container.isVisibleWith(covered);
        container.shown = container.visible; // the policies are asked when everything is read
        readContent(container, covered);
    }

    /** A vector of what was applied, or of what operations named, which goes further if they are forged. */
    private ReplicaVector readVector(boolean applied) {
        int offset = in.offset();
        ReplicaVector vector = readEntries(applied);
        if (vector.isEmpty()) {
            throw in.corruptAt(offset, Kind.NOT_CANONICAL, "a vector with entries", "an empty one");
        }
        return vector;
    }

    ReplicaVector readEntries(boolean applied) {
        int count = in.count(2);
        ReplicaVector vector = new ReplicaVector(state.epoch().current());
        int last = -1;
        for (int i = 0; i < count; i++) {
            last = readRank(last);
            int offset = in.offset();
            long end = in.varint();
            if (end <= 0 || end > (applied ? ends[indices[last]] : ElementId.MAX_SEQ)) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "an end up to the version", Long.toUnsignedString(end));
            }
            vector.raise(indices[last], end);
        }
        return vector;
    }

    /** Whether history begins above the beginning of the document, so that containers remember what they were there. */
    boolean isHistoryCut() {
        return start.isSomewhere();
    }

    /** The place of a replica in the table, behind another one. */
    int readRank(int last) {
        int offset = in.offset();
        int rank = in.varintUpTo(indices.length - 1, "a replica");
        if (rank <= last) {
            throw in.corruptAt(offset, Kind.UNSORTED, "replicas ascending", "a smaller or equal one");
        }
        return rank;
    }

    int replicaAt(int rank) {
        return indices[rank];
    }

    private void readContent(ContainerState container, @Nullable ReplicaVector covered) {
        if (container instanceof MapState map) {
            readMap(map, covered);
        } else if (container instanceof SequenceState sequence) {
            int firstRun = runs.size();
            readPieces(sequence);
            sequences.add(new Runs(sequence, firstRun, runs.size()));
            if (sequence.type() == ContainerType.TEXT) {
                endOfText(firstRun);
            } else {
                readPositions(sequence);
                readElements(sequence, firstRun, covered);
            }
            start.checkDead(sequence);
        } else if (container instanceof CounterState counter) {
            counter.counter = PnCounter.readState(new Parts(1));
            if (!counter.counter.isWithin(this::end)) {
                throw in.corrupt(Kind.BAD_VALUE, "increments of the version", "others");
            }
        } else if (container instanceof SetState set) {
            set.set = OrSet.readState(new Parts(0), state.hasher().secret());
        } else if (container instanceof RemoveWinsSetState set) {
            set.set = RemoveWinsSet.readState(new Parts(0), state.hasher().secret());
        } else if (container instanceof LogState log) {
            log.log = GrowOnlyLog.readState(new Parts(0));
        }
    }

    private void readMap(MapState map, @Nullable ReplicaVector covered) {
        int count = in.count(3);
        String last = null;
        for (int i = 0; i < count; i++) {
            int offset = in.offset();
            String key = in.string(Limit.KEY_BYTES, FormatLimits.MAX_KEY_BYTES);
            if (last != null && Utf8.compare(last, key) >= 0) {
                throw in.corruptAt(offset, Kind.UNSORTED, "keys ascending", "a smaller or equal one");
            }
            last = key;
            long hash = state.hasher().of(key);
            SlotPage page = map.writableSlots().pageForNew(hash);
            int slot = page.add(key, hash);
            int writes = readWrites(page, slot);
            int types = in.count(2);
            if (writes < 0 || writes == 0 && types == 0) {
                throw in.corruptAt(offset, Kind.NOT_CANONICAL, "a slot with content", "an empty or dead one");
            }
            int lastType = 0;
            long lastMaker = ElementId.NONE;
            for (int k = 0; k < types; k++) {
                int coding = readType(lastType, true);
                long maker = coding < WireFormat.MADE_ANEW ? ElementId.NONE : readMaker(coding == lastType, lastMaker);
                lastType = coding;
                lastMaker = maker;
                readContainer(containers.intern(map.ordinal(), key, WireFormat.containerType(coding), maker), covered);
            }
            map.shownKeys += state.shown(map, page, slot);
            map.conflicts += state.conflicts().weight(map, page, slot);
        }
    }

    private void readElements(SequenceState list, int firstRun, @Nullable ReplicaVector covered) {
        int endRun = runs.size(); // before the runs of nested sequences
        int count = in.count(4);
        long last = ElementId.NONE;
        for (int i = 0; i < count; i++) {
            int offset = in.offset();
            long element = entryOf(list);
            if (last != ElementId.NONE && compare(last, element) >= 0) {
                throw in.corruptAt(offset, Kind.UNSORTED, "elements ascending", "a smaller or equal one");
            }
            last = element;
            if (list.isPosition(element)) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "an element of the list", "a position");
            }
            long hash = state.hasher().of(element);
            SlotPage page = list.writableSlots().pageForNew(hash);
            int slot = page.add(element, hash);
            boolean dead = readWrites(page, slot) < 0;
            int types = in.count(2);
            if (dead && types == 0 || !dead && !list.isVisible(element)) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "an element that is live or holds containers", "neither");
            }
            int lastType = 0;
            for (int k = 0; k < types; k++) {
                lastType = readType(lastType, false);
                readContainer(containers.intern(list.ordinal(), element, lastType), covered);
            }
            list.conflicts += state.conflicts().weight(list, page, slot);
            if (dead && list.isVisible(element) != (state.winner(list, element) != StateSource.NONE)) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "a removed element as visible as its containers", "another");
            }
        }
        for (int run = firstRun; run < endRun; run++) {
            runs.beginValues(run);
            for (int k = 0; k < runs.within(run); k++) {
                long element = runs.first(run) + k;
                runs.addValue(state.hasSlot(list, element) ? null : ValueCodec.read(in));
            }
        }
    }

    int compare(long a, long b) {
        int order = replicas.compare(ElementId.replica(a), ElementId.replica(b));
        return order == 0 ? Long.compare(a, b) : order;
    }

    /** Reads the register of a slot; the number of writes, or -1 for a dead element. */
    private int readWrites(SlotPage page, int slot) {
        int header = in.count(1);
        if (header == 0) {
            page.setCell(slot, Registers.DEAD, 0, 0, 0);
            return -1;
        }
        long lastStamp = 0;
        long lastDot = ElementId.NONE;
        for (int i = 1; i < header; i++) {
            int offset = in.offset();
            long stamp = time();
            long dot = dot();
            if (lastDot != ElementId.NONE && compareStamps(lastStamp, lastDot, stamp, dot) >= 0) {
                throw in.corruptAt(offset, Kind.UNSORTED, "writes ascending", "a smaller or equal one");
            }
            lastStamp = stamp;
            lastDot = dot;
            Value value = in.bool() ? ValueCodec.read(in) : null;
            Registers.write(
                    page,
                    slot,
                    value,
                    Dots.EMPTY,
                    stamp,
                    dot,
                    replicas,
                    state.epoch().current(),
                    false);
        }
        return header - 1;
    }

    private int compareStamps(long time1, long dot1, long time2, long dot2) {
        return TotalOrder.compare(
                time1,
                replicas.id(ElementId.replica(dot1)),
                ElementId.seq(dot1),
                time2,
                replicas.id(ElementId.replica(dot2)),
                ElementId.seq(dot2));
    }

    private void readPieces(SequenceState sequence) {
        int number = in.varintUpTo(pieces.rest(), "pieces of a sequence");
        sequence.rga = pieces.next(state.sequences(), sequence.ordinal(), number, runs);
    }

    private void readPositions(SequenceState list) {
        int count = in.count(4);
        long[] moved = new long[count];
        long last = ElementId.NONE;
        Moves moves = state.moves();
        for (int i = 0; i < count; i++) {
            int offset = in.offset();
            long position = entryOf(list);
            long element = entryOf(list);
            if (last != ElementId.NONE && compare(last, position) >= 0) {
                throw in.corruptAt(offset, Kind.UNSORTED, "positions ascending", "a smaller or equal one");
            }
            last = position;
            boolean isBelowBase = state.sequences().isBelowBase(position);
            long time = isBelowBase ? time() : state.sequences().headTime(position);
            boolean isAfter = isBelowBase
                    ? state.sequences().isBelowBase(element) && time != 0 && time >>> 16 < 1L << 47
                    : moves.compareStamps(
                                    position, time, element, state.sequences().headTime(element))
                            > 0;
            if (list.rga.isVisible(position) || !isAfter) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "a position after its element", "another id");
            }
            moves.load(list, position, element, time);
            moved[i] = element;
        }
        for (long element : moved) {
            if (list.isPosition(element)) {
                throw in.corrupt(Kind.BAD_VALUE, "an element of the list", "a position");
            }
            Moves.show(list, element);
        }
    }

    private long entryOf(SequenceState list) {
        int offset = in.offset();
        int replica = replica();
        long entry = ElementId.of(replica, seq());
        if (state.sequences().containerOf(entry) != list.ordinal()) {
            throw in.corruptAt(offset, Kind.BAD_VALUE, "an element of the list", "another id");
        }
        return entry;
    }

    private void endOfText(int firstRun) {
        long end = runs.addText(firstRun);
        int length = columns[StateColumns.TEXT].remaining(); // a character takes a byte at least
        if (end > length) {
            throw columns[StateColumns.TEXT].corrupt(Kind.TRUNCATED, end + " characters", length + " bytes");
        }
        textEnds.add((int) end);
    }

    /** Reads the characters of all texts, and puts them and the values into their stores. */
    private void storeContent() {
        ByteReader text = columns[StateColumns.TEXT];
        int length = textEnds.isEmpty() ? 0 : textEnds.get(textEnds.size() - 1);
        if (length == 0) {
            text.expectEnd();
            runs.store(pieces, null, "");
            return;
        }
        int offset = text.offset();
        boolean isUtf8 = text.varintUpTo(StateColumns.UNITS, "the form of the characters") == StateColumns.UTF8;
        byte[] ascii = isUtf8 && text.remaining() == length ? text.ascii(length) : null;
        if (ascii != null) {
            runs.store(pieces, ascii, "");
            return;
        }
        String characters = isUtf8 ? text.utf8(text.remaining()) : readUnits(text);
        if (characters.length() != length) {
            throw text.corruptAt(offset, Kind.BAD_VALUE, length + " characters", characters.length() + " characters");
        }
        checkForm(characters, isUtf8, offset);
        runs.store(pieces, null, characters);
    }

    private void checkForm(String characters, boolean isUtf8, int offset) {
        boolean isWellFormed = true;
        int start = 0;
        for (int end : textEnds) {
            isWellFormed &= isUtf8
                    ? end == characters.length() || !Character.isLowSurrogate(characters.charAt(end))
                    : StateWriter.isWellFormed(characters, start, end);
            start = end;
        }
        if (isWellFormed != isUtf8) {
            throw columns[StateColumns.TEXT].corruptAt(
                    offset, Kind.NOT_CANONICAL, "UTF-8 for well-formed texts, units for others", "the other form");
        }
    }

    private static String readUnits(ByteReader text) {
        StringBuilder units = new StringBuilder(text.remaining() / Character.BYTES);
        while (text.remaining() > 0) {
            units.append((char) text.u16());
        }
        return units.toString();
    }

    /** Reads the type of a container under a key, with its flag, or in an element. */
    private int readType(int last, boolean underKey) {
        int offset = in.offset();
        int coding = in.varintUpTo(2 * WireFormat.MADE_ANEW - 1, "the type of a container");
        boolean anew = coding >= WireFormat.MADE_ANEW;
        if (WireFormat.containerType(coding) < 0 || anew && !underKey) {
            throw in.corruptAt(offset, Kind.BAD_VALUE, "the type of a container", Integer.toString(coding));
        }
        if (coding < last || coding == last && !anew) {
            throw in.corruptAt(offset, Kind.UNSORTED, "types ascending", "type " + coding);
        }
        return coding;
    }

    private long readMaker(boolean sameType, long last) {
        int offset = in.offset();
        long maker = dot();
        if (sameType && compare(last, maker) >= 0) {
            throw in.corruptAt(offset, Kind.UNSORTED, "makers of containers ascending", "a smaller or equal one");
        }
        return maker;
    }

    /** An id, packed. */
    private long dot() {
        int offset = in.offset();
        int replica = replica();
        long seq = seq();
        if (seq >= ends[replica]) {
            throw in.corruptAt(offset, Kind.BAD_VALUE, "an id of the version", "seq " + seq);
        }
        return ElementId.of(replica, seq);
    }

    /** One past the last seq of a replica. */
    private long end(long replica) {
        int index = replicas.find(replica);
        return index < 0 ? 0 : ends[index];
    }

    int replica() {
        return indices[in.varintUpTo(indices.length - 1, "a replica")];
    }

    private long time() {
        lastTime += in.zigzag();
        return lastTime;
    }

    long seq() {
        int offset = in.offset();
        lastSeq += in.zigzag();
        if (lastSeq < 0 || lastSeq > ElementId.MAX_SEQ) {
            throw in.corruptAt(offset, Kind.LIMIT, "a number of 40 bits", Long.toString(lastSeq));
        }
        return lastSeq;
    }

    /** The parts of objects, with replicas as places in the table. */
    private final class Parts implements OpReader {
        /** 1 where seqs are ends, else 0. */
        private final int beyond;

        private long dotReplica;
        private long dotSeq;

        Parts(int beyond) {
            this.beyond = beyond;
        }

        @Override
        public long number() {
            return in.zigzag();
        }

        @Override
        public long count() {
            int start = in.offset();
            long value = in.varint();
            if (value < 0) {
                throw in.corruptAt(start, Kind.LIMIT, "a count of 63 bits", Long.toUnsignedString(value));
            }
            return value;
        }

        @Override
        public String key() {
            return in.string(Limit.KEY_BYTES, FormatLimits.MAX_KEY_BYTES);
        }

        @Override
        public Value value() {
            return ValueCodec.read(in);
        }

        @Override
        public void nextDot() {
            int offset = in.offset();
            int replica = replica();
            dotReplica = replicas.id(replica);
            dotSeq = count();
            if (dotSeq - beyond >= ends[replica]) {
                throw in.corruptAt(offset, Kind.BAD_VALUE, "an id of the version", "seq " + dotSeq);
            }
        }

        @Override
        public long dotReplica() {
            return dotReplica;
        }

        @Override
        public long dotSeq() {
            return dotSeq;
        }

        @Override
        public byte[] bytes() {
            return in.bytes(in.count(1));
        }

        @Override
        public long offset() {
            return in.offset();
        }

        @Override
        public long time() {
            return StateReader.this.time();
        }
    }
}
