package dev.rejoin.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.CommandLines;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReportCommandTest {
    private static final String ENVIRONMENT = "{\"environment\":{\"command\":\"compare"
            + " a<b\",\"commit\":\"abc\",\"runtime\":\"JVM\",\"machine\":\"m\",\"load\":0.5}}\n";

    @TempDir
    Path folder;

    private Path lines;
    private Path markdown;
    private Path html;

    @BeforeEach
    void files() throws IOException {
        lines = folder.resolve("lines");
        markdown = folder.resolve("page.md");
        html = folder.resolve("page.html");
        Files.writeString(
                lines,
                ENVIRONMENT
                        + figure("Rejoin 1", "live", 30, 1)
                        + figure("Fast & Co", "live", 15, 1)
                        + figure("Slow", "live", 3000, 1)
                        + figure("Endless", "live", 20, 0.25)
                        + "{\"trace\":\"paper\",\"edits\":7,\"localMillis\":12.5,\"heapBytes\":1000,\"converged\":true}\n"
                        + "{\"layer\":\"sequence\",\"shape\":\"random\",\"n\":1000,\"micros\":0.5,\"microsAtTwice\":0.75}\n");
    }

    private static String figure(String system, String measure, double value, double done) {
        return "{\"system\":\"" + system + "\",\"platform\":\"x\",\"subject\":\"paper\",\"measure\":\"" + measure
                + "\",\"unit\":\"ms\",\"value\":" + value + ",\"done\":" + done + "}\n";
    }

    @Test
    void markdown_givesRatios_andNamesWhereRejoinIsBehind() throws IOException {
        assertThat(CommandLines.run("report", lines.toString(), "--markdown", markdown.toString())
                        .status())
                .isZero();
        String page = Files.readString(markdown);
        assertThat(page).contains("| Slow | 3,000 (100 x) |").contains("| Endless | > 20 (25 % done) (0.67 x) |");
        String behind = page.substring(page.indexOf("## Where Rejoin is behind"), page.indexOf("## Rejoin on"));
        // Who did not finish is not ahead.
        assertThat(behind).contains("Fast & Co").contains("2 x").doesNotContain("Endless");
        assertThat(page)
                .contains("| all patches in one transaction, ms | 12.5 |")
                .contains("| random, sequence | 1,000 |");
    }

    @Test
    void html_isWellFormedAsFarAsChartsGo_andHoldsEverySystem() throws Exception {
        assertThat(CommandLines.run("report", lines.toString(), "--html", html.toString())
                        .status())
                .isZero();
        String page = Files.readString(html);
        assertThat(page).contains("Fast &amp; Co").contains("compare a&lt;b").doesNotContain("http");
        int charts = 0;
        for (int start = page.indexOf("<svg"); start >= 0; start = page.indexOf("<svg", start + 1)) {
            parse(page.substring(start, page.indexOf("</svg>", start) + 6));
            charts++;
        }
        assertThat(charts).isEqualTo(4); // one row of the comparison, ms and bytes of the replay, scaling
    }

    private static void parse(String svg) throws ParserConfigurationException, IOException, SAXException {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void baseline_comparesOurFiguresOnly() throws IOException {
        Path before = folder.resolve("before");
        Files.writeString(before, ENVIRONMENT + figure("Rejoin 0", "live", 60, 1) + figure("Slow", "live", 9, 1));
        assertThat(CommandLines.run(
                                "report",
                                lines.toString(),
                                "--markdown",
                                markdown.toString(),
                                "--baseline",
                                before.toString())
                        .status())
                .isZero();
        String page = Files.readString(markdown);
        assertThat(page.substring(page.indexOf("## Before and now")))
                .contains("| paper: live, ms | 60 | 30 | 0.50 x |")
                .doesNotContain("| 9 |");
    }

    @Test
    void linesThatAreNoFigures_areNamedWithTheirNumber() throws IOException {
        Files.writeString(lines, ENVIRONMENT + "{\"system\":\"x\"}\n");
        CommandLines.Run result = CommandLines.run("report", lines.toString(), "--html", html.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("line 2");
    }
}
