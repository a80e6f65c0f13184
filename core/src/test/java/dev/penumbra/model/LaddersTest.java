package dev.penumbra.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.Seed;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.distribution.Posterior;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaddersTest {
    private static LadderSpec ladder(Shape image, int depth) {
        return Ladders.of(Schema.image(image, List.of()), depth, 16, 2, new Bernoulli());
    }

    /** Weights moved at random everywhere, so that h, priors and posteriors differ from example to example. */
    private static Model model(LadderSpec spec) {
        Map<String, Weights.Values> moved = new HashMap<>();
        Weights initial = Weights.initial(spec.parameters(), new Seed(1));
        initial.tensors().forEach((name, values) -> {
            float[] noise = new Seed(2).named(name).gaussians(values.values().length);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = values.values()[i] + 0.05f * noise[i];
            }
            moved.put(name, new Weights.Values(values.dims(), noise));
        });
        return new Model(spec, initial.with(moved));
    }

    @Test
    void trainingBeginsWithPosteriorsThatAreThePriorAndStandard() {
        LadderSpec spec = ladder(Shape.image(1, 28, 28), 4);
        Model untrained = new Model(spec, Weights.initial(spec.parameters(), new Seed(1)));
        Inference inference = Inference.exact(untrained, 1);
        float[] noise = new Seed(3).gaussians(spec.noise());
        Draws draws = inference.draw(new Seed(4).gaussians(28 * 28), Inference.UNLABELLED, 1, noise);
        assertThat(draws.z()).isEqualTo(noise);
        // Sums of some hundred densities in another order.
        assertThat(draws.logPosterior()[0]).isCloseTo(draws.logPrior()[0], within(1e-9));
    }

    @Test
    void blocksAreSpreadOverTheSizesThatAreSmall() {
        List<LadderSpec.Block> blocks = ladder(Shape.image(1, 28, 28), 4).blocks();
        assertThat(blocks.stream().map(LadderSpec.Block::state))
                .containsExactly(
                        Shape.image(32, 3, 3), Shape.image(32, 3, 3), Shape.image(16, 7, 7), Shape.image(16, 7, 7));
        assertThat(blocks.stream().map(LadderSpec.Block::latent)).containsExactly(4 * 9, 4 * 9, 2 * 49, 2 * 49);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 12})
    void everyDepthFitsEveryImage(int depth) {
        for (Shape image :
                List.of(Shape.image(1, 28, 28), Shape.image(3, 32, 32), Shape.image(1, 28, 20), Shape.image(1, 5, 2))) {
            LadderSpec spec = ladder(image, depth);
            assertThat(spec.blocks()).hasSize(depth);
            assertThat(spec.output().output()).isEqualTo(image);
            assertThat(Json.read(Json.write(spec), ModelSpec.class, "test")).isEqualTo(spec);
        }
        LadderSpec mixture =
                Ladders.of(Schema.image(Shape.image(3, 8, 8), List.of()), depth, 8, 1, new DiscretizedLogistic(2));
        assertThat(mixture.output().output()).isEqualTo(Shape.image(18, 8, 8));
    }

    @Test
    void vectorsAreRefused() {
        Schema vectors = new Schema(Shape.of(9), Scaling.NONE, List.of(), List.of());
        assertThatThrownBy(() -> Ladders.of(vectors, 2, 16, 2, new Bernoulli()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--prior vae");
    }

    @Test
    void blocksThatDoNotFitAreNamed() {
        LadderSpec spec = ladder(Shape.image(1, 28, 28), 3);
        assertThatThrownBy(
                        () -> new LadderSpec(spec.schema(), spec.blocks().reversed(), spec.output(), spec.likelihood()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("block 0");
    }

    @Test
    void withoutNoiseADrawIsTheMeanAndItsDensityIsThePeak() {
        LadderSpec spec = ladder(Shape.image(1, 8, 8), 3);
        Inference inference = Inference.exact(model(spec), 1);
        float[] x = new Seed(3).gaussians(2 * 64);
        Posterior posterior = inference.encode(x, 2);
        Draws draws = inference.draw(x, Inference.UNLABELLED, 2, new float[2 * spec.noise()]);
        assertThat(draws.z()).isEqualTo(posterior.mean());
        double peak = 0;
        for (int j = 0; j < spec.latent(); j++) {
            peak -= posterior.logStd()[j] + 0.5 * Math.log(2 * Math.PI);
        }
        assertThat(draws.logPosterior()[0]).isCloseTo(peak, within(1e-9));
    }

    /** Of a ladder of one block the prior is one Gaussian, whose moments samples must have. */
    @Test
    void thePriorIsSampledWithItsMomentsAndTemperature() {
        LadderSpec spec = ladder(Shape.image(1, 8, 8), 1);
        Model model = model(spec);
        Inference inference = Inference.exact(model, 1);
        int v = spec.latent();
        int n = 20_000;
        float[] cold = inference.samplePrior(1, new Seed(4), 0);
        float[] z = inference.samplePrior(n, new Seed(4), 2);
        float[] first = Arrays.copyOf(z, 3 * v);
        assertThat(inference.samplePrior(3, new Seed(4), 2)).isEqualTo(first);
        double[] mean = new double[v];
        for (int k = 0; k < z.length; k++) {
            mean[k % v] += z[k] / n;
        }
        double[] square = new double[v];
        for (int k = 0; k < z.length; k++) {
            square[k % v] += (z[k] - mean[k % v]) * (z[k] - mean[k % v]) / n;
        }
        float[] one = inference.samplePrior(1, new Seed(4), 1);
        float[] noise = new Seed(4).gaussians(v);
        for (int j = 0; j < v; j++) {
            double std = (one[j] - cold[j]) / noise[j];
            // Six standard errors of a mean and of a variance.
            assertThat(mean[j]).isCloseTo(cold[j], within(6 * 2 * std / Math.sqrt(n)));
            assertThat(square[j] / (4 * std * std)).isCloseTo(1, within(6 * Math.sqrt(2.0 / n) + 1e-3));
        }
    }
}
