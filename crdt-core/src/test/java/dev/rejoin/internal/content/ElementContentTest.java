package dev.rejoin.internal.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.internal.EditEpoch;
import org.junit.jupiter.api.Test;

class ElementContentTest {
    private final EditEpoch epoch = new EditEpoch();
    private ElementContent content = new ElementContent(epoch);

    @Test
    void append_acrossPagesWithHoles_readsBack() {
        for (int i = 0; i < 2000; i += 3) {
            content.append(1, i, "value " + i);
        }
        for (int i = 0; i < 2000; i += 3) {
            assertThat(content.get(1, i)).isEqualTo("value " + i);
        }
        assertThat(content.end(1)).isEqualTo(1999);
        assertThat(content.end(0)).isZero();
        assertThatThrownBy(() -> content.get(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> content.append(1, 1998, "again")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void truncate_thenAppend_leavesViewsAlone() {
        content.append(0, 0, "a");
        content.append(0, 1, "b");
        ElementContent view = content;
        epoch.advance();
        content = content.forkIfStale();
        content.truncate(0, 1);
        content.append(0, 1, "c");

        assertThat(content.get(0, 1)).isEqualTo("c");
        assertThat(view.get(0, 1)).isEqualTo("b");
    }

    @Test
    void append_pageThatAViewShares_isSeenByTheWriterOnly() {
        content.append(0, 0, "a");
        ElementContent view = content;
        epoch.advance();
        content = content.forkIfStale();
        for (int i = 1; i < 600; i++) {
            content.append(0, i, i);
        }

        assertThat(content.get(0, 599)).isEqualTo(599);
        assertThat(view.get(0, 0)).isEqualTo("a");
    }
}
