package dev.rejoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchMainTest {
    @Test
    void execute_help_printsUsage() {
        StringWriter out = new StringWriter();
        int code = new CommandLine(new BenchMain()).setOut(new PrintWriter(out)).execute("--help");
        assertThat(code).isZero();
        assertThat(out.toString()).contains("crdt-bench");
    }
}
