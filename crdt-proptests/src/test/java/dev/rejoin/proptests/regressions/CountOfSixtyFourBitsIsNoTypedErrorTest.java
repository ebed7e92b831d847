package dev.rejoin.proptests.regressions;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.LimitExceededException;
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
    void read_vectorOfMoreEntriesThanFitInALong_isRefusedByALimit() {
        ByteWriter out = new ByteWriter();
        out.varint(-1);
        ByteOpReader reader = new ByteOpReader(new ByteReader(out.toByteArray()));
        assertThatThrownBy(() -> new MapOpCodec().read(DELETE_OF_A_CONTAINER, reader))
                .isInstanceOf(LimitExceededException.class);
    }
}
