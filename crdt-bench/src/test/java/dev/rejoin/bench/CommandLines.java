package dev.rejoin.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine;

/** Runs the command line in this process. */
public final class CommandLines {
    /**
     * What a command did.
     *
     * @param status its exit status
     * @param out what it printed
     * @param err what it complained of
     */
    public record Run(int status, String out, String err) {}

    private CommandLines() {}

    public static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = BenchMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int status = commandLine.execute(arguments);
        return new Run(status, out.toString(), err.toString());
    }

    public static String resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(CommandLines.class.getResource(name))
                        .toURI())
                .toString();
    }
}
