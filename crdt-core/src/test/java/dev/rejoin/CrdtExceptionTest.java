package dev.rejoin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrdtExceptionTest {
    @Test
    void constructor_withCause_keepsBoth() {
        Throwable cause = new IllegalStateException("cause");
        assertThat(new CrdtException("message", cause)).hasMessage("message").hasCause(cause);
    }
}
