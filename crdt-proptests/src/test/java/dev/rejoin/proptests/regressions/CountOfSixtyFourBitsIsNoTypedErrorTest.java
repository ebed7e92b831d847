package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.map.MapOpCodec;
import dev.rejoin.op.ByteOpReader;
import org.junit.jupiter.api.Test;

/**
 * Found by the fuzzer: a delete or reset that said it covers 2^64 - 1 replicas passed the limit, because the count was
 * compared as a signed number, and ended in a NegativeArraySizeException.
 */
class CountOfSixtyFourBitsIsNoTypedErrorTest {
    private static final int DELETE_OF_A_CONTAINER = 0x24;

    @Test
    void read_vectorOfMoreEntriesThanFitInALong_isRefused() {
        ByteWriter out = new ByteWriter();
        out.varint(-1);
        ByteOpReader reader = new ByteOpReader(new ByteReader(out.toByteArray()));
        assertThatThrownBy(() -> new MapOpCodec().read(DELETE_OF_A_CONTAINER, reader))
                .isInstanceOfSatisfying(
                        CorruptDataException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(Kind.LIMIT));
    }
}
