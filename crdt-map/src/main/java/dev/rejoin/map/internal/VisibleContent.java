package dev.rejoin.map.internal;

import dev.rejoin.internal.ElementId;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.Utf8;
import dev.rejoin.object.ContainerType;
import dev.rejoin.replica.ContainerTable;
import dev.rejoin.sequence.internal.SequenceView;
import dev.rejoin.value.Value;
import dev.rejoin.value.ValueCodec;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feeds everything that can be read where no policy says otherwise, with all concurrent values, to a digest in one canonical order. What pruning drops
 * is no part of it: ids, times, tombstones, removals, vectors.
 *
 * <pre>
 * all  := map, then version and value of the schema if one was written
 * map  := count, then (key, slot) with keys ascending by code point
 * list := count, then slots in order
 * text := UTF-8 with its length;  counter := decimal digits
 * set, remove-wins set := count, then values in canonical order;  log := count, then entries in order
 * slot := count, then (type, container) of the visible ones, the one that is read first;
 *         count, then the values that stand, the one that is read first
 * </pre>
 */
public final class VisibleContent {
    /** The buffer is handed over when it is this full. */
    private static final int BUFFER_BYTES = 1 << 13;

    private final StateSource source;
    private final MessageDigest digest;
    private final ByteWriter out = new ByteWriter(256);

    /** Content of a source for a digest. */
    public VisibleContent(StateSource source, MessageDigest digest) {
        this.source = source;
        this.digest = digest;
    }

    /** Updates the digest with the whole document. */
    public void update() {
        write(source.state(ContainerTable.ROOT));
        StoredSchema schema = source.schema();
        if (schema != null) {
            out.varint(schema.version());
            ValueCodec.write(schema.schema(), out);
        }
        flush();
    }

    private void write(ContainerState container) {
        if (container instanceof MapState map) {
            writeMap(map);
        } else if (container instanceof SequenceState sequence) {
            SequenceView view = source.view(sequence);
            if (sequence.type() == ContainerType.TEXT) {
                out.string(view.text(source.text(), 0, view.length()));
            } else {
                writeList(sequence);
            }
        } else if (container instanceof CounterState counter) {
            out.string(counter.counter().value().toString());
        } else if (container instanceof ValuesState set) {
            writeValues(set.set().values());
        } else if (container instanceof LogState log) {
            writeValues(log.log().values());
        }
    }

    private void writeValues(List<Value> values) {
        out.varint(values.size());
        values.forEach(this::writeValue);
    }

    private void writeMap(MapState map) {
        List<Slot> slots = new ArrayList<>();
        SlotTable table = map.slots;
        if (table != null) {
            table.forEachPage(page -> {
                for (int slot = 0; slot < page.size(); slot++) {
                    if (Registers.hasAnyValue(page, slot) || source.hasVisible(page, slot)) {
                        slots.add(new Slot(page.key(slot), page, slot));
                    }
                }
            });
        }
        slots.sort((a, b) -> Utf8.compare(a.key, b.key));
        out.varint(slots.size());
        for (Slot slot : slots) {
            out.string(slot.key);
            writeSlot(slot.page, slot.slot, ElementId.NONE);
        }
    }

    private void writeList(SequenceState list) {
        int[] count = {0};
        source.forEachAgreed(list, (first, length) -> count[0] += length);
        out.varint(count[0]);
        source.forEachAgreed(list, (first, length) -> writeElements(list, first, length));
    }

    private void writeElements(SequenceState list, long first, int count) {
        for (long element = first; element < first + count; element++) {
            long hash = source.hasher().of(element);
            SlotPage page = list.page(hash);
            writeSlot(page, page.find(element, hash), element);
        }
    }

    private void writeSlot(SlotPage page, int slot, long element) {
        if (slot < 0) { // an element as it was inserted
            out.varint(0);
            out.varint(1);
            writeValue(source.inserted(element));
            return;
        }
        List<ContainerState> visible = new ArrayList<>(1);
        for (int at = page.child(slot); at != StateSource.NONE; ) {
            ContainerState state = source.states().get(at);
            if (state.visible) {
                visible.add(state);
            }
            at = state.nextSibling;
        }
        visible.sort((a, b) -> b.compareMarkerTo(a));
        out.varint(visible.size());
        for (ContainerState state : visible) {
            out.varint(state.type());
            write(state);
        }
        List<Value> values = new ArrayList<>(1);
        for (int i = Registers.count(page, slot) - 1; i >= 0; i--) {
            @Nullable Value value = Registers.value(page, slot, i);
            if (value != null) {
                values.add(value);
            }
        }
        out.varint(values.size());
        values.forEach(this::writeValue);
    }

    private void writeValue(Value value) {
        ValueCodec.write(value, out);
        if (out.position() > BUFFER_BYTES) {
            flush();
        }
    }

    private void flush() {
        digest.update(out.toByteArray());
        out.reset();
    }

    /** A slot with its key. */
    private record Slot(String key, SlotPage page, int slot) {}
}
