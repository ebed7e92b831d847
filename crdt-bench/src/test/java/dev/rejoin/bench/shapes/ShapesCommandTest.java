package dev.rejoin.bench.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.CommandLines;
import org.junit.jupiter.api.Test;

class ShapesCommandTest {
    @Test
    void run_small_printsEveryShapeWithItsLimits() {
        CommandLines.Run run =
                CommandLines.run("shapes", "--divide", "10000", "--runs", "1", "--warm-up", "0", "--large");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("Hard shapes of editing")
                .contains("JDK ", "random inserts, remote", "replicas at one place, descending", "1.5 us, 2.3 x")
                .contains("document  tombstones before one, local");
    }

    @Test
    void run_json_printsALineForEachChosenShape() {
        CommandLines.Run run = CommandLines.run(
                "shapes",
                "--divide",
                "1000",
                "--runs",
                "1",
                "--warm-up",
                "0",
                "--layer",
                "sequence",
                "--only",
                "alternating",
                "--json");
        assertThat(run.out().lines())
                .singleElement()
                .asString()
                .startsWith("{\"layer\":\"sequence\",\"shape\":\"alternating runs of two\",\"n\":1000,\"micros\":")
                .endsWith("}");
    }

    @Test
    void run_unknownShape_isRefused() {
        CommandLines.Run run = CommandLines.run("shapes", "--only", "square");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("there is no such shape");
        assertThat(CommandLines.run("shapes", "--runs", "0").status()).isEqualTo(2);
    }
}
