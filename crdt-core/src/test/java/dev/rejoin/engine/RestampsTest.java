package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.history.ChangeLog;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.op.OpRegistry;
import dev.rejoin.replica.ReplicaContext;
import dev.rejoin.replica.RestampOp;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a snapshot keeps of changes that were issued again. */
class RestampsTest {
    private static final String ONE = "0000000000000001";
    private static final String LARGE = "ffffffffffffffff";

    private static Restamps none() {
        ReplicaContext context = new ReplicaContext(DocumentId.named("restamps"), 1);
        return new Restamps(context, new ChangeLog(context, OpRegistry.of()));
    }

    private static Restamps read(String hex) {
        Restamps restamps = none();
        restamps.read(HexFormat.of().parseHex(hex));
        return restamps;
    }

    @Test
    void read_whatWasWritten_limitsTheSame() {
        Restamps restamps = none();
        assertThat(restamps.isEmpty()).isTrue();
        assertThat(restamps.toBytes()).isEmpty();
        restamps.add(
                List.of(new RestampOp(new ReplicaId(-1), 300), new RestampOp(new ReplicaId(1), 9)),
                Collections.emptyIterator());
        restamps.add(List.of(new RestampOp(new ReplicaId(1), 5)), Collections.emptyIterator());
        restamps.add(List.of(new RestampOp(new ReplicaId(1), 7)), Collections.emptyIterator());
        String hex = HexFormat.of().formatHex(restamps.toBytes());
        assertThat(hex).isEqualTo("02" + ONE + "05" + LARGE + "ac02");

        Restamps read = read(hex);
        assertThat(read.isEmpty()).isFalse();
        assertThat(read.limit(1)).isEqualTo(5);
        assertThat(read.limit(-1)).isEqualTo(300);
        assertThat(read.limit(2)).isEqualTo(Long.MAX_VALUE);
        assertThat(read.toBytes()).isEqualTo(restamps.toBytes());
        assertThat(read("").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "none, 00, NOT_CANONICAL",
        "one replica twice, 02" + ONE + "05" + ONE + "06, UNSORTED",
        "not ascending, 02" + LARGE + "05" + ONE + "06, UNSORTED",
        "seq of more than 40 bits, 01" + ONE + "808080808020, BAD_VALUE",
        "seq of 64 bits, 01" + ONE + "ffffffffffffffffff01, BAD_VALUE",
        "fewer than announced, 02" + ONE + "05, TRUNCATED",
        "bytes behind the last, 01" + ONE + "0500, TRAILING_BYTES",
    })
    void read_malformed_isRefused(String what, String hex, Kind kind) {
        CorruptDataException refused = catchThrowableOfType(CorruptDataException.class, () -> read(hex));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.kind()).as(what).isEqualTo(kind);
    }
}
