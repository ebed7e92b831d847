package dev.rejoin.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.internal.ElementId;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.version.OpId;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnchorTest {
    private static final OpId ELEMENT = OpId.of(0x11, 300);

    private static final List<Anchor> ALL = List.of(
            Anchor.start(),
            Anchor.end(),
            Anchor.of(ELEMENT, AnchorBias.BEFORE),
            Anchor.of(ELEMENT, AnchorBias.AFTER),
            Anchor.of(OpId.of(0x12, 300), AnchorBias.AFTER),
            Anchor.of(OpId.of(-1, ElementId.MAX_SEQ), AnchorBias.AFTER));

    @Test
    void equals_isByElementAndBias() {
        for (int i = 0; i < ALL.size(); i++) {
            for (int k = 0; k < ALL.size(); k++) {
                assertThat(ALL.get(i).equals(ALL.get(k))).isEqualTo(i == k);
            }
        }
        assertThat(Anchor.of(ELEMENT, AnchorBias.AFTER)).isEqualTo(ALL.get(3)).hasSameHashCodeAs(ALL.get(3));
    }

    @Test
    void bytes_roundTrip_inAtMostFifteen() {
        for (Anchor anchor : ALL) {
            assertThat(anchor.toBytes()).hasSizeLessThanOrEqualTo(15);
            assertThat(Anchor.fromBytes(anchor.toBytes())).isEqualTo(anchor);
        }
    }

    @Test
    void fromBytes_ofAnythingElse_saysWhatIsWrong() {
        assertThat(refused("")).isEqualTo(Kind.TRUNCATED);
        assertThat(refused("04")).isEqualTo(Kind.BAD_VALUE);
        assertThat(refused("0000")).isEqualTo(Kind.TRAILING_BYTES);
        assertThat(refused("0200000000000000")).isEqualTo(Kind.TRUNCATED);
        assertThat(refused("020000000000000011")).isEqualTo(Kind.TRUNCATED);
        assertThat(refused("0200000000000000118000")).isEqualTo(Kind.OVERLONG_VARINT);
        assertThat(refused("020000000000000011808080808080808001")).isEqualTo(Kind.LIMIT);
        assertThat(refused("02000000000000001100ff")).isEqualTo(Kind.TRAILING_BYTES);
    }

    @Test
    void of_seqBeyondAnyDocument_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Anchor.of(OpId.of(1, ElementId.MAX_SEQ + 1), AnchorBias.AFTER));
    }

    private static Kind refused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return catchThrowableOfType(CorruptDataException.class, () -> Anchor.fromBytes(bytes))
                .kind();
    }
}
