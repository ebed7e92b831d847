package dev.rejoin.bench.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All figures of a report, in the order in which they were read; of equal ones the last counts. */
final class FigureSet {
    private final List<Environment> environments = new ArrayList<>();
    private final Map<Figure.Row, Map<String, Figure>> rows = new LinkedHashMap<>();
    private final List<Scaling> scalings = new ArrayList<>();

    void add(Environment environment) {
        environments.add(environment);
    }

    void add(Figure figure) {
        rows.computeIfAbsent(figure.row(), row -> new LinkedHashMap<>()).put(figure.system(), figure);
    }

    void add(Scaling scaling) {
        scalings.add(scaling);
    }

    List<Environment> environments() {
        return environments;
    }

    List<Scaling> scalings() {
        return scalings;
    }

    /** The subjects of a section. */
    Set<String> subjects(String section) {
        Set<String> subjects = new LinkedHashSet<>();
        rows.keySet().stream().filter(row -> row.section().equals(section)).forEach(row -> subjects.add(row.subject()));
        return subjects;
    }

    /** The rows of a subject. */
    List<Figure.Row> rows(String section, String subject) {
        return rows.keySet().stream()
                .filter(row -> row.section().equals(section) && row.subject().equals(subject))
                .toList();
    }

    List<Figure> figures(Figure.Row row) {
        return List.copyOf(rows.getOrDefault(row, Map.of()).values());
    }

    Optional<Figure> ours(Figure.Row row) {
        return figures(row).stream().filter(Figure::isOurs).findFirst();
    }

    /** All systems that have a figure in one of the rows, ours first. */
    Set<String> systems(List<Figure.Row> of) {
        Set<String> systems = new LinkedHashSet<>();
        of.forEach(row -> ours(row).ifPresent(figure -> systems.add(figure.system())));
        of.forEach(row -> figures(row).forEach(figure -> systems.add(figure.system())));
        return systems;
    }

    /** Figures of others that are better than ours. */
    List<Figure> ahead() {
        List<Figure> ahead = new ArrayList<>();
        for (Figure.Row row : rows.keySet()) {
            ours(row)
                    .ifPresent(mine -> figures(row).stream()
                            .filter(other -> !other.isOurs() && other.done() == 1 && other.value() < mine.value())
                            .forEach(ahead::add));
        }
        return ahead;
    }

    Optional<Figure> find(Figure like) {
        return figures(like.row()).stream()
                .filter(figure -> figure.isOurs() == like.isOurs())
                .filter(figure -> figure.isOurs() || figure.system().equals(like.system()))
                .findFirst();
    }

    List<Figure> all() {
        return rows.values().stream().flatMap(row -> row.values().stream()).toList();
    }
}
