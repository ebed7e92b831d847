package dev.rejoin.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchScriptTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void of_wideTrace_leadsToItsEndContent(long seed) {
        EditingTrace trace = TraceGenerator.sequential("wide", seed, 500);

        assertThat(trace.hasWideCharacters()).isTrue();
        assertThat(typed(trace, PatchScript.of(trace))).isEqualTo(trace.endContent());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readFrom_writtenScript_isEqual(long seed) throws IOException {
        PatchScript script = PatchScript.of(TraceGenerator.sequential("wide", seed, 200));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        script.writeTo(new DataOutputStream(bytes));

        PatchScript copy = PatchScript.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(copy).usingRecursiveComparison().isEqualTo(script);
    }

    private static String typed(EditingTrace trace, PatchScript script) {
        StringBuilder text = new StringBuilder(trace.startContent());
        for (int patch = 0; patch < script.patches(); patch++) {
            text.replace(script.start(patch), script.end(patch), script.inserted(patch));
        }
        return text.toString();
    }
}
