package dev.rejoin.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EditOriginTest {
    @Test
    void values_areTheTwoOrigins() {
        assertThat(EditOrigin.values()).containsExactly(EditOrigin.LOCAL, EditOrigin.REMOTE);
    }
}
