package dev.rejoin.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UndoOptionsTest {
    @Test
    void with_changesOneOption() {
        UndoOptions defaults = UndoOptions.defaults();
        assertThat(defaults).isEqualTo(new UndoOptions("", Duration.ofMillis(500), 200));
        assertThat(defaults.withOrigin("import")).isEqualTo(new UndoOptions("import", Duration.ofMillis(500), 200));
        assertThat(defaults.withGroupWithin(Duration.ZERO)).isEqualTo(new UndoOptions("", Duration.ZERO, 200));
        assertThat(defaults.withMaxGroups(1)).isEqualTo(new UndoOptions("", Duration.ofMillis(500), 1));
    }

    @Test
    void negativeTimeOrNoGroups_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UndoOptions.defaults().withGroupWithin(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UndoOptions.defaults().withMaxGroups(0));
    }
}
