package dev.rejoin.proptests.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.io.ByteReader;
import dev.rejoin.io.ByteWriter;
import dev.rejoin.io.CorruptDataException;
import dev.rejoin.proptests.gen.Values;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;

/** Strict UTF-8 against the JDK's own coders, told to report what is wrong. */
class Utf8Properties {
    private final CharsetDecoder decoder = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharsetEncoder encoder = UTF_8.newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    @Provide
    Arbitrary<String> texts() {
        return Values.wellFormedText();
    }

    /** Units that are surrogates half of the time. */
    @Provide
    Arbitrary<String> wildTexts() {
        Arbitrary<Character> units = Arbitraries.oneOf(
                Arbitraries.chars(), Arbitraries.chars().range(Character.MIN_SURROGATE, Character.MAX_SURROGATE));
        return units.array(char[].class).ofMaxSize(60).map(String::new);
    }

    /** Bytes at the borders of what is allowed. */
    @Provide
    Arbitrary<byte[]> wildBytes() {
        Arbitrary<Byte> border = Arbitraries.of(
                        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
                        0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF)
                .map(Integer::byteValue);
        return border.array(byte[].class).ofMaxSize(6);
    }

    private Optional<String> byTheJdk(byte[] bytes) {
        try {
            return Optional.of(decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> byUs(byte[] bytes) {
        try {
            return Optional.of(new ByteReader(bytes).utf8(bytes.length));
        } catch (CorruptDataException e) {
            assertThat(e.kind()).isEqualTo(CorruptDataException.Kind.MALFORMED_UTF8);
            return Optional.empty();
        }
    }

    @Property
    void decode_anyBytes_agreesWithTheJdk(@ForAll @Size(max = 40) byte[] bytes) {
        assertThat(byUs(bytes)).isEqualTo(byTheJdk(bytes));
    }

    @Property
    void decode_bytesAtTheBorders_agreesWithTheJdk(@ForAll("wildBytes") byte[] bytes) {
        assertThat(byUs(bytes)).isEqualTo(byTheJdk(bytes));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void decode_changedText_agreesWithTheJdk(
            @ForAll("texts") String text, @ForAll int place, @ForAll byte replacement) {
        byte[] bytes = ("x" + text).getBytes(UTF_8);
        bytes[Math.floorMod(place, bytes.length)] = replacement;
        assertThat(byUs(bytes)).isEqualTo(byTheJdk(bytes));
    }

    @Tag("once")
    @Example
    void decode_everyPairOfBytes_agreesWithTheJdk() {
        byte[] bytes = new byte[2];
        for (int pair = 0; pair < 1 << 16; pair++) {
            bytes[0] = (byte) (pair >> 8);
            bytes[1] = (byte) pair;
            if (!byUs(bytes).equals(byTheJdk(bytes))) {
                throw new AssertionError(Integer.toHexString(pair));
            }
        }
    }

    @Tag("once")
    @Example
    void decode_everyLeadAndSecondByteOfLongSequences_agreesWithTheJdk() {
        for (int lead = 0xE0; lead < 0x100; lead++) {
            for (int second = 0; second < 0x100; second++) {
                for (int length = 3; length <= 4; length++) {
                    byte[] bytes = new byte[length];
                    java.util.Arrays.fill(bytes, (byte) 0xBF);
                    bytes[0] = (byte) lead;
                    bytes[1] = (byte) second;
                    if (!byUs(bytes).equals(byTheJdk(bytes))) {
                        throw new AssertionError(Integer.toHexString(lead) + " " + Integer.toHexString(second));
                    }
                }
            }
        }
    }

    @Property
    void encode_anyUnits_agreesWithTheJdk(@ForAll("wildTexts") String text) {
        ByteWriter writer = new ByteWriter();
        byte[] expected = null;
        try {
            ByteBuffer buffer = encoder.encode(CharBuffer.wrap(text));
            expected = new byte[buffer.remaining()];
            buffer.get(expected);
        } catch (CharacterCodingException e) {
            // not well-formed, so that we must refuse it
        }
        try {
            writer.utf8(text);
            assertThat(writer.toByteArray()).isEqualTo(expected);
        } catch (IllegalArgumentException e) {
            assertThat(expected).isNull();
            assertThat(writer.position()).isZero();
        }
    }

    @Property
    void string_thenRead_givesTheText(@ForAll("texts") String text) {
        ByteWriter writer = new ByteWriter(1);
        writer.string(text);
        ByteReader reader = new ByteReader(writer.toByteArray());
        assertThat(reader.string()).isEqualTo(text);
        reader.expectEnd();
    }
}
