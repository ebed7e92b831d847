package dev.rejoin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rejoin.codec.Frames;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.member.Acknowledgement;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.ReplicaId;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AcknowledgementFrameTest {
    private static final DocumentId DOCUMENT = DocumentId.named("acknowledgements");
    private static final ReplicaId REPLICA = new ReplicaId(7);
    private static final Acknowledgement TOLD =
            new Acknowledgement(REPLICA, VersionVector.of(REPLICA, 9), VersionVector.of(REPLICA, 4));

    @Test
    void read_whatWasWritten_isTheSame() {
        byte[] bytes = AcknowledgementFrame.write(DOCUMENT, TOLD);
        assertThat(AcknowledgementFrame.isAcknowledgement(bytes)).isTrue();
        assertThat(AcknowledgementFrame.isAcknowledgement(new byte[0])).isFalse();
        assertThat(AcknowledgementFrame.isAcknowledgement(new byte[1])).isFalse();
        assertThat(AcknowledgementFrame.isAcknowledgement(Arrays.copyOf(bytes, 1)))
                .isTrue();
        assertThat(AcknowledgementFrame.read(DOCUMENT, bytes)).isEqualTo(TOLD);
    }

    @Test
    void read_withMoreBehindIt_isRefused() {
        byte[] bytes = AcknowledgementFrame.write(DOCUMENT, TOLD);
        ByteWriter longer = new ByteWriter(64);
        longer.bytes(Arrays.copyOf(bytes, bytes.length - Integer.BYTES));
        longer.u8(0);
        longer.u32(Frames.checksumOf(DOCUMENT, longer));
        CorruptDataException refused = catchThrowableOfType(
                CorruptDataException.class, () -> AcknowledgementFrame.read(DOCUMENT, longer.toByteArray()));
        assertThat(refused).isNotNull();
        assertThat(refused.kind()).isEqualTo(Kind.TRAILING_BYTES);
    }
}
