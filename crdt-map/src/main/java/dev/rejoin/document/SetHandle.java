package dev.rejoin.document;

import dev.rejoin.engine.OpenChange;
import dev.rejoin.map.internal.ValuesState;
import dev.rejoin.op.Op;
import dev.rejoin.set.ValueSet;
import dev.rejoin.value.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of set readers and editors, for both kinds of sets. */
final class SetHandle extends Place implements SetEditor {
    /** A set, or one in which removing wins, as the type says. */
    SetHandle(Access access, @Nullable Place parent, @Nullable String key, long element, int type) {
        super(access, parent, key, element, type);
    }

    private @Nullable ValueSet elements() {
        ValuesState state = (ValuesState) read();
        return state == null ? null : state.set();
    }

    @Override
    public boolean exists() {
        return find() != ABSENT;
    }

    @Override
    public int size() {
        ValueSet set = elements();
        return set == null ? 0 : set.size();
    }

    @Override
    public boolean contains(Value value) {
        Objects.requireNonNull(value, "value");
        ValueSet set = elements();
        return set != null && set.contains(value);
    }

    @Override
    public boolean contains(String value) {
        return contains(Value.of(value));
    }

    @Override
    public boolean contains(long value) {
        return contains(Value.of(value));
    }

    @Override
    public List<Value> values() {
        ValueSet set = elements();
        return set == null ? List.of() : set.values();
    }

    @Override
    public SetEditor add(Value value) {
        OpenChange change = access.change();
        Values.checkSize(value);
        int container = forWriting();
        ValueSet set = ((ValuesState) access.live().state(container)).set();
        change.operation(container, set.prepareAdd(value));
        return this;
    }

    @Override
    public SetEditor add(String value) {
        return add(Value.of(value));
    }

    @Override
    public SetEditor add(long value) {
        return add(Value.of(value));
    }

    @Override
    public SetEditor remove(Value value) {
        OpenChange change = access.change();
        Objects.requireNonNull(value, "value");
        int container = find();
        if (container != ABSENT) {
            Optional<? extends Op> removal =
                    ((ValuesState) access.live().state(container)).set().prepareRemove(value);
            removal.ifPresent(op -> change.operation(container, op));
        }
        return this;
    }

    @Override
    public SetEditor remove(String value) {
        return remove(Value.of(value));
    }

    @Override
    public SetEditor remove(long value) {
        return remove(Value.of(value));
    }

    @Override
    public SetEditor create() {
        forWriting();
        return this;
    }
}
