package dev.penumbra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final List<String> NAMES = List.of("elbo", "iwae", "vamp");

    private static Choice choice(String text) {
        return Choice.parse(text, "--x", NAMES);
    }

    @Test
    void namesAndSettingsAreRead() {
        Choice iwae = choice(" IWAE:k=5, beta=0.5").allowing("k", "beta");
        assertThat(iwae.name()).isEqualTo("iwae");
        assertThat(iwae.whole("k", 1, 1, 10)).isEqualTo(5);
        assertThat(iwae.number("beta", 1, 0, 1)).isEqualTo(0.5);
        assertThat(iwae.whole("m", 7, 1, 10)).isEqualTo(7);
        assertThat(choice("vamp:500").whole(Choice.UNNAMED, 1, 1, 1000)).isEqualTo(500);
    }

    @Test
    void wrongOnesAreRefusedWithWhatWouldBeRight() {
        assertThatThrownBy(() -> choice("iwea"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("did you mean iwae?");
        assertThatThrownBy(() -> choice("iwae:k=1,k=2")).hasMessageContaining("twice");
        assertThatThrownBy(() -> choice("iwae:m=1").allowing("k")).hasMessageContaining("iwae:k=X");
        for (String k : List.of("0", "11", "x", "", "1.5", "NaN", "1e99")) {
            assertThatThrownBy(() -> choice("iwae:k=" + k).whole("k", 1, 1, 10))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("in 1")
                    .hasMessageContaining("--x");
        }
    }
}
