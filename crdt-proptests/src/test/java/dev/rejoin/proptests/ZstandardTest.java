package dev.rejoin.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.CrdtException;
import dev.rejoin.document.BatchOptions;
import dev.rejoin.document.Document;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.CorruptDataException.Kind;
import dev.rejoin.io.LimitExceededException;
import dev.rejoin.proptests.sim.SimulatedWorld;
import dev.rejoin.version.VersionVector;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Batches compressed by Zstandard, whose library is there in these tests. */
class ZstandardTest {
    private static final int FLAG = 16;

    private static Document typed() {
        Document document = Replicas.create(1);
        for (int i = 0; i < 300; i++) {
            String word = "word " + i % 17 + ", ";
            document.edit(tx -> tx.root().text("t").append(word));
        }
        return document;
    }

    private static byte[] batch() {
        return typed().changesSince(VersionVector.EMPTY, BatchOptions.plain().withZstandard());
    }

    @Test
    void receive_compressedBatch_givesWhatThePlainOneGives() {
        byte[] batch = batch();
        assertThat(batch[1]).isEqualTo((byte) FLAG);
        assertThat(batch.length).isLessThan(typed().changesSince(VersionVector.EMPTY).length / 2);
        Document reader = Replicas.create(2);
        assertThat(reader.receive(batch).isComplete()).isTrue();
        assertThat(reader.save()).isEqualTo(typed().save());
    }

    @Test
    void receive_damagedColumns_isRefusedWithoutChange() {
        byte[] batch = batch();
        SplittableRandom random = new SplittableRandom(1);
        Document reader = Replicas.create(2);
        byte[] before = reader.save();
        for (int i = 0; i < 500; i++) {
            byte[] damaged = Forgery.sealFrame(Forgery.damaged(batch, random));
            try {
                reader.receive(damaged);
                reader = Replicas.create(2); // it said something else
            } catch (CrdtException refused) {
                assertThat(reader.save()).isEqualTo(before);
            }
        }
    }

    @Test
    void receive_bothKindsOfCompression_isRefused() {
        byte[] batch = batch();
        batch[1] |= 1;
        assertThatExceptionOfType(CorruptDataException.class)
                .isThrownBy(() -> Replicas.create(2).receive(Forgery.sealFrame(batch)))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(Kind.BAD_VALUE));
    }

    /** A column that says how long it is, and holds a few bytes: nobody believes it. */
    private static byte[] claiming(long length) {
        ByteWriter out = new ByteWriter(64);
        byte[] head = Arrays.copyOf(batch(), 18);
        out.bytes(head);
        out.varint(1); // authors
        out.varint(0);
        out.varint(1); // replicas
        out.u64(1);
        out.varint(length);
        byte[] packed = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x00, (byte) 0xA0, 0x01, 0x00, 0x00
        }; // a window of 1 GiB
        out.varint(packed.length);
        out.bytes(packed);
        out.u32(0);
        return Forgery.sealFrame(out.toByteArray());
    }

    @Test
    void receive_columnThatClaimsToBeLong_isRefusedBeforeAnythingIsAllocated() {
        Document reader = Replicas.create(2);
        assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> reader.receive(claiming(1 << 20)));
        assertThat(SimulatedWorld.DOCUMENT_ID).isEqualTo(reader.id());
        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> reader.receive(claiming((256L << 20) + 1)));
    }
}
