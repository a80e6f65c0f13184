package dev.penumbra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> KNOWN = List.of("encoder", "decoder", "latent", "lambda", "linear");

    @Test
    void findsTheWordBehindASlip() {
        assertThat(Spelling.closest("lamda", KNOWN)).first().isEqualTo("lambda");
        assertThat(Spelling.closest("LATENT", KNOWN)).first().isEqualTo("latent");
        assertThat(Spelling.closest("lat", KNOWN)).first().isEqualTo("latent");
    }

    @Test
    void saysNothingOfWordsThatAreFar() {
        assertThat(Spelling.closest("zzzzzz", KNOWN)).isEmpty();
        assertThat(Spelling.remedy("zzzzzz", KNOWN)).isEqualTo("use one of decoder, encoder, lambda, latent, linear");
        assertThat(Spelling.remedy("linaer", KNOWN)).isEqualTo("did you mean linear?");
    }
}
