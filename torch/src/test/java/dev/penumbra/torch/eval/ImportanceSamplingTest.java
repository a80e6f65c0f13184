package dev.penumbra.torch.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.eval.LikelihoodEstimate;
import dev.penumbra.model.Model;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.torch.model.TorchInference;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** x = a z + s noise, z ~ N(0, 1), for which log p(x) is known: N(x; 0, a^2 + s^2). */
class ImportanceSamplingTest {
    private static final double SLOPE = 1.5;
    private static final double STD = 0.8;
    private static final Schema SCHEMA = new Schema(Shape.of(1), Scaling.NONE, List.of(), List.of());
    private static final Seed SEED = new Seed(11);

    private static Model model(Likelihood likelihood, double gain, double logStd) {
        VaeSpec spec = new VaeSpec(
                SCHEMA,
                1,
                new Network(Shape.of(1), List.of(new Layer.Linear(2))),
                new PosteriorFamily.Gaussian(),
                new Network(Shape.of(1), List.of(new Layer.Linear(1))),
                likelihood);
        SequencedMap<String, Weights.Values> weights = new LinkedHashMap<>();
        spec.parameters().forEach(p -> weights.put(p.name(), new Weights.Values(p.dims(), new float[p.size()])));
        put(weights, "encoder.0.weight", gain, 0);
        put(weights, "encoder.0.bias", 0, logStd);
        put(weights, "decoder.0.weight", SLOPE);
        return new Model(spec, new Weights(weights));
    }

    private static void put(SequencedMap<String, Weights.Values> weights, String name, double... values) {
        Weights.Values old = Objects.requireNonNull(weights.get(name), name);
        for (int i = 0; i < values.length; i++) {
            old.values()[i] = (float) values[i];
        }
    }

    /** The true posterior, widened or narrowed by {@code factor}. */
    private static Model gaussian(double factor) {
        double variance = SLOPE * SLOPE + STD * STD;
        return model(new Gaussian(STD), SLOPE / variance, Math.log(factor * STD / Math.sqrt(variance)));
    }

    private static Dataset data(float... x) {
        return new ArrayDataset(SCHEMA, x, null);
    }

    private static double logDensity(double x) {
        double variance = SLOPE * SLOPE + STD * STD;
        return -0.5 * (x * x / variance + Math.log(2 * Math.PI * variance));
    }

    private static LikelihoodEstimate estimate(Model model, Dataset data, int samples, int rows) {
        Engine.load();
        try (TorchInference inference = new TorchInference(model, Device.CPU)) {
            return ImportanceSampling.of(inference, data, samples, SEED, done -> {}, rows);
        }
    }

    /** With the true posterior every weight is p(x): one sample is enough. The tolerance is the rounding of 32-bit floats. */
    @Test
    void theTruePosteriorGivesTheTrueDensity() {
        LikelihoodEstimate e = estimate(gaussian(1), data(-1, 0.5f, 2), 1, 10);
        double expected = (logDensity(-1) + logDensity(0.5f) + logDensity(2)) / 3;
        assertThat(e.logMarginal()).isCloseTo(expected, within(1e-5));
        assertThat(e.elbo()).isCloseTo(expected, within(1e-5));
        assertThat(e.nll()).isEqualTo(-e.logMarginal());
        assertThat(e.bitsPerDim()).isNull();
    }

    /**
     * For a posterior twice as wide the weights' variance is below 1 (relative), so L_k of 40,000 samples is off by about
     * 1 / sqrt(40,000) = 0.005 for each example; three standard errors of the mean over 2 examples are 0.011.
     */
    @Test
    void anotherPosteriorGivesItInTheLimit() {
        LikelihoodEstimate e = estimate(gaussian(2), data(-1, 2), 40_000, 2000);
        double expected = (logDensity(-1) + logDensity(2)) / 2;
        assertThat(e.logMarginal()).isCloseTo(expected, within(0.011));
        // KL(N(m, (2s)^2) || N(m, s^2)) = 2 - 1/2 - log 2: the gap of the ELBO. log w varies by 2.1.
        assertThat(expected - e.elbo()).isCloseTo(1.5 - Math.log(2), within(0.02));
        assertThat(e.standardError()).isCloseTo(Math.abs(logDensity(-1) - logDensity(2)) / 2, within(0.011));
    }

    /** Rounding of 32-bit floats is all that may differ. */
    @Test
    void theRowsOfAPassChangeNothing() {
        Dataset data = data(-1, 0.5f, 2, 0.1f, -0.3f);
        LikelihoodEstimate once = estimate(gaussian(2), data, 17, 10_000);
        for (int rows : new int[] {1, 2, 7, 17, 40}) {
            LikelihoodEstimate e = estimate(gaussian(2), data, 17, rows);
            assertThat(e.logMarginal()).isCloseTo(once.logMarginal(), within(1e-6));
            assertThat(e.elbo()).isCloseTo(once.elbo(), within(1e-6));
        }
        assertThat(once.samples()).isEqualTo(17);
        assertThat(once.examples()).isEqualTo(5);
    }

    /** The same samples one by one in double precision: exactly k of them count, each once. */
    @Test
    void exactlySoManySamplesAreUsed() {
        double std = Math.exp(Math.log(2 * STD / Math.sqrt(SLOPE * SLOPE + STD * STD)));
        double mean = SLOPE / (SLOPE * SLOPE + STD * STD) * 0.7f;
        for (int k : new int[] {1, 2, 5}) {
            double sum = 0;
            for (int s = 0; s < k; s++) {
                double noise = SEED.at(0).at(s).gaussians(1)[0];
                double z = mean + std * noise;
                double logJoint = normal(z, 0, 1) + normal(0.7f, SLOPE * z, STD);
                sum += Math.exp(logJoint - normal(z, mean, std));
            }
            assertThat(estimate(gaussian(2), data(0.7f), k, 2).logMarginal())
                    .isCloseTo(Math.log(sum / k), within(1e-5));
        }
    }

    private static double normal(double x, double mean, double std) {
        double scaled = (x - mean) / std;
        return -0.5 * scaled * scaled - Math.log(std) - 0.5 * Math.log(2 * Math.PI);
    }

    @Test
    void bitsAreCountedWhereTheDataIsDiscrete() {
        Model model = model(new Bernoulli(), 0, 0);
        LikelihoodEstimate binary = estimate(model, data(0, 1, 1), 10, 100);
        assertThat(binary.bitsPerDim()).isCloseTo(binary.nll() / Math.log(2), within(1e-12));
        assertThat(estimate(model, data(0, 1, 0.5f), 10, 100).bitsPerDim()).isNull();
    }

    @Test
    void progressIsTold() {
        Engine.load();
        List<Integer> told = new ArrayList<>();
        try (TorchInference inference = new TorchInference(gaussian(1), Device.CPU)) {
            ImportanceSampling.of(inference, data(1, 2, 3), 4, SEED, told::add, 8);
            assertThat(told).containsExactly(2, 3);
            assertThatThrownBy(() -> ImportanceSampling.of(inference, data(1), 0, SEED, done -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("samples");
        }
    }
}
