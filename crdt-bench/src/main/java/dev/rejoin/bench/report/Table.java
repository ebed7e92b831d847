package dev.rejoin.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of cells, aligned by column, for a person. Cells are plain text, of several lines where they contain line ends;
 * widths are counted in code points.
 */
public final class Table {
    /** Where a cell stands in its column. */
    public enum Align {
        /** Text. */
        LEFT,
        /** Numbers. */
        RIGHT
    }

    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<Align> alignments;
    private final List<List<String>> rows = new ArrayList<>();
    private String indent = "";

    /**
     * A table without rows.
     *
     * @param headings what stands above each column
     */
    public Table(String... headings) {
        this(Arrays.asList(headings));
    }

    /**
     * A table without rows.
     *
     * @param headings what stands above each column
     */
    public Table(List<String> headings) {
        this.headings = List.copyOf(headings);
        alignments = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            alignments.add(Align.LEFT);
        }
    }

    /**
     * Sets numbers flush right.
     *
     * @param columns from 0
     * @return this
     */
    public Table right(int... columns) {
        for (int column : columns) {
            alignments.set(column, Align.RIGHT);
        }
        return this;
    }

    /**
     * Moves the whole table to the right.
     *
     * @param blanks how far
     * @return this
     */
    public Table indent(int blanks) {
        indent = " ".repeat(blanks);
        return this;
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are headings
     * @return this
     */
    public Table row(String... cells) {
        return row(Arrays.asList(cells));
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are headings
     * @return this
     */
    public Table row(List<String> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(cells.size() + " cells below " + headings.size() + " headings");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /**
     * The finished table.
     *
     * @param style how headings are set off
     * @return its lines, without their ends: headings first, unless all of them are empty
     */
    public List<String> lines(Style style) {
        int[] widths = new int[headings.size()];
        widen(widths, headings);
        rows.forEach(row -> widen(widths, row));
        List<String> lines = new ArrayList<>();
        if (!headings.stream().allMatch(String::isEmpty)) {
            lines.add(indent + style.dim(line(widths, headings)));
        }
        for (List<String> row : rows) {
            int height = row.stream()
                    .mapToInt(cell -> (int) cell.lines().count())
                    .max()
                    .orElse(0);
            for (int line = 0; line < Math.max(height, 1); line++) {
                int number = line;
                lines.add(indent
                        + line(
                                widths,
                                row.stream().map(cell -> lineOf(cell, number)).toList()));
            }
        }
        return lines;
    }

    /** One line of a cell; empty below its last one. */
    private static String lineOf(String cell, int number) {
        return cell.lines().skip(number).findFirst().orElse("");
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            int widest = cells.get(i).lines().mapToInt(Table::width).max().orElse(0);
            widths[i] = Math.max(widths[i], widest);
        }
    }

    private String line(int[] widths, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - width(cells.get(i)));
            boolean right = alignments.get(i) == Align.RIGHT;
            line.append(i == 0 ? "" : GAP)
                    .append(right ? blanks : "")
                    .append(cells.get(i))
                    .append(right ? "" : blanks);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
