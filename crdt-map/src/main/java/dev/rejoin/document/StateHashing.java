package dev.rejoin.document;

import dev.rejoin.io.ByteWriter;
import dev.rejoin.map.internal.ContainerState;
import dev.rejoin.map.internal.CounterState;
import dev.rejoin.map.internal.MapState;
import dev.rejoin.map.internal.SequenceState;
import dev.rejoin.map.internal.SetState;
import dev.rejoin.map.internal.StateSource;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what can be read, all concurrent values included, in one canonical form and hashes it. */
final class StateHashing {
    private static final int NO_VALUE = 0;
    private static final int VALUE = 1;
    private static final int CONTAINER = 2;

    private final StateSource source;
    private final ByteWriter out = new ByteWriter(1024);

    private StateHashing(StateSource source) {
        this.source = source;
    }

    static StateHash hash(DocumentId id, VersionVector version, StateSource source) {
        StateHashing hashing = new StateHashing(source);
        hashing.out.u64(id.high());
        hashing.out.u64(id.low());
        version.write(hashing.out);
        hashing.write(source.state(ContainerTable.ROOT));
        try {
            return new StateHash(MessageDigest.getInstance("SHA-256").digest(hashing.out.toByteArray()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    private void write(ContainerState container) {
        out.u8(container.type() & 0xFF);
        if (container instanceof MapState map) {
            List<StateSource.Entry> entries = source.entries(map);
            out.varint(entries.size());
            for (StateSource.Entry entry : entries) {
                out.string(entry.key());
                if (entry.scalar() == null) {
                    write(entry.container(), null);
                } else {
                    writeAll(source.writes(map, entry.key()));
                }
            }
        } else if (container instanceof SequenceState sequence) {
            int length = sequence.rga().length();
            if (sequence.type() == ContainerType.TEXT) {
                out.string(source.view(sequence).text(source.text(), 0, length));
            } else {
                out.varint(length);
                source.forEachElement(sequence, 0, length, (element, inside, scalar) -> write(inside, scalar));
            }
        } else if (container instanceof CounterState counter) {
            byte[] value = counter.counter().value().toByteArray();
            out.varint(value.length);
            out.bytes(value);
        } else if (container instanceof SetState set) {
            List<Value> values = set.set().values();
            out.varint(values.size());
            values.forEach(value -> ValueCodec.write(value, out));
        }
    }

    private void write(int container, @Nullable Value scalar) {
        if (scalar != null) {
            out.u8(VALUE);
            ValueCodec.write(scalar, out);
        } else {
            out.u8(CONTAINER);
            write(source.state(container));
        }
    }

    /** Concurrent writes, the winner first; a removal is one of them. */
    private void writeAll(List<@Nullable Value> writes) {
        out.varint(writes.size());
        for (Value value : writes) {
            if (value == null) {
                out.u8(NO_VALUE);
            } else {
                out.u8(VALUE);
                ValueCodec.write(value, out);
            }
        }
    }
}
