package dev.penumbra.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.eval.Evaluator;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Model;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputStartTest {
    private static final Shape SHAPE = Shape.image(3, 8, 8);

    /** Channels of a mean of about 0.2, 0.45 and 0.7 and a standard deviation of 0.1. */
    private static Dataset data() {
        float[] values = new Seed(4).gaussians(40 * SHAPE.size());
        for (int i = 0; i < values.length; i++) {
            double value = 0.2 + 0.25 * (i / 64 % 3) + 0.1 * values[i];
            values[i] = Math.round(255 * Math.clamp(value, 0, 1)) / 255f;
        }
        return new ArrayDataset(new Schema(SHAPE, Scaling.PIXELS, List.of(), List.of()), values, null);
    }

    private static VaeSpec spec(String network, Likelihood likelihood) {
        int perValue = likelihood.outputsPerValue();
        return new VaeSpec(
                data().schema(),
                4,
                Architecture.encoder(network, SHAPE, 8),
                new PosteriorFamily.Gaussian(),
                Architecture.decoder(network, 4, Shape.image(3 * perValue, 8, 8)),
                likelihood);
    }

    private static Weights initial(VaeSpec spec) {
        return Trainer.initial(spec, Objective.Elbo.PLAIN, data(), new Seed(1)).weights();
    }

    /** log of 0.1 sqrt(3) / pi is -2.898; from outputs near 0 these models began at 9.7 to 10.4 bits. */
    @ParameterizedTest
    @CsvSource({"mlp:32, 1", "conv:8, 1", "mlp:32, 5", "conv:8@batchnorm, 3"})
    void anUntrainedModelNeedsLessThanEightBits(String network, int components) {
        VaeSpec spec = spec(network, new DiscretizedLogistic(components));
        Inference inference = Inference.exact(new Model(spec, initial(spec)), 1);
        double logLikelihood =
                Objects.requireNonNull(Evaluator.evaluate(inference, data(), new Loss.Nats(1), new Seed(2), "train", "")
                        .logLikelihood());
        // A Gaussian of standard deviation 0.1 takes 8 + log2(0.1 sqrt(2 pi e)) = 6.72 bits.
        assertThat(-logLikelihood / SHAPE.size() / Math.log(2)).isBetween(6.6, 7.2);
    }

    @Test
    void theLastBiasesAreTheMeansAndScalesOfTheChannels() {
        VaeSpec spec = spec("conv:8", new DiscretizedLogistic(1));
        String name = spec.decoder().parameters(VaeSpec.DECODER).getLast().name();
        float[] bias = initial(spec).get(name);
        assertThat(bias).hasSize(6);
        for (int c = 0; c < 3; c++) {
            assertThat((double) bias[c]).isCloseTo(0.2 + 0.25 * c, within(0.01));
            // softplus(output + 8) - 8 is the log scale.
            double logScale = Math.log1p(Math.exp(bias[3 + c] + 8)) - 8;
            assertThat(logScale).isCloseTo(Math.log(0.1 * Math.sqrt(3) / Math.PI), within(0.05));
        }
    }

    @Test
    void otherLikelihoodsBeginAsTheyDid() {
        VaeSpec spec = spec("mlp:32", new Bernoulli());
        assertThat(initial(spec).sha256())
                .isEqualTo(Weights.initial(spec.parameters(), new Seed(1).named("weights"))
                        .sha256());
    }
}
