package dev.rejoin.document;

import dev.rejoin.delivery.PrunedContentException;
import dev.rejoin.engine.OpenChange;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.ContainerState;
import dev.rejoin.map.internal.Contest;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.version.Dots;
import dev.rejoin.version.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A place where a container can stand: (parent place, key or list element, type). Looked up at use; what was found is
 * kept until anything changes about what can be read where.
 */
abstract class Place {
    static final int ABSENT = -1;

    private static final int UNKNOWN = -1;

    final Access access;
    private final @Nullable Place parent;
    private final @Nullable String key;
    private final long element;
    private final int type;

    private int foundAt = UNKNOWN;
    private int found;
    /** The transaction that gave this handle last. */
    private int givenIn;

    Place(Access access, @Nullable Place parent, @Nullable String key, long element, int type) {
        this.access = access;
        this.parent = parent;
        this.key = key;
        this.element = element;
        this.type = type;
        this.givenIn = access.transaction();
    }

    /** A handle that is kept for the next transaction is given to the application again. */
    final void give() {
        givenIn = access.transaction();
    }

    /** Throws when the transaction that gave this handle is over. */
    final void checkGiven() {
        access.checkGivenIn(givenIn);
    }

    final boolean isOfType(int other) {
        return type == other;
    }

    /** Ordinal of the container that is read here, or ABSENT. */
    final int find() {
        checkGiven();
        StateSource source = access.source();
        int structure = source.structure();
        if (structure == foundAt && structure != UNKNOWN) {
            return found;
        }
        int ordinal = find(source);
        if (structure != UNKNOWN) { // a view has no structure to remember by, and many threads
            found = ordinal;
            foundAt = structure;
        }
        return ordinal;
    }

    private int find(StateSource source) {
        Place above = parent;
        if (above == null) {
            return ContainerTable.ROOT;
        }
        int container = above.find();
        if (container == ABSENT) {
            return ABSENT;
        }
        ContainerState state = source.state(container);
        int child = key == null
                ? source.find((SequenceState) state, element, type)
                : source.find((MapState) state, key, type);
        return child == StateSource.NONE ? ABSENT : child;
    }

    /** State of the container that is read here, or null. */
    final @Nullable ContainerState read() {
        int ordinal = find();
        return ordinal == ABSENT ? null : access.source().state(ordinal);
    }

    /** Ordinal of the container here, for a write: created when it cannot be read, with all that is missing above. */
    final int forWriting() {
        OpenChange change = access.change();
        int ordinal = find();
        return ordinal == ABSENT ? create(change) : ordinal;
    }

    /** Where this place is now. */
    final Path path() {
        Place above = parent;
        if (above == null) {
            return Path.root();
        }
        if (key != null) {
            return above.path().key(key);
        }
        int list = above.find();
        int index = 0;
        if (list != ABSENT) {
            index = ((SequenceState) access.source().state(list)).indexOf(element);
        }
        return above.path().index(index);
    }

    private int create(OpenChange change) {
        DocumentState live = access.live();
        List<Place> missing = new ArrayList<>();
        int container = ABSENT;
        Place at = this;
        while (container == ABSENT) {
            missing.add(at);
            at = at.above();
            container = at.find();
        }
        Collections.reverse(missing);
        missing.get(0).checkFree(live, container);
        for (int i = 1; i < missing.size(); i++) {
            if (missing.get(i).key == null) { // its list was deleted, and starts empty again
                throw removed();
            }
        }
        ContainerTable containers = live.context().containers();
        FormatLimits.checkDepth(containers.depth(container) + missing.size());
        for (Place place : missing) {
            if (place.key != null) {
                FormatLimits.checkKey(place.key);
            }
        }
        int[] ordinals = new int[missing.size()];
        for (int i = 0; i < ordinals.length; i++) {
            container = missing.get(i).intern(containers, container);
            ordinals[i] = container;
        }
        for (int ordinal : ordinals) {
            VersionVector clearing = live.clearing(ordinal);
            if (clearing != null) {
                change.operation(ordinal, new MapOp.Clear(clearing));
            }
        }
        for (int i = 0; i < ordinals.length; i++) {
            int above = containers.parent(ordinals[i]);
            Dots replaced = missing.get(i).replaced(live, above);
            change.operation(ordinals[i], replaced.isEmpty() ? MapOp.Create.PLAIN : new MapOp.Create(replaced));
        }
        return container;
    }

    /** Takes back the deletes of the container here and of all above it, with everything that stands in them. */
    final void restore(OpenChange change) {
        DocumentState live = access.live();
        ContainerTable containers = live.context().containers();
        int deleted = toRestore(live);
        if (deleted == ContainerTable.NONE) {
            throw new IllegalStateException("There never was a " + kind(type) + " at " + path());
        }
        List<Integer> restored = new ArrayList<>(); // before the first operation, which shows what is above it
        for (int at = deleted; at != ContainerTable.ROOT; at = containers.parent(at)) {
            if (live.isDeleted(at)) {
                restored.add(at);
            }
        }
        if (restored.isEmpty()) {
            throw new IllegalStateException("No delete can be taken back of the " + kind(type) + " at " + path());
        }
        for (int container : restored) {
            if (live.isBelowFloor(container)) {
                throw new PrunedContentException("the " + kind(type) + " at " + path(), live.floor());
            }
        }
        for (int container : restored) {
            change.operation(container, new MapOp.Restore(live.hidden(container)));
        }
    }

    /** The container here that a restoration is about, read or not: of several the one that was created last. */
    private int toRestore(DocumentState live) {
        int above = above().present(live);
        boolean isBelowDeleted = false;
        for (int at = above;
                at > ContainerTable.ROOT;
                at = live.context().containers().parent(at)) {
            isBelowDeleted |= live.isDeleted(at);
        }
        boolean shownFirst = isBelowDeleted;
        return first(live, above, claim -> shownFirst ? claim.shown() : live.isDeleted(claim.ordinal()));
    }

    /** The container here, read or not; NONE when there never was one. */
    private int present(DocumentState live) {
        return parent == null ? ContainerTable.ROOT : first(live, parent.present(live), Contest.Claim::shown);
    }

    /** The first container here that somebody prefers, else the first, with those that were created later first. */
    private int first(DocumentState live, int above, Predicate<Contest.Claim> preferred) {
        if (above == ContainerTable.NONE) {
            return ContainerTable.NONE;
        }
        ContainerState around = live.state(above);
        Contest contest =
                key == null ? live.contest((SequenceState) around, element) : live.contest((MapState) around, key);
        int first = ContainerTable.NONE;
        for (Contest.Claim claim : contest.containers()) {
            if (claim.type() == type) {
                if (preferred.test(claim)) {
                    return claim.ordinal();
                }
                first = first == ContainerTable.NONE ? claim.ordinal() : first;
            }
        }
        return first;
    }

    /** Puts a container at the key here that is another one than all before it. */
    final void makeAnew(OpenChange change) {
        DocumentState live = access.live();
        ContainerTable containers = live.context().containers();
        int map = above().forWriting();
        FormatLimits.checkDepth(containers.depth(map) + 1);
        Dots replaced = replaced(live, map);
        MapHandle.hide(change, live, live.visibleThere());
        String name = Objects.requireNonNull(key, "key");
        int made = containers.intern(map, name, type, ElementId.of(change.author(), change.nextSeq()));
        change.operation(made, replaced.isEmpty() ? MapOp.Create.PLAIN : new MapOp.Create(replaced));
    }

    private Place above() {
        if (parent == null) {
            throw new AssertionError("The root is always there");
        }
        return parent;
    }

    private int intern(ContainerTable containers, int container) {
        return key == null ? containers.intern(container, element, type) : containers.intern(container, key, type);
    }

    private Dots replaced(DocumentState live, int container) {
        if (key == null) {
            live.look(container, element);
        } else {
            live.look(container, key);
        }
        return live.dotsThere();
    }

    /** Throws when something of another type is read here. */
    private void checkFree(DocumentState live, int container) {
        if (key == null) {
            SequenceState list = (SequenceState) live.state(container);
            if (!list.isVisible(element)) {
                throw removed();
            }
            int winner = live.winner(list, element);
            throw mismatch(
                    winner == StateSource.NONE
                            ? SlotKind.SCALAR
                            : kind(live.state(winner).type()));
        }
        MapState map = (MapState) live.state(container);
        int winnerType = live.winnerType(map, key);
        if (winnerType != 0) {
            throw mismatch(kind(winnerType));
        }
        if (live.scalar(map, key) != null) {
            throw mismatch(SlotKind.SCALAR);
        }
    }

    private static IllegalStateException removed() {
        return new IllegalStateException("The list element of this place was removed");
    }

    private TypeMismatchException mismatch(SlotKind there) {
        return new TypeMismatchException(path(), kind(type), there);
    }

    /** The kind of a container of a type; types of later versions read as nothing. */
    static SlotKind kind(int type) {
        switch (type) {
            case ContainerType.MAP:
                return SlotKind.MAP;
            case ContainerType.LIST:
                return SlotKind.LIST;
            case ContainerType.TEXT:
                return SlotKind.TEXT;
            case ContainerType.COUNTER:
                return SlotKind.COUNTER;
            case ContainerType.SET:
                return SlotKind.SET;
            case ContainerType.REMOVE_WINS_SET:
                return SlotKind.REMOVE_WINS_SET;
            case ContainerType.LOG:
                return SlotKind.LOG;
            default:
                return SlotKind.ABSENT;
        }
    }

    /** The type of a container of a kind. */
    static int type(SlotKind kind) {
        for (int type = ContainerType.MAP; kind(type) != SlotKind.ABSENT; type++) {
            if (kind(type) == kind) {
                return type;
            }
        }
        throw new IllegalArgumentException("A " + kind + " is no container");
    }

    /** The place of a container at a key of the map here. */
    final Place child(String name, int childType) {
        return make(access, this, name, ElementId.NONE, childType);
    }

    /** The place of a container in an element of the list here. */
    final Place child(long inElement, int childType) {
        return make(access, this, null, inElement, childType);
    }

    private static Place make(Access access, Place parent, @Nullable String key, long element, int type) {
        switch (type) {
            case ContainerType.MAP:
                return new MapHandle(access, parent, key, element);
            case ContainerType.LIST:
                return new ListHandle(access, parent, key, element);
            case ContainerType.TEXT:
                return new TextHandle(access, parent, key, element);
            case ContainerType.COUNTER:
                return new CounterHandle(access, parent, key, element);
            case ContainerType.SET:
            case ContainerType.REMOVE_WINS_SET:
                return new SetHandle(access, parent, key, element, type);
            case ContainerType.LOG:
                return new LogHandle(access, parent, key, element);
            default:
                throw new IllegalArgumentException("type " + type);
        }
    }
}
