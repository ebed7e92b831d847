package dev.rejoin.document;

import dev.rejoin.engine.OpenChange;
import dev.rejoin.internal.ElementId;
import dev.rejoin.io.FormatLimits;
import dev.rejoin.map.MapOp;
import dev.rejoin.map.internal.DocumentState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.register.RegisterPolicy;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one implementation of map readers and editors. */
final class MapHandle extends Place implements MapEditor {
    /** A direct-mapped cache of child handles, so that naming a place again allocates nothing. */
    private static final int CACHED = 8;

    private @Nullable Object @Nullable [] cache;

    MapHandle(Access access, @Nullable Place parent, @Nullable String key, long element) {
        super(access, parent, key, element, ContainerType.MAP);
    }

    /** The root. */
    MapHandle(Access access) {
        this(access, null, null, ElementId.NONE);
    }

    private @Nullable MapState map() {
        return (MapState) read();
    }

    @Override
    public boolean exists() {
        return find() != ABSENT;
    }

    @Override
    public Set<String> keys() {
        MapState map = map();
        if (map == null) {
            return Set.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        for (StateSource.Entry entry : access.source().entries(map)) {
            keys.add(entry.key());
        }
        return Collections.unmodifiableSet(keys);
    }

    @Override
    public int size() {
        MapState map = map();
        return map == null ? 0 : access.source().count(map);
    }

    @Override
    public boolean contains(String key) {
        return kindOf(key) != SlotKind.ABSENT;
    }

    @Override
    public SlotKind kindOf(String key) {
        Objects.requireNonNull(key, "key");
        MapState map = map();
        if (map == null) {
            return SlotKind.ABSENT;
        }
        int winner = access.source().winnerType(map, key);
        if (winner != 0) {
            return kind(winner);
        }
        return access.source().scalar(map, key) == null ? SlotKind.ABSENT : SlotKind.SCALAR;
    }

    private @Nullable Value scalar(String key) {
        Objects.requireNonNull(key, "key");
        MapState map = map();
        return map == null ? null : access.source().scalar(map, key);
    }

    @Override
    public Optional<Value> get(String key) {
        return Optional.ofNullable(scalar(key));
    }

    @Override
    public Optional<String> getString(String key) {
        return scalar(key) instanceof Value.Str string ? Optional.of(string.value()) : Optional.empty();
    }

    @Override
    public long getLong(String key, long orElse) {
        return scalar(key) instanceof Value.Int64 integer ? integer.value() : orElse;
    }

    @Override
    public boolean getBoolean(String key, boolean orElse) {
        return scalar(key) instanceof Value.Bool bool ? bool.value() : orElse;
    }

    @Override
    public double getDouble(String key, double orElse) {
        return scalar(key) instanceof Value.Float64 number ? number.value() : orElse;
    }

    @Override
    public Optional<BigDecimal> getDecimal(String key) {
        return scalar(key) instanceof Value.Decimal decimal ? Optional.of(decimal.value()) : Optional.empty();
    }

    @Override
    public Optional<Instant> getTimestamp(String key) {
        return scalar(key) instanceof Value.Timestamp time ? Optional.of(time.value()) : Optional.empty();
    }

    @Override
    public Optional<byte[]> getBytes(String key) {
        return scalar(key) instanceof Value.Bytes bytes ? Optional.of(bytes.toByteArray()) : Optional.empty();
    }

    /** All writes that stand at a key, removals as null: none can be read when a container stands there. */
    List<@Nullable Value> writes(String key) {
        MapState map = map();
        return map == null || access.source().winnerType(map, key) != 0
                ? List.of()
                : access.source().writes(map, key);
    }

    @Override
    public String toJson() {
        MapState map = map();
        return map == null ? "{}" : new JsonText(access.source()).of(map);
    }

    @Override
    public MapHandle map(String key) {
        return (MapHandle) at(key, ContainerType.MAP);
    }

    @Override
    public ListHandle list(String key) {
        return (ListHandle) at(key, ContainerType.LIST);
    }

    @Override
    public TextHandle text(String key) {
        return (TextHandle) at(key, ContainerType.TEXT);
    }

    @Override
    public CounterHandle counter(String key) {
        return (CounterHandle) at(key, ContainerType.COUNTER);
    }

    @Override
    public SetHandle set(String key) {
        return (SetHandle) at(key, ContainerType.SET);
    }

    @Override
    public SetHandle removeWinsSet(String key) {
        return (SetHandle) at(key, ContainerType.REMOVE_WINS_SET);
    }

    @Override
    public LogHandle log(String key) {
        return (LogHandle) at(key, ContainerType.LOG);
    }

    @Override
    public RegisterHandle register(String key) {
        return new RegisterHandle(this, Objects.requireNonNull(key, "key"));
    }

    private Place at(String key, int type) {
        Objects.requireNonNull(key, "key");
        checkGiven();
        if (!access.mayRemember()) {
            return child(key, type);
        }
        if (cache == null) {
            cache = new Object[2 * CACHED];
        }
        int slot = (key.hashCode() * 31 + type & CACHED - 1) << 1;
        if (cache[slot + 1] instanceof Place known && known.isOfType(type) && key.equals(cache[slot])) {
            known.give();
            return known;
        }
        Place place = child(key, type);
        cache[slot] = key;
        cache[slot + 1] = place;
        return place;
    }

    @Override
    public MapEditor put(String key, String value) {
        return put(key, Value.of(value));
    }

    @Override
    public MapEditor put(String key, long value) {
        return put(key, Value.of(value));
    }

    @Override
    public MapEditor put(String key, boolean value) {
        return put(key, Value.of(value));
    }

    @Override
    public MapEditor put(String key, double value) {
        return put(key, Value.of(value));
    }

    @Override
    public MapEditor put(String key, BigDecimal value) {
        return put(key, Value.of(value));
    }

    @Override
    public MapEditor put(String key, Instant value) {
        return put(key, Value.of(value));
    }

    @Override
    public MapEditor put(String key, byte[] value) {
        return put(key, Value.of(value));
    }

    @Override
    public MapEditor put(String key, Value value) {
        OpenChange change = access.change();
        FormatLimits.checkKey(key);
        Values.checkSize(value);
        int map = forWriting();
        DocumentState live = access.live();
        live.look(map, key);
        int[] visible = live.visibleThere();
        RegisterPolicy policy = live.scalarPolicy(map, key);
        if (policy == RegisterPolicy.FIRST_WRITER) {
            checkFirst(key);
        }
        Dots replaced = policy.replacesSeen() ? live.dotsThere() : Dots.EMPTY;
        change.operation(map, new MapOp.Put(key, new RegisterOp.Write(value, replaced)));
        hide(change, live, visible);
        return this;
    }

    private void checkFirst(String key) {
        Value first = scalar(key);
        if (first != null) {
            throw new FirstValueStandsException(path().key(key), first);
        }
    }

    @Override
    public MapEditor restore(String key, SlotKind kind) {
        OpenChange change = access.change();
        FormatLimits.checkKey(key);
        child(key, type(kind)).restore(change);
        return this;
    }

    @Override
    public MapEditor replaceWithNew(String key, SlotKind kind) {
        OpenChange change = access.change();
        FormatLimits.checkKey(key);
        child(key, type(kind)).makeAnew(change);
        return this;
    }

    @Override
    public MapEditor remove(String key) {
        OpenChange change = access.change();
        Objects.requireNonNull(key, "key");
        int map = find();
        if (map == ABSENT) {
            return this;
        }
        DocumentState live = access.live();
        live.look(map, key);
        int[] visible = live.visibleThere();
        if (live.hasValueThere()) {
            change.operation(map, new MapOp.Put(key, new RegisterOp.Write(null, live.dotsThere())));
        }
        hide(change, live, visible);
        return this;
    }

    /** Deletes containers, as they are seen here. */
    static void hide(OpenChange change, DocumentState live, int[] containers) {
        for (int container : containers) {
            change.operation(container, new MapOp.Hide(live.touched(container)));
        }
    }

    @Override
    public MapEditor create() {
        forWriting();
        return this;
    }
}
