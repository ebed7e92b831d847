package dev.rejoin.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void lines_columnsOfAllWidths_areAligned() {
        Table table = new Table("name", "bytes", "note").right(1).indent(2);
        table.row("a", "7", "x").row("longer 😀", "1,024", "");

        assertThat(table.lines(Style.PLAIN))
                .containsExactly(
                        "  name      bytes  note", //
                        "  a             7  x",
                        "  longer 😀  1,024");
    }

    @Test
    void lines_noHeadings_hasOnlyRows() {
        assertThat(new Table("", "").row("a", "b").lines(Style.PLAIN)).containsExactly("a  b");
    }

    @Test
    void row_otherNumberOfCells_throws() {
        assertThatThrownBy(() -> new Table("a").row("1", "2")).isInstanceOf(IllegalArgumentException.class);
    }
}
