package dev.rejoin.map;

import dev.rejoin.io.FormatLimits;
import dev.rejoin.op.Op;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.schema.Schema;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.VersionVector;
import java.util.Objects;

/**
 * Operations on maps, on list elements, and on containers as such. Each addresses one container.
 *
 * <p>Containers are identified by (parent, key or element, type), so nobody owns one and concurrent creation merges.
 * Whether one can be read is decided by version vectors, each merged by maximum and so independent of the order of
 * arrival: what was applied in it (touched), what deletes covered (hidden), what resets covered (cleared), and what
 * restorations took back (restored).
 */
public sealed interface MapOp extends Op {
    /** Tag of a {@link Put} of a value. */
    int PUT_TAG = 0x20;

    /** Tag of a {@link Put} that erases. */
    int ERASE_TAG = 0x21;

    /** Tag of a {@link SetElement}. */
    int SET_ELEMENT_TAG = 0x22;

    /** Tag of a {@link Create}. */
    int CREATE_TAG = 0x23;

    /** Tag of a {@link Hide}. */
    int HIDE_TAG = 0x24;

    /** Tag of a {@link Clear}. */
    int CLEAR_TAG = 0x25;

    /** Tag of a {@link MoveElement}. */
    int MOVE_ELEMENT_TAG = 0x26;

    /** Tag of a {@link Restore}. */
    int RESTORE_TAG = 0x28;

    /** Tag of a {@link Withdraw}. */
    int WITHDRAW_TAG = 0x57;

    /** Tag of a {@link DefineSchema}. */
    int DEFINE_SCHEMA_TAG = 0x3c;

    /**
     * Writes or erases the scalar at a key of a map. Erasing does not touch the map.
     *
     * @param key the key
     * @param write the value, and the writes at the key that it takes the place of
     */
    record Put(String key, RegisterOp.Write write) implements MapOp {
        /** Checks the key. */
        public Put {
            FormatLimits.checkKey(key);
            Objects.requireNonNull(write, "write");
        }

        @Override
        public int tag() {
            return write.value() == null ? ERASE_TAG : PUT_TAG;
        }

        @Override
        public Dots replacedWrites() {
            return write.replaced();
        }

        @Override
        public Put withoutContent() {
            return write.value() == null ? this : new Put(key, new RegisterOp.Write(Value.NULL, write.replaced()));
        }
    }

    /**
     * Takes writes at a key of a map away without writing anything: what stands beside them is read as if they had never
     * been. Does not touch.
     *
     * @param key the key
     * @param writes their ids
     */
    record Withdraw(String key, Dots writes) implements MapOp {
        /** Checks the key. */
        public Withdraw {
            FormatLimits.checkKey(key);
            Objects.requireNonNull(writes, "writes");
        }

        @Override
        public int tag() {
            return WITHDRAW_TAG;
        }

        @Override
        public Dots replacedWrites() {
            return writes;
        }
    }

    /**
     * Writes the value of a list element. It takes the place of the value that the element was inserted with, and of the
     * writes that it names. Without effect on an element that was removed.
     *
     * @param element id of the element, of the list that the operation addresses
     * @param write the value, never absent, and the earlier writes to the element that it takes the place of
     */
    record SetElement(OpId element, RegisterOp.Write write) implements MapOp {
        /** Checks that there is a value. */
        public SetElement {
            Objects.requireNonNull(element, "element");
            Objects.requireNonNull(write.value(), "value");
        }

        @Override
        public int tag() {
            return SET_ELEMENT_TAG;
        }

        @Override
        public Dots replacedWrites() {
            return write.replaced();
        }

        @Override
        public SetElement withoutContent() {
            return new SetElement(element, new RegisterOp.Write(Value.NULL, write.replaced()));
        }
    }

    /**
     * Gives a list element another position. The operation's own id becomes an entry of the list, placed as an insert
     * would be that begins a run; of all moves of an element the one with the largest (timestamp, replica, seq) counts. A
     * removed element stays removed. Does not touch.
     *
     * @param element id of the element, of the list that the operation addresses
     * @param parent id of the entry of that list beside which the position is
     * @param left whether the position becomes a left child
     */
    record MoveElement(OpId element, OpId parent, boolean left) implements MapOp {
        @Override
        public int tag() {
            return MOVE_ELEMENT_TAG;
        }
    }

    /**
     * Creates the container that it addresses, or creates it again: its creation marker.
     *
     * @param replaced the scalar writes at the same key or element that it takes the place of
     */
    record Create(Dots replaced) implements MapOp {
        /** A creation where no scalar was written. */
        public static final Create PLAIN = new Create(Dots.EMPTY);

        @Override
        public int tag() {
            return CREATE_TAG;
        }

        @Override
        public Dots replacedWrites() {
            return replaced;
        }
    }

    /**
     * Deletes the container that it addresses, as far as its author saw it. Its own id counts as covered too. Does not
     * touch.
     *
     * @param touched what had been applied in the container
     */
    record Hide(VersionVector touched) implements MapOp {
        @Override
        public int tag() {
            return HIDE_TAG;
        }
    }

    /**
     * Resets the container that it addresses: a recreation carries one for each deleted container on its way. What is
     * covered is dropped in the whole subtree. Does not touch.
     *
     * @param cleared what had been applied in the container, and what deletes of it had covered
     */
    record Clear(VersionVector cleared) implements MapOp {
        @Override
        public int tag() {
            return CLEAR_TAG;
        }
    }

    /**
     * Takes back the deletes of the container that it addresses, as far as its author saw them: touches without resetting.
     *
     * @param hidden what those deletes covered
     */
    record Restore(VersionVector hidden) implements MapOp {
        @Override
        public int tag() {
            return RESTORE_TAG;
        }
    }

    /**
     * Says what the document should be like. It addresses the root, which it does not touch. Of all of them the one with
     * the largest version counts, of equal versions that with the largest (timestamp, replica, seq).
     *
     * @param version of the schema, at least 1
     * @param schema its stored form, see {@link Schema#toValue()}; kept as it is, whatever it says
     */
    record DefineSchema(int version, Value.MapValue schema) implements MapOp {
        /** Checks version and length. */
        public DefineSchema {
            Schema.checkStored(version, schema);
        }

        @Override
        public int tag() {
            return DEFINE_SCHEMA_TAG;
        }
    }
}
