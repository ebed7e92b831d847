package dev.rejoin.bench.replay;

import dev.rejoin.bench.report.Machine;
import dev.rejoin.bench.report.Measure;
import dev.rejoin.bench.report.Style;
import dev.rejoin.bench.report.Table;
import dev.rejoin.bench.report.TraceReport;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The reports of a replay for a person: a row per measure, a column per trace. */
final class ReplayTable {
    private final List<TraceReport> reports;
    private final int runs;
    private final boolean cold;

    ReplayTable(List<TraceReport> reports, int runs, boolean cold) {
        this.reports = reports;
        this.runs = runs;
        this.cold = cold;
    }

    void print(PrintWriter out, Style style) {
        out.println(style.heading("Replay of editing traces"));
        String how = cold
                ? "first run of a fresh JVM, wall time in ms"
                : "CPU time of the replaying thread in ms, median of " + runs + (runs == 1 ? " run" : " runs");
        out.println(style.dim(Machine.description() + "; " + how));
        out.println();
        table().lines(style).forEach(out::println);
    }

    private Table table() {
        List<String> headings = new ArrayList<>(List.of(""));
        reports.forEach(report -> headings.add(report.trace()));
        headings.add("");
        Table table = new Table(headings);
        for (int i = 1; i <= reports.size(); i++) {
            table.right(i);
        }
        for (Measure measure : Measure.values()) {
            if (reports.stream().anyMatch(report -> report.get(measure).isPresent())) {
                List<String> cells = new ArrayList<>(List.of(measure.key()));
                reports.forEach(report -> cells.add(cell(report.get(measure))));
                cells.add(measure.meaning());
                table.row(cells);
            }
        }
        return table;
    }

    private static String cell(Optional<Object> value) {
        if (value.isEmpty()) {
            return "-";
        }
        if (value.get() instanceof BigDecimal number) {
            return String.format(Locale.ROOT, "%,." + number.scale() + "f", number);
        }
        return value.get().toString();
    }
}
