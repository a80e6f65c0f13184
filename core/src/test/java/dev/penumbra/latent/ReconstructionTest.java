package dev.penumbra.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.LinearInference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconstructionTest {
    @Test
    void errorsAreThoseOfTheDecodedMean() {
        // Everything comes back as half of itself.
        var model = LinearInference.of(new Gaussian(2), 0.5, 0.5, 1, 1);
        List<Reconstruction> all = new ArrayList<>();
        Reconstruction.forEach(model, LinearInference.data(2, 2, 4, 0, -6), all::add);
        assertThat(all).hasSize(2);
        assertThat(all.get(1).index()).isEqualTo(1);
        assertThat(all.get(0).mean()).containsExactly(1, 2);
        assertThat(all.get(0).mse()).isEqualTo((1 + 4) / 2.0);
        assertThat(all.get(1).mse()).isEqualTo(9 / 2.0);
        assertThat(all.get(0).logLikelihood())
                .isCloseTo(-5 / 8.0 - 2 * Math.log(2 * Math.sqrt(2 * Math.PI)), within(1e-12));
    }

    @Test
    void aValueWithoutProbabilityHasAnErrorButNoLikelihood() {
        var model = LinearInference.of(new Bernoulli(), 0.5, 1, 1);
        List<Reconstruction> all = new ArrayList<>();
        Reconstruction.forEach(model, LinearInference.data(1, 0f, 2f), all::add);
        assertThat(all.get(0).logLikelihood()).isCloseTo(Math.log(0.5), within(1e-12));
        assertThat(all.get(1).logLikelihood()).isNull();
    }
}
