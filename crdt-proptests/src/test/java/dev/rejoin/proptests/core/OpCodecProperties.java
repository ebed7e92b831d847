package dev.rejoin.proptests.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.counter.CounterFloors;
import dev.rejoin.counter.CounterOp;
import dev.rejoin.counter.CounterOpCodec;
import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.log.GrowOnlyLogOp;
import dev.rejoin.log.GrowOnlyLogOpCodec;
import dev.rejoin.op.ByteOpReader;
import dev.rejoin.op.ByteOpWriter;
import dev.rejoin.op.Op;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.proptests.gen.Values;
import dev.rejoin.proptests.gen.Versions;
import dev.rejoin.register.RegisterOp;
import dev.rejoin.register.RegisterOpCodec;
import dev.rejoin.set.RemoveWinsSetOp;
import dev.rejoin.set.RemoveWinsSetOpCodec;
import dev.rejoin.set.SetOp;
import dev.rejoin.set.SetOpCodec;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class OpCodecProperties {
    private final OpRegistry registry = OpRegistry.of(
            new RegisterOpCodec(),
            new CounterOpCodec(),
            new SetOpCodec(),
            new RemoveWinsSetOpCodec(),
            new GrowOnlyLogOpCodec());

    @Provide
    Arbitrary<Op> ops() {
        return Arbitraries.oneOf(
                Combinators.combine(Values.any(), Versions.dots()).as(RegisterOp.Write::new),
                Versions.dots().map(dots -> new RegisterOp.Write(null, dots)),
                Arbitraries.longs().map(CounterOp.Increment::new),
                Combinators.combine(Arbitraries.longs(), floors()).as(CounterOp.Reset::new),
                Combinators.combine(Values.any(), Versions.dots()).as(SetOp.Add::new),
                Combinators.combine(Values.any(), Versions.dots()).as(SetOp.Remove::new),
                Combinators.combine(Values.any(), Versions.dots()).as(RemoveWinsSetOp.Add::new),
                Combinators.combine(Values.any(), Versions.dots()).as(RemoveWinsSetOp.Remove::new),
                Values.any().map(GrowOnlyLogOp.Append::new));
    }

    private static Arbitrary<CounterFloors> floors() {
        return Combinators.combine(Versions.vectors(), Arbitraries.longs()).as(OpCodecProperties::floorsAt);
    }

    private static CounterFloors floorsAt(VersionVector ends, long total) {
        CounterFloors.Builder builder = CounterFloors.builder();
        for (int i = 0; i < ends.size(); i++) {
            builder.set(ends.replicaAt(i), ends.endAt(i), total >> i);
        }
        return builder.build();
    }

    private byte[] write(Op op) {
        ByteWriter writer = new ByteWriter();
        registry.write(op, new ByteOpWriter(writer));
        return writer.toByteArray();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void write_thenRead_givesTheOperation(@ForAll("ops") Op op) {
        ByteReader reader = new ByteReader(write(op));
        assertThat(registry.read(op.tag(), new ByteOpReader(reader))).isEqualTo(op);
        reader.expectEnd();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void read_changedBytes_isCanonicalOrRefused(@ForAll("ops") Op op, @ForAll int place, @ForAll byte replacement) {
        byte[] bytes = write(op);
        bytes[Math.floorMod(place, bytes.length)] = replacement;
        checkCanonicalOrRefused(op.tag(), bytes);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void read_anyBytes_isCanonicalOrRefused(@ForAll("ops") Op op, @ForAll @Size(max = 40) byte[] bytes) {
        checkCanonicalOrRefused(op.tag(), bytes);
    }

    private void checkCanonicalOrRefused(int tag, byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        Op op;
        try {
            op = registry.read(tag, new ByteOpReader(reader));
        } catch (CorruptDataException | LimitExceededException e) {
            return;
        }
        assertThat(write(op)).isEqualTo(Arrays.copyOf(bytes, reader.offset()));
    }
}
