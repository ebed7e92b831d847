package dev.rejoin.map.internal;

import dev.rejoin.counter.CounterOpCodec;
import dev.rejoin.log.GrowOnlyLogOpCodec;
import dev.rejoin.map.MapOpCodec;
import dev.rejoin.member.MemberOpCodec;
import dev.rejoin.member.ReturnOpCodec;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.RedactOpCodec;
import dev.rejoin.replica.RestampOpCodec;
import dev.rejoin.set.RemoveWinsSetOpCodec;
import dev.rejoin.set.SetOpCodec;

/** The operations that documents know, beside those on sequences. All others are kept and passed on. */
public final class DocumentOps {
    /** Reads and writes them. */
    public static final OpRegistry REGISTRY = OpRegistry.of(
            new CounterOpCodec(),
            new SetOpCodec(),
            new RemoveWinsSetOpCodec(),
            new GrowOnlyLogOpCodec(),
            new MapOpCodec(),
            new RestampOpCodec(),
            new RedactOpCodec(),
            new MemberOpCodec(),
            new ReturnOpCodec());

    private DocumentOps() {}
}
