package dev.penumbra.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.nn.ExactNetwork;
import dev.penumbra.nn.Shape;
import org.junit.jupiter.api.Test;

class ExactInferenceTest {
    private static final Shape SHAPE = Shape.image(1, 4, 4);

    @Test
    void theFirstHalfOfAnEncodersOutputsAreMeansAndTheSecondLogStds() {
        Model model = Models.of(new PosteriorFamily.Gaussian(), "mlp:5", SHAPE, 2, new Bernoulli());
        float[] x = new Seed(2).gaussians(3 * 16);
        Posterior posterior = Inference.exact(model, 2).encode(x, 3);
        float[] raw = new ExactNetwork(((VaeSpec) model.spec()).encoder(), model.weights(), "encoder").run(x, 3, 1);
        assertThat(posterior.mean()).containsExactly(raw[0], raw[1], raw[4], raw[5], raw[8], raw[9]);
        assertThat(posterior.logStd()).containsExactly(raw[2], raw[3], raw[6], raw[7], raw[10], raw[11]);
    }

    @Test
    void aBasicAutoencoderGivesPoints() {
        Model model = Models.of(new PosteriorFamily.Point(), "mlp:5", SHAPE, 2, new Gaussian(1));
        float[] x = new Seed(2).gaussians(3 * 16);
        Posterior posterior = Inference.exact(model, 1).encode(x, 3);
        assertThat(posterior.mean())
                .containsExactly(
                        new ExactNetwork(((VaeSpec) model.spec()).encoder(), model.weights(), "encoder").run(x, 3, 1));
        assertThat(posterior.logStd()).containsOnly(Float.NEGATIVE_INFINITY).hasSize(6);
    }

    @Test
    void decodingReadsTheDecoderAndReconstructionTheLikelihood() {
        Model model = Models.of(new PosteriorFamily.Gaussian(), "conv:3,4", SHAPE, 2, new Bernoulli());
        Inference inference = Inference.exact(model, 1);
        float[] z = {0.5f, -1, 2, 0};
        float[] out = inference.decode(z, 2);
        assertThat(out)
                .isEqualTo(
                        new ExactNetwork(((VaeSpec) model.spec()).decoder(), model.weights(), "decoder").run(z, 2, 1));
        assertThat(inference.reconstruct(z, 2)[5]).isEqualTo((float) (1 / (1 + StrictMath.exp(-out[5]))));
    }
}
