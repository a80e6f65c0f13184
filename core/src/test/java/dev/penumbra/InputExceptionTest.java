package dev.penumbra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputExceptionTest {
    private static String message(String received) {
        return String.valueOf(new InputException("what", "expected", received, "where", "remedy").getMessage());
    }

    @Test
    void longTextIsCut() {
        assertThat(message("x".repeat(1000))).contains("x".repeat(1000) + "\n");
        assertThat(message("x".repeat(1001))).contains("x".repeat(1000) + "...");
        assertThat(message("x".repeat(1 << 20)).length()).isLessThan(2000);
    }

    @Test
    void aPlaceIsNamedBeforeTheOther() {
        InputException inner = new InputException("what", "expected", "received", "row 3", "remedy");
        assertThat(inner.in("file.csv")).hasMessageContaining("file.csv, row 3");
    }
}
