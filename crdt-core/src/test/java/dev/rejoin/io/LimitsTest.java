package dev.rejoin.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.io.LimitExceededException.Limit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static Limit refused(ThrowingCallable call) {
        return catchThrowableOfType(LimitExceededException.class, call).limit();
    }

    @Test
    void builder_setLimits_areKept() {
        DecodeLimits limits = DecodeLimits.builder()
                .maxMessageBytes(1)
                .maxExpandedBytes(2)
                .maxChanges(3)
                .maxReplicas(4)
                .build();
        assertThat(limits).isEqualTo(new DecodeLimits(1, 2, 3, 4));
        assertThat(limits.toBuilder().build()).isEqualTo(limits);
        assertThat(DecodeLimits.builder().build()).isEqualTo(DecodeLimits.DEFAULT);
    }

    @Test
    void constructor_limitNotPositive_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodeLimits(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodeLimits(1, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodeLimits(1, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodeLimits(1, 1, 1, 0));
    }

    @Test
    void decodeLimits_exceeded_areNoFormatLimits() {
        DecodeLimits limits = new DecodeLimits(1, 2, 3, 4);
        assertThat(refused(() -> limits.checkMessageBytes(2))).isEqualTo(Limit.MESSAGE_BYTES);
        assertThat(refused(() -> limits.checkExpandedBytes(3, 0))).isEqualTo(Limit.EXPANDED_BYTES);
        assertThat(refused(() -> limits.checkChanges(4, 0))).isEqualTo(Limit.CHANGES);
        assertThat(refused(() -> limits.checkReplicas(5, 0))).isEqualTo(Limit.REPLICAS);
        assertThat(Limit.MESSAGE_BYTES.isFormat()).isFalse();
        assertThat(Limit.KEY_BYTES.isFormat()).isTrue();
        assertThatCode(() -> {
                    limits.checkMessageBytes(1);
                    limits.checkExpandedBytes(2, 0);
                    limits.checkChanges(3, 0);
                    limits.checkReplicas(4, 0);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void formatLimits_atAndAbove_differ() {
        String longest = "é".repeat(FormatLimits.MAX_KEY_BYTES / 2);
        assertThat(FormatLimits.checkKey(longest)).isEqualTo(longest);
        assertThat(refused(() -> FormatLimits.checkKey(longest + "x"))).isEqualTo(Limit.KEY_BYTES);
        FormatLimits.checkDepth(FormatLimits.MAX_DEPTH);
        assertThat(refused(() -> FormatLimits.checkDepth(FormatLimits.MAX_DEPTH + 1)))
                .isEqualTo(Limit.DEPTH);
        FormatLimits.checkChangeOperations(FormatLimits.MAX_CHANGE_OPERATIONS);
        assertThat(refused(() -> FormatLimits.checkChangeOperations(FormatLimits.MAX_CHANGE_OPERATIONS + 1L)))
                .isEqualTo(Limit.CHANGE_OPERATIONS);
    }

    @Test
    void limitExceeded_localAndDecoded_differInOffset() {
        assertThat(new LimitExceededException(Limit.DEPTH, 64, 65).offset()).isEmpty();
        assertThat(new LimitExceededException(Limit.DEPTH, 64, 65, 7))
                .hasMessage("Limit DEPTH exceeded at byte 7: allowed 64, found 65");
    }

    @Test
    void unsupportedFormat_message_namesBoth() {
        UnsupportedFormatException error = new UnsupportedFormatException("version 9", "version 0");
        assertThat(error).hasMessage("Unsupported format: found version 9, supported version 0");
        assertThat(error.found()).isEqualTo("version 9");
        assertThat(error.supported()).isEqualTo("version 0");
    }
}
