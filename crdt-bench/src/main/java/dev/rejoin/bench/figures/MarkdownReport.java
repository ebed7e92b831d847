package dev.rejoin.bench.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The figures as a page of Markdown. */
final class MarkdownReport {
    private final FigureSet figures;
    private final StringBuilder page = new StringBuilder();

    MarkdownReport(FigureSet figures) {
        this.figures = figures;
    }

    String page(String notes, Optional<FigureSet> baseline) {
        line("# Benchmarks");
        line("");
        line("Written by `crdt-bench report` from the lines that the commands below printed; see"
                + " [crdt-bench](../crdt-bench/README.md) for how to repeat them.");
        environments();
        comparison();
        ahead();
        if (!notes.isEmpty()) {
            page.append('\n').append(notes.strip()).append('\n');
        }
        replay();
        scaling();
        baseline.ifPresent(this::compare);
        return page.toString();
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void head(List<String> cells) {
        row(cells);
        line("|---" + "|---:".repeat(cells.size() - 1) + "|");
    }

    private void environments() {
        line("");
        line("| command | commit | runtime | machine | load before |");
        line("|---|---|---|---|---:|");
        for (Environment environment : figures.environments()) {
            row(List.of(
                    "`" + environment.command() + "`",
                    environment.commit(),
                    environment.runtime(),
                    environment.machine(),
                    environment.load() < 0 ? "?" : Numbers.plain(environment.load())));
        }
    }

    private void comparison() {
        for (String subject : figures.subjects(Figure.COMPARISON)) {
            List<Figure.Row> rows = figures.rows(Figure.COMPARISON, subject);
            Set<String> systems = figures.systems(rows);
            line("");
            line("## Side by side: " + subject);
            line("");
            List<String> heads = new ArrayList<>(List.of("system"));
            rows.forEach(row -> heads.add(row.measure() + ", " + row.unit()));
            head(heads);
            for (String system : systems) {
                List<String> cells = new ArrayList<>(List.of(system));
                for (Figure.Row row : rows) {
                    cells.add(cell(row, system));
                }
                row(cells);
            }
        }
    }

    /** The figure of a system and how many times ours it is. */
    private String cell(Figure.Row row, String system) {
        Optional<Figure> figure = figures.figures(row).stream()
                .filter(one -> one.system().equals(system))
                .findFirst();
        if (figure.isEmpty()) {
            return "";
        }
        Optional<Figure> ours = figures.ours(row);
        String number = Numbers.of(figure.get());
        return figure.get().isOurs() || ours.isEmpty()
                ? number
                : number + " (" + Numbers.ratio(figure.get().value(), ours.get().value()) + ")";
    }

    private void ahead() {
        if (figures.subjects(Figure.COMPARISON).isEmpty()) {
            return;
        }
        line("");
        line("## Where Rejoin is behind");
        line("");
        List<Figure> ahead = figures.ahead();
        if (ahead.isEmpty()) {
            line("In no row above.");
            return;
        }
        head(List.of("work", "system", "it", "Rejoin", "Rejoin takes"));
        for (Figure figure : ahead) {
            Figure ours = figures.ours(figure.row()).orElseThrow();
            row(List.of(
                    figure.subject() + ": " + figure.measure() + ", " + figure.unit(),
                    figure.system(),
                    Numbers.of(figure),
                    Numbers.of(ours),
                    Numbers.ratio(ours.value(), figure.value())));
        }
    }

    private void replay() {
        Set<String> traces = figures.subjects("replay");
        if (traces.isEmpty()) {
            return;
        }
        line("");
        line("## Rejoin on editing traces");
        line("");
        List<String> heads = new ArrayList<>(List.of("what"));
        heads.addAll(traces);
        head(heads);
        List<Figure.Row> rows = figures.rows("replay", traces.iterator().next());
        for (Figure.Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.measure() + ", " + row.unit()));
            for (String trace : traces) {
                Figure.Row there = new Figure.Row("replay", trace, row.measure(), row.unit());
                cells.add(figures.ours(there).map(Numbers::of).orElse(""));
            }
            row(cells);
        }
    }

    private void scaling() {
        if (figures.scalings().isEmpty()) {
            return;
        }
        line("");
        line("## How it grows");
        line("");
        head(List.of("shape of editing, layer", "n", "us at n", "us at 2n", "ratio"));
        for (Scaling scaling : figures.scalings()) {
            row(List.of(
                    scaling.shape(),
                    Numbers.plain(scaling.size()),
                    Numbers.plain(scaling.micros()),
                    Numbers.plain(scaling.microsAtTwice()),
                    Numbers.ratio(scaling.microsAtTwice(), scaling.micros())));
        }
    }

    private void compare(FigureSet before) {
        line("");
        line("## Before and now");
        line("");
        before.environments()
                .forEach(environment -> line("Before: commit " + environment.commit() + ", " + environment.runtime()
                        + ", load " + Numbers.plain(environment.load()) + ".\n"));
        head(List.of("work", "before", "now", "now takes"));
        for (Figure now : figures.all()) {
            before.find(now)
                    .filter(then -> now.isOurs())
                    .ifPresent(then -> row(List.of(
                            now.subject() + ": " + now.measure() + ", " + now.unit(),
                            Numbers.of(then),
                            Numbers.of(now),
                            Numbers.ratio(now.value(), then.value()))));
        }
    }
}
