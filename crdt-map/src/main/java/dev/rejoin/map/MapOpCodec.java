package dev.rejoin.map;

import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.value.Value;
import dev.rejoin.version.Dots;
import dev.rejoin.version.OpId;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;

/**
 * Writes and reads {@link MapOp}s. A move: element, parent, then 0 for its right or 1 for its left. A schema: version, value. A put: key, replaced dots, then the value unless it erases. A version vector: number
 * of entries, then the last dot that each entry covers, replicas ascending.
 */
public final class MapOpCodec implements OpCodec<MapOp> {
    /** A codec, which has no state. */
    public MapOpCodec() {}

    @Override
    public Class<MapOp> type() {
        return MapOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {
            MapOp.PUT_TAG,
            MapOp.ERASE_TAG,
            MapOp.SET_ELEMENT_TAG,
            MapOp.CREATE_TAG,
            MapOp.HIDE_TAG,
            MapOp.CLEAR_TAG,
            MapOp.MOVE_ELEMENT_TAG,
            MapOp.RESTORE_TAG,
            MapOp.DEFINE_SCHEMA_TAG,
            MapOp.WITHDRAW_TAG
        };
    }

    @Override
    public void write(MapOp op, OpWriter writer) {
        if (op instanceof MapOp.Put put) {
            writer.key(put.key());
            writeRegister(put.write(), writer);
        } else if (op instanceof MapOp.SetElement set) {
            writer.dot(set.element().replica().value(), set.element().seq());
            writeRegister(set.write(), writer);
        } else if (op instanceof MapOp.MoveElement move) {
            writer.dot(move.element().replica().value(), move.element().seq());
            writer.dot(move.parent().replica().value(), move.parent().seq());
            writer.count(move.left() ? 1 : 0);
        } else if (op instanceof MapOp.Create create) {
            writer.dots(create.replaced());
        } else if (op instanceof MapOp.Hide hide) {
            writeVector(hide.touched(), writer);
        } else if (op instanceof MapOp.Clear clear) {
            writeVector(clear.cleared(), writer);
        } else if (op instanceof MapOp.Restore restore) {
            writeVector(restore.hidden(), writer);
        } else if (op instanceof MapOp.Withdraw withdraw) {
            writer.key(withdraw.key());
            writer.dots(withdraw.writes());
        } else if (op instanceof MapOp.DefineSchema define) {
            writer.count(define.version());
            writer.value(define.schema());
        }
    }

    @Override
    public MapOp read(int tag, OpReader reader) {
        switch (tag) {
            case MapOp.PUT_TAG:
            case MapOp.ERASE_TAG:
                String key = reader.key();
                return new MapOp.Put(key, readRegister(tag == MapOp.PUT_TAG, reader));
            case MapOp.SET_ELEMENT_TAG:
                OpId element = readId(reader);
                return new MapOp.SetElement(element, readRegister(true, reader));
            case MapOp.MOVE_ELEMENT_TAG:
                OpId moved = readId(reader);
                OpId parent = readId(reader);
                return new MapOp.MoveElement(moved, parent, readSide(reader));
            case MapOp.CREATE_TAG:
                Dots replaced = reader.dots();
                return replaced.isEmpty() ? MapOp.Create.PLAIN : new MapOp.Create(replaced);
            case MapOp.HIDE_TAG:
                return new MapOp.Hide(readVector(reader));
            case MapOp.CLEAR_TAG:
                return new MapOp.Clear(readVector(reader));
            case MapOp.RESTORE_TAG:
                return new MapOp.Restore(readVector(reader));
            case MapOp.WITHDRAW_TAG:
                return new MapOp.Withdraw(reader.key(), reader.dots());
            case MapOp.DEFINE_SCHEMA_TAG:
                int version = readVersion(reader.count(), reader);
                return new MapOp.DefineSchema(version, readSchema(reader.value(), reader));
            default:
                throw reader.corrupt(Kind.BAD_VALUE, "the tag of a map operation", "another tag");
        }
    }

    private static int readVersion(long version, OpReader reader) {
        if (version < 1 || version > Integer.MAX_VALUE) {
            throw reader.corrupt(Kind.BAD_VALUE, "a version of 1 to 2^31 - 1", Long.toUnsignedString(version));
        }
        return (int) version;
    }

    private static Value.MapValue readSchema(Value stored, OpReader reader) {
        if (stored instanceof Value.MapValue schema) {
            return schema;
        }
        throw reader.corrupt(Kind.BAD_VALUE, "a map", stored.kind().name());
    }

    private static OpId readId(OpReader reader) {
        reader.nextDot();
        return OpId.of(reader.dotReplica(), reader.dotSeq());
    }

    private static boolean readSide(OpReader reader) {
        long side = reader.count();
        if (side > 1) {
            throw reader.corrupt(Kind.BAD_VALUE, "0 for the right or 1 for the left", Long.toString(side));
        }
        return side == 1;
    }

    private static void writeRegister(RegisterOp.Write write, OpWriter writer) {
        writer.dots(write.replaced());
        Value value = write.value();
        if (value != null) {
            writer.value(value);
        }
    }

    private static RegisterOp.Write readRegister(boolean present, OpReader reader) {
        Dots replaced = reader.dots();
        return new RegisterOp.Write(present ? reader.value() : null, replaced);
    }

    private static void writeVector(VersionVector vector, OpWriter writer) {
        writer.count(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            writer.dot(vector.replicaAt(i), vector.endAt(i) - 1);
        }
    }

    private static VersionVector readVector(OpReader reader) {
        int size = reader.dotCount();
        if (size == 0) {
            return VersionVector.EMPTY;
        }
        long[] replicas = new long[Math.min(size, 16)];
        long[] ends = new long[replicas.length];
        for (int i = 0; i < size; i++) {
            if (i == replicas.length) {
                replicas = Arrays.copyOf(replicas, Math.min(size, 2 * i));
                ends = Arrays.copyOf(ends, replicas.length);
            }
            reader.nextDot();
            replicas[i] = reader.dotReplica();
            if (reader.dotSeq() == Long.MAX_VALUE) {
                throw reader.corrupt(Kind.LIMIT, "the id of an operation", "the largest number");
            }
            ends[i] = reader.dotSeq() + 1;
            if (i > 0) {
                reader.checkAscending(Long.compareUnsigned(replicas[i - 1], replicas[i]));
            }
        }
        return VersionVector.ofSorted(replicas, ends);
    }
}
