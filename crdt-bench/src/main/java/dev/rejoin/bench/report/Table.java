package dev.rejoin.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells, aligned by column, for a person. Cells are plain text; widths are counted in code points. */
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
        rows.forEach(row -> lines.add(indent + line(widths, row)));
        return lines;
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], width(cells.get(i)));
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
