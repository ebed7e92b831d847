package dev.rejoin.member;

import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.OpCodec;
import dev.rejoin.op.OpReader;
import dev.rejoin.op.OpWriter;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;

/**
 * Writes and reads {@link MemberOp}s: the member as 8 bytes; a join also its floor, as the bytes of a version vector. Both
 * are extensions of the format, so readers that do not know them pass them on.
 */
public final class MemberOpCodec implements OpCodec<MemberOp> {
    /** A codec, which has no state. */
    public MemberOpCodec() {}

    @Override
    public Class<MemberOp> type() {
        return MemberOp.class;
    }

    @Override
    public int[] tags() {
        return new int[] {MemberOp.JOIN_TAG, MemberOp.RETIRE_TAG};
    }

    @Override
    public void write(MemberOp op, OpWriter writer) {
        writer.dot(op.member().value(), 0);
        if (op instanceof MemberOp.Join join) {
            writer.bytes(join.floor().toBytes());
        }
    }

    @Override
    public MemberOp read(int tag, OpReader reader) {
        reader.nextDot();
        ReplicaId member = new ReplicaId(reader.dotReplica());
        if (reader.dotSeq() != 0) {
            throw reader.corrupt(Kind.BAD_VALUE, "0 behind a member", Long.toString(reader.dotSeq()));
        }
        return tag == MemberOp.JOIN_TAG
                ? new MemberOp.Join(member, VersionVector.fromBytes(reader.bytes()))
                : new MemberOp.Retire(member);
    }
}
