package dev.rejoin.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.version.OpId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of the table of members. */
class MemberTableTest {
    private static final ReplicaId ONE = new ReplicaId(1);
    private static final ReplicaId LARGE = new ReplicaId(-1);
    private static final VersionVector VERSION =
            VersionVector.builder().set(ONE, 9).set(LARGE, 9).build();
    private static final String ID1 = "0000000000000001";
    private static final String ID2 = "ffffffffffffffff";

    private static MemberTable read(String hex) {
        MemberTable table = new MemberTable();
        ByteReader in = new ByteReader(HexFormat.of().parseHex(hex));
        table.read(in, VERSION);
        in.expectEnd();
        return table;
    }

    private static String bytes(MemberTable table) {
        ByteWriter out = new ByteWriter(64);
        table.write(out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @Test
    void write_whateverTheOrderOfArrival_isTheSame() {
        OpId[] joins = {new OpId(LARGE, 4), new OpId(ONE, 7), new OpId(ONE, 2)};
        OpId[] retirements = {new OpId(LARGE, 5), new OpId(ONE, 3)};
        MemberTable one = new MemberTable();
        MemberTable other = new MemberTable();
        for (int i = 0; i < joins.length; i++) {
            one.apply(new MemberOp.Join(LARGE, VersionVector.EMPTY), joins[i]);
            other.apply(new MemberOp.Join(LARGE, VersionVector.EMPTY), joins[joins.length - 1 - i]);
        }
        for (int i = 0; i < retirements.length; i++) {
            one.apply(new MemberOp.Retire(ONE), retirements[i]);
            other.apply(new MemberOp.Retire(ONE), retirements[retirements.length - 1 - i]);
        }
        assertThat(bytes(one)).isEqualTo(bytes(other));
        assertThat(bytes(read(bytes(one)))).isEqualTo(bytes(one));
    }

    @ParameterizedTest
    @CsvSource({
        "nothing that names it, 02" + ID1 + "0000" + ID2 + "0002" + ID1 + "03" + ID1 + "04, BAD_VALUE",
        "one replica twice, 02" + ID1 + "0001" + ID1 + "03" + ID1 + "0001" + ID1 + "04, DUPLICATE",
        "replicas that go down, 02" + ID2 + "0001" + ID1 + "03" + ID1 + "0001" + ID1 + "04, UNSORTED",
        "one retirement twice, 01" + ID1 + "0002" + ID1 + "03" + ID1 + "03, DUPLICATE",
        "retirements that go down, 01" + ID1 + "0002" + ID1 + "04" + ID1 + "03, UNSORTED",
        "an operation that is not here, 01" + ID1 + "0001" + ID1 + "09, BAD_VALUE",
        "a seq of 64 bits, 01" + ID1 + "0001" + ID1 + "ffffffffffffffffff01, BAD_VALUE",
        "fewer than announced, 02" + ID1 + "0001" + ID1 + "03, TRUNCATED",
    })
    void read_malformed_isRefused(String what, String hex, Kind kind) {
        CorruptDataException refused = catchThrowableOfType(CorruptDataException.class, () -> read(hex));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.kind()).as(what).isEqualTo(kind);
    }
}
