package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PathTest {
    @Test
    void steps_extended_reachFromTheRoot() {
        Path path = Path.root().key("site").key("a/b~").index(3);
        assertThat(path)
                .hasToString("/site/a~1b~0/3")
                .isEqualTo(Path.root().key("site").key("a/b~").index(3));
        assertThat(path.steps()).containsExactly(new Path.Key("site"), new Path.Key("a/b~"), new Path.Index(3));
        assertThat(path.parent())
                .hasToString("/site/a~1b~0")
                .hasSameHashCodeAs(Path.root().key("site").key("a/b~"));
        assertThat(Path.root()).hasToString("/").isNotEqualTo(path);
        assertThatThrownBy(() -> Path.root().parent()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Path.root().index(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void key_thatIsNoText_isRefused() {
        assertThatThrownBy(() -> Path.root().key("\uD800")).isInstanceOf(IllegalArgumentException.class);
    }
}
