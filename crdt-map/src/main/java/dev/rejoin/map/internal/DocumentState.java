package dev.rejoin.map.internal;

import dev.rejoin.conflict.ConflictPolicies;
import dev.rejoin.counter.CounterFloors;
import dev.rejoin.internal.EditEpoch;
import dev.rejoin.internal.ElementId;
import dev.rejoin.internal.ReplicaTable;
import dev.rejoin.internal.content.ElementContent;
import dev.rejoin.internal.content.TextContent;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.DecodeLimits;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.replica.OpSink;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.ReplicatedState;
import dev.rejoin.replica.StatePruning;
import dev.rejoin.sequence.internal.Rga;
import dev.rejoin.sequence.internal.SequenceStore;
import dev.rejoin.sequence.internal.SpanVisitor;
import dev.rejoin.sequence.internal.TreeShape;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that a document is, beside its history: the containers with their vectors and contents.
 *
 * <p>For an engine: {@link #checker}, {@link #begin}, {@link #applier}, {@link #end} and {@link #rollback} integrate
 * changes; {@link #view} freezes what can be read, in constant time; {@link #writeState} and {@link #readState} are the
 * canonical bytes; {@link #setObserver} is where events come from. Reading goes through {@link StateSource}, which views
 * share.
 *
 * <p>It converges because every part does: registers keep the causally maximal writes, counters, sets and sequences are
 * objects that converge on their own, visibility is a function of vectors that only grow by maximum, and what a reset
 * drops was delivered everywhere before the reset (causal order).
 *
 * <p>One thread at a time. Costs: a text edit beside the one before it, constant; a key, one hash and a page of at most 64
 * slots; the resets of one container that are received together, linear in what stands below it.
 */
public final class DocumentState extends StateSource implements ReplicatedState {
    private static final int[] NO_CONTAINERS = {};

    private final ReplicaContext context;
    private final EditEpoch epoch;
    private final ReplicaTable replicas;
    private final ContainerTable containers;
    private final TreeShape shape;
    /** Null until there is a text or list. */
    private @Nullable SequenceStore sequences;

    private final KeyHash hasher;
    private final Visibility visibility;
    private final Placement placement;
    private final OpenConflicts conflicts;
    private final Moves moves;
    private final Pruning pruning;
    private final Applier applier;
    private ContainerStates states;

    private @Nullable Checker checker;
    private @Nullable UndoLog spareUndo;
    /** Between {@link #readState} and {@link #checkContent}. */
    private @Nullable StateReader reader;

    private @Nullable ChangeObserver observer;
    private @Nullable OpSink tap;
    private int structure;
    private @Nullable StoredSchema schema;

    /** What was looked up last. */
    private SlotPage lookedPage = SlotPage.EMPTY;

    private int lookedSlot = -1;

    /** The open change. */
    private int author;

    private long authorId;
    private long time;
    /** Null while no change is open that can be taken back. */
    private @Nullable UndoLog undo;

    /**
     * The state of an empty document.
     *
     * @param context what the parts of the document share
     * @param shape node capacities of its sequences
     * @param hashSeed a secret that decides where keys are stored and nothing else
     */
    public DocumentState(ReplicaContext context, TreeShape shape, long hashSeed) {
        this(context, context.epoch(), shape, hashSeed);
    }

    /**
     * A state beside that of the document, for what was: with edit epochs of its own, so that views of one leave the other
     * alone.
     *
     * @param context what the parts of the document share
     * @param hashSeed a secret that decides where keys are stored and nothing else
     * @return an empty state
     */
    public static DocumentState beside(ReplicaContext context, long hashSeed) {
        return new DocumentState(context, new EditEpoch(), TreeShape.DEFAULT, hashSeed);
    }

    private DocumentState(ReplicaContext context, EditEpoch epoch, TreeShape shape, long hashSeed) {
        this.context = context;
        this.epoch = epoch;
        replicas = context.replicas();
        containers = context.containers();
        this.shape = shape;
        hasher = new KeyHash(hashSeed);
        states = new ContainerStates(epoch);
        MapState root = new MapState(ContainerTable.ROOT, epoch.current());
        root.visible = true;
        root.shown = true;
        states.put(ContainerTable.ROOT, root);
        placement = new Placement(this);
        conflicts = new OpenConflicts(this);
        visibility = new Visibility(this);
        moves = new Moves(this);
        pruning = new Pruning(this);
        applier = new Applier(this);
    }

    @Override
    public OpSink checker(int author, long time) {
        Checker checking = checker;
        if (checking == null) {
            checking = new Checker(this);
            checker = checking;
        }
        checking.begin(author, time);
        return checking;
    }

    @Override
    public void begin(int author, long time, boolean revocable) {
        UndoLog open = undo;
        if (open != null) {
            visibility.settle();
            int before = this.author;
            open.add(() -> this.author = before); // entries below are of that one
        }
        this.author = author;
        this.time = time;
        authorId = replicas.id(author);
        if (revocable && open == null) {
            visibility.catchUp(); // what is taken back must not have dropped anything
            UndoLog log = spareUndo;
            undo = log == null ? new UndoLog() : log;
            spareUndo = undo;
        }
        if (observer != null) {
            observer.begin();
        }
    }

    @Override
    public void defer() {
        if (observer == null && tap == null) { // they look at what an operation finds and leaves
            visibility.defer();
        }
    }

    @Override
    public void catchUp() {
        visibility.catchUp();
    }

    @Override
    public OpSink applier() {
        return applier;
    }

    @Override
    public void end(long firstSeq, long endSeq) {
        UndoLog log = undo;
        if (log != null) {
            undo = null;
            log.clear();
        }
        applier.end();
        visibility.settle(); // nothing is recorded of it any more
    }

    /** Whether a change is open that can be taken back. */
    public boolean isOpen() {
        return undo != null;
    }

    @Override
    public void rollback() {
        UndoLog log = undo;
        if (log == null) {
            throw new IllegalStateException("No change is open that can be taken back");
        }
        undo = null;
        visibility.forget();
        visibility.forgetDeferred();
        moves.forget();
        applier.forget();
        if (!log.isEmpty()) {
            log.undo(this);
            structureChanged();
            visibility.forget();
        }
        if (observer != null) {
            observer.rollback();
        }
    }

    /**
     * Says how this device reads what concurrent edits left; what everybody must agree on does not depend on it. Between
     * changes. O(containers).
     */
    public void setPolicies(ConflictPolicies policies) {
        states().writable(ContainerTable.ROOT).rules = FieldRules.of(policies);
        visibility.forget();
        visibility.review(ContainerTable.ROOT);
        structureChanged();
    }

    @Override
    public @Nullable StoredSchema schema() {
        return schema;
    }

    /** A schema was written; what it says of reading is not looked at here. */
    void define(StoredSchema written) {
        StoredSchema before = schema;
        if (written.isAfter(before)) {
            schema = written;
            if (undo != null) {
                undo.add(() -> schema = before);
            }
        }
    }

    /** How the scalar at a key of a map is read. */
    public RegisterPolicy scalarPolicy(int map, String key) {
        return FieldRules.scalarAt(states().get(map).rules, key);
    }

    /**
     * Says who hears what changes, from the next change on.
     *
     * @param observer null for nobody, which costs nothing
     */
    public void setObserver(@Nullable ChangeObserver observer) {
        this.observer = observer;
    }

    /**
     * Says who is given each operation right before it is applied, while what it replaces can still be read.
     *
     * @param tap must not change anything; null for nobody
     */
    public void setTap(@Nullable OpSink tap) {
        this.tap = tap;
    }

    /** Who was set by {@link #setTap}. */
    public @Nullable OpSink tap() {
        return tap;
    }

    /**
     * Freezes what can be read now; the next edits copy what they touch.
     *
     * @return a source for any thread, if it is handed over safely
     */
    public StateView view() {
        visibility.settle(); // there may be an open change that will be taken back
        settle();
        StateView view = new StateView(states, hasher, context.text(), context.elements(), replicas.frozen(), schema);
        epoch.advance();
        structureChanged(); // states that were looked up belong to the view now
        return view;
    }

    @Override
    public StatePruning pruning() {
        return pruning;
    }

    @Override
    public int stateColumns() {
        return StateColumns.NUMBER;
    }

    @Override
    public void writeState(ByteWriter[] columns, long[] contentEnds, boolean restFollows) {
        new StateWriter(this, columns, contentEnds, restFollows).write();
    }

    @Override
    public void readState(ByteReader[] columns, long[] ends, long[] contentEnds, DecodeLimits limits) {
        reader = new StateReader(this, columns, ends, contentEnds, limits);
        reader.read();
        if (states().get(ContainerTable.ROOT).rules != null) {
            visibility.review(ContainerTable.ROOT);
        }
    }

    @Override
    public void checkContent(ByteReader in) {
        if (reader != null) {
            reader.checkContent(in);
            if (reader.isHistoryCut()) {
                shareVectors();
            }
            reader = null;
        }
    }

    /** Number of spans in all sequences; O(spans). */
    public int spanCount() {
        int[] spans = {0};
        SpanVisitor counting = new SpanVisitor() {
            @Override
            public void span(long first, int count, boolean deleted, long headTime) {
                spans[0]++;
            }

            @Override
            public void marker(long element, long headTime) {
                // A place between spans.
            }
        };
        settle();
        for (int i = 0; i < containers.size(); i++) {
            if (states().find(i) instanceof SequenceState sequence) {
                sequence.rga.forEachSpan(counting);
            }
        }
        return spans[0];
    }

    /** The vectors that containers have now are kept as they are: who changes one copies it first. */
    void shareVectors() {
        epoch.advance();
        structureChanged();
    }

    /** Throws AssertionError if the retained history, author by author, does not lead to the vectors of the containers. */
    public void checkVectors(Consumer<IntFunction<OpSink>> history) {
        visibility.settle();
        pruning.checkVectors(history);
    }

    /** Throws AssertionError if an invariant of the state or of any of its parts does not hold. */
    public void checkInvariants() {
        new StateChecks(this).check();
    }

    /** Looks a key up, for the questions about what is there that follow; any edit makes the answers stale. */
    public void look(int map, String key) {
        long hash = hasher.of(key);
        lookedPage = ((MapState) states().get(map)).page(hash);
        lookedSlot = lookedPage.find(key, hash);
    }

    /** Looks a list element up, as {@link #look(int, String)}. */
    public void look(int list, long element) {
        long hash = hasher.of(element);
        lookedPage = ((SequenceState) states().get(list)).page(hash);
        lookedSlot = lookedPage.find(element, hash);
    }

    /** Slot of a key on a page, or -1; for nothing if it was looked up last. */
    int slot(SlotPage page, String key, long hash) {
        boolean isKnown = page == lookedPage && lookedSlot >= 0 && page.isAt(lookedSlot, key, hash);
        return isKnown ? lookedSlot : page.find(key, hash);
    }

    /** Dots of the scalar writes that stand there; in an element, those after its insertion. */
    public Dots dotsThere() {
        return lookedSlot < 0 ? Dots.EMPTY : Registers.dots(lookedPage, lookedSlot, replicas);
    }

    /** Whether a value stands there, be it read or not. */
    public boolean hasValueThere() {
        return lookedSlot >= 0 && Registers.hasAnyValue(lookedPage, lookedSlot);
    }

    /** The containers there that are shown, of every type, by ascending type. */
    public int[] visibleThere() {
        return visibleAt(lookedPage, lookedSlot);
    }

    /** Whether an element was removed and is shown for the containers in it only. */
    public boolean isDeadThere() {
        return lookedSlot >= 0 && lookedPage.cell(lookedSlot) == Registers.DEAD;
    }

    @Override
    public OpId unpack(long element) {
        return OpId.of(replicas.id(ElementId.replica(element)), ElementId.seq(element));
    }

    /** What a replica counted in a counter. */
    public CounterFloors counted(int counter, long replica) {
        return states().find(counter) instanceof CounterState known
                ? known.counter.counted(replica)
                : CounterFloors.EMPTY;
    }

    /** What a delete of a container covers now. */
    public VersionVector touched(int container) {
        visibility.settle();
        return toVersion(states().get(container).touched, null);
    }

    /** What deletes of a container covered that a restoration takes back now. */
    public VersionVector hidden(int container) {
        return toVersion(states().get(container).hidden, null);
    }

    /** Whether deletes hide a container, wherever it stands, of which not everything was reset: it can be restored. */
    public boolean isDeleted(int container) {
        ContainerState deleted = states().get(container);
        return !deleted.shown
                && deleted.hidden != null
                && !ReplicaVector.isCovered(deleted.touched, visibility.covered(container), null);
    }

    /** Whether nobody may bring back what stands in a container: everybody knows by now that it was deleted. */
    public boolean isBelowFloor(int container) {
        return pruning.isBelowFloor(container);
    }

    /** The floor of this device; empty if it has none. */
    public VersionVector floor() {
        return pruning.floor();
    }

    /** Everything that stands at a key. */
    public Contest contest(MapState map, String key) {
        return new Contests(this).at(map, key);
    }

    /** Everything that stands in an element. */
    public Contest contest(SequenceState list, long element) {
        return new Contests(this).at(list, element);
    }

    /** The value that a policy reads of writes, the largest of which comes first. */
    public static @Nullable Value read(List<Contest.Write> writes, RegisterPolicy policy) {
        return Registers.read(
                writes.size(), i -> writes.get(writes.size() - 1 - i).value(), policy);
    }

    /** Keys at which several writes or any container stand, in ascending order. */
    public List<String> contestedKeys(MapState map) {
        List<String> keys = new ArrayList<>();
        if (map.slots != null) {
            map.slots.forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    if (Registers.count(page, slot) > 1 || page.child(slot) != NONE) {
                        keys.add(page.key(slot));
                    }
                }
            });
        }
        Collections.sort(keys);
        return keys;
    }

    /** Elements with several writes or any container, from left to right. */
    public List<Long> contestedElements(SequenceState list) {
        List<Long> elements = new ArrayList<>();
        if (list.slots != null) {
            list.slots.forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    if (Registers.count(page, slot) > 1 || page.child(slot) != NONE) {
                        elements.add(page.element(slot));
                    }
                }
            });
        }
        elements.sort(Comparator.<Long>comparingInt(element -> list.indexOf(element))
                .thenComparing(element -> list.isVisible(element))
                .thenComparing(this::unpack));
        return elements;
    }

    /** What a reset of a container covers now; null when none is due, because no delete hides it. */
    public @Nullable VersionVector clearing(int container) {
        visibility.settle();
        ContainerState hidden = states().find(container);
        return hidden == null || hidden.shown || hidden.hidden == null
                ? null
                : toVersion(hidden.touched, hidden.hidden);
    }

    /** The text or list that an element belongs to, visible or not; negative if none knows it. */
    public int containerOf(long element) {
        return sequences().containerOf(element);
    }

    /** What the parts of the document share. */
    public ReplicaContext context() {
        return context;
    }

    @Override
    ContainerStates states() {
        if (states.epoch() != epoch.current()) {
            states = states.forkIfStale();
        }
        return states;
    }

    @Override
    KeyHash hasher() {
        return hasher;
    }

    @Override
    long hash(String key) {
        return hasher.of(key);
    }

    @Override
    public TextContent text() {
        return context.text();
    }

    @Override
    public ElementContent elements() {
        return context.elements();
    }

    @Override
    public int structure() {
        return structure;
    }

    @Override
    public long elementAt(SequenceState sequence, int index) {
        return sequence.elementAt(index);
    }

    @Override
    public int indexBeside(SequenceState sequence, OpId id, boolean after) {
        int replica = replicas.find(id.replica().value());
        long element = replica < 0 ? ElementId.NONE : ElementId.of(replica, id.seq());
        boolean known = replica >= 0 && sequences().containerOf(element) == sequence.ordinal();
        if (!known || sequence.isPosition(element)) {
            return -1;
        }
        int index = sequence.indexOf(element);
        return after && sequence.isVisible(element) ? index + 1 : index;
    }

    /** The entries of a sequence as all devices must write them. */
    void forEachSpan(SequenceState sequence, SpanVisitor visitor) {
        settle();
        Set<Long> hiddenHere = hiddenHere(sequence);
        if (hiddenHere.isEmpty() && sequence.positions() == null) {
            sequence.rga.forEachSpan(visitor);
            return;
        }
        AgreedSpans agreed = new AgreedSpans(sequence, hiddenHere, visitor);
        sequence.rga.forEachSpan(agreed);
        agreed.flush();
    }

    @Override
    void settle() {
        if (sequences != null) {
            sequences.flush();
        }
    }

    /** What was looked up in another state of the same document is looked up again in this one, as what is remembered here. */
    public void follow(DocumentState before) {
        structure = Math.max(structure, before.structure); // a number that neither of the two had
        structureChanged();
    }

    void structureChanged() {
        structure = structure + 1 & Integer.MAX_VALUE;
    }

    TreeShape shape() {
        return shape;
    }

    EditEpoch epoch() {
        return epoch;
    }

    /** Whether this is of the past: what it shares with the document is not its own to change. */
    boolean isBeside() {
        return epoch != context.epoch();
    }

    ReplicaTable replicas() {
        return replicas;
    }

    ContainerTable containers() {
        return containers;
    }

    SequenceStore sequences() {
        SequenceStore known = sequences;
        if (known == null) {
            known = new SequenceStore(replicas, epoch, shape);
            sequences = known;
        }
        return known;
    }

    Moves moves() {
        return moves;
    }

    Placement placement() {
        return placement;
    }

    OpenConflicts conflicts() {
        return conflicts;
    }

    /** How many conflicts are open that can be read. */
    public int openConflicts() {
        return ((SlottedState) states().get(ContainerTable.ROOT)).conflicts;
    }

    Visibility visibility() {
        return visibility;
    }

    public @Nullable ChangeObserver observer() {
        return observer;
    }

    @Nullable
    UndoLog undo() {
        return undo;
    }

    int author() {
        return author;
    }

    long authorId() {
        return authorId;
    }

    long time() {
        return time;
    }

    /** Packed id of an element; its replica is interned if need be. */
    long pack(OpId id) {
        return ElementId.of(replicas.intern(id.replica().value()), id.seq());
    }

    /** A sequence, ready to be written. */
    SequenceState sequence(int container) {
        SequenceState sequence = (SequenceState) states().writable(container);
        Rga writable = sequence.rga.writable();
        if (writable != sequence.rga) {
            sequence.rga = writable;
            structureChanged(); // who remembers the old one looks again
        }
        return sequence;
    }

    /** State of a container, ready to be written; created, and linked to its parent, when there is none. */
    ContainerState ensure(int container) {
        ContainerState known = states().find(container);
        if (known == null) {
            return placement.create(container);
        }
        return known.epoch() == epoch.current() ? known : states.writable(container);
    }

    /** The containers right below one. */
    int[] children(SlottedState parent) {
        return children(parent, child -> true);
    }

    /** Those of them that are wanted. */
    int[] children(SlottedState parent, Predicate<ContainerState> wanted) {
        SlotTable slots = parent.slots;
        if (slots == null) {
            return new int[0];
        }
        int[][] found = {new int[4]};
        int[] count = {0};
        slots.forEachPage(page -> {
            for (int slot = 0; slot < page.size(); slot++) {
                ContainerState child;
                for (int at = page.child(slot); at != NONE; at = child.nextSibling) {
                    child = states().get(at);
                    if (wanted.test(child)) {
                        if (count[0] == found[0].length) {
                            found[0] = Arrays.copyOf(found[0], 2 * count[0]);
                        }
                        found[0][count[0]++] = at;
                    }
                }
            }
        });
        return Arrays.copyOf(found[0], count[0]);
    }

    /** Whether something was written to an element after its insertion. */
    boolean hasSlot(SequenceState list, long element) {
        if (list.slots == null) {
            return false;
        }
        long hash = hasher.of(element);
        return list.page(hash).find(element, hash) >= 0;
    }

    private int[] visibleAt(SlotPage page, int slot) {
        if (slot < 0 || page.child(slot) == NONE) {
            return NO_CONTAINERS;
        }
        int count = 0;
        int[] found = new int[4];
        for (int at = page.child(slot); at != NONE; at = states().get(at).nextSibling) {
            if (states().get(at).shown) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                int place = count++;
                while (place > 0 && compareIdentity(states().get(found[place - 1]), states().get(at)) > 0) {
                    found[place] = found[--place];
                }
                found[place] = at;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Order of the containers at one place: by type, and then the one of all before those that somebody made anew. */
    int compareIdentity(ContainerState a, ContainerState b) {
        long one = containers.maker(a.ordinal());
        long other = containers.maker(b.ordinal());
        int order = Boolean.compare(one != ElementId.NONE, other != ElementId.NONE);
        if (order == 0) {
            order = Integer.compare(a.type(), b.type());
        }
        return order != 0 || one == other ? order : unpack(one).compareTo(unpack(other));
    }

    /** A vector with real ids. */
    VersionVector toVersion(@Nullable ReplicaVector one, @Nullable ReplicaVector other) {
        ReplicaVector joined = ReplicaVector.copyOf(one, epoch.current());
        joined.join(other);
        VersionVector.Builder version = VersionVector.builder();
        for (int i = 0; i < joined.entries(); i++) {
            if (joined.entryEnd(i) > 0) {
                version.set(new ReplicaId(replicas.id(joined.entryReplica(i))), joined.entryEnd(i));
            }
        }
        return version.build();
    }
}
