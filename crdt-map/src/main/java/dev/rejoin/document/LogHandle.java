package dev.rejoin.document;

import dev.rejoin.engine.OpenChange;
import dev.rejoin.log.GrowOnlyLog;
import dev.rejoin.map.internal.LogState;
import dev.rejoin.object.ContainerType;
import dev.rejoin.value.Value;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one implementation of log readers and editors. */
final class LogHandle extends Place implements LogEditor {
    LogHandle(Access access, @Nullable Place parent, @Nullable String key, long element) {
        super(access, parent, key, element, ContainerType.LOG);
    }

    private @Nullable GrowOnlyLog entries() {
        LogState state = (LogState) read();
        return state == null ? null : state.log();
    }

    @Override
    public boolean exists() {
        return find() != ABSENT;
    }

    @Override
    public int size() {
        GrowOnlyLog log = entries();
        return log == null ? 0 : log.size();
    }

    @Override
    public Value get(int index) {
        GrowOnlyLog log = entries();
        Objects.checkIndex(index, log == null ? 0 : log.size());
        return Objects.requireNonNull(log).get(index);
    }

    @Override
    public List<Value> values() {
        GrowOnlyLog log = entries();
        return log == null ? List.of() : log.values();
    }

    @Override
    public LogEditor append(Value value) {
        OpenChange change = access.change();
        Values.checkSize(value);
        int container = forWriting();
        GrowOnlyLog log = ((LogState) access.live().state(container)).log();
        change.operation(container, log.prepareAppend(value));
        return this;
    }

    @Override
    public LogEditor append(String value) {
        return append(Value.of(value));
    }

    @Override
    public LogEditor create() {
        forWriting();
        return this;
    }
}
