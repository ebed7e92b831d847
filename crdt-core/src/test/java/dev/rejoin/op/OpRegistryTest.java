package dev.rejoin.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.io.UnsupportedFormatException;
import dev.rejoin.value.Value;
import org.junit.jupiter.api.Test;

class OpRegistryTest {
    private static final int CORE_TAG = 5;
    private static final int EXTENSION_TAG = 0x41;

    private record Note(int tag, long number) implements Op {}

    /** Two tags: one that belongs to the format, one of an extension. */
    private static final class NoteCodec implements OpCodec<Note> {
        @Override
        public Class<Note> type() {
            return Note.class;
        }

        @Override
        public int[] tags() {
            return new int[] {CORE_TAG, EXTENSION_TAG};
        }

        @Override
        public void write(Note op, OpWriter writer) {
            writer.number(op.number());
        }

        @Override
        public Note read(int tag, OpReader reader) {
            return new Note(tag, reader.number());
        }
    }

    private final OpRegistry registry = OpRegistry.of(new NoteCodec());
    private final OpRegistry ignorant = OpRegistry.of();

    private static byte[] write(OpRegistry registry, Op op) {
        ByteWriter writer = new ByteWriter();
        registry.write(op, new ByteOpWriter(writer));
        return writer.toByteArray();
    }

    private static Op read(OpRegistry registry, int tag, byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        Op op = registry.read(tag, new ByteOpReader(reader));
        reader.expectEnd();
        return op;
    }

    @Test
    void write_knownTags_areReadBack() {
        for (int tag : new int[] {CORE_TAG, EXTENSION_TAG}) {
            Note note = new Note(tag, -7);
            assertThat(read(registry, tag, write(registry, note))).isEqualTo(note);
        }
        assertThat(registry.knows(CORE_TAG)).isTrue();
        assertThat(registry.knows(-1)).isFalse();
        assertThat(registry.knows(Integer.MAX_VALUE)).isFalse();
    }

    @Test
    void read_unknownExtension_isKeptAndPassedOnUnchanged() {
        byte[] bytes = write(registry, new Note(EXTENSION_TAG, 1000));
        Op kept = read(ignorant, EXTENSION_TAG, bytes);
        assertThat(kept).isInstanceOf(UnknownOp.class);
        assertThat(kept.tag()).isEqualTo(EXTENSION_TAG);
        assertThat(write(ignorant, kept)).isEqualTo(bytes);
        assertThat(write(registry, kept)).isEqualTo(bytes);
        assertThat(read(registry, EXTENSION_TAG, write(ignorant, kept))).isEqualTo(new Note(EXTENSION_TAG, 1000));
    }

    @Test
    void read_extensionWithLeftovers_isRefused() {
        byte[] bytes = {2, 0, 0};
        assertThatThrownBy(() -> read(registry, EXTENSION_TAG, bytes)).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void read_unknownTagOfTheFormat_isUnsupported() {
        assertThatThrownBy(() -> read(ignorant, CORE_TAG, new byte[1])).isInstanceOf(UnsupportedFormatException.class);
    }

    @Test
    void write_unregisteredTag_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> write(ignorant, new Note(CORE_TAG, 1)));
    }

    @Test
    void add_tagTakenOrOutOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> OpRegistry.of(new NoteCodec(), new NoteCodec()));
        OpCodec<Note> wrong = new OpCodec<>() {
            @Override
            public Class<Note> type() {
                return Note.class;
            }

            @Override
            public int[] tags() {
                return new int[] {OpRegistry.MAX_TAG + 1};
            }

            @Override
            public void write(Note op, OpWriter writer) {}

            @Override
            public Note read(int tag, OpReader reader) {
                return new Note(tag, 0);
            }
        };
        assertThatIllegalArgumentException().isThrownBy(() -> OpRegistry.of(wrong));
    }

    @Test
    void unknownOp_tagOfTheFormat_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> new UnknownOp(CORE_TAG, Value.of(new byte[0])));
    }
}
